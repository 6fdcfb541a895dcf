"""Metrics and measurements as messages of the contract, and back."""

from collections.abc import Iterable
from functools import cache

from persona.analyzer.v1 import analyzer_service_pb2
from persona.style.v1 import metric_pb2

from libs.servicekit.calls.enums import enum_from_pb, enum_to_pb
from libs.stylometry.metrics import METRICS, Family, LengthSensitivity, Metric, Reading
from libs.stylometry.metrics.formulas import written
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.population import Usual
from libs.stylometry.text.spans import Span
from services.analyzer.domain.measurement import Analysis, Measurement

_LENGTH_NOTES = {
    LengthSensitivity.NONE: "",
    LengthSensitivity.MODERATE: "slightly biased below about 100 words",
    LengthSensitivity.HIGH: "changes with length by construction; compare texts of like length",
}


def family_to_pb(family: Family) -> metric_pb2.MetricFamily.ValueType:
    return enum_to_pb(metric_pb2.MetricFamily, family)


def families_from_pb(families: Iterable[metric_pb2.MetricFamily.ValueType]) -> list[Family]:
    return [enum_from_pb(metric_pb2.MetricFamily, family, Family) for family in families]


def reading_from_pb(reading: metric_pb2.Reading.ValueType) -> Reading | None:
    """None where the caller leaves it to the families."""
    return Reading(reading) if reading else None


def reading_to_pb(reading: Reading) -> metric_pb2.Reading.ValueType:
    return enum_to_pb(metric_pb2.Reading, reading)


def metric_to_pb(metric: Metric) -> metric_pb2.Metric:
    return metric_pb2.Metric(
        id=metric.id,
        name=metric.name,
        family=family_to_pb(metric.family),
        definition=metric.definition,
        unit=metric.unit,
        lowest=metric.low,
        highest=metric.high,
        higher_means=metric.higher,
        source=metric.source,
        evidence_needed=metric.evidence.reason,
        length_sensitivity=_LENGTH_NOTES[metric.length_sensitivity],
        formula=written(metric),
        reading=reading_to_pb(metric.reading),
        version=metric.version,
    )


def span_to_pb(span: Span) -> metric_pb2.Span:
    return metric_pb2.Span(start=span.start, end=span.end)


def usual_to_pb(usual: Usual | None) -> metric_pb2.Band | None:
    return band_to_pb(usual) if usual else None


@cache
def _unmeasured(metric_id: str, usual: Usual | None) -> metric_pb2.Measurement:
    """Message with the fields that all measurements of a metric share; a copy takes a seventh of the time."""
    metric = METRICS[metric_id]
    return metric_pb2.Measurement(
        metric_id=metric.id, family=family_to_pb(metric.family), unit=metric.unit, usual=usual_to_pb(usual)
    )


def fill_measurement(message: metric_pb2.Measurement, measurement: Measurement) -> None:
    message.CopyFrom(_unmeasured(measurement.metric.id, measurement.usual))
    if measurement.value is None:
        message.absent_reason = measurement.absent_reason
    else:
        message.value = measurement.value
    message.spans.extend(span_to_pb(span) for span in measurement.spans)


def analysis_to_pb(analysis: Analysis) -> analyzer_service_pb2.AnalyzeTextResponse:
    response = analyzer_service_pb2.AnalyzeTextResponse(
        word_count=analysis.word_count,
        sentence_count=analysis.sentence_count,
        paragraph_count=analysis.paragraph_count,
        reading=reading_to_pb(analysis.reading),
    )
    for measurement in analysis.measurements:
        fill_measurement(response.measurements.add(), measurement)
    return response


def band_to_pb(band: Band | Usual) -> metric_pb2.Band:
    return metric_pb2.Band(p10=band.p10, median=band.median, p90=band.p90)
