"""A tokenizer that no text can hold up, and that learns the runs of characters it has met."""

# spaCy's and regex's modules carry no types
# pyright: reportMissingTypeStubs=false, reportUntypedBaseClass=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from itertools import pairwise
from typing import Any

import regex
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from libs.language.invisible import INVISIBLE, JOINER

LONGEST_RUN = 200
"""Characters without white space that are read at once.

spaCy takes marks off a run one by one and looks at all of the rest each time: a long run of marks or emoji costs the
square of its length. No word, and few addresses, are longer.
"""

MAX_MARKS = 16
"""Marks and emoji in a row that are read at once; not dots and hyphens, which are one token however many.

Each is a token, so that it matters little where a row is cut, but a row costs the square of its length at every turn:
the tokenizer remembers no run that holds one of its special cases, and '' is one.
"""

RUNS_REMEMBERED = 30_000
"""Runs whose tokens are kept; some 10 MB. Most of what people write is among the commonest of them."""

_LONGEST_REMEMBERED = 32

_UNSEEN = rf"(?:(?!{JOINER})[{INVISIBLE}]|(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]){JOINER})"
"""What is read over; not what joins emoji to one."""

_NOT_SEEN = re.compile(_UNSEEN)
_NOTHING_SEEN = re.compile(rf"(?<!\S){_UNSEEN}+(?!\S)")
_SUSPECT_RUN = re.compile(rf"\S{{{MAX_MARKS + 1},}}")
_MARK = r"(?![^\W_]|[\s.\-])\X"
_LONG_ROW = regex.compile(rf"(?:{_MARK}){{{MAX_MARKS}}}(?={_MARK})")


class BoundedTokenizer(Tokenizer):
    """spaCy's tokenizer, which reads runs beyond `LONGEST_RUN` and rows beyond `MAX_MARKS` in pieces.

    spaCy keeps no tokens of a text from its first special case ("don't") on. A run that is new is therefore read by
    itself first: then they are kept, and the texts of somebody who writes "don't" are read four times as fast.

    A text is cut where a reader sees it to end words: what is invisible goes with the token it stands in or behind.
    """

    def __init__(self, *parts: Any, **named: Any) -> None:
        super().__init__(*parts, max_cache_size=RUNS_REMEMBERED, **named)
        self._met: set[str] = set()

    def __call__(self, text: str) -> Doc:
        if text.isascii() or _NOT_SEEN.search(text) is None:
            return self._read(text)
        seen = _seen(text)
        doc = self._read("".join(text[place] for place in seen))
        words, spaces = list[str](), list[bool]()
        start, seen = 0, [*seen, len(text)]
        for token in doc:
            behind = token.idx + len(token)
            end = seen[behind - 1] + 1 if token.is_space else seen[behind]
            words.append(text[start:end])
            spaces.append(bool(token.whitespace_))
            start = end + spaces[-1]
        return Doc(self.vocab, words=words, spaces=spaces)

    def _read(self, text: str) -> Doc:
        self._meet(text)
        if _SUSPECT_RUN.search(text) is None or len(pieces := _pieces(text)) == 1:
            return super().__call__(text)
        words: list[str] = []
        spaces: list[bool] = []
        for piece in pieces:
            for token in super().__call__(piece):
                words.append(token.text)
                spaces.append(bool(token.whitespace_))
        return Doc(self.vocab, words=words, spaces=spaces)

    def _meet(self, text: str) -> None:
        if len(self._met) >= RUNS_REMEMBERED:
            return
        for run in set(text.split()) - self._met:
            if len(run) <= _LONGEST_REMEMBERED:
                self._met.add(run)
                super().__call__(run)


def _seen(text: str) -> list[int]:
    """The places of what a reader sees; all of a run of which nothing is seen."""
    unseen = {match.start() for match in _NOT_SEEN.finditer(text)}
    unseen.difference_update(*(range(*run.span()) for run in _NOTHING_SEEN.finditer(text)))
    return [place for place in range(len(text)) if place not in unseen]


def _pieces(text: str) -> list[str]:
    """The text, cut inside its long runs and rows and nowhere else."""
    cuts = {0, len(text)}
    for run in _SUSPECT_RUN.finditer(text):
        for start in range(run.start(), run.end(), LONGEST_RUN):
            end = min(start + LONGEST_RUN, run.end())
            cuts.update(row.end() for row in _LONG_ROW.finditer(text, start, end))
            if end < run.end():
                cuts.add(end)
    return [text[start:end] for start, end in pairwise(sorted(cuts))]
