"""Measurements of a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.metrics import Metric, Reading
from libs.stylometry.profile.population import Usual
from libs.stylometry.text.spans import Span


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
    reading: Reading
