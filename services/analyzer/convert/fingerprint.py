"""Fingerprints, evidence and caveats as messages of the contract, and back."""

from collections.abc import Sequence

from persona.style.v1 import fingerprint_pb2

from libs.servicekit.calls.enums import enum_to_pb
from libs.servicekit.clock import time_to_pb
from libs.stylometry.expressions.signature import SignatureExpression
from libs.stylometry.score.scorer import EvidenceLevel
from services.analyzer.convert.metric import band_to_pb, family_to_pb, span_to_pb, usual_to_pb
from services.analyzer.domain.caveat import Caveat
from services.analyzer.domain.fingerprint import FingerprintReport, Trait
from services.analyzer.domain.sample import SampleId


def evidence_to_pb(level: EvidenceLevel) -> fingerprint_pb2.EvidenceLevel.ValueType:
    return enum_to_pb(fingerprint_pb2.EvidenceLevel, level)


def trait_to_pb(trait: Trait, basis: str) -> fingerprint_pb2.Trait:
    metric, band = trait.metric, trait.band
    return fingerprint_pb2.Trait(
        metric_id=metric.id,
        name=metric.name,
        family=family_to_pb(metric.family),
        unit=metric.unit,
        band=band_to_pb(band),
        mean=band.mean,
        spread=band.spread if band.n > 1 else None,
        samples=band.n,
        reliability=trait.reliability,
        usual=usual_to_pb(trait.usual),
        percentile=band.percentile,
        summary=trait.summary,
        reliability_basis=basis if trait.reliability is not None else "",
    )


def expression_to_pb(expression: SignatureExpression, read: Sequence[SampleId]) -> fingerprint_pb2.SignatureExpression:
    return fingerprint_pb2.SignatureExpression(
        kind=enum_to_pb(fingerprint_pb2.ExpressionKind, expression.kind),
        text=expression.text,
        count=expression.count,
        rate=expression.rate,
        usual_rate=expression.usual_rate,
        log_odds=expression.log_odds,
        z=expression.z,
        sample_count=expression.samples,
        source_count=expression.sources,
        stylistic=expression.stylistic,
        places=[
            fingerprint_pb2.SignatureExpression.Place(sample_id=str(read[place.sample]), span=span_to_pb(place.span))
            for place in expression.places
        ],
    )


def caveat_to_pb(caveat: Caveat) -> fingerprint_pb2.Caveat:
    return fingerprint_pb2.Caveat(
        kind=enum_to_pb(fingerprint_pb2.CaveatKind, caveat.kind),
        message=caveat.message,
        sample_ids=[str(sample_id) for sample_id in caveat.samples],
    )


def report_to_pb(report: FingerprintReport) -> fingerprint_pb2.Fingerprint:
    fingerprint, analysis = report.fingerprint, report.analysis
    return fingerprint_pb2.Fingerprint(
        persona_id=str(fingerprint.persona_id),
        revision=fingerprint.revision,
        sample_count=fingerprint.profile.samples,
        word_count=fingerprint.profile.words,
        evidence=evidence_to_pb(report.evidence),
        evidence_note=report.evidence_note,
        traits=[trait_to_pb(trait, analysis.reliability.basis) for trait in report.traits],
        update_time=time_to_pb(fingerprint.state.update_time if fingerprint.state else None),
        definitions=fingerprint.state.definitions if fingerprint.state else "",
        caveats=[caveat_to_pb(caveat) for caveat in report.caveats],
        signature=[expression_to_pb(expression, analysis.read) for expression in analysis.expressions],
        signature_sample_count=len(analysis.read),
        signature_note=report.signature_note,
        unreliable_trait_count=report.unreliable,
    )
