"""Documents of a treebank as raw text with paragraph breaks, and as spaCy documents with their annotation."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from libs.language.training.reader import TreebankDocument, TreebankSentence, TreebankWord

PARAGRAPH, LINE, SPACE = "\n\n", "\n", " "
SPACE_TAG, SPACE_CLASS, SPACE_RELATION = "_SP", "SPACE", "space"
"""Annotation of white space between words; scores leave it out."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Consecutive sentences, and the white space between each and the next."""

    sentences: tuple[tuple[TreebankWord, ...], ...]
    breaks: tuple[str, ...]


def passages(document: TreebankDocument, size: int | None = None, *, flat: bool = False) -> list[Passage]:
    """Splits a document into passages of a number of sentences, by default all of them; `flat` puts spaces for
    paragraph breaks."""
    size = size or len(document.sentences)
    starts = range(0, len(document.sentences), size)
    return [passage(document.sentences[start : start + size], flat=flat) for start in starts]


def passage(sentences: Sequence[TreebankSentence], *, flat: bool = False) -> Passage:
    """Sentences with the breaks that their document has between them."""
    breaks: list[str] = []
    for before, after in pairwise(sentences):
        if after.begins_paragraph:
            breaks.append(SPACE if flat else PARAGRAPH)
        else:
            breaks.append(SPACE if before.words[-1].space_after else "")
    return Passage(tuple(sentence.words for sentence in sentences), tuple(breaks))


def annotated(vocab: Vocab, text: Passage) -> Doc:
    """The passage with its gold tokens and annotation."""
    columns = _Columns()
    for number, words in enumerate(text.sentences):
        between = text.breaks[number] if number < len(text.breaks) else ""
        columns.add(words, between)
    return columns.doc(vocab)


class _Columns:
    """Annotation of a document while it grows."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, bool, str, str, str, int, str, bool]] = []

    def add(self, words: Iterable[TreebankWord], between: str) -> None:
        """Adds a sentence and the white space after it, a token of it unless it is a single space."""
        start = len(self._rows)
        for position, word in enumerate(words):
            head = start + (word.head - 1 if word.head else position)
            self._rows.append(
                (word.form, word.space_after, word.xpos, word.upos, word.lemma, head, word.relation, not position)
            )
        self._rows[-1] = (self._rows[-1][0], between == SPACE, *self._rows[-1][2:])
        if between.strip(SPACE):
            last = len(self._rows) - 1
            self._rows.append((between, False, SPACE_TAG, SPACE_CLASS, between, last, SPACE_RELATION, False))

    def doc(self, vocab: Vocab) -> Doc:
        """The document."""
        forms, spaces, tags, classes, lemmas, heads, relations, starts = map(list, zip(*self._rows, strict=True))
        columns: dict[str, Any] = {
            "words": forms,
            "spaces": spaces,
            "tags": tags,
            "pos": classes,
            "lemmas": lemmas,
            "heads": heads,
            "deps": ["ROOT" if relation == "root" else relation for relation in relations],
            "sent_starts": None,
        }
        del starts
        return Doc(vocab, **columns)
