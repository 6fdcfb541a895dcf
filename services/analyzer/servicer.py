"""The analyzer's RPC surface: convert, call one use case, convert."""

from collections.abc import AsyncIterator

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import analyzer_service_pb2_grpc

from libs.servicekit.calls.paging import page_of
from libs.servicekit.clock import Clock
from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.interceptors.chain import Context
from services.analyzer.convert import comparison, fingerprint, metric, repair, sample, score
from services.analyzer.ports import PersonaDirectory
from services.analyzer.store import AnalyzerRows
from services.analyzer.use_cases import samples
from services.analyzer.use_cases.analyze import TextAnalyzer, catalogue
from services.analyzer.use_cases.describe_personas import PersonaReports
from services.analyzer.use_cases.import_samples import Import
from services.analyzer.use_cases.samples import SampleReader
from services.analyzer.use_cases.score_drafts import DraftScoring
from services.analyzer.use_cases.stream import target_of


class AnalyzerServicer(analyzer_service_pb2_grpc.AnalyzerServiceServicer):
    """persona.analyzer.v1.AnalyzerService."""

    def __init__(
        self,
        work: UnitOfWork[AnalyzerRows],
        directory: PersonaDirectory,
        *,
        texts: TextAnalyzer,
        drafts: DraftScoring,
        reports: PersonaReports,
        reader: SampleReader,
        clock: Clock,
        import_idle_seconds: float,
    ) -> None:
        self._work = work
        self._directory = directory
        self._texts = texts
        self._drafts = drafts
        self._reports = reports
        self._reader = reader
        self._clock = clock
        self._import_idle_seconds = import_idle_seconds

    async def AnalyzeText(self, request: pb.AnalyzeTextRequest, context: Context) -> pb.AnalyzeTextResponse:
        families, deepest = metric.families_from_pb(request.families), metric.reading_from_pb(request.deepest_reading)
        analysis = await self._texts.analyze(request.text, families, deepest, with_spans=request.include_spans)
        return metric.analysis_to_pb(analysis)

    async def ListMetrics(self, request: pb.ListMetricsRequest, context: Context) -> pb.ListMetricsResponse:
        metrics = catalogue(frozenset(metric.families_from_pb(request.families)))
        return pb.ListMetricsResponse(metrics=map(metric.metric_to_pb, metrics))

    async def GetSample(self, request: pb.GetSampleRequest, context: Context) -> pb.GetSampleResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        async with self._work.read() as rows:
            found = await rows.sample(persona_id, sample.sample_id_from_pb(request.sample_id))
        return pb.GetSampleResponse(sample=sample.sample_to_pb(found))

    async def ListSamples(self, request: pb.ListSamplesRequest, context: Context) -> pb.ListSamplesResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        async with self._work.read() as rows:
            page, token = await samples.list_samples(rows, self._directory, persona_id, page_of(request))
        return pb.ListSamplesResponse(samples=map(sample.sample_to_pb, page), next_page_token=token)

    async def AddSamples(self, request: pb.AddSamplesRequest, context: Context) -> pb.AddSamplesResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        await self._directory.expect(persona_id)
        read = await self._reader.read_all([sample.new_sample_from_pb(new) for new in request.samples])

        async def act(rows: AnalyzerRows) -> pb.AddSamplesResponse:
            added = await samples.keep_samples(rows, self._clock, persona_id, read)
            return sample.added_to_pb(samples.expect_some(added))

        return await self._work.once(request, pb.AddSamplesResponse, act)

    async def ImportSamples(
        self, request_iterator: AsyncIterator[pb.ImportSamplesRequest], context: Context
    ) -> AsyncIterator[pb.ImportSamplesResponse]:
        importing = Import(self._reader, self._directory, idle_seconds=self._import_idle_seconds)
        async for progress in importing.read(sample.import_from_pb(request_iterator)):
            yield pb.ImportSamplesResponse(progress=sample.progress_to_pb(progress))
        async with self._work.transaction() as rows:
            added = await samples.keep_samples(rows, self._clock, importing.persona_id, importing.samples)
        yield pb.ImportSamplesResponse(result=sample.added_to_pb(added))

    async def DeleteSample(self, request: pb.DeleteSampleRequest, context: Context) -> pb.DeleteSampleResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        sample_id = sample.sample_id_from_pb(request.sample_id)
        async with self._work.transaction() as rows:
            revision = await samples.delete_sample(rows, self._clock, persona_id, sample_id)
        return pb.DeleteSampleResponse(fingerprint_revision=revision)

    async def GetFingerprint(self, request: pb.GetFingerprintRequest, context: Context) -> pb.GetFingerprintResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        report = await self._reports.fingerprint(persona_id, include_unreliable=request.include_unreliable)
        return pb.GetFingerprintResponse(fingerprint=fingerprint.report_to_pb(report))

    async def ScoreText(self, request: pb.ScoreTextRequest, context: Context) -> pb.ScoreTextResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        scored = await self._drafts.score(persona_id, request.text, with_details=not request.omit_details)
        return pb.ScoreTextResponse(score=score.scored_to_pb(scored))

    async def ScoreTexts(self, request: pb.ScoreTextsRequest, context: Context) -> pb.ScoreTextsResponse:
        ranking = await self._drafts.rank(sample.persona_id_from_pb(request.persona_id), request.texts)
        return pb.ScoreTextsResponse(ranking=[score.ranked_to_pb(index, scored) for index, scored in ranking])

    async def SuggestRepairs(self, request: pb.SuggestRepairsRequest, context: Context) -> pb.SuggestRepairsResponse:
        persona_id, wanted = sample.persona_id_from_pb(request.persona_id), repair.wanted_from_pb(request)
        suggestions = await self._drafts.suggest_repairs(persona_id, request.text, wanted)
        return pb.SuggestRepairsResponse(plan=repair.suggestions_to_pb(suggestions))

    async def StreamScore(
        self, request_iterator: AsyncIterator[pb.StreamScoreRequest], context: Context
    ) -> AsyncIterator[pb.StreamScoreResponse]:
        messages = score.draft_messages_from_pb(request_iterator)
        target = await target_of(messages)
        await self._drafts.expect(target.persona_id)
        await context.send_initial_metadata(())  # at once: the caller learns that the persona exists
        async for draft_revision, scored in self._drafts.stream(target, messages):
            yield pb.StreamScoreResponse(draft_revision=draft_revision, score=score.scored_to_pb(scored))

    async def PowerCurve(self, request: pb.PowerCurveRequest, context: Context) -> pb.PowerCurveResponse:
        persona_id = sample.persona_id_from_pb(request.persona_id)
        curve = await self._reports.power_curve(persona_id, request.sample_counts, request.draft_words)
        return pb.PowerCurveResponse(power_curve=comparison.power_curve_to_pb(curve))

    async def CompareVoices(self, request: pb.CompareVoicesRequest, context: Context) -> pb.CompareVoicesResponse:
        persona_ids = [sample.persona_id_from_pb(persona_id) for persona_id in request.persona_ids]
        comparisons = await self._reports.compare(persona_ids, request.differences)
        return pb.CompareVoicesResponse(comparisons=map(comparison.comparison_to_pb, comparisons))
