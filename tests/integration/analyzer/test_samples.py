"""Samples and the voice that they amount to, over gRPC on a real database."""

import asyncio
import gc
import uuid
from collections.abc import AsyncIterator

import grpc
import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.events.v1 import subscriber_service_pb2
from persona.registry.v1 import registry_service_pb2

from libs.servicekit.calls.identity import NO_TENANT, ServiceIdentity
from services.analyzer.domain.fingerprint import LoadedFingerprint, SampleAnalysis
from tests.integration.analyzer.samples import Analyzer
from tests.support.rpc import refused
from tests.support.served import Metadata
from tests.support.stack import REPOSITORY

POSTS = [path.read_text() for path in sorted((REPOSITORY / "demo/ada-field-notes/posts").glob("*.md"))]
GERMAN = "Der Hund lief gestern durch den Garten, weil er dort eine Katze gesehen hatte. Sie war schnell."


async def test_added_samples_are_listed_without_and_read_with_their_text(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    added = await analyzer.add(persona_id, *POSTS[:3])
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    assert [sample.id for sample in listed.samples] == [sample.id for sample in added.samples][::-1]
    assert {sample.text for sample in listed.samples} == {""}
    request = pb.GetSampleRequest(persona_id=persona_id, sample_id=added.samples[0].id)
    read = (await analyzer.stub.GetSample(request, metadata=analyzer.me)).sample
    assert read.text == POSTS[0]
    assert abs(read.word_count - len(POSTS[0].split())) < 0.1 * read.word_count


async def test_text_that_was_not_to_be_retained_is_gone_but_counts(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    sample = sample_pb2.NewSample(text=POSTS[0], retain_text=False)
    added = await analyzer.stub.AddSamples(
        pb.AddSamplesRequest(persona_id=persona_id, samples=[sample]), metadata=analyzer.me
    )
    request = pb.GetSampleRequest(persona_id=persona_id, sample_id=added.samples[0].id)
    read = (await analyzer.stub.GetSample(request, metadata=analyzer.me)).sample
    assert (read.text, read.text_retained) == ("", False)
    voice = await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=persona_id), metadata=analyzer.me)
    assert voice.fingerprint.word_count == read.word_count


async def test_deleting_a_sample_leaves_the_voice_as_if_it_had_never_been_there(analyzer: Analyzer) -> None:
    without = await analyzer.persona(*POSTS[:3])
    persona_id = await analyzer.persona(*POSTS[:3])
    extra = (await analyzer.add(persona_id, POSTS[3])).samples[0]
    request = pb.DeleteSampleRequest(persona_id=persona_id, sample_id=extra.id)
    await analyzer.stub.DeleteSample(request, metadata=analyzer.me)
    voices = [
        (
            await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=each), metadata=analyzer.me)
        ).fingerprint
        for each in (without, persona_id)
    ]
    assert list(voices[0].traits) == list(voices[1].traits)
    assert (await refused(analyzer.stub.DeleteSample(request, metadata=analyzer.me))).reason == "SAMPLE_NOT_FOUND"


async def test_repeated_text_is_refused_and_names_the_sample_it_repeats(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    first = (await analyzer.add(persona_id, POSTS[0])).samples[0]
    refusal = await refused(analyzer.add(persona_id, POSTS[0].replace("\n", " \r\n ")))
    assert (refusal.code, refusal.reason) == ("ALREADY_EXISTS", "SAMPLE_DUPLICATE")
    assert (refusal.metadata, refusal.fields) == ({"sampleId": first.id}, ("samples[0].text",))
    assert await analyzer.revision(persona_id) == 1


async def test_unusable_samples_are_skipped_with_reasons_and_the_others_kept(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    answer = await analyzer.add(persona_id, POSTS[0], GERMAN, POSTS[0], "...", POSTS[1])
    assert len(answer.samples) == 2
    assert [(skipped.index, skipped.reason) for skipped in answer.skipped] == [
        (1, reasons.ERROR_REASON_LANGUAGE_UNSUPPORTED),
        (2, reasons.ERROR_REASON_SAMPLE_DUPLICATE),
        (3, reasons.ERROR_REASON_TEXT_WITHOUT_WORDS),
    ]
    assert answer.skipped[1].duplicate_of_sample_id == answer.samples[0].id


async def test_when_no_sample_can_be_used_the_call_fails_and_names_each(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    refusal = await refused(analyzer.add(persona_id, GERMAN, "!!!"))
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "LANGUAGE_UNSUPPORTED")
    assert refusal.fields == ("samples[0].text", "samples[1].text")


async def test_same_text_may_belong_to_two_personas(analyzer: Analyzer) -> None:
    await analyzer.persona(POSTS[0])
    await analyzer.persona(POSTS[0])


async def test_machine_written_sample_is_kept_but_is_no_evidence(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(POSTS[0])
    sample = sample_pb2.NewSample(text=POSTS[1], provenance=sample_pb2.PROVENANCE_AI)
    await analyzer.stub.AddSamples(pb.AddSamplesRequest(persona_id=persona_id, samples=[sample]), metadata=analyzer.me)
    voice = await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=persona_id), metadata=analyzer.me)
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    assert (voice.fingerprint.sample_count, len(listed.samples)) == (1, 2)


async def test_same_request_id_adds_once(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    request = pb.AddSamplesRequest(persona_id=persona_id, samples=[{"text": POSTS[0]}], request_id=str(uuid.uuid4()))
    first, second = await asyncio.gather(*(analyzer.stub.AddSamples(request, metadata=analyzer.me) for _ in range(2)))
    assert first == second
    request.samples[0].text = POSTS[1]
    assert (await refused(analyzer.stub.AddSamples(request, metadata=analyzer.me))).reason == "REQUEST_ID_REUSED"


async def test_concurrent_additions_are_all_in_the_voice(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    await asyncio.gather(*(analyzer.add(persona_id, post) for post in POSTS))
    voice = await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=persona_id), metadata=analyzer.me)
    assert (voice.fingerprint.sample_count, voice.fingerprint.revision) == (len(POSTS), len(POSTS))


async def messages(persona_id: str, *texts: str) -> AsyncIterator[pb.ImportSamplesRequest]:
    yield pb.ImportSamplesRequest(target={"persona_id": persona_id, "sample_count": len(texts)})
    for text in texts:
        yield pb.ImportSamplesRequest(sample={"text": text})


async def test_import_tells_progress_and_then_the_result(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    call = analyzer.stub.ImportSamples(messages(persona_id, *POSTS, GERMAN), metadata=analyzer.me)
    answers = [answer async for answer in call]
    progress = [answer.progress for answer in answers[:-1]]
    assert [each.measured_count + each.skipped_count for each in progress] == list(range(1, len(POSTS) + 2))
    assert (len(answers[-1].result.samples), len(answers[-1].result.skipped)) == (len(POSTS), 1)


async def test_import_that_breaks_off_leaves_nothing_behind(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(POSTS[0])

    async def endless() -> AsyncIterator[pb.ImportSamplesRequest]:
        async for message in messages(persona_id, *POSTS[1:4]):
            yield message
        await asyncio.sleep(60)

    call = analyzer.stub.ImportSamples(endless(), metadata=analyzer.me)
    for _ in range(3):
        await call.read()
    call.cancel()
    await asyncio.sleep(0.3)
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    assert (len(listed.samples), await analyzer.revision(persona_id)) == (1, 1)


async def test_import_without_target_is_refused(analyzer: Analyzer) -> None:
    async def wrong() -> AsyncIterator[pb.ImportSamplesRequest]:
        yield pb.ImportSamplesRequest(sample={"text": POSTS[0]})

    refusal = await refused(analyzer.stub.ImportSamples(wrong(), metadata=analyzer.me).read())
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "STREAM_PROTOCOL")


@pytest.mark.parametrize("which", ["unknown", "of another tenant"])
async def test_persona_that_is_not_mine_is_not_found_by_any_method(analyzer: Analyzer, which: str) -> None:
    mine = await analyzer.persona(POSTS[0])
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=mine), metadata=analyzer.me)
    sample_id = listed.samples[0].id
    persona_id, who = (str(uuid.uuid4()), analyzer.me) if which == "unknown" else (mine, analyzer.stranger)
    calls = [
        analyzer.stub.AddSamples(
            pb.AddSamplesRequest(persona_id=persona_id, samples=[{"text": POSTS[1]}]), metadata=who
        ),
        analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=who),
        analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=persona_id), metadata=who),
        analyzer.stub.ScoreText(pb.ScoreTextRequest(persona_id=persona_id, text=POSTS[1]), metadata=who),
        analyzer.stub.ScoreTexts(pb.ScoreTextsRequest(persona_id=persona_id, texts=[POSTS[1]]), metadata=who),
        analyzer.stub.ImportSamples(messages(persona_id, POSTS[1]), metadata=who).read(),
    ]
    for call in calls:
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == ("NOT_FOUND", "PERSONA_NOT_FOUND")
    for call in (
        analyzer.stub.GetSample(pb.GetSampleRequest(persona_id=persona_id, sample_id=sample_id), metadata=who),
        analyzer.stub.DeleteSample(pb.DeleteSampleRequest(persona_id=persona_id, sample_id=sample_id), metadata=who),
    ):
        refusal = await refused(call)
        assert (refusal.code, refusal.reason) == ("NOT_FOUND", "SAMPLE_NOT_FOUND")
    assert await analyzer.revision(mine) == 1


async def test_persona_without_samples_has_an_empty_voice_that_says_so(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await analyzer.stub.GetFingerprint(pb.GetFingerprintRequest(persona_id=persona_id), metadata=analyzer.me)
    assert (voice.fingerprint.sample_count, voice.fingerprint.evidence) == (0, 1)
    assert "no samples" in voice.fingerprint.evidence_note


async def test_deleted_persona_loses_its_samples_and_cannot_get_new_ones(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*POSTS[:2])
    delete = registry_service_pb2.DeletePersonaRequest(persona_id=persona_id)
    await analyzer.registry.DeletePersona(delete, metadata=analyzer.me)
    request = pb.GetFingerprintRequest(persona_id=persona_id)
    async with asyncio.timeout(20):
        while True:
            try:
                await analyzer.stub.GetFingerprint(request, metadata=analyzer.me)
            except grpc.aio.AioRpcError as error:
                assert error.code() == grpc.StatusCode.NOT_FOUND
                break
            await asyncio.sleep(0.05)
    listing = analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    assert (await refused(listing)).reason == "PERSONA_NOT_FOUND"
    assert (await refused(analyzer.add(persona_id, POSTS[2]))).reason == "PERSONA_NOT_FOUND"


def erasure(
    analyzer: Analyzer, identity: ServiceIdentity, persona_id: str
) -> tuple[subscriber_service_pb2.DeliverEventsRequest, Metadata]:
    """What a service delivers when a persona is erased, and as whom."""
    with identity.acting_for(NO_TENANT) as caller:
        service = (("authorization", f"Bearer {caller.token}"),)
    event = {
        "id": str(uuid.uuid4()),
        "tenant_id": str(analyzer.tenant_id),
        "persona_erased": {"persona_id": persona_id},
    }
    return subscriber_service_pb2.DeliverEventsRequest(events=[event]), service


async def test_event_is_handled_once_and_answered_with_what_it_removed(
    analyzer: Analyzer, registry_identity: ServiceIdentity
) -> None:
    persona_id = await analyzer.persona(*POSTS[:2])
    request, service = erasure(analyzer, registry_identity, persona_id)
    first = (await analyzer.subscriber.DeliverEvents(request, metadata=service)).receipts[0]
    again = (await analyzer.subscriber.DeliverEvents(request, metadata=service)).receipts[0]
    assert (first.rows_removed, first.repeated_delivery) == (3, False)
    assert (again.rows_removed, again.repeated_delivery) == (3, True)


async def test_nothing_that_was_read_of_an_erased_persona_stays_in_memory(
    analyzer: Analyzer, registry_identity: ServiceIdentity
) -> None:
    persona_id = await analyzer.persona()
    samples = {sample.id for sample in (await analyzer.add(persona_id, *POSTS)).samples}
    await analyzer.revision(persona_id)
    assert in_memory_of(persona_id, samples) == (1, 1)
    request, service = erasure(analyzer, registry_identity, persona_id)
    await analyzer.subscriber.DeliverEvents(request, metadata=service)
    assert in_memory_of(persona_id, samples) == (0, 0)


def in_memory_of(persona_id: str, samples: set[str]) -> tuple[int, int]:
    """Fingerprints and analyses of a persona with these samples in this process, which is the service's too."""
    gc.collect()
    there = gc.get_objects()
    voices = [each for each in there if isinstance(each, LoadedFingerprint) and str(each.persona_id) == persona_id]
    return len(voices), len(
        [each for each in there if isinstance(each, SampleAnalysis) and samples & set(map(str, each.read))]
    )


async def test_user_cannot_deliver_events(analyzer: Analyzer) -> None:
    event = {"id": str(uuid.uuid4()), "tenant_id": str(analyzer.tenant_id)}
    request = subscriber_service_pb2.DeliverEventsRequest(events=[event])
    assert (await refused(analyzer.subscriber.DeliverEvents(request, metadata=analyzer.me))).reason == "SCOPE_MISSING"
