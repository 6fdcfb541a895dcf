"""All metrics that are rates, or totals of rates, in one go over the vector of sums."""

from math import isfinite, nan

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled


@compiled
def ratios(
    sums: NDArray[np.float64],
    terms: NDArray[np.int64],
    bounds: NDArray[np.int64],
    scales: NDArray[np.float64],
    constants: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The value of each formula; not a number where a denominator is 0.

    `terms` are (place, sign); rate r has those from `bounds[r, 1]` to `bounds[r, 2]` above and from there to
    `bounds[r, 3]` below, and belongs to formula `bounds[r, 0]`, whose constant it adds to.
    """
    values = constants.copy()
    for rate in range(len(bounds)):
        formula = bounds[rate, 0]
        above = _total(sums, terms, bounds[rate, 1], bounds[rate, 2])
        below = _total(sums, terms, bounds[rate, 2], bounds[rate, 3])
        values[formula] += above / below * scales[rate]
    for formula in range(values.size):
        if not isfinite(values[formula]):
            values[formula] = nan
    return values


@compiled
def _total(sums: NDArray[np.float64], terms: NDArray[np.int64], begin: int, end: int) -> float:
    total = 0.0
    for term in range(begin, end):
        total += terms[term, 1] * sums[terms[term, 0]]
    return total
