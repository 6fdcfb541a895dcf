"""All metrics that are rates, or totals of rates, in one go over the vector of sums."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import slots
from libs.stylometry.kernels.ratios import ratios
from libs.stylometry.metrics.metric import Linear, Rate


class Ratios:
    """The values of some formulas, in their order, from sums by place; NaN where a denominator is 0."""

    def __init__(self, formulas: Sequence[Rate | Linear]) -> None:
        terms: list[tuple[int, int]] = []
        bounds: list[tuple[int, int, int, int]] = []
        scales: list[float] = []
        for index, formula in enumerate(formulas):
            for rate in (formula,) if isinstance(formula, Rate) else formula.rates:
                above, below = _terms(rate.numerator), _terms(rate.denominator)
                begin, middle = len(terms), len(terms) + len(above)
                terms += [*above, *below]
                bounds.append((index, begin, middle, len(terms)))
                scales.append(rate.scale)
        constants = [0.0 if isinstance(formula, Rate) else formula.constant for formula in formulas]
        self._terms, self._bounds = np.array(terms, np.int64), np.array(bounds, np.int64)
        self._scales, self._constants = np.array(scales), np.array(constants)

    def __call__(self, sums: NDArray[np.float64]) -> NDArray[np.float64]:
        return ratios(sums, self._terms, self._bounds, self._scales, self._constants)


def _terms(names: str | tuple[str, ...]) -> list[tuple[int, int]]:
    """Places and signs of the sums of a total."""
    listed = (names,) if isinstance(names, str) else names
    return [(slots.PLACE[name.removeprefix("-")], -1 if name.startswith("-") else 1) for name in listed]
