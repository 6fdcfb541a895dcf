"""Comparisons and power curves as messages of the contract, and back."""

from persona.style.v1 import comparison_pb2, score_pb2

from libs.stylometry.metrics import METRICS
from libs.stylometry.profile.differences import MetricDifference
from libs.stylometry.score.roc_area import Separation
from libs.stylometry.score.scorer import Distinctiveness
from services.analyzer.convert.fingerprint import evidence_to_pb
from services.analyzer.convert.metric import band_to_pb, family_to_pb
from services.analyzer.domain.comparison import Comparison
from services.analyzer.domain.power_curve import PowerCurve


def power_curve_to_pb(curve: PowerCurve) -> comparison_pb2.PowerCurve:
    fingerprint = curve.fingerprint
    return comparison_pb2.PowerCurve(
        persona_id=str(fingerprint.persona_id),
        sample_count=fingerprint.profile.samples,
        words_per_sample=curve.words_per_sample,
        population_texts=fingerprint.enrolment.register.texts,
        points=[
            comparison_pb2.PowerCurve.Point(
                sample_count=point.samples,
                draft_words=point.words,
                expected_auc=point.expected_auc,
                evidence=evidence_to_pb(point.evidence),
                usual_auc=point.usual_auc,
            )
            for point in curve.points
        ],
        distinctiveness=distinctiveness_to_pb(curve.distinctiveness),
        summary=curve.summary,
    )


def range_to_pb(separation: Separation) -> score_pb2.Interval:
    return score_pb2.Interval(low=separation.low, high=separation.high)


def distinctiveness_to_pb(found: Distinctiveness | None) -> comparison_pb2.PowerCurve.Distinctiveness | None:
    if found is None:
        return None
    return comparison_pb2.PowerCurve.Distinctiveness(
        separation=found.separation.auc,
        separation_interval=range_to_pb(found.separation),
        text_count=found.texts,
        other_text_count=found.others,
        relative_distance=found.distance,
    )


def difference_to_pb(difference: MetricDifference) -> comparison_pb2.VoiceDifference:
    metric = METRICS[difference.band.metric]
    return comparison_pb2.VoiceDifference(
        metric_id=metric.id,
        name=metric.name,
        family=family_to_pb(metric.family),
        unit=metric.unit,
        band=band_to_pb(difference.band),
        other_band=band_to_pb(difference.other),
        effect=difference.effect,
        reliability=difference.reliability,
        summary=difference.summary,
    )


def comparison_to_pb(comparison: Comparison) -> comparison_pb2.VoiceComparison:
    separation = comparison.separation
    return comparison_pb2.VoiceComparison(
        persona_id=str(comparison.fingerprint.persona_id),
        other_persona_id=str(comparison.other.persona_id),
        separation=separation.auc if separation else None,
        separation_interval=range_to_pb(separation) if separation else None,
        text_count=comparison.texts,
        other_text_count=comparison.other_texts,
        differences=[difference_to_pb(difference) for difference in comparison.differences],
    )
