"""One look at the characters of a text, which tells what need not be looked for."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

POINTS = 0x20000
"""Code points that are told apart; what lies beyond is taken for the last of them."""

_SPACE = 0x20


class Class(IntEnum):
    """Bits of the classes of characters: those that a pattern needs, those that begin a sentence's end, heavy ones."""

    HASH = 0
    ANGLE = 1
    DASH = 2
    BOLD = 3
    EMOJI = 4
    ODD = 5
    CLOSER = 6
    HEAVY = 7
    TWO_HYPHENS = 8
    TWO_STARS = 9
    TWO_SPACES = 10
    TWO_OF_LINK = 11


_DOUBLED = 1 << Class.TWO_HYPHENS
"""Classes from here on count only where the same character stands twice in a row."""


@compiled
def look(points: NDArray[np.uint32], classes: NDArray[np.uint16]) -> tuple[int, int, int]:
    """Which classes there are, as bits; how many heavy characters; how many closers before a space."""
    present, heavy, gaps = 0, 0, 0
    for index in range(points.size):
        following: int = points[index + 1] if index + 1 < points.size else 0
        point: int = points[index]
        bits: int = classes[min(point, POINTS - 1)]
        present |= bits if following == point else bits % _DOUBLED
        heavy += bits >> Class.HEAVY & 1
        gaps += following == _SPACE and bits >> Class.CLOSER & 1
    return present, heavy, gaps
