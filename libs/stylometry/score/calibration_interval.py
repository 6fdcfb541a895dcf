"""Interval of a match: the range of scores expected for much longer texts and many more samples by the same people.

Scores are in cosines here: after normalisation by a cohort they scatter more if the members of the cohort are close
together, which differs between genres.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from libs.stylometry.kernels import calibration as kernel
from libs.stylometry.score.calibration import DRAFT_WORDS, SAMPLE_WORDS, SAMPLES, Amounts

COVERAGE = 0.9

AMPLE = Amounts(DRAFT_WORDS[1], SAMPLE_WORDS[1], SAMPLES[1])
"""The largest measured amounts of text; the interval predicts the score there."""


@dataclass(frozen=True, slots=True, eq=False)
class IntervalModel:
    """Predicts the score of ample text from the score of less text.

    The mean is linear in the score, with coefficients (2, TERMS) on the inverse amounts: scores of ample text separate
    writers better. The variance is a sum of parts that fall with each amount, one row for all scores and one in
    proportion to the squared score, all coefficients (2, TERMS) 0 or more, so that more text never widens the interval.
    `quantiles` are those of standardised deviations that leave `1 - COVERAGE` out.
    """

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    quantiles: tuple[float, float]

    def expected(self, score: ArrayLike, amounts: Amounts) -> NDArray[np.float64]:
        """Mean of the score of ample text, for each score."""
        return kernel.by_score(amounts.inverses, self.mean, _row(score))

    def spread(self, score: ArrayLike, amounts: Amounts) -> NDArray[np.float64]:
        """Standard deviation of the score of ample text, for each score."""
        return np.sqrt(kernel.by_score(amounts.inverses, self.variance, _row(score) ** 2))

    def bounds(self, score: float, amounts: Amounts) -> tuple[float, float]:
        """The range of scores of ample texts, given the scores of these."""
        centre, spread = self.expected(score, amounts).item(), self.spread(score, amounts).item()
        low, high = self.quantiles
        return centre + low * spread, centre + high * spread


def _row(scores: ArrayLike) -> NDArray[np.float64]:
    return np.array(scores, np.float64, ndmin=1)
