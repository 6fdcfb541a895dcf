"""One pass over the characters of a text: the number in each class, and its lines."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.occurrences import previous_occurrences

POINTS = 0x20000
"""Number of code points that are distinguished; all beyond count as the last of them."""

_SPACE, _LINE_BREAK, _DOT = 0x20, 0x0A, 0x2E
_LETTERS = 0x41
"""Code points from here on may be letters."""

_FOLD = np.uint64(0x9E3779B97F4A7C15)


class Class(IntEnum):
    """Bits of the classes of characters: those that a pattern needs, and some that are counted.

    Classes from `TWO_HYPHENS` on count only if the same character occurs twice in a row.
    """

    HASH = 0
    AT = 1
    ANGLE = 2
    DASH = 3
    BOLD = 4
    EMOJI = 5
    ODD = 6
    BLANK = 7
    CLOSER = 8
    HEAVY = 9
    TWO_HYPHENS = 10
    TWO_STARS = 11
    TWO_SPACES = 12


class Seen(IntEnum):
    """Result of a pass: classes as bits, heavy characters, closers before a space, line breaks; lines that are not
    blank, their characters, and the characters of repeated lines; dots before a letter."""

    CLASSES = 0
    HEAVY = 1
    GAPS = 2
    LINE_BREAKS = 3
    LINES = 4
    LINE_CHARACTERS = 5
    DUPLICATE_CHARACTERS = 6
    INNER_DOTS = 7


_SEEN = len(Seen)


@compiled
def look(points: NDArray[np.uint32], classes: NDArray[np.uint16]) -> NDArray[np.int64]:
    """Passes over a text (`Seen`), given the classes of each code point as bits."""
    seen = np.zeros(_SEEN, np.int64)
    for index in range(points.size):
        following = points[index + 1] if index + 1 < points.size else 0
        bits = np.int64(classes[min(points[index], POINTS - 1)])
        seen[Seen.CLASSES] |= bits if following == points[index] else bits % (1 << Class.TWO_HYPHENS)
        seen[Seen.HEAVY] += bits >> Class.HEAVY & 1
        seen[Seen.GAPS] += bits >> Class.CLOSER & 1 if following == _SPACE else 0
        seen[Seen.INNER_DOTS] += points[index] == _DOT and following >= _LETTERS
        seen[Seen.LINE_BREAKS] += points[index] == _LINE_BREAK
    _lines(points, classes, seen)
    return seen


@compiled
def _lines(points: NDArray[np.uint32], classes: NDArray[np.uint16], seen: NDArray[np.int64]) -> None:
    """Counts the lines that are not blank. Equal lines are recognised by a number computed from their characters."""
    keys = np.empty(seen[Seen.LINE_BREAKS] + 1, np.int64)
    lengths = np.empty(keys.size, np.int64)
    lines, length, key, blank = 0, 0, np.uint64(0), True
    for index in range(points.size + 1):
        if index == points.size or points[index] == _LINE_BREAK:
            if not blank:
                keys[lines], lengths[lines] = np.int64(key), length
                lines += 1
            length, key, blank = 0, np.uint64(0), True
        else:
            length += 1
            key = key * _FOLD + np.uint64(points[index]) + np.uint64(1)
            blank = blank and classes[min(points[index], POINTS - 1)] >> Class.BLANK & 1 != 0
    previous = previous_occurrences(keys[:lines])
    seen[Seen.LINES] = lines
    for line in range(lines):
        seen[Seen.LINE_CHARACTERS] += lengths[line]
        seen[Seen.DUPLICATE_CHARACTERS] += lengths[line] if previous[line] >= 0 else 0
