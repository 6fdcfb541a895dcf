"""All counts from the tokens of a text, in one call."""

from enum import IntEnum
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.diversity import DiversityFixedPoint, diversity
from libs.stylometry.kernels.figures import count_figures
from libs.stylometry.kernels.sentiment import sentiment
from libs.stylometry.kernels.shape import flags, histograms, shape
from libs.stylometry.kernels.token_figures import onset_chance

FIXED_POINT = 1 << 20
"""Fixed-point scale of sums that are no whole numbers: millionths, so that sums are exact."""

_ONSET_CHANCE = len(DiversityFixedPoint)
_SENTIMENT = _ONSET_CHANCE + 1


class TextArrays(NamedTuple):
    """A text as returned by `reading.read`, tokens, words, openings, and the phrases and figures found in it."""

    tokens: NDArray[np.int32]
    words: NDArray[np.int64]
    openings: NDArray[np.int64]
    matches: NDArray[np.int32]
    figures: NDArray[np.uint32]


class Lexemes(NamedTuple):
    """The lexeme table: numeric columns and flags."""

    numbers: NDArray[np.int32]
    flags: NDArray[np.uint8]


class SumGroup(IntEnum):
    """Groups of sums; the layout has the beginning of each and the end of the last; flags begin at 0."""

    SHAPE = 0
    DIVERSITY = 1
    ARC_SENTENCES = 2
    FIXED = 3
    SENTENCE_WORDS = 4
    WORD_LETTERS = 5
    WORD_SYLLABLES = 6
    END = 7


class StatisticsLayout(NamedTuple):
    """Index of the first sum of each group (`SumGroup`), and of the sum that counts each figure."""

    groups: NDArray[np.int64]
    figures: NDArray[np.int64]


@compiled
def count(text: TextArrays, lexemes: Lexemes, layout: StatisticsLayout, sums: NDArray[np.int64]) -> None:
    """Adds to the sums of a text, which are 0, all except those that are counted in its characters."""
    tokens, words, openings, matches, figures = text
    numbers, at = lexemes.numbers, layout.groups
    fixed = np.zeros(at[SumGroup.SENTENCE_WORDS] - at[SumGroup.FIXED])
    flags(tokens, lexemes.flags, matches, sums[: at[SumGroup.SHAPE]])
    shape(tokens, words, openings, numbers, sums[at[SumGroup.SHAPE] :])
    diversity(words, sums[at[SumGroup.DIVERSITY] :], fixed)
    count_figures(figures, layout.figures, sums)
    fixed[_ONSET_CHANCE] = onset_chance(tokens, numbers, figures)
    sums[at[SumGroup.ARC_SENTENCES]] = sentiment(tokens, words, openings, numbers, fixed[_SENTIMENT:])
    histograms(
        words,
        openings,
        sums[at[SumGroup.SENTENCE_WORDS] : at[SumGroup.WORD_LETTERS]],
        sums[at[SumGroup.WORD_LETTERS] : at[SumGroup.WORD_SYLLABLES]],
        sums[at[SumGroup.WORD_SYLLABLES] : at[SumGroup.END]],
    )
    for index in range(fixed.size):
        sums[at[SumGroup.FIXED] + index] = np.int64(np.rint(fixed[index] * FIXED_POINT))
