"""Measure a text, and list what can be measured."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.document import Document
from libs.stylometry.metrics import METRICS, Family, Metric, locate, measure
from libs.stylometry.population import Usual, population
from libs.stylometry.spans import Span
from libs.stylometry.statistics import TextStatistics


@dataclass(frozen=True, slots=True)
class Measurement:
    """One metric of a text: its value, or why there is none, and what was counted."""

    metric: Metric
    value: float | None
    absent_reason: str
    usual: Usual | None
    spans: Sequence[Span]


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything that was measured of a text."""

    measurements: Sequence[Measurement]
    word_count: int
    sentence_count: int
    paragraph_count: int


def analyze(document: Document, families: Collection[Family], *, with_spans: bool) -> Analysis:
    """Measures the metrics of the families; none named: of all."""
    values = measure(TextStatistics.of(document), families or None)
    reasons, reference = values.reasons, population()
    measurements = [
        Measurement(
            metric=metric,
            value=values.get(metric.id),
            absent_reason=reasons.get(metric.id, ""),
            usual=reference.usual(metric.id),
            spans=locate(document, metric.id) if with_spans else (),
        )
        for metric in catalogue(families)
    ]
    return Analysis(measurements, len(document.words), document.sentences, document.paragraphs)


def catalogue(families: Collection[Family]) -> list[Metric]:
    """The metrics of the families, by family and then by id; none named: all."""
    order = {family: place for place, family in enumerate(Family)}
    wanted = [metric for metric in METRICS.values() if not families or metric.family in families]
    return sorted(wanted, key=lambda metric: (order[metric.family], metric.id))
