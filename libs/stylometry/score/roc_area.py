"""How well two sets of scores are told apart, measured on few of them."""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import NDArray

MIN_TEXTS = 3
"""Scores of either set below which nothing is claimed."""

_NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Separation:
    """The chance that a score of one set is above one of the other, 0..1, and the range that holds it, 95 in 100."""

    auc: float
    low: float
    high: float


def separation(above: NDArray[np.float64], below: NDArray[np.float64]) -> Separation | None:
    """The area under the ROC curve with an interval (Hanley & McNeil 1982); None where there are too few scores.

    Ties count half. The variance is that of an area half a pair short of 0 or 1: where all pairs agree, that few pairs
    were seen to agree still leaves room for doubt.
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
    """The mean of two separations that were measured on the same texts; None where one is missing."""
    if one is None or other is None:
        return None
    return Separation((one.auc + other.auc) / 2, (one.low + other.low) / 2, (one.high + other.high) / 2)
