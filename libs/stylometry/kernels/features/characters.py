"""A text as two rows of characters, defined in `libs.stylometry.embedding.character_features`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

SPACE, LOWER, UPPER, DIGIT = ord(" "), ord("a"), ord("A"), ord("0")
"""Codes of white space and, in shapes, of letters and digits."""

UNSEEN = 0
"""Code of characters that are left out."""


class Alphabet(NamedTuple):
    """Reading of each code point; those from the last entry on are all the same."""

    letters: NDArray[np.uint32]
    shapes: NDArray[np.uint32]


class Readings(NamedTuple):
    """The readings, with the offset in the text of each character kept, and the shape of every code point."""

    letters: NDArray[np.uint32]
    place: NDArray[np.int32]
    shape: NDArray[np.uint32]
    shape_place: NDArray[np.int32]
    shape_of_point: NDArray[np.uint32]


@compiled
def read(points: NDArray[np.uint32], alphabet: Alphabet) -> Readings:
    """Reads code points."""
    size, last = len(points), len(alphabet.letters) - 1
    letters, shape = np.empty(size, np.uint32), np.empty(size, np.uint32)
    place, shape_place = np.empty(size, np.int32), np.empty(size, np.int32)
    shape_of_point = np.empty(size, np.uint32)
    kept, shapes = 0, 0
    in_space, in_lower = False, False
    for at in range(size):
        known = min(np.int64(points[at]), last)
        letter, outline = alphabet.letters[known], alphabet.shapes[known]
        shape_of_point[at] = outline
        if letter == UNSEEN:
            continue
        if not (in_space and letter == SPACE):
            letters[kept], place[kept] = letter, at
            kept += 1
            if not (in_lower and outline == LOWER):
                shape[shapes], shape_place[shapes] = outline, at
                shapes += 1
            in_lower = outline == LOWER
        in_space = letter == SPACE
    return Readings(letters[:kept], place[:kept], shape[:shapes], shape_place[:shapes], shape_of_point)
