"""Contract messages to domain values and back, in pairs."""

import uuid
from collections.abc import Iterable, Sequence
from functools import cache

from persona.analyzer.v1 import analyzer_service_pb2, sample_pb2
from persona.style.v1 import comparison_pb2, fingerprint_pb2, metric_pb2, repair_pb2, score_pb2, text_edit_pb2

from libs.servicekit.clock import time_to_pb
from libs.stylometry.expressions.signature import SignatureExpression
from libs.stylometry.metrics import METRICS, Family, LengthSensitivity, Metric, Reading
from libs.stylometry.metrics.formulas import written
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.deviations import Deviation
from libs.stylometry.profile.differences import MetricDifference
from libs.stylometry.profile.population import Usual
from libs.stylometry.repairs.edits import Edit
from libs.stylometry.repairs.kinds import RepairKind
from libs.stylometry.repairs.plan import Advice, Repair
from libs.stylometry.repairs.terms import BannedTerm
from libs.stylometry.score.roc_area import Separation
from libs.stylometry.score.scorer import Distinctiveness, EvidenceLevel, SentenceScore
from libs.stylometry.text.spans import Span
from services.analyzer.analyze import Analysis, Measurement
from services.analyzer.caveats import Caveat
from services.analyzer.compare import Comparison
from services.analyzer.domain import Added, NewSample, PersonaId, Provenance, Sample, SampleId, Skipped
from services.analyzer.errors import SampleDuplicate
from services.analyzer.fingerprint import FingerprintReport, Trait
from services.analyzer.power import PowerCurve
from services.analyzer.repair import Suggestions, Wanted
from services.analyzer.score import ScoredText

_LENGTH_NOTES = {
    LengthSensitivity.NONE: "",
    LengthSensitivity.MODERATE: "slightly biased below about 100 words",
    LengthSensitivity.HIGH: "changes with length by construction; compare texts of like length",
}


def persona_id_from_pb(text: str) -> PersonaId:
    return PersonaId(uuid.UUID(text))


def sample_id_from_pb(text: str) -> SampleId:
    return SampleId(uuid.UUID(text))


def family_to_pb(family: Family) -> metric_pb2.MetricFamily.ValueType:
    return metric_pb2.MetricFamily.Value(f"METRIC_FAMILY_{family.name}")


def families_from_pb(families: Iterable[metric_pb2.MetricFamily.ValueType]) -> list[Family]:
    return [Family[metric_pb2.MetricFamily.Name(family).removeprefix("METRIC_FAMILY_")] for family in families]


def reading_from_pb(reading: metric_pb2.Reading.ValueType) -> Reading | None:
    """None where the caller leaves it to the families."""
    return Reading(reading) if reading else None


def reading_to_pb(reading: Reading) -> metric_pb2.Reading.ValueType:
    return metric_pb2.Reading.Value(f"READING_{reading.name}")


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
    """What every measurement of a metric has: a copy takes a seventh of the time of making it."""
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


def evidence_to_pb(level: EvidenceLevel) -> fingerprint_pb2.EvidenceLevel.ValueType:
    return fingerprint_pb2.EvidenceLevel.Value(f"EVIDENCE_LEVEL_{level.name}")


def band_to_pb(band: Band | Usual) -> metric_pb2.Band:
    return metric_pb2.Band(p10=band.p10, median=band.median, p90=band.p90)


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
        kind=fingerprint_pb2.ExpressionKind.Value(f"EXPRESSION_KIND_{expression.kind.name}"),
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
        kind=fingerprint_pb2.CaveatKind.Value(f"CAVEAT_KIND_{caveat.kind.upper()}"),
        message=caveat.message,
        sample_ids=[str(sample_id) for sample_id in caveat.samples],
    )


def description_to_pb(description: FingerprintReport) -> fingerprint_pb2.Fingerprint:
    voice, findings = description.voice, description.findings
    return fingerprint_pb2.Fingerprint(
        persona_id=str(voice.persona_id),
        revision=voice.revision,
        sample_count=voice.profile.samples,
        word_count=voice.profile.words,
        evidence=evidence_to_pb(description.evidence),
        evidence_note=description.evidence_note,
        traits=[trait_to_pb(trait, findings.reliability.basis) for trait in description.traits],
        update_time=time_to_pb(voice.state.update_time if voice.state else None),
        definitions=voice.state.definitions if voice.state else "",
        caveats=[caveat_to_pb(caveat) for caveat in description.caveats],
        signature=[expression_to_pb(expression, findings.read) for expression in findings.expressions],
        signature_sample_count=len(findings.read),
        signature_note=description.signature_note,
        unreliable_trait_count=description.unreliable,
    )


@cache
def _not_yet_deviating(metric_id: str) -> score_pb2.Deviation:
    """What every deviation of a metric has: as with measurements a copy is what costs less."""
    metric = METRICS[metric_id]
    return score_pb2.Deviation(
        metric_id=metric.id, name=metric.name, family=family_to_pb(metric.family), unit=metric.unit
    )


def deviation_to_pb(deviation: Deviation) -> score_pb2.Deviation:
    message, low, high = score_pb2.Deviation(), deviation.low, deviation.high
    message.CopyFrom(_not_yet_deviating(deviation.metric))
    message.value, message.deviations, message.summary = deviation.value, deviation.z, deviation.text
    message.target.p10, message.target.median, message.target.p90 = low, (low + high) / 2, high
    message.spans.extend(map(span_to_pb, deviation.spans))
    return message


def sentence_to_pb(sentence: SentenceScore) -> score_pb2.SentenceScore:
    message = score_pb2.SentenceScore(log_odds=sentence.log_odds)
    message.span.start, message.span.end = sentence.span
    return message


def scored_to_pb(scored: ScoredText) -> score_pb2.Score:
    score, register = scored.score, scored.voice.enrolment.register
    return score_pb2.Score(
        persona_id=str(scored.voice.persona_id),
        match=score.match,
        interval=score_pb2.Interval(low=score.interval[0], high=score.interval[1]) if score.interval else None,
        evidence=evidence_to_pb(score.evidence),
        evidence_note=scored.evidence_note,
        probability=score.probability,
        contributions=[
            score_pb2.Contribution(family=part.family, log_odds=part.log_odds) for part in score.contributions
        ],
        deviations=[deviation_to_pb(deviation) for deviation in scored.deviations],
        sentences=map(sentence_to_pb, scored.sentences),
        word_count=scored.word_count,
        sample_count=scored.voice.enrolment.n_samples,
        fingerprint_revision=scored.voice.revision,
        population="tenant" if register.texts else "shipped",
        population_texts=register.texts,
        population_revision=scored.voice.revisions.register,
        caveats=[caveat_to_pb(caveat) for caveat in scored.caveats],
        register_shift=scored.register_shift,
    )


def wanted_from_pb(request: analyzer_service_pb2.SuggestRepairsRequest) -> Wanted:
    kinds = [repair_pb2.RepairKind.Name(kind).removeprefix("REPAIR_KIND_").lower() for kind in request.kinds]
    terms = [
        BannedTerm(banned.term, banned.replacement if banned.HasField("replacement") else None)
        for banned in request.banned_terms
    ]
    return Wanted([RepairKind(kind) for kind in kinds], terms)


def edit_to_pb(edit: Edit) -> text_edit_pb2.TextEdit:
    return text_edit_pb2.TextEdit(span=span_to_pb(edit.span), replacement=edit.replacement)


def repair_to_pb(repair: Repair) -> repair_pb2.Repair:
    return repair_pb2.Repair(
        kind=repair_pb2.RepairKind.Value(f"REPAIR_KIND_{repair.kind.upper()}"),
        edits=[edit_to_pb(edit) for edit in repair.edits],
        gain=repair.gain,
        deviation=deviation_to_pb(repair.deviation) if repair.deviation else None,
    )


def advice_to_pb(advice: Advice) -> repair_pb2.Advice:
    return repair_pb2.Advice(deviation=deviation_to_pb(advice.deviation), predicted_gain=advice.gain)


def suggestions_to_pb(suggestions: Suggestions) -> repair_pb2.RepairPlan:
    plan = suggestions.plan
    return repair_pb2.RepairPlan(
        before=scored_to_pb(suggestions.before),
        repairs=[repair_to_pb(repair) for repair in plan.repairs],
        repaired_text=plan.text,
        predicted_match=None if plan.predicted is None else 100 * plan.predicted,
        after=scored_to_pb(suggestions.after),
        advice=[advice_to_pb(advice) for advice in plan.advice],
        unresolved_terms=[
            repair_pb2.UnresolvedTerm(term=each.term, span=span_to_pb(each.span)) for each in plan.unresolved
        ],
    )


def power_curve_to_pb(curve: PowerCurve) -> comparison_pb2.PowerCurve:
    voice = curve.voice
    return comparison_pb2.PowerCurve(
        persona_id=str(voice.persona_id),
        sample_count=voice.profile.samples,
        words_per_sample=curve.words_per_sample,
        population_texts=voice.enrolment.register.texts,
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
    told = comparison.separation
    return comparison_pb2.VoiceComparison(
        persona_id=str(comparison.voice.persona_id),
        other_persona_id=str(comparison.other.persona_id),
        separation=told.auc if told else None,
        separation_interval=range_to_pb(told) if told else None,
        text_count=comparison.texts,
        other_text_count=comparison.other_texts,
        differences=[difference_to_pb(difference) for difference in comparison.differences],
    )


def ranked_to_pb(index: int, scored: ScoredText) -> analyzer_service_pb2.ScoreTextsResponse.RankedText:
    return analyzer_service_pb2.ScoreTextsResponse.RankedText(index=index, score=scored_to_pb(scored))


def new_sample_from_pb(sample: sample_pb2.NewSample) -> NewSample:
    return NewSample(
        text=sample.text,
        title=sample.title,
        source=sample.source,
        provenance=Provenance(sample.provenance),
        retain_text=sample.retain_text if sample.HasField("retain_text") else True,
    )


def sample_to_pb(sample: Sample) -> sample_pb2.Sample:
    return sample_pb2.Sample(
        id=str(sample.id),
        persona_id=str(sample.persona_id),
        title=sample.title,
        source=sample.source,
        provenance=sample_pb2.Provenance.ValueType(sample.provenance),
        word_count=sample.word_count,
        sentence_count=sample.sentence_count,
        text_retained=sample.text_retained,
        text=sample.text or "",
        create_time=time_to_pb(sample.create_time),
    )


def skipped_to_pb(skipped: Skipped) -> sample_pb2.SkippedSample:
    repeated = str(skipped.why.sample_id) if isinstance(skipped.why, SampleDuplicate) else ""
    return sample_pb2.SkippedSample(
        index=skipped.index,
        title=skipped.title,
        reason=skipped.why.reason,
        message=skipped.why.message,
        duplicate_of_sample_id=repeated,
    )


def added_to_pb(added: Added) -> analyzer_service_pb2.AddSamplesResponse:
    return analyzer_service_pb2.AddSamplesResponse(
        samples=[sample_to_pb(sample) for sample in added.samples],
        skipped=[skipped_to_pb(skipped) for skipped in added.skipped],
        fingerprint_revision=added.revision,
    )
