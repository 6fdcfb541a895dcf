"""Two readings of a text as a row of characters, each for n-grams of its own.

- letters: lower case, straight apostrophes, digits as one, white space as one space;
- shape: letters as a or A, runs of lower-case letters as one: punctuation, spacing and case, no words.

Neither has invisible characters, and look-alike letters of other scripts are read as the Latin letters.
"""

import numpy as np
from numpy.typing import NDArray

from libs.language.invisible import INVISIBLE
from libs.stylometry.kernels.features.characters import DIGIT, LOWER, SPACE, UNSEEN, UPPER, Alphabet
from libs.stylometry.text.confusables import LATIN_OF

KNOWN = 0x2070
"""Number of code points that the features distinguish; all others count as one."""

_OTHER = 0x25A1


def _letters_map() -> NDArray[np.uint32]:
    folded = [_fold(chr(point)) for point in range(KNOWN)]
    return np.array([*map(ord, folded), _OTHER], np.uint32)


def _fold(character: str) -> str:
    if character.isspace():
        return " "
    if character.isdigit():
        return "0"
    if character in INVISIBLE:
        return chr(UNSEEN)
    if character in "\u2018\u2019\u02bc\u00b4`":
        return "'"
    return LATIN_OF.get(character, character).lower()[0]


def _shape_map() -> NDArray[np.uint32]:
    return np.array([*(_shape(chr(point)) for point in range(KNOWN)), _OTHER], np.uint32)


def _shape(character: str) -> int:
    if character in INVISIBLE:
        return UNSEEN
    if character.isspace():
        return SPACE
    if character.isdigit():
        return DIGIT
    if character.isalpha():
        return UPPER if character.isupper() else LOWER
    return ord(character)


ALPHABET = Alphabet(_letters_map(), _shape_map())


def points_of(text: str) -> NDArray[np.uint32]:
    """The code points of a text, including lone surrogates; a byte order mark is like any invisible character."""
    text = text.replace("\ufeff", "\u200b")  # the one invisible character beyond those that the maps know
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
