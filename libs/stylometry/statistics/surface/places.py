"""Places that expressions over Unicode properties find in a text; Python's own `re` knows no such properties."""

# regex carries no types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeAlias, cast

import regex

Place: TypeAlias = tuple[int, int]
"""Code-point offsets of what was found: from the first up to, not including, the second."""


class Found(Protocol):
    """A match."""

    def span(self) -> Place: ...


class Expression(Protocol):
    """A compiled expression."""

    def finditer(self, string: str, pos: int = 0, endpos: int | None = None) -> Iterator[Found]: ...


def expression(source: str, words: Iterable[str] = ()) -> Expression:
    """Compiles an expression whose classes may be subtracted (`[\\p{L}--[a-z]]`); `\\L<words>` is any of some words."""
    return cast("Expression", regex.compile(source, regex.VERSION1, ignore_unused=True, words=list(words)))


def places(found: Expression, text: str) -> list[Place]:
    """Where an expression matches, in order."""
    return [match.span() for match in found.finditer(text)]


def apart(found: Iterable[Place], others: Iterable[Place]) -> list[Place]:
    """Those places that share no character with any of the others."""
    taken = {at for start, end in others for at in range(start, end)}
    return [place for place in found if taken.isdisjoint(range(*place))]
