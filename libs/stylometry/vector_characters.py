"""Three readings of a text as a row of characters, each for n-grams of its own.

- letters: lower case, straight apostrophes, digits as one, white space as one space;
- masked: the same with the letters of content words hidden but for the last two (after Stamatatos 2017);
- shape: letters as a or A, runs of lower-case letters as one: punctuation, spacing and case, no words.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_KNOWN = 0x2070
"""Code points from here on are all the same to the score."""

_OTHER = 0x25A1
_MASK = ord("*")
_SPACE = ord(" ")
_LOWER, _UPPER, _DIGIT = ord("a"), ord("A"), ord("0")
_VISIBLE_ENDING = 2


def _letters_map() -> NDArray[np.uint32]:
    folded = [_fold(chr(point)) for point in range(_KNOWN)]
    return np.array([*map(ord, folded), _OTHER], np.uint32)


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    if character.isdigit():
        return "0"
    if character in "\u2018\u2019\u02bc\u00b4`":
        return "'"
    return character.lower()[0]


def _shape_map() -> NDArray[np.uint32]:
    return np.array([*(_shape(chr(point)) for point in range(_KNOWN)), _OTHER], np.uint32)


def _shape(character: str) -> int:
    if character.isspace():
        return _SPACE
    if character.isdigit():
        return _DIGIT
    if character.isalpha():
        return _UPPER if character.isupper() else _LOWER
    return ord(character)


_TO_LETTERS, _TO_SHAPE = _letters_map(), _shape_map()


@dataclass(frozen=True, slots=True)
class Characters:
    """The three readings as code points, with the place in the text of each character kept."""

    points: NDArray[np.uint32]
    shape_of_point: NDArray[np.uint32]
    letters: NDArray[np.uint32]
    masked: NDArray[np.uint32]
    place: NDArray[np.intp]
    shape: NDArray[np.uint32]
    shape_place: NDArray[np.intp]


def read(text: str, content_start: NDArray[np.int32], content_end: NDArray[np.int32]) -> Characters:
    """Reads `text`; the arrays give where its content words begin and end."""
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    known = np.minimum(points, _KNOWN)
    letters = _TO_LETTERS.take(known)
    shapes = _TO_SHAPE.take(known)
    space = letters == _SPACE
    kept = np.ones(len(points), np.bool_)
    np.logical_not(space[1:] & space[:-1], out=kept[1:])
    place = kept.nonzero()[0]
    masked = np.where(_hidden(len(points), content_start, content_end), np.uint32(_MASK), letters)
    shape = shapes.take(place)
    first = np.ones(len(shape), np.bool_)
    np.logical_or(shape[1:] != shape[:-1], shape[1:] != _LOWER, out=first[1:])
    return Characters(points, shapes, letters.take(place), masked.take(place), place, shape[first], place[first])


def _hidden(length: int, start: NDArray[np.int32], end: NDArray[np.int32]) -> NDArray[np.bool_]:
    longer = end - start > _VISIBLE_ENDING
    steps = np.bincount(start[longer], minlength=length + 1) - np.bincount(
        end[longer] - _VISIBLE_ENDING, minlength=length + 1
    )
    return steps[:length].cumsum() > 0
