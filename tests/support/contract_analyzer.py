"""The analyzer from memory, for ContractServer: it counts words and semicolons, and knows nothing of style."""

import re
import uuid
from collections.abc import AsyncIterator
from typing import Any

from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.analyzer.v1 import analyzer_service_pb2_grpc, sample_pb2
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.style.v1 import comparison_pb2, fingerprint_pb2, metric_pb2, repair_pb2, score_pb2

from libs.servicekit.errors import InvalidArgument, NotFound, ServiceError
from tests.support.contract_registry import MemoryRegistry, refuse

ENOUGH_WORDS, ENOUGH_SAMPLES = 20, 3
"""Below this a draft gets no score."""
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\s][^.!?]*[.!?]")
_METRICS = (
    metric_pb2.Metric(
        id="sent_len_mean",
        name="Mean sentence length",
        family=metric_pb2.METRIC_FAMILY_SHAPE,
        definition="Words divided by sentences.",
        unit="words",
        lowest=0,
        higher_means="longer sentences",
        source="house",
    ),
    metric_pb2.Metric(
        id="mtld",
        name="Lexical diversity (MTLD)",
        family=metric_pb2.METRIC_FAMILY_DIVERSITY,
        definition="Mean length of stretches that keep a type-token ratio of .72.",
        unit="words",
        evidence_needed="100 words",
        source="McCarthy & Jarvis 2010",
    ),
    metric_pb2.Metric(
        id="semicolons",
        name="Semicolons",
        family=metric_pb2.METRIC_FAMILY_PUNCTUATION,
        definition="Semicolons in 1,000 words.",
        unit="per 1,000 words",
        lowest=0,
        higher_means="more semicolons",
        source="house",
    ),
)


class SampleNotFound(NotFound):
    """As the analyzer says it."""

    reason = reasons.ERROR_REASON_SAMPLE_NOT_FOUND


class LanguageUnsupported(InvalidArgument):
    """As the analyzer says it."""

    reason = reasons.ERROR_REASON_LANGUAGE_UNSUPPORTED


class MemoryAnalyzer(analyzer_service_pb2_grpc.AnalyzerServiceServicer):
    """Samples in lists by persona; the same text twice is skipped."""

    def __init__(self, registry: MemoryRegistry) -> None:
        self._registry = registry
        self.samples: dict[str, list[sample_pb2.Sample]] = {}
        self.broken: ServiceError | None = None
        """What breaks a stream of scores off after its next answer."""

    async def AnalyzeText(self, request: Any, context: Any) -> analyzer_pb.AnalyzeTextResponse:
        if "Straße" in request.text:
            error = LanguageUnsupported(
                "The text is German; only English can be measured.", metadata={"language": "de"}
            )
            await refuse(context, error)
        words, sentences = _words(request.text), len(_SENTENCE.findall(request.text)) or 1
        semicolons = [match.start() for match in re.finditer(";", request.text)]
        usual = metric_pb2.Band(p10=12, median=18, p90=26)
        measurements = [
            metric_pb2.Measurement(
                metric_id="sent_len_mean", family=_METRICS[0].family, unit="words", value=words / sentences, usual=usual
            ),
            metric_pb2.Measurement(
                metric_id="mtld", family=_METRICS[1].family, unit="words", absent_reason="needs 100 words; this has few"
            ),
            metric_pb2.Measurement(
                metric_id="semicolons",
                family=_METRICS[2].family,
                unit="per 1,000 words",
                value=1000 * len(semicolons) / max(1, words),
                spans=[metric_pb2.Span(start=at, end=at + 1) for at in semicolons] if request.include_spans else (),
            ),
        ]
        wanted = [each for each in measurements if not request.families or each.family in request.families]
        return analyzer_pb.AnalyzeTextResponse(
            measurements=wanted, word_count=words, sentence_count=sentences, paragraph_count=1
        )

    async def ListMetrics(self, request: Any, context: Any) -> analyzer_pb.ListMetricsResponse:
        wanted = [each for each in _METRICS if not request.families or each.family in request.families]
        return analyzer_pb.ListMetricsResponse(metrics=wanted)

    async def GetSample(self, request: Any, context: Any) -> analyzer_pb.GetSampleResponse:
        for sample in self.samples.get(request.persona_id, ()):
            if sample.id == request.sample_id:
                return analyzer_pb.GetSampleResponse(sample=sample)
        await refuse(context, SampleNotFound("There is no such sample.", metadata={"sampleId": request.sample_id}))
        raise AssertionError

    async def ListSamples(self, request: Any, context: Any) -> analyzer_pb.ListSamplesResponse:
        await self._registry.found(request.persona_id, context)
        return analyzer_pb.ListSamplesResponse(samples=[_untexted(s) for s in self._of(request.persona_id)[::-1]])

    async def AddSamples(self, request: Any, context: Any) -> analyzer_pb.AddSamplesResponse:
        await self._registry.found(request.persona_id, context)
        return self._added(request.persona_id, list(request.samples))

    async def ImportSamples(self, request_iterator: Any, context: Any) -> AsyncIterator[Any]:
        persona_id, expected, samples, words = "", 0, list[sample_pb2.NewSample](), 0
        async for message in request_iterator:
            if message.HasField("target"):
                persona_id, expected = message.target.persona_id, message.target.sample_count
                await self._registry.found(persona_id, context)
                continue
            samples.append(message.sample)
            words += _words(message.sample.text)
            yield analyzer_pb.ImportSamplesResponse(
                progress=analyzer_pb.ImportSamplesResponse.ImportProgress(
                    measured_count=len(samples), word_count=words, sample_count=expected
                )
            )
        yield analyzer_pb.ImportSamplesResponse(result=self._added(persona_id, samples))

    async def DeleteSample(self, request: Any, context: Any) -> analyzer_pb.DeleteSampleResponse:
        kept = [sample for sample in self._of(request.persona_id) if sample.id != request.sample_id]
        if len(kept) == len(self._of(request.persona_id)):
            await refuse(context, SampleNotFound("There is no such sample.", metadata={"sampleId": request.sample_id}))
        self.samples[request.persona_id] = kept
        return analyzer_pb.DeleteSampleResponse(fingerprint_revision=len(kept) + 2)

    async def GetFingerprint(self, request: Any, context: Any) -> analyzer_pb.GetFingerprintResponse:
        await self._registry.found(request.persona_id, context)
        samples = self._of(request.persona_id)
        voice = fingerprint_pb2.Fingerprint(
            persona_id=request.persona_id,
            revision=len(samples),
            sample_count=len(samples),
            word_count=sum(sample.word_count for sample in samples),
            evidence=fingerprint_pb2.EVIDENCE_LEVEL_WEAK if samples else fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT,
            evidence_note="3 more samples would raise it.",
            traits=_traits(len(samples)) if samples else (),
            signature=_signature(samples),
            signature_sample_count=sum(sample.text_retained for sample in samples),
            signature_note="" if _signature(samples) else "What recurs can be told from chance from 3 samples on.",
            unreliable_trait_count=0 if request.include_unreliable else 2,
        )
        return analyzer_pb.GetFingerprintResponse(fingerprint=voice)

    async def ScoreText(self, request: Any, context: Any) -> analyzer_pb.ScoreTextResponse:
        await self._registry.found(request.persona_id, context)
        return analyzer_pb.ScoreTextResponse(score=self._score(request.persona_id, request.text))

    async def StreamScore(self, request_iterator: Any, context: Any) -> AsyncIterator[Any]:
        persona_id = ""
        async for message in request_iterator:
            if message.HasField("target"):
                persona_id = message.target.persona_id
                await self._registry.found(persona_id, context)
                continue
            error, self.broken = self.broken, None
            score = self._score(persona_id, message.update.text)
            yield analyzer_pb.StreamScoreResponse(draft_revision=message.update.draft_revision, score=score)
            if error is not None:
                await refuse(context, error)

    async def ScoreTexts(self, request: Any, context: Any) -> analyzer_pb.ScoreTextsResponse:
        entry = analyzer_pb.ScoreTextsResponse.RankedText
        ranking = [entry(index=i, score=self._score(request.persona_id, text)) for i, text in enumerate(request.texts)]
        ranking.sort(key=lambda each: -each.score.match)
        return analyzer_pb.ScoreTextsResponse(ranking=ranking)

    async def SuggestRepairs(self, request: Any, context: Any) -> analyzer_pb.SuggestRepairsResponse:
        """Full stops for semicolons, and the banned terms."""
        await self._registry.found(request.persona_id, context)
        text = request.text
        before = self._score(request.persona_id, text)
        plan = repair_pb2.RepairPlan(before=before, after=before, repaired_text=text.replace(";", "."))
        for match in re.finditer(";", text):
            if not plan.repairs:
                kind = repair_pb2.REPAIR_KIND_SEMICOLON_TO_FULL_STOP
                plan.repairs.add(kind=kind, gain=1.5, deviation=score_pb2.Deviation(summary="You use semicolons."))
            span = metric_pb2.Span(start=match.start(), end=match.end())
            plan.repairs[0].edits.add(span=span, replacement=".")
        for banned in request.banned_terms:
            at = text.find(banned.term)
            if at >= 0 and not banned.HasField("replacement"):
                span = metric_pb2.Span(start=at, end=at + len(banned.term))
                plan.unresolved_terms.add(term=banned.term, span=span)
        if before.HasField("match"):
            plan.predicted_match = plan.after.match = min(before.match + 20, 100)
            plan.advice.add(deviation=score_pb2.Deviation(summary="You use few commas."), predicted_gain=0.7)
        return analyzer_pb.SuggestRepairsResponse(plan=plan)

    async def PowerCurve(self, request: Any, context: Any) -> analyzer_pb.PowerCurveResponse:
        await self._registry.found(request.persona_id, context)
        there = len(self._of(request.persona_id))
        curve = comparison_pb2.PowerCurve(
            persona_id=request.persona_id, sample_count=there, words_per_sample=250, summary="More would help."
        )
        for samples in sorted({1, 5, there}):
            for words, area in ((100, 0.7), (250, 0.95)):
                level = fingerprint_pb2.EVIDENCE_LEVEL_STRONG if area > 0.9 else fingerprint_pb2.EVIDENCE_LEVEL_WEAK
                curve.points.add(
                    sample_count=samples, draft_words=words, expected_auc=area, usual_auc=area - 0.1, evidence=level
                )
        if there >= ENOUGH_SAMPLES:
            own = curve.distinctiveness
            own.separation, own.relative_distance, own.text_count, own.other_text_count = 0.97, 1.2, there, 40
            own.separation_interval.low, own.separation_interval.high = 0.81, 1.0
        return analyzer_pb.PowerCurveResponse(power_curve=curve)

    async def CompareVoices(self, request: Any, context: Any) -> analyzer_pb.CompareVoicesResponse:
        one, other = request.persona_ids
        texts = [len(self._of(each)) for each in (one, other)]
        pair = comparison_pb2.VoiceComparison(
            persona_id=one, other_persona_id=other, text_count=texts[0], other_text_count=texts[1]
        )
        if min(texts) >= ENOUGH_SAMPLES:
            pair.separation = 0.97
            pair.separation_interval.low, pair.separation_interval.high = 0.81, 1.0
            pair.differences.add(name="Semicolons", effect=2.5, reliability=0.8, summary="Semicolons: 9 here, 0 there.")
        return analyzer_pb.CompareVoicesResponse(comparisons=[pair])

    def _of(self, persona_id: str) -> list[sample_pb2.Sample]:
        return self.samples.setdefault(persona_id, [])

    def _added(self, persona_id: str, new: list[sample_pb2.NewSample]) -> analyzer_pb.AddSamplesResponse:
        answer = analyzer_pb.AddSamplesResponse()
        for index, each in enumerate(new):
            known = next((sample for sample in self._of(persona_id) if sample.text == each.text), None)
            if known is not None:
                answer.skipped.add(
                    index=index,
                    title=each.title,
                    reason=reasons.ERROR_REASON_SAMPLE_DUPLICATE,
                    message="The persona has this text already.",
                    duplicate_of_sample_id=known.id,
                )
                continue
            sample = sample_pb2.Sample(
                id=str(uuid.uuid4()),
                persona_id=persona_id,
                title=each.title,
                source=each.source,
                provenance=each.provenance,
                word_count=_words(each.text),
                sentence_count=len(_SENTENCE.findall(each.text)),
                text_retained=each.retain_text or not each.HasField("retain_text"),
                text=each.text,
            )
            self._of(persona_id).append(sample)
            answer.samples.append(_untexted(sample))
        answer.fingerprint_revision = len(self._of(persona_id))
        return answer

    def _score(self, persona_id: str, text: str) -> score_pb2.Score:
        words, samples = _words(text), len(self._of(persona_id))
        score = score_pb2.Score(persona_id=persona_id, word_count=words, sample_count=samples, population="test")
        if words < ENOUGH_WORDS or not samples:
            score.evidence = fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT
            score.evidence_note = f"The draft has {words} words; {ENOUGH_WORDS} are needed."
            return score
        score.match = max(5.0, 90.0 - 20 * text.count("!"))
        score.probability = score.match / 100
        score.interval.low, score.interval.high = score.match - 5, score.match + 5
        score.evidence = fingerprint_pb2.EVIDENCE_LEVEL_MODERATE
        score.contributions.add(family="function words", log_odds=1.5)
        score.contributions.add(family="punctuation", log_odds=-0.75)
        self._explain(score, text)
        return score

    def _explain(self, score: score_pb2.Score, text: str) -> None:
        for match in _SENTENCE.finditer(text):
            weight = -1.25 if match.group().endswith("!") else 0.5
            score.sentences.add(span=metric_pb2.Span(start=match.start(), end=match.end()), log_odds=weight)
        if "!" in text:
            score.deviations.add(
                metric_id="exclamations",
                name="Exclamation marks",
                family=metric_pb2.METRIC_FAMILY_PUNCTUATION,
                value=text.count("!"),
                target=metric_pb2.Band(p10=0, median=0, p90=1),
                unit="per text",
                deviations=3.0,
                summary=f"{text.count('!')} exclamation marks where this writer uses at most 1.",
                spans=[metric_pb2.Span(start=m.start(), end=m.end()) for m in re.finditer("!", text)],
            )


def _words(text: str) -> int:
    return len(_WORD.findall(text))


def _untexted(sample: sample_pb2.Sample) -> sample_pb2.Sample:
    copy = sample_pb2.Sample()
    copy.CopyFrom(sample)
    copy.text = ""
    return copy


def _signature(samples: list[sample_pb2.Sample]) -> list[fingerprint_pb2.SignatureExpression]:
    """Words that every one of three samples or more has, as if they were the writer's own; "the" as an opening."""
    made: list[fingerprint_pb2.SignatureExpression] = []
    kinds = {"which": 1, "somebody": 1, "boiler": 1, "The": 3}
    for text, kind in kinds.items():
        places = [(sample, re.search(rf"\b{text}\b", sample.text)) for sample in samples]
        found = [(sample.id, match) for sample, match in places if match]
        if len(samples) >= ENOUGH_SAMPLES and found:
            made.append(
                fingerprint_pb2.SignatureExpression(
                    kind=fingerprint_pb2.ExpressionKind.ValueType(kind),
                    text=text,
                    count=len(found),
                    rate=0.25 if kind == fingerprint_pb2.EXPRESSION_KIND_OPENING else 7.4,
                    usual_rate=None if text == "somebody" else 0.05,
                    sample_count=len(found),
                    stylistic=text != "boiler",
                    places=[{"sample_id": id_, "span": {"start": m.start(), "end": m.end()}} for id_, m in found],
                )
            )
    return sorted(made, key=lambda each: not each.stylistic)


def _traits(samples: int) -> list[fingerprint_pb2.Trait]:
    band, usual = metric_pb2.Band, metric_pb2.Band
    return [
        fingerprint_pb2.Trait(
            metric_id="semicolons",
            name="Semicolons",
            family=metric_pb2.METRIC_FAMILY_PUNCTUATION,
            unit="per 1,000 words",
            band=band(p10=8, median=12.3, p90=16),
            usual=usual(p10=0, median=1, p90=4),
            mean=12.3,
            samples=samples,
            reliability=0.83,
            reliability_basis="across 3 sources",
            percentile=97,
            summary="A semicolon every 81 words; others use one every 1,000.",
        ),
        fingerprint_pb2.Trait(
            metric_id="sent_len_mean",
            name="Mean sentence length",
            family=metric_pb2.METRIC_FAMILY_SHAPE,
            unit="words",
            band=band(p10=24, median=31, p90=44),
            mean=32,
            samples=samples,
            summary="Sentences of 31 words.",
        ),
    ]
