"""Sentiment by sentence: VADER's valences with its treatment of negation."""

from enum import IntEnum
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import LexemeColumn, PositionalFlag, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.marks import has

NEGATED = -0.74
"""Factor of a valence after a negation within three tokens before; Hutto & Gilbert (2014)."""

ALPHA = 15.0
"""Constant of VADER's normalisation s / sqrt(s^2 + alpha); Hutto & Gilbert (2014)."""

_REACH = 3
_TENTHS = 10


class SentimentFixedPoint(IntEnum):
    """Fixed-point sums, in order."""

    COMPOUND = 0
    COMPOUND_SQ = 1
    ARC_X = 2
    ARC_XX = 3
    ARC_XY = 4
    ARC_Y = 5


@compiled
def sentiment(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    numbers: NDArray[np.int32],
    fixed: NDArray[np.float64],
) -> int:
    """Sums over the sentences that have words, and over their course from 0, the first, to 1, the last.

    Returns the number of sentences with a course: all, or none if there is only one.
    """
    valences, n = _valences(tokens, numbers), openings.size
    course = 0.0
    for index in range(n):
        total = valences[tokens[TokenRow.SENTENCE, words[WordRow.TOKEN, openings[index]]]]
        compound = total / sqrt(total * total + ALPHA)
        fixed[SentimentFixedPoint.COMPOUND] += compound
        fixed[SentimentFixedPoint.COMPOUND_SQ] += compound * compound
        course += index * compound
    if n > 1:
        fixed[SentimentFixedPoint.ARC_X] = n / 2
        fixed[SentimentFixedPoint.ARC_XX] = n * (2 * n - 1) / (6 * (n - 1))
        fixed[SentimentFixedPoint.ARC_XY] = course / (n - 1)
        fixed[SentimentFixedPoint.ARC_Y] = fixed[SentimentFixedPoint.COMPOUND]
    return n if n > 1 else 0


@compiled
def _valences(tokens: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.float64]:
    """The valence of each sentence. A negation among the three tokens before, in the sentence, reverses one."""
    n = tokens.shape[1]
    totals = np.zeros(tokens[TokenRow.SENTENCE, n - 1] + 1 if n else 0)
    negation = -1
    for token in range(n):
        row: int = tokens[TokenRow.ROW, token]
        sentence: int = tokens[TokenRow.SENTENCE, token]
        tenths = numbers[row, LexemeColumn.VALENCE]
        if tenths != 0:
            near = negation >= 0 and token - negation <= _REACH and tokens[TokenRow.SENTENCE, negation] == sentence
            totals[sentence] += NEGATED * tenths / _TENTHS if near else tenths / _TENTHS
        if has(numbers[row, LexemeColumn.MARKS], PositionalFlag.NEGATIONS):
            negation = token
    return totals
