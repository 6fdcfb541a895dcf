"""Regular expressions over Unicode properties, which Python's own `re` does not support, and the spans they match."""

# regex carries no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias, cast

import regex

Offsets: TypeAlias = tuple[int, int]
"""Code-point offsets of a match: start, and end (exclusive)."""


class PatternMatch(Protocol):
    """A match."""

    def span(self) -> Offsets: ...


class UnicodePattern(Protocol):
    """A compiled expression."""

    def finditer(self, string: str, pos: int = 0, endpos: int | None = None) -> Iterator[PatternMatch]: ...


def unicode_pattern(source: str, words: Iterable[str] = ()) -> UnicodePattern:
    """Compiles an expression whose classes may be subtracted (`[\\p{L}--[a-z]]`); `\\L<words>` is any of some words."""
    return cast("UnicodePattern", regex.compile(source, regex.VERSION1, ignore_unused=True, words=list(words)))


def matched_spans(found: UnicodePattern, text: str) -> list[Offsets]:
    """Spans of the matches of an expression, in order."""
    return [match.span() for match in found.finditer(text)]


def disjoint(found: Iterable[Offsets], others: Iterable[Offsets]) -> list[Offsets]:
    """Those spans that share no character with any of the others."""
    taken = {at for start, end in others for at in range(start, end)}
    return [span for span in found if taken.isdisjoint(range(*span))]
