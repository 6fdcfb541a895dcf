"""Models of amounts of text: calibration line, interval and expected distance; described in
`libs.stylometry.score.calibration`, `calibration_interval` and `evidence`."""

from math import log, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

TERMS = 4
"""Covariates: one, and one for each amount."""


class Ranges(NamedTuple):
    """Measured range of the amounts, `least` to `most`, and the amounts that map to 1: in logarithms, and in
    inverses."""

    least: NDArray[np.float64]
    most: NDArray[np.float64]
    reference: NDArray[np.float64]
    unit: NDArray[np.float64]


@compiled
def logarithms(amounts: NDArray[np.float64], ranges: Ranges) -> NDArray[np.float64]:
    """One and the logarithms of amounts (n, 3), clipped to the measured range."""
    terms = np.ones((len(amounts), TERMS))
    for row in range(len(amounts)):
        for amount in range(TERMS - 1):
            within = min(max(amounts[row, amount], ranges.least[amount]), ranges.most[amount])
            terms[row, amount + 1] = log(within / ranges.reference[amount])
    return terms


@compiled
def inverses(amounts: NDArray[np.float64], ranges: Ranges) -> NDArray[np.float64]:
    """One and the inverses of amounts (n, 3), from 1 up to the measured maximum."""
    terms = np.ones((len(amounts), TERMS))
    for row in range(len(amounts)):
        for amount in range(TERMS - 1):
            terms[row, amount + 1] = ranges.unit[amount] / min(max(amounts[row, amount], 1.0), ranges.most[amount])
    return terms


@compiled
def lines(
    terms: NDArray[np.float64], fits: NDArray[np.float64], share: float, least: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Slopes, at least `least`, and offsets at terms (n, TERMS), by the coefficients (2, 2, TERMS) of two fits; `share`
    is the weight of the second."""
    blend = fits[0] + share * (fits[1] - fits[0])
    slopes, offsets = np.zeros(len(terms)), np.zeros(len(terms))
    for row in range(len(terms)):
        for term in range(TERMS):
            slopes[row] += blend[0, term] * terms[row, term]
            offsets[row] += blend[1, term] * terms[row, term]
        slopes[row] = max(slopes[row], least)
    return slopes, offsets


@compiled
def distance(inverse: NDArray[np.float64], variance: NDArray[np.float64], share: float) -> float:
    """The expected distance of two normal distributions of scores, by two rows of coefficients (2, TERMS); `share` is
    the weight of the second."""
    total = 0.0
    for term in range(TERMS):
        total += inverse[term] * (variance[0, term] + share * (variance[1, term] - variance[0, term]))
    return 1 / sqrt(total)


@compiled
def by_score(
    inverse: NDArray[np.float64], coefficients: NDArray[np.float64], score: NDArray[np.float64]
) -> NDArray[np.float64]:
    """A fixed part and one in proportion to each score (n), by coefficients (2, TERMS) on inverses (n, TERMS), whose
    last row is used for any further score."""
    total = np.zeros(len(score))
    for row in range(len(score)):
        at = min(row, len(inverse) - 1)
        for term in range(TERMS):
            total[row] += inverse[at, term] * (coefficients[0, term] + coefficients[1, term] * score[row])
    return total
