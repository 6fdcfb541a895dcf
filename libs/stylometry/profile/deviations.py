"""Deviations of a draft from the writer's bands, in words, with the places that cause them."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from libs.stylometry.metrics import IDS, METRICS, Measurements, Metric, locate, measure
from libs.stylometry.metrics.number_format import bounds, number, percent
from libs.stylometry.metrics.phrases import MEANINGS
from libs.stylometry.metrics.wording import clause, exactly
from libs.stylometry.profile.bands import OUTER, Band, Profile
from libs.stylometry.profile.population import Population, population
from libs.stylometry.profile.statements import folded
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

NOT_OF_STYLE = frozenset({"doc_len", "reading_time", "weighted_len", "dup_line"})
"""Metrics of the length of a text and of its origin, which no advice should follow from."""

_OF_STYLE = np.array([id_ not in NOT_OF_STYLE for id_ in IDS])


class Side(StrEnum):
    """On which side of the writer's band a draft lies."""

    TOO_LOW = "too_low"
    TOO_HIGH = "too_high"


@dataclass(frozen=True, slots=True)
class Deviation:
    """A metric of a draft outside the writer's band for texts of this length.

    `z` counts standard deviations from the writer's mean, with its sign; `surprise`, 0 and up, is |z| weighted by the
    metric's reliability: higher is more surprising. `low` to `high` is the range to aim at. `spans` are the places of
    what is counted, if that can be pointed at; for a metric that is too low they show what there is.
    """

    metric: str
    value: float
    low: float
    high: float
    side: Side
    z: float
    surprise: float
    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The deviation as a sentence; made when asked for, since most deviations of a draft are never shown."""
        return _sentence(METRICS[self.metric], self.value, self.low, self.high, self.side)


def deviations(
    document: Document,
    profile: Profile,
    *,
    measurements: Measurements | None = None,
    reference: Population | None = None,
    limit: int = 20,
) -> list[Deviation]:
    """The metrics in which a draft leaves the writer's bands, the most surprising first, at most `limit`.

    Those that say the same as one before (`statements`) come after all others.

    `measurements` spares measuring the document again where that was done.
    """
    measured = measurements or measure(TextStatistics.of(document))
    widening = (reference or population()).within_at(len(document.words))
    mean, spread, n, reliability = profile.columns
    scatter = spread * np.sqrt(widening + 1 / np.maximum(n, 1))
    distance = np.abs(measured.array - mean)
    # A comparison with NaN, which an absent value is, is false.
    outside = ((distance > OUTER * scatter) & (scatter > 0) & (reliability > 0) & _OF_STYLE).nonzero()[0]
    surprise: list[float] = (distance[outside] / scatter[outside] * reliability[outside]).tolist()
    places: list[int] = outside.tolist()
    ranked = sorted((-each, IDS[place], place) for each, place in zip(surprise, places, strict=True))
    return [
        _deviation(document, METRICS[id_], profile.bands[id_], float(measured.array[place]), float(scatter[place]))
        for _, id_, place in folded(ranked, lambda entry: entry[1])[:limit]
    ]


def _deviation(document: Document, metric: Metric, band: Band, value: float, spread: float) -> Deviation:
    """A value outside the band; `spread` allows for short drafts and few samples, which scatter more."""
    low = max(band.mean - OUTER * spread, -np.inf if metric.low is None else metric.low)
    high = min(band.mean + OUTER * spread, np.inf if metric.high is None else metric.high)
    z = (value - band.mean) / spread
    side = Side.TOO_HIGH if z > 0 else Side.TOO_LOW
    return Deviation(
        metric=metric.id,
        value=value,
        low=low,
        high=high,
        side=side,
        z=z,
        surprise=abs(z) * band.reliability,
        spans=tuple(locate(document, metric.id)),
    )


def _sentence(metric: Metric, value: float, low: float, high: float, side: Side) -> str:
    """A sentence that names value and range, and the meaning of a measure whose number says little by itself."""
    if metric.unit.startswith("share"):
        return f"{clause(metric, percent(value))}; usual for you: {percent(low)} to {percent(high)}."
    if metric.unit.startswith("per "):
        unit = f" {metric.unit}"
        if not value:
            return f"{clause(metric, '0', without=True)}; usual for you: {bounds(low, high)}{unit}."
        return f"{clause(metric, number(value))}{unit}; usual for you: {bounds(low, high)}."
    meanings = MEANINGS.get(metric.id)
    meaning = f" {meanings[side is Side.TOO_HIGH]} than usual." if meanings else ""
    return f"{clause(metric, exactly(value, metric.unit))}; usual for you: {bounds(low, high)}.{meaning}"
