"""Calibration of a normalised score to a probability: logistic regression with the amounts of text as covariates.

The probability is that of a balanced trial: the draft is by the persona's writer, or by another writer of the same
register, with equal prior probability (Brümmer & du Preez 2006 on calibrated log-odds).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from libs.stylometry.kernels import calibration as kernel
from libs.stylometry.kernels.calibration import TERMS

__all__ = ["DRAFT_WORDS", "SAMPLES", "SAMPLE_WORDS", "TERMS", "Amounts", "Calibration", "LogOddsLine", "probability"]

DRAFT_WORDS = (25, 1000)
SAMPLE_WORDS = (100, 6000)
SAMPLES = (1, 12)
"""Amounts outside of these ranges, which were not measured, count as the nearest end."""

_RANGES = kernel.Ranges(
    *np.array([DRAFT_WORDS, SAMPLE_WORDS, SAMPLES], np.float64).T.copy(),
    reference=np.array([250.0, 1500.0, 5.0]),
    unit=np.array([100.0, 1000.0, 1.0]),
)

SMALLEST_SLOPE = 0.02
"""Keeps the log-odds increasing in the score whatever the covariates."""


@dataclass(frozen=True, eq=False)
class Amounts:
    """Amounts of text behind a score; vectors of one length, or plain numbers, which are vectors of length 1."""

    draft_words: ArrayLike
    sample_words: ArrayLike
    samples: ArrayLike

    @cached_property
    def terms(self) -> NDArray[np.float64]:
        """Covariates (n, TERMS), about 0 at 250 words against five samples of 300."""
        return kernel.logarithms(self._given, _RANGES)

    @cached_property
    def inverses(self) -> NDArray[np.float64]:
        """One and the inverses of the amounts (n, TERMS): the terms of the variance of a measurement.

        Below the measured ranges the variance continues to grow: three words are not twenty-five.
        """
        return kernel.inverses(self._given, _RANGES)

    @cached_property
    def _given(self) -> NDArray[np.float64]:
        return np.array([self.draft_words, self.sample_words, self.samples], np.float64).reshape(3, -1).T.copy()


@dataclass(frozen=True, slots=True, eq=False)
class LogOddsLine:
    """Log-odds of "same writer": `slope * score + offset`, both vectors of as many entries as the amounts."""

    slope: NDArray[np.float64]
    offset: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Calibration:
    """Coefficients (fits, TERMS) of slope and offset for registers of the given `weights`, ascending from 0.

    The number of known texts of a register shifts all scores, so each of a few sizes has its own fit.
    """

    weights: NDArray[np.float64]
    slopes: NDArray[np.float64]
    offsets: NDArray[np.float64]

    def log_odds(self, amounts: Amounts, register_weight: float) -> LogOddsLine:
        """The line from score to log-odds at these amounts, between the fits of the next smaller and larger weight."""
        above = min(max(int(self.weights.searchsorted(register_weight)), 1), len(self.weights) - 1)
        step = self.weights[above] - self.weights[above - 1]
        share = min((register_weight - self.weights[above - 1]) / step, 1.0)
        fits = self._fits[above - 1 : above + 1]
        return LogOddsLine(*kernel.lines(amounts.terms, fits, share, SMALLEST_SLOPE))

    @cached_property
    def _fits(self) -> NDArray[np.float64]:
        """Slopes and offsets, (fits, 2, TERMS)."""
        return np.stack([self.slopes, self.offsets], axis=1)


_SURE = 30.0
"""Largest absolute log-odds."""


def probability(log_odds: ArrayLike) -> NDArray[np.float64]:
    """The logistic function."""
    return 1 / (1 + np.exp(-np.minimum(np.maximum(log_odds, -_SURE), _SURE)))
