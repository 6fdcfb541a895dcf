"""Layout of the statistics vector: the index of each sum."""

import hashlib
from collections.abc import Iterable, Mapping
from enum import IntEnum

import numpy as np

from libs.stylometry.kernels import diversity, sentiment, shape
from libs.stylometry.kernels.codes import Figure
from libs.stylometry.kernels.statistics import FIXED_POINT, StatisticsLayout
from libs.stylometry.statistics.grammar import PARSE_COUNTS, PARSE_FIXED, TAG_COUNTS, TAG_FIXED
from libs.stylometry.statistics.surface import layout
from libs.stylometry.text.lexeme_features import FLAGS
from libs.stylometry.text.lexicons import lexicons

DEFINITIONS = 2
"""Version, raised by hand when the meaning of a sum changes under the same name."""

LONGEST_SENTENCE, LONGEST_WORD, MAX_SYLLABLES = 120, 24, 9
"""Last bins of the histograms; what is longer falls into them."""


def _names(codes: Iterable[IntEnum]) -> list[str]:
    return [code.name.lower() for code in codes]


_FIGURES = _names(Figure)
_DISCOURSE = _FIGURES[: _FIGURES.index("quoted_words")]
_COUNTED = (_names(shape.ShapeCount), _names(diversity.DiversityCount), _DISCOURSE, ["arc_sentences"], layout.COUNTS)
_COUNTS = (*_COUNTED, TAG_COUNTS, PARSE_COUNTS)
_FIXED = (
    _names(diversity.DiversityFixedPoint),
    ["onset_chance"],
    _names(sentiment.SentimentFixedPoint),
    TAG_FIXED,
    PARSE_FIXED,
)

COUNTS = tuple(name for names in _COUNTS for name in names)
FIXED = tuple(name for names in _FIXED for name in names)

NAMES = (*FLAGS, *COUNTS, *FIXED)
"""Names of the sums, in order; the histograms follow."""

STATISTIC_INDEX: Mapping[str, int] = {name: index for index, name in enumerate(NAMES)}

SENTENCE_WORDS = slice(len(NAMES), len(NAMES) + LONGEST_SENTENCE + 1)
WORD_LETTERS = slice(SENTENCE_WORDS.stop, SENTENCE_WORDS.stop + LONGEST_WORD + 1)
WORD_SYLLABLES = slice(WORD_LETTERS.stop, WORD_LETTERS.stop + MAX_SYLLABLES + 1)
SIZE = WORD_SYLLABLES.stop

FIRST_FIXED = len(FLAGS) + len(COUNTS)

LAYOUT = StatisticsLayout(
    groups=np.array(
        [
            STATISTIC_INDEX["texts"],
            STATISTIC_INDEX["types"],
            STATISTIC_INDEX["arc_sentences"],
            FIRST_FIXED,
            SENTENCE_WORDS.start,
            WORD_LETTERS.start,
            WORD_SYLLABLES.start,
            SIZE,
        ]
    ),
    figures=np.array([STATISTIC_INDEX[name] for name in _FIGURES]),
)
"""Layout of the groups of sums for the kernels (`kernels.statistics.SumGroup`)."""

SCALE = np.repeat([1.0, float(FIXED_POINT)], [FIRST_FIXED, len(NAMES) - FIRST_FIXED])
"""Fixed-point scale of each named sum."""


def scale_of(name: str) -> int:
    """Fixed-point scale of the sum at an index."""
    return FIXED_POINT if STATISTIC_INDEX[name] >= FIRST_FIXED else 1


def _definitions_digest() -> bytes:
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr((DEFINITIONS, NAMES, SIZE, FIXED_POINT)).encode())
    for lexicon in lexicons().values():
        digest.update(repr((lexicon.name, sorted(lexicon.words), sorted(lexicon.phrases))).encode())
    return digest.digest()


DEFINITIONS_DIGEST = _definitions_digest()
"""Digest of the definitions: statistics of different definitions cannot be added."""
