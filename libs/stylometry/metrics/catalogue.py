"""The catalogue of metrics, and measuring: every metric from one text's statistics at once."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isnan, nan

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.metrics import evaluate
from libs.stylometry.metrics import (
    biber,
    clauses,
    cohesion,
    diversity,
    figures,
    mood,
    order,
    platform,
    punctuation,
    quality,
    readability,
    rhetoric,
    shape,
    stance,
    syntax,
    tone,
    verbs,
    word_classes,
    words,
)
from libs.stylometry.metrics.metric import Family, Formula, Linear, Metric, Rate, Reading, Spread
from libs.stylometry.metrics.ratios import formulas_of
from libs.stylometry.statistics.grammar import Parsed, Tagged
from libs.stylometry.statistics.text_statistics import Sums, TextStatistics, vector_layout
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

_MODULES = (
    shape,
    words,
    diversity,
    readability,
    syntax,
    word_classes,
    verbs,
    mood,
    clauses,
    order,
    biber,
    cohesion,
    stance,
    tone,
    rhetoric,
    figures,
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
_OTHERS = {
    index: metric.formula
    for index, metric in enumerate(_REGISTERED)
    if not isinstance(metric.formula, Rate | Linear | Spread)
}
_OTHER_PLACES = np.array(list(_OTHERS))
_READINGS = np.array([metric.reading for metric in _REGISTERED])
_ALL = np.ones(len(IDS), np.bool_)
_OF_FAMILY: Mapping[Family, NDArray[np.bool_]] = {
    family: np.array([metric.family is family for metric in _REGISTERED]) for family in Family
}


@dataclass(frozen=True, eq=False)
class Measurements(Mapping[str, float]):
    """Values of the metrics that a text carries; iterating and `in` skip absent ones.

    `array` follows `IDS`, NaN where absent (`[]` raises KeyError there); `reason` explains the absence.
    """

    array: NDArray[np.float64]
    statistics: TextStatistics
    measured: NDArray[np.bool_]

    def __getitem__(self, id_: str) -> float:
        return self.by_id[id_]

    def __iter__(self) -> Iterator[str]:
        return iter(self.by_id)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.present))

    @cached_property
    def by_id(self) -> dict[str, float]:
        """The values that are present."""
        listed = zip(IDS, self.array.tolist(), self.present.tolist(), strict=True)
        return {id_: value for id_, value, present in listed if present}

    @cached_property
    def present(self) -> NDArray[np.bool_]:
        """Mask of the metrics that have a value."""
        return np.isfinite(self.array)

    @cached_property
    def reasons(self) -> Mapping[str, str]:
        """Reason for each absent metric; metrics of families that were not requested are not listed."""
        absent = (self.measured & ~self.present).nonzero()[0]
        return {IDS[index]: self._reason(_REGISTERED[index]) for index in absent}

    def _reason(self, metric: Metric) -> str:
        if metric.reading > _reading_of(self.statistics):
            return metric.reading.reason
        enough = self.statistics[metric.evidence.sum] >= metric.evidence.minimum
        return "nothing in the text to take it from" if enough else metric.evidence.reason


def reading_for(families: Collection[Family]) -> Reading:
    """Reading that all metrics of some families need; of all families if none is named."""
    return max(metric.reading for metric in _REGISTERED if not families or metric.family in families)


def _reading_of(statistics: TextStatistics) -> Reading:
    """Reading of a text, by the annotations that it has."""
    if statistics.vector[vector_layout.STATISTIC_INDEX["parsed_words"]]:
        return Reading.PARSE
    return Reading.TAGS if statistics.vector[vector_layout.STATISTIC_INDEX["tagged_texts"]] else Reading.TOKENS


def measure(statistics: TextStatistics, families: Collection[Family] | None = None) -> Measurements:
    """Measures every metric, or those of some families, of a text (or of several taken together).

    A metric is absent if its minimum evidence is missing, its formula has no value, or the text was not annotated
    enough.
    """
    measured = _wanted(families)
    values = evaluate(statistics.vector, _FORMULAS)
    values[_reading_of(statistics) < _READINGS] = nan
    if families is not None:
        values[~measured] = nan
    sums = Sums(statistics)
    wanted = values.take(_OTHER_PLACES).tolist()
    values[_OTHER_PLACES] = [
        value if isnan(value) else _value(formula, sums)
        for value, formula in zip(wanted, _OTHERS.values(), strict=True)
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


def locate(document: Document, metric_id: str, tagged: Tagged | None = None) -> list[Span]:
    """Spans of a text that the metric counts, in order; empty if the metric counts nothing that has a span.

    Spans that need tags or a parse are empty without them. Raises KeyError for an unknown metric.
    """
    metric = METRICS[metric_id]
    if metric.locate:
        return metric.locate(document)
    if metric.locate_tagged and tagged:
        return metric.locate_tagged(tagged)
    if metric.locate_parsed and isinstance(tagged, Parsed):
        return metric.locate_parsed(tagged)
    return []
