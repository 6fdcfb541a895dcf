"""Edits of a text, by position."""

from bisect import bisect
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from libs.stylometry.text.spans import Span


class Edit(NamedTuple):
    """Replaces `span`, in code points of the text as it was before any edit, by `replacement`."""

    span: Span
    replacement: str


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order of position, without those that overlap an earlier one of the argument."""
    kept: list[Edit] = []
    for edit in edits:
        position = bisect(kept, edit)
        if not any(_overlap(edit.span, other.span) for other in kept[max(position - 1, 0) : position + 1]):
            kept.insert(position, edit)
    return kept


def _overlap(one: Span, other: Span) -> bool:
    return one == other or (one.start < other.end and other.start < one.end)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits, which must be in order and must not overlap."""
    pieces: list[str] = []
    at = 0
    for (start, end), replacement in edits:
        pieces += text[at:start], replacement
        at = end
    return "".join([*pieces, text[at:]])
