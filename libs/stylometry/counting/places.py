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

    def finditer(self, string: str, /) -> Iterator[Found]: ...


def expression(source: str) -> Expression:
    """Compiles an expression whose classes may be added and subtracted (`[\\p{L}--[a-z]]`), case ignored."""
    return cast("Expression", regex.compile(source, regex.VERSION1 | regex.IGNORECASE))


def places(found: Expression, text: str) -> list[Place]:
    """Where an expression matches, in order."""
    return [match.span() for match in found.finditer(text)]


def apart(found: Iterable[Place], others: Iterable[Place]) -> list[Place]:
    """Those places that share no character with any of the others."""
    taken = {at for start, end in others for at in range(start, end)}
    return [place for place in found if taken.isdisjoint(range(*place))]
