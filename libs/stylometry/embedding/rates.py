"""Rates that describe a text as a whole: punctuation, lengths, rhythm and openings, each on a roughly normal scale.

Shares are square roots (variance-stabilising for counts), lengths logarithms.
"""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.character_features import KNOWN
from libs.stylometry.embedding.word_classes import CLASSES, CLOSED_CLASSES, FeatureRole
from libs.stylometry.kernels.features.rates import Definitions

MARKS = ".,;:!?'\"()-&/*$%#@+=_~…–—“”‘’[]<>"
"""Characters that are counted one by one."""

_CLOSERS = ".!?…"
_LONGEST_WORD = 16
_SHORT_SENTENCE, _LONG_SENTENCE = 5, 30
_APOSTROPHES = "'\u2019"
_WINDOWS = (100, 200)

RATES = len(CLASSES) + len(MARKS) + 3 + _LONGEST_WORD + 9 + 2 + 1 + CLOSED_CLASSES + len(_CLOSERS) + len(_WINDOWS) + 3
"""Number of rates."""


def _numbers(characters: str) -> NDArray[np.int64]:
    """The index of each code point among some characters; the number of characters for any other."""
    numbers = np.full(KNOWN + 1, len(characters), np.int64)
    numbers[[ord(character) for character in characters]] = range(len(characters))
    return numbers


DEFINITIONS = Definitions(
    mark_of_point=_numbers(MARKS),
    closer_of_point=_numbers(_CLOSERS),
    apostrophes=np.array([ord(apostrophe) for apostrophe in _APOSTROPHES]),
    windows=np.array(_WINDOWS),
    rates=RATES,
    word_roles=1 << FeatureRole.FUNCTION | 1 << FeatureRole.CONTENT,
    classes=len(CLASSES),
    closed_classes=CLOSED_CLASSES,
    longest_word=_LONGEST_WORD,
    short_sentence=_SHORT_SENTENCE,
    long_sentence=_LONG_SENTENCE,
)
