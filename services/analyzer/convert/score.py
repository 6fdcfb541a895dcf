"""Scores, and the messages of a stream of drafts as messages of the contract, and back."""

from collections.abc import AsyncIterator
from functools import cache

from persona.analyzer.v1 import analyzer_service_pb2
from persona.style.v1 import score_pb2

from libs.stylometry.metrics import METRICS
from libs.stylometry.profile.deviations import Deviation
from libs.stylometry.score.scorer import SentenceScore
from libs.stylometry.text.spans import Span
from services.analyzer.convert.fingerprint import caveat_to_pb, evidence_to_pb
from services.analyzer.convert.metric import family_to_pb, span_to_pb
from services.analyzer.convert.sample import persona_id_from_pb
from services.analyzer.domain.draft import DraftEdit, DraftMessage, DraftTarget, DraftUpdate
from services.analyzer.domain.score import ScoredText


@cache
def _not_yet_deviating(metric_id: str) -> score_pb2.Deviation:
    """Message with the fields that all deviations of a metric share; as with measurements, a copy costs less."""
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
    score, register = scored.score, scored.fingerprint.enrolment.register
    return score_pb2.Score(
        persona_id=str(scored.fingerprint.persona_id),
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
        sample_count=scored.fingerprint.enrolment.n_samples,
        fingerprint_revision=scored.fingerprint.revision,
        population="tenant" if register.texts else "shipped",
        population_texts=register.texts,
        population_revision=scored.fingerprint.revisions.register,
        caveats=[caveat_to_pb(caveat) for caveat in scored.caveats],
        register_shift=scored.register_shift,
    )


def ranked_to_pb(index: int, scored: ScoredText) -> analyzer_service_pb2.ScoreTextsResponse.RankedText:
    return analyzer_service_pb2.ScoreTextsResponse.RankedText(index=index, score=scored_to_pb(scored))


async def draft_messages_from_pb(
    requests: AsyncIterator[analyzer_service_pb2.StreamScoreRequest],
) -> AsyncIterator[DraftMessage]:
    async for request in requests:
        if request.WhichOneof("message") == "target":
            yield DraftTarget(persona_id_from_pb(request.target.persona_id), request.target.include_details)
        else:
            yield draft_update_from_pb(request.update)


def draft_update_from_pb(update: analyzer_service_pb2.StreamScoreRequest.DraftUpdate) -> DraftUpdate:
    if update.WhichOneof("change") == "text":
        return DraftUpdate(update.draft_revision, update.text)
    span = Span(update.edit.span.start, update.edit.span.end)
    return DraftUpdate(update.draft_revision, DraftEdit(span, update.edit.replacement))
