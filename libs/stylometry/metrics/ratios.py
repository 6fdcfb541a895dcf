"""The formulas of all metrics as arrays, so that those of a declared form are computed at once."""

from collections.abc import Sequence
from math import inf

import numpy as np

from libs.stylometry.kernels.metrics import Formulas
from libs.stylometry.metrics.metric import Linear, Metric, Rate, Spread, sums_of
from libs.stylometry.statistics import vector_layout


def formulas_of(metrics: Sequence[Metric]) -> Formulas:
    """Input of `kernels.metrics.evaluate`; a metric of no declared form has an infinite constant."""
    terms: list[tuple[int, int]] = []
    bounds: list[tuple[int, int, int, int]] = []
    scales: list[float] = []
    for index, metric in enumerate(metrics):
        for rate in _rates(metric):
            above, below = _terms(rate.numerator), _terms(rate.denominator)
            begin, middle = len(terms), len(terms) + len(above)
            terms += [*above, *below]
            bounds.append((index, begin, middle, len(terms)))
            scales.append(rate.scale)
    return Formulas(
        scale=vector_layout.SCALE,
        terms=np.array(terms, np.int64),
        bounds=np.array(bounds, np.int64),
        scales=np.array(scales),
        spreads=np.array(_spreads(metrics), np.int64),
        constants=np.array([_constant(metric) for metric in metrics]),
        evidence=np.array([_evidence(metric) for metric in metrics], np.int64),
    )


def _rates(metric: Metric) -> tuple[Rate, ...]:
    if isinstance(metric.formula, Rate):
        return (metric.formula,)
    return metric.formula.rates if isinstance(metric.formula, Linear) else ()


def _constant(metric: Metric) -> float:
    if isinstance(metric.formula, Rate | Spread):
        return 0.0
    return metric.formula.constant if isinstance(metric.formula, Linear) else inf


def _spreads(metrics: Sequence[Metric]) -> list[tuple[int, int, int, int, int]]:
    """Metrics that are standard deviations, the indices of their sums, and whether they are relative."""
    return [
        (
            index,
            vector_layout.STATISTIC_INDEX[spread.n],
            vector_layout.STATISTIC_INDEX[spread.total],
            vector_layout.STATISTIC_INDEX[spread.squares],
            int(spread.relative),
        )
        for index, spread in ((index, metric.formula) for index, metric in enumerate(metrics))
        if isinstance(spread, Spread)
    ]


def _evidence(metric: Metric) -> tuple[int, int]:
    """The index of a sum, and its minimum."""
    return vector_layout.STATISTIC_INDEX[metric.evidence.sum], metric.evidence.minimum * vector_layout.scale_of(
        metric.evidence.sum
    )


def _terms(names: str | tuple[str, ...]) -> list[tuple[int, int]]:
    """Indices and signs of the sums of a total."""
    return [
        (vector_layout.STATISTIC_INDEX[name.removeprefix("-")], -1 if name.startswith("-") else 1)
        for name in sums_of(names)
    ]
