"""The interval of a match: what much longer texts and many more samples of the same hands would score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.calibration import DRAFT_WORDS, SAMPLE_WORDS, SAMPLES, Amounts

COVERAGE = 0.9

AMPLE = Amounts(DRAFT_WORDS[1], SAMPLE_WORDS[1], SAMPLES[1])
"""As much text as was measured: what the interval speaks of."""


@dataclass(frozen=True, slots=True, eq=False)
class IntervalModel:
    """Spread of the score of few words about that of many.

    The variance is a sum of parts that fall with each amount, all coefficients (TERMS) 0 or more, so more text never
    widens the interval. `quantiles` are those of standardised deviations that leave `1 - COVERAGE` out.
    """

    variance: NDArray[np.float64]
    quantiles: tuple[float, float]

    def spread(self, amounts: Amounts) -> NDArray[np.float64]:
        """Standard deviation of the score."""
        return np.sqrt(amounts.inverses() @ self.variance)

    def bounds(self, score: float, amounts: Amounts) -> tuple[float, float]:
        """The range of scores of ample texts, given the score of these."""
        spread = float(self.spread(amounts))
        return score + self.quantiles[0] * spread, score + self.quantiles[1] * spread
