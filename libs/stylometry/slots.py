"""The layout of a text's statistics: which place of the vector holds which sum."""

import hashlib
from collections.abc import Mapping

import numpy as np

from libs.stylometry.columns import FLAGS
from libs.stylometry.counting import discourse, diversity, layout, sentiment, shape
from libs.stylometry.lexicons import lexicons

DEFINITIONS = 1
"""Raised by hand when a sum comes to mean something else under the same name."""

FIXED_POINT = 1 << 20
"""Units of one in sums that are no whole numbers: these are kept in millionths, so that sums are exact."""

COUNTS = tuple(name for module in (shape, diversity, discourse, sentiment, layout) for name in module.COUNTS)
FIXED = (*diversity.FIXED, *discourse.FIXED, *sentiment.FIXED)

NAMES = (*FLAGS, *COUNTS, *FIXED)
"""Named places, in order; the histograms follow."""

PLACE: Mapping[str, int] = {name: place for place, name in enumerate(NAMES)}

SENTENCE_WORDS = slice(len(NAMES), len(NAMES) + shape.LONGEST_SENTENCE + 1)
WORD_LETTERS = slice(SENTENCE_WORDS.stop, SENTENCE_WORDS.stop + shape.LONGEST_WORD + 1)
WORD_SYLLABLES = slice(WORD_LETTERS.stop, WORD_LETTERS.stop + shape.MOST_SYLLABLES + 1)
SIZE = WORD_SYLLABLES.stop

FIRST_FIXED = len(FLAGS) + len(COUNTS)


UNITS = np.repeat([1.0, float(FIXED_POINT)], [FIRST_FIXED, len(NAMES) - FIRST_FIXED])
"""Units of one at every named place."""


def scale(name: str) -> int:
    """Units of one at a place."""
    return FIXED_POINT if PLACE[name] >= FIRST_FIXED else 1


def _fingerprint() -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr((DEFINITIONS, NAMES, SIZE, FIXED_POINT)).encode())
    for lexicon in lexicons().values():
        digest.update(repr((lexicon.name, sorted(lexicon.words), sorted(lexicon.phrases))).encode())
    return digest.digest()


FINGERPRINT = _fingerprint()
"""Tells statistics of one set of definitions from those of another: sums of different things do not add."""
