"""Metrics: their descriptions (`METRICS`), their values for a text (`measure`), and the spans they count (`locate`)."""

from libs.stylometry.metrics.catalogue import IDS, INDEX, METRICS, Measurements, locate, measure, reading_for
from libs.stylometry.metrics.metric import Evidence, Family, LengthSensitivity, Metric, Need, Reading

__all__ = [
    "IDS",
    "INDEX",
    "METRICS",
    "Evidence",
    "Family",
    "LengthSensitivity",
    "Measurements",
    "Metric",
    "Need",
    "Reading",
    "locate",
    "measure",
    "reading_for",
]
