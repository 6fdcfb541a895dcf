"""Edits of a text, by position."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from libs.stylometry.text.spans import Span


class Edit(NamedTuple):
    """Replaces `span`, in code points of the text as it was before any edit, by `replacement`."""

    span: Span
    replacement: str


def apart(edits: Iterable[Edit]) -> list[Edit]:
    """The edits in order of position, without those that overlap an earlier one of the argument."""
    named = list(edits)
    size = max((edit.span.end for edit in named), default=0) + 1
    covered, inside, points = bytearray(size), bytearray(size), bytearray(size)  # inside: no insertion is possible
    kept: list[Edit] = []
    for edit in named:
        start, end = edit.span
        if start == end:
            overlaps = bool(inside[start] or points[start])
            points[start] = True
        else:
            overlaps = covered.find(True, start, end) >= 0 or points.find(True, start + 1, end) >= 0
        if overlaps:
            continue
        kept.append(edit)
        covered[start:end] = b"\1" * (end - start)
        inside[start + 1 : end] = b"\1" * (end - start - 1)
    return sorted(kept)


def growth(edits: Iterable[Edit]) -> int:
    """Number of characters that edits add to a text; negative if they shorten it."""
    return sum(len(replacement) - (end - start) for (start, end), replacement in edits)


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with all edits, which must be in order and must not overlap."""
    pieces: list[str] = []
    at = 0
    for (start, end), replacement in edits:
        pieces += text[at:start], replacement
        at = end
    return "".join([*pieces, text[at:]])
