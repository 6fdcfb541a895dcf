"""The catalogue of metrics, and measuring: every metric from one text's statistics at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite, isnan, nan

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.document import Document
from libs.stylometry.kernels.metrics import evaluate
from libs.stylometry.metrics import (
    cohesion,
    diversity,
    platform,
    punctuation,
    quality,
    readability,
    rhetoric,
    shape,
    stance,
    syntax,
    tone,
    words,
)
from libs.stylometry.metrics.metric import Family, Formula, Linear, Metric, Rate
from libs.stylometry.metrics.ratios import formulas_of
from libs.stylometry.spans import Span
from libs.stylometry.statistics import Sums, TextStatistics

_MODULES = (
    shape,
    words,
    diversity,
    readability,
    syntax,
    cohesion,
    stance,
    tone,
    rhetoric,
    punctuation,
    platform,
    quality,
)

METRICS: Mapping[str, Metric] = {metric.id: metric for module in _MODULES for metric in module.METRICS}
"""Every metric by id, family by family."""

IDS = tuple(METRICS)
INDEX: Mapping[str, int] = {id_: index for index, id_ in enumerate(IDS)}

_REGISTERED = tuple(METRICS.values())
_FORMULAS = formulas_of(_REGISTERED)
_OTHER_PLACES = np.array([index for index, m in enumerate(_REGISTERED) if not isinstance(m.formula, Rate | Linear)])
_OTHERS = [m.formula for m in _REGISTERED if not isinstance(m.formula, Rate | Linear)]
_ALL = np.ones(len(IDS), np.bool_)
_OF_FAMILY: Mapping[Family, NDArray[np.bool_]] = {
    family: np.array([metric.family is family for metric in _REGISTERED]) for family in Family
}


@dataclass(frozen=True, eq=False)
class Measurements(Mapping[str, float]):
    """Values of the metrics that a text carries; iterating and `in` skip absent ones.

    `array` follows `IDS`, NaN where absent (it never leaves this class: `[]` raises KeyError there);
    `reason` says why.
    """

    array: NDArray[np.float64]
    statistics: TextStatistics
    measured: NDArray[np.bool_]

    def __getitem__(self, id_: str) -> float:
        value = float(self.array[INDEX[id_]])
        if not isfinite(value):
            raise KeyError(id_)
        return value

    def __iter__(self) -> Iterator[str]:
        return (id_ for id_, present in zip(IDS, self.present.tolist(), strict=True) if present)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.present))

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Which metrics have a value."""
        return np.isfinite(self.array)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Why each absent metric is absent; metrics of families that were not asked for are not listed."""
        absent = (self.measured & ~self.present).nonzero()[0]
        return {IDS[index]: self._reason(_REGISTERED[index]) for index in absent}

    def _reason(self, metric: Metric) -> str:
        enough = self.statistics[metric.evidence.sum] >= metric.evidence.minimum
        return "nothing in the text to take it from" if enough else metric.evidence.reason


def measure(statistics: TextStatistics, families: Collection[Family] | None = None) -> Measurements:
    """Every metric, or those of some families, of a text (or of several taken together).

    A metric is absent where its minimum evidence is missing or its formula has no value.
    """
    measured = _wanted(families)
    values = evaluate(statistics.vector, _FORMULAS)
    if families is not None:
        values[~measured] = nan
    sums = Sums(statistics)
    wanted = values.take(_OTHER_PLACES).tolist()
    values[_OTHER_PLACES] = [
        value if isnan(value) else _value(formula, sums) for value, formula in zip(wanted, _OTHERS, strict=True)
    ]
    return Measurements(values, statistics, measured)


def _value(formula: Formula, sums: Sums) -> float:
    try:
        return formula(sums)
    except (ValueError, ZeroDivisionError):
        return nan


def _wanted(families: Collection[Family] | None) -> NDArray[np.bool_]:
    if families is None:
        return _ALL
    return np.logical_or.reduce([_OF_FAMILY[family] for family in families], initial=False)


def locate(document: Document, metric_id: str) -> list[Span]:
    """Where a text has what the metric counts, in order; empty where the metric has no places.

    Raises KeyError for an unknown metric.
    """
    find = METRICS[metric_id].locate
    return find(document) if find else []
