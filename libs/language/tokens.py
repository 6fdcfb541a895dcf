"""spaCy tokenizer with bounded worst-case time and a token cache."""

# spaCy's and regex's modules carry no types
# pyright: reportMissingTypeStubs=false, reportUntypedBaseClass=false, reportUnknownMemberType=false
# pyright: reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import regex
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc

from libs.language.invisible import INVISIBLE, JOINER

LONGEST_RUN = 200
"""Maximum characters without white space that are read at once.

spaCy removes marks from a run one by one and examines all of the rest each time: a long run of marks or emoji takes
time quadratic in its length. No word, and few addresses, are longer.
"""

MAX_MARKS = 16
"""Maximum marks and emoji in a row that are read at once; not dots and hyphens, which are one token in any number.

Each is a token, so it matters little where a row is cut, but a row takes time quadratic in its length at every turn:
the tokenizer caches no run that contains one of its special cases, and '' is one.
"""

RUNS_REMEMBERED = 30_000
"""Maximum number of runs whose tokens are cached; some 10 MB. Most of what people write is among the commonest runs."""

_LONGEST_REMEMBERED = 32

_UNSEEN = rf"(?:(?!{JOINER})[{INVISIBLE}]|(?<![\u2600-\u27bf\U0001f000-\U0001faff\ufe0f]){JOINER})"
"""Characters that are ignored, except those that join emoji."""

_NOT_SEEN = re.compile(_UNSEEN)
_NOTHING_SEEN = re.compile(rf"(?<!\S){_UNSEEN}+(?!\S)")
_SUSPECT_RUN = re.compile(rf"\S{{{MAX_MARKS + 1},}}")
_MARK = r"(?![^\W_]|[\s.\-])\X"
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of them make a flag."""

_LONG_ROW = regex.compile(rf"(?:{_MARK}){{{MAX_MARKS}}}(?={_MARK})")


class BoundedTokenizer(Tokenizer):
    """spaCy's tokenizer, which reads runs beyond `LONGEST_RUN` and rows beyond `MAX_MARKS` in pieces.

    spaCy caches no tokens of a text from its first special case ("don't") on. A new run is therefore read by itself
    first: then its tokens are cached, and the texts of a writer who uses "don't" are read four times as fast.

    A text is cut where words visibly end: invisible characters belong to the token around or before them.
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
    """Positions of the visible characters; all of a run that has none."""
    unseen = {match.start() for match in _NOT_SEEN.finditer(text)}
    unseen.difference_update(*(range(*run.span()) for run in _NOTHING_SEEN.finditer(text)))
    return [place for place in range(len(text)) if place not in unseen]


def _pieces(text: str) -> list[str]:
    """The text, cut inside its long runs and rows and nowhere else."""
    cuts = {0, len(text)}
    for run in _SUSPECT_RUN.finditer(text):
        flags = run.start()
        for start in range(run.start(), run.end(), LONGEST_RUN):
            end = min(start + LONGEST_RUN, run.end())
            cuts.update(_row_ends(text, _context(run.start(), start, flags), start, end))
            before_flags = len(text[start:end].rstrip(_FLAG_LETTERS))
            flags = start + before_flags if before_flags else flags
            if end < run.end():
                cuts.add(end)
    return [text[start:end] for start, end in pairwise(sorted(cuts))]


def _row_ends(text: str, context: int, start: int, end: int) -> Iterator[int]:
    """Ends of the long rows between two positions.

    A regular expression looks back to the beginning of its text to find where a flag begins: only as far as `context`.
    """
    stretch = text[context:end]
    return (context + row.end() for row in _LONG_ROW.finditer(stretch, start - context))


def _context(run: int, start: int, flags: int) -> int:
    """Position from which to look at a stretch; if that is among the flags that begin at `flags`, one between two."""
    context = max(run, start - LONGEST_RUN)
    return context + (context - flags) % 2 if flags < context else context
