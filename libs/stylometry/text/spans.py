"""Spans of a text that a metric counts, as code-point offsets into the caller's text."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels import flagged_spans
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_features import FLAG


class Span(NamedTuple):
    """A stretch of the caller's text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


Locator: TypeAlias = Callable[[Document], list[Span]]
"""Finds what a metric counts, in order of appearance."""


def flagged(*names: str) -> Locator:
    """Tokens with any of the flags, and phrases of the lists of those names (a phrase hides its own words)."""
    columns = np.array([FLAG[name] for name in names], np.int64)
    return lambda document: _spans(
        flagged_spans.flagged(document.tokens, document.table.flags, columns, document.matches)
    )


def _spans(offsets: NDArray[np.int64]) -> list[Span]:
    return list(map(Span, offsets[:, 0].tolist(), offsets[:, 1].tolist()))


def tokens(find: Callable[[Document], Sequence[int]]) -> Locator:
    """Tokens whose positions `find` returns."""
    return lambda document: token_spans(document, find(document))


def words(find: Callable[[Document], Sequence[int]]) -> Locator:
    """Words whose indices among the words `find` returns."""
    return lambda document: word_spans(document, find(document))


def sentences(find: Callable[[Document], Sequence[int]]) -> Locator:
    """Whole sentences whose indices among the sentences with words `find` returns."""
    return lambda document: [sentence_span(document, index) for index in find(document)]


def pattern(expression: re.Pattern[str]) -> Locator:
    """Every match of an expression in the text."""
    return lambda document: [Span(match.start(), match.end()) for match in expression.finditer(document.text)]


def text_spans(find: Callable[[str], Iterable[tuple[int, int]]]) -> Locator:
    """Spans, in code points, that `find` returns for the text."""
    return lambda document: [Span(start, end) for start, end in find(document.text)]


def token_spans(document: Document, positions: Sequence[int] | NDArray[np.intp]) -> list[Span]:
    """The spans of tokens."""
    at = np.asarray(positions, np.intp)
    return list(map(Span, document.start[at].tolist(), document.end[at].tolist()))


def word_spans(document: Document, indices: Sequence[int]) -> list[Span]:
    """The spans of words, with the clitics written on to them."""
    return [_whole_word(document, int(document.words[index])) for index in indices]


def _whole_word(document: Document, first: int) -> Span:
    last = first
    while last + 1 < len(document) and document.lexical[last + 1] and not document.is_word[last + 1]:
        last += 1
    return _token_range(document, first, last)


def sentence_span(document: Document, index: int) -> Span:
    """The span of a sentence that has words, by its index among those."""
    sentence = document.word_sentence[document.opening[index]]
    first, last = document.sentence.searchsorted([sentence, sentence + 1])
    return _token_range(document, int(first), int(last) - 1)


def _token_range(document: Document, first: int, last: int) -> Span:
    return Span(int(document.start[first]), int(document.end[last]))
