"""The analyzer's RPC surface: convert, call one use case, convert."""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from functools import partial

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import analyzer_service_pb2_grpc

from libs.servicekit.calls.paging import page_of
from libs.servicekit.clock import Clock
from libs.servicekit.concurrency import run_both
from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.interceptors.pipeline import Context
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.text.document import Document
from services.analyzer import convert
from services.analyzer.domain import PersonaId, digest_of
from services.analyzer.ports import PersonaDirectory
from services.analyzer.store import AnalyzerRows
from services.analyzer.use_cases import samples
from services.analyzer.use_cases.analyze import analyze, catalogue, how_far
from services.analyzer.use_cases.compare import compare_voices, read_texts
from services.analyzer.use_cases.fingerprint import describe
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache, LoadedFingerprint
from services.analyzer.use_cases.import_samples import Import
from services.analyzer.use_cases.power import power_curve
from services.analyzer.use_cases.reader import Reader
from services.analyzer.use_cases.repair import suggest_repairs
from services.analyzer.use_cases.sample_analysis import SampleAnalyzer
from services.analyzer.use_cases.samples import SampleReader
from services.analyzer.use_cases.score import rank_texts, score_text
from services.analyzer.use_cases.stream import ScoreStream, target_of


class AnalyzerServicer(analyzer_service_pb2_grpc.AnalyzerServiceServicer):
    """persona.analyzer.v1.AnalyzerService."""

    def __init__(
        self,
        work: UnitOfWork[AnalyzerRows],
        directory: PersonaDirectory,
        *,
        reader: Reader,
        scorer: Scorer,
        voices: FingerprintCache,
        finder: SampleAnalyzer,
        clock: Clock,
    ) -> None:
        self._work = work
        self._directory = directory
        self._reader = reader
        self._scorer = scorer
        self._clock = clock
        self._voices = voices
        self._finder = finder
        self._samples = SampleReader(reader, voices.measure)

    async def AnalyzeText(self, request: pb.AnalyzeTextRequest, context: Context) -> pb.AnalyzeTextResponse:
        families = convert.families_from_pb(request.families)
        reading = how_far(families, convert.reading_from_pb(request.deepest_reading))
        document = await self._reader.read(request.text, "text")
        tagged = await self._reader.annotate(request.text, reading)
        return convert.analysis_to_pb(analyze(document, tagged, families, reading, with_spans=request.include_spans))

    async def ListMetrics(self, request: pb.ListMetricsRequest, context: Context) -> pb.ListMetricsResponse:
        metrics = catalogue(frozenset(convert.families_from_pb(request.families)))
        return pb.ListMetricsResponse(metrics=[convert.metric_to_pb(metric) for metric in metrics])

    async def GetSample(self, request: pb.GetSampleRequest, context: Context) -> pb.GetSampleResponse:
        persona_id, sample_id = (
            convert.persona_id_from_pb(request.persona_id),
            convert.sample_id_from_pb(request.sample_id),
        )
        async with self._work.read() as rows:
            sample = await rows.sample(persona_id, sample_id)
        return pb.GetSampleResponse(sample=convert.sample_to_pb(sample))

    async def ListSamples(self, request: pb.ListSamplesRequest, context: Context) -> pb.ListSamplesResponse:
        persona_id = convert.persona_id_from_pb(request.persona_id)
        async with self._work.read() as rows:
            page, token = await samples.list_samples(rows, self._directory, persona_id, page_of(request))
        return pb.ListSamplesResponse(samples=[convert.sample_to_pb(sample) for sample in page], next_page_token=token)

    async def AddSamples(self, request: pb.AddSamplesRequest, context: Context) -> pb.AddSamplesResponse:
        persona_id = convert.persona_id_from_pb(request.persona_id)
        await self._directory.expect(persona_id)
        new = [convert.new_sample_from_pb(sample) for sample in request.samples]
        read = [await self._samples.read(index, sample) for index, sample in enumerate(new)]

        async def act(rows: AnalyzerRows) -> pb.AddSamplesResponse:
            added = await samples.keep_samples(rows, self._clock, persona_id, read)
            return convert.added_to_pb(samples.expect_some(added))

        return await self._work.once(request, pb.AddSamplesResponse, act)

    async def ImportSamples(
        self, request_iterator: AsyncIterator[pb.ImportSamplesRequest], context: Context
    ) -> AsyncIterator[pb.ImportSamplesResponse]:
        importing = Import(self._samples, self._directory)
        async for progress in importing.read(request_iterator):
            yield pb.ImportSamplesResponse(progress=progress)
        async with self._work.transaction() as rows:
            added = await samples.keep_samples(rows, self._clock, importing.persona_id, importing.samples)
        yield pb.ImportSamplesResponse(result=convert.added_to_pb(added))

    async def DeleteSample(self, request: pb.DeleteSampleRequest, context: Context) -> pb.DeleteSampleResponse:
        persona_id, sample_id = (
            convert.persona_id_from_pb(request.persona_id),
            convert.sample_id_from_pb(request.sample_id),
        )
        async with self._work.transaction() as rows:
            revision = await samples.delete_sample(rows, self._clock, persona_id, sample_id)
        return pb.DeleteSampleResponse(fingerprint_revision=revision)

    async def GetFingerprint(self, request: pb.GetFingerprintRequest, context: Context) -> pb.GetFingerprintResponse:
        persona_id = convert.persona_id_from_pb(request.persona_id)
        voice = await self._voice(persona_id)
        findings = await self._finder.of_persona(self._work, voice)
        tell = partial(describe, self._scorer, voice, findings, include_unreliable=request.include_unreliable)
        # On another thread: each of the newest samples is held against the others.
        described = await asyncio.to_thread(tell)
        return pb.GetFingerprintResponse(fingerprint=convert.description_to_pb(described))

    async def ScoreText(self, request: pb.ScoreTextRequest, context: Context) -> pb.ScoreTextResponse:
        persona_id = convert.persona_id_from_pb(request.persona_id)
        voice, document, is_sample = await self._with_text(persona_id, request.text)
        told = not request.omit_details
        scored = score_text(self._scorer, voice, document, with_details=told, is_sample=is_sample)
        return pb.ScoreTextResponse(score=convert.scored_to_pb(scored))

    async def ScoreTexts(self, request: pb.ScoreTextsRequest, context: Context) -> pb.ScoreTextsResponse:
        persona_id = convert.persona_id_from_pb(request.persona_id)
        digests = [digest_of(text) for text in request.texts]
        asked = self._held_against(persona_id, digests)
        (voice, samples), documents = await run_both(asked, self._read_all(request.texts))
        ranking = rank_texts(self._scorer, voice, documents, [digest in samples for digest in digests])
        return pb.ScoreTextsResponse(ranking=[convert.ranked_to_pb(index, scored) for index, scored in ranking])

    async def SuggestRepairs(self, request: pb.SuggestRepairsRequest, context: Context) -> pb.SuggestRepairsResponse:
        persona_id, wanted = convert.persona_id_from_pb(request.persona_id), convert.wanted_from_pb(request)
        voice, document, is_sample = await self._with_text(persona_id, request.text)
        suggest = partial(suggest_repairs, self._scorer, self._reader, voice, document, wanted, is_sample=is_sample)
        # On another thread: each kind of repair that is tried is a text scored anew.
        found = await asyncio.to_thread(suggest)
        return pb.SuggestRepairsResponse(plan=convert.suggestions_to_pb(found))

    async def StreamScore(
        self, request_iterator: AsyncIterator[pb.StreamScoreRequest], context: Context
    ) -> AsyncIterator[pb.StreamScoreResponse]:
        target = await target_of(request_iterator)
        persona_id, details = convert.persona_id_from_pb(target.persona_id), target.include_details
        await self._voice(persona_id)
        await context.send_initial_metadata(())  # the caller hears at once that the persona is there
        stream = ScoreStream(self._reader, self._scorer, self._held_against, persona_id, with_details=details)
        async for draft_revision, scored in stream.scores(request_iterator):
            yield pb.StreamScoreResponse(draft_revision=draft_revision, score=convert.scored_to_pb(scored))

    async def PowerCurve(self, request: pb.PowerCurveRequest, context: Context) -> pb.PowerCurveResponse:
        voice = await self._voice(convert.persona_id_from_pb(request.persona_id))
        async with self._work.read() as rows:
            texts = await read_texts(rows, self._scorer, voice.persona_id)
        tell = partial(power_curve, self._scorer, voice, texts, request.sample_counts, request.draft_words)
        # On another thread: every sample, and every text by others, is scored.
        return pb.PowerCurveResponse(power_curve=convert.power_curve_to_pb(await asyncio.to_thread(tell)))

    async def CompareVoices(self, request: pb.CompareVoicesRequest, context: Context) -> pb.CompareVoicesResponse:
        ids = [convert.persona_id_from_pb(persona_id) for persona_id in request.persona_ids]
        voices = [await self._voice(persona_id) for persona_id in ids]
        async with self._work.read() as rows:
            texts = [await read_texts(rows, self._scorer, persona_id) for persona_id in ids]
        compared = await asyncio.to_thread(compare_voices, self._scorer, voices, texts, request.differences)
        return pb.CompareVoicesResponse(comparisons=[convert.comparison_to_pb(each) for each in compared])

    async def _voice(self, persona_id: PersonaId) -> LoadedFingerprint:
        return await self._voices.of_persona(self._work, self._directory, persona_id)

    async def _held_against(
        self, persona_id: PersonaId, digests: Collection[bytes]
    ) -> tuple[LoadedFingerprint, frozenset[bytes]]:
        return await self._voices.with_samples(self._work, self._directory, persona_id, digests)

    async def _with_text(self, persona_id: PersonaId, text: str) -> tuple[LoadedFingerprint, Document, bool]:
        """The persona's voice, the text, and whether that is one of the samples."""
        asked = self._held_against(persona_id, [digest_of(text)])
        (voice, samples), document = await run_both(asked, self._reader.read(text, "text"))
        return voice, document, bool(samples)

    async def _read_all(self, texts: Sequence[str]) -> list[Document]:
        return [await self._reader.read(text, f"texts[{index}]") for index, text in enumerate(texts)]
