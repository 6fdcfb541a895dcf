"""Separation of two small sets of scores: the area under the ROC curve with its interval."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

MIN_TEXTS = 3
"""Minimum number of scores in either set."""

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Separation:
    """Probability that a score of one set is above one of the other, 0..1, with its 95% interval."""

    auc: float
    low: float
    high: float


def separation(above: NDArray[np.float64], below: NDArray[np.float64]) -> Separation | None:
    """The area under the ROC curve with an interval (Hanley & McNeil 1982); None if there are too few scores.

    Ties count half. The variance is computed for an area at least half a pair away from 0 or 1: if all of a few pairs
    agree, there is still uncertainty.
    """
    n, m = len(above), len(below)
    if min(n, m) < MIN_TEXTS:
        return None
    difference = above[:, None] - below[None]
    area = float((difference > 0).mean() + 0.5 * (difference == 0).mean())
    within = min(max(area, 0.5 / (n * m)), 1 - 0.5 / (n * m))
    reach = _NORMAL_95 * sqrt(_variance(within, n, m))
    return Separation(area, max(within - reach, 0.0), min(max(within + reach, area), 1.0))


def _variance(area: float, n: int, m: int) -> float:
    one, other = area / (2 - area), 2 * area**2 / (1 + area)
    return (area * (1 - area) + (n - 1) * (one - area**2) + (m - 1) * (other - area**2)) / (n * m)


def both_ways(one: Separation | None, other: Separation | None) -> Separation | None:
    """The mean of two separations that were measured on the same texts; None if one is missing."""
    if one is None or other is None:
        return None
    return Separation((one.auc + other.auc) / 2, (one.low + other.low) / 2, (one.high + other.high) / 2)
