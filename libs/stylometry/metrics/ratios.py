"""All metrics that are rates, or totals of rates, in one go over the vector of sums."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import slots
from libs.stylometry.metrics.metric import Linear, Rate


class _Totals:
    """Totals of sums, one per list of names."""

    def __init__(self, lists: Sequence[str | tuple[str, ...]]) -> None:
        terms = [(names,) if isinstance(names, str) else names for names in lists]
        flat = [name for names in terms for name in names]
        self._places = np.array([slots.PLACE[name.removeprefix("-")] for name in flat])
        self._signs = np.array([-1.0 if name.startswith("-") else 1.0 for name in flat])
        self._starts = np.cumsum([0, *map(len, terms[:-1])])

    def __call__(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.add.reduceat(sums.take(self._places) * self._signs, self._starts)


class Ratios:
    """The values of some formulas, in their order, from sums by place; not finite where a denominator is 0."""

    def __init__(self, formulas: Sequence[Rate | Linear]) -> None:
        parts = [(formula,) if isinstance(formula, Rate) else formula.rates for formula in formulas]
        rates = [rate for part in parts for rate in part]
        self._numerators = _Totals([rate.numerator for rate in rates])
        self._denominators = _Totals([rate.denominator for rate in rates])
        self._scales = np.array([rate.scale for rate in rates])
        self._starts = np.cumsum([0, *map(len, parts[:-1])])
        self._constants = np.array([0.0 if isinstance(formula, Rate) else formula.constant for formula in formulas])

    def __call__(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        with np.errstate(divide="ignore", invalid="ignore"):
            ratios = self._numerators(sums) / self._denominators(sums) * self._scales
            return self._constants + np.add.reduceat(ratios, self._starts)
