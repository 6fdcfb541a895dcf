"""Containment of expressions within others."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

EXPRESSION, SAMPLE, START, END = range(4)
"""Columns of occurrences."""


@compiled
def count_contained(occurrences: NDArray[np.int64], expressions: int, longest: int) -> NDArray[np.int64]:
    """Counts the occurrences of an expression (row) within one of another (column); equal stretches contain each other.

    `occurrences` ascend by sample and start, which is counted in tokens; `longest` is the maximum number of tokens in
    one.
    """
    contained = np.zeros((expressions, expressions), np.int64)
    for inner in range(len(occurrences)):
        own, sample, start, end = occurrences[inner]
        outer = inner
        while outer > 0 and _near(occurrences[outer - 1], sample, start - longest):
            outer -= 1
        while outer < len(occurrences) and occurrences[outer, SAMPLE] == sample and occurrences[outer, START] <= start:
            other = occurrences[outer, EXPRESSION]
            if other != own and occurrences[outer, END] >= end:
                contained[own, other] += 1
            outer += 1
    return contained


@compiled
def _near(occurrence: NDArray[np.int64], sample: int, start: int) -> bool:
    return occurrence[SAMPLE] == sample and occurrence[START] >= start
