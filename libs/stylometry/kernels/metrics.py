"""Values of metrics from the sums of a text."""

from math import inf, isfinite, log2, nan, sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

BIN_WORDS = 5
"""Width of the bins of sentence lengths for their entropy."""


class Formulas(NamedTuple):
    """Metrics that are rates, totals of rates, or standard deviations.

    `terms` are (index of a sum, sign); rate r has those from `bounds[r, 1]` to `bounds[r, 2]` in its numerator and from
    there to `bounds[r, 3]` in its denominator, and belongs to metric `bounds[r, 0]`, to whose constant it is added. The
    constant of a metric in another form is infinite. `spreads` are a metric, the indices of the number of values, their
    total and the total of their squares, and whether their deviation is divided by their mean. `evidence` is for each
    metric the index of a sum and its minimum, in its `scale`.
    """

    scale: NDArray[np.float64]
    terms: NDArray[np.int64]
    bounds: NDArray[np.int64]
    scales: NDArray[np.float64]
    spreads: NDArray[np.int64]
    constants: NDArray[np.float64]
    evidence: NDArray[np.int64]


@compiled
def evaluate(sums: NDArray[np.int64], formulas: Formulas) -> NDArray[np.float64]:
    """The value of each metric: not a number if evidence is missing or a denominator is 0, infinite if the formula has
    another form."""
    values = formulas.constants.copy()
    for rate in range(len(formulas.bounds)):
        metric, first, middle, end = formulas.bounds[rate]
        above, below = _total(sums, formulas, first, middle), _total(sums, formulas, middle, end)
        values[metric] += above / below * formulas.scales[rate]
    for spread in range(len(formulas.spreads)):
        values[formulas.spreads[spread, 0]] = _deviation(sums, formulas, spread)
    for metric in range(values.size):
        enough = sums[formulas.evidence[metric, 0]] >= formulas.evidence[metric, 1]
        if not (enough and (isfinite(values[metric]) or formulas.constants[metric] == inf)):
            values[metric] = nan
    return values


@compiled
def _deviation(sums: NDArray[np.int64], formulas: Formulas, spread: int) -> float:
    _, n_index, total_index, squares_index, relative = formulas.spreads[spread]
    n = sums[n_index] / formulas.scale[n_index]
    total = float(sums[total_index] / formulas.scale[total_index])
    squares = sums[squares_index] / formulas.scale[squares_index]
    if n <= 1 or (relative and total == 0):
        return nan
    deviation = sqrt(max(squares - total * total / n, 0.0) / (n - 1))
    return float(deviation * n / total) if relative else deviation


@compiled
def _total(sums: NDArray[np.int64], formulas: Formulas, begin: int, end: int) -> float:
    total = 0.0
    for term in range(begin, end):
        index = formulas.terms[term, 0]
        total += formulas.terms[term, 1] * (sums[index] / formulas.scale[index])
    return total


@compiled
def distribution(histogram: NDArray[np.int64], shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Of values 0, 1, 2, ...: the quantiles at some shares, and the entropy in bits over bins of five values from 1 on.

    A quantile between two values is interpolated linearly. All are not a number if the histogram is empty.
    """
    found = np.full(shares.size + 1, nan)
    cumulated = np.cumsum(histogram)
    n = cumulated[-1]
    if n > 0:
        for index in range(shares.size):
            rank = (n - 1) * shares[index]
            low, part = int(rank), rank - int(rank)
            lower = np.searchsorted(cumulated, low + 1)
            upper = np.searchsorted(cumulated, low + 2) if part > 0 else lower
            found[index] = lower + (upper - lower) * part
        entropy = 0.0
        for high in range(BIN_WORDS, histogram.size, BIN_WORDS):
            share = (cumulated[high] - cumulated[high - BIN_WORDS]) / n
            entropy -= share * log2(share) if share > 0 else 0.0
        found[shares.size] = entropy
    return found
