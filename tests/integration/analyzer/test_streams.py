"""Drafts that are scored while they are written, over gRPC on a real database."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.style.v1 import fingerprint_pb2, score_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.integration.analyzer.test_scores import GERMAN, draft, posts
from tests.support.rpc import refused
from tests.support.served import ServeAlone

Message = pb.StreamScoreRequest


class Typing:
    """A stream, and the draft as the writer sees it."""

    def __init__(self, analyzer: Analyzer, call: Any) -> None:
        self.call = call
        self.text = ""
        self.revision = 0
        self._analyzer = analyzer

    async def write(self, text: str) -> score_pb2.Score:
        """The score of a whole text."""
        self.text, self.revision = text, self.revision + 1
        await self.call.write(Message(update={"draft_revision": self.revision, "text": text}))
        return await self.answer()

    async def send(self, start: int, end: int, replacement: str) -> None:
        self.text, self.revision = self.text[:start] + replacement + self.text[end:], self.revision + 1
        edit = {"span": {"start": start, "end": end}, "replacement": replacement}
        await self.call.write(Message(update={"draft_revision": self.revision, "edit": edit}))

    async def edit(self, start: int, end: int, replacement: str) -> score_pb2.Score:
        """The score after an edit."""
        await self.send(start, end, replacement)
        return await self.answer()

    async def answer(self) -> score_pb2.Score:
        response = await self.call.read()
        assert response is not grpc.aio.EOF, await self.call.code()
        assert response.draft_revision == self.revision
        return response.score


@asynccontextmanager
async def typing(analyzer: Analyzer, persona_id: str, **target: Any) -> AsyncIterator[Typing]:
    call = analyzer.stub.StreamScore(metadata=analyzer.me, timeout=60)
    await call.write(Message(target={"persona_id": persona_id, **target}))
    yield Typing(analyzer, call)
    await call.done_writing()
    assert await call.read() is grpc.aio.EOF
    assert await call.code() is grpc.StatusCode.OK


async def scored(analyzer: Analyzer, persona_id: str, text: str, *, details: bool = False) -> score_pb2.Score:
    request = pb.ScoreTextRequest(persona_id=persona_id, text=text, omit_details=not details)
    return (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score


def assert_same(one: score_pb2.Score, other: score_pb2.Score) -> None:
    """Equal in everything; numbers up to the rounding of a sum."""
    assert one.match == pytest.approx(other.match, abs=1e-3)
    parts = {part.family: part.log_odds for part in one.contributions}
    assert parts == pytest.approx({part.family: part.log_odds for part in other.contributions}, abs=1e-5)
    assert [sentence.span for sentence in one.sentences] == [sentence.span for sentence in other.sentences]
    mine, theirs = ([sentence.log_odds for sentence in each.sentences] for each in (one, other))
    assert mine == pytest.approx(theirs, abs=1e-5)
    for name in ("match", "probability", "interval", "contributions", "sentences"):
        one.ClearField(name)
        other.ClearField(name)
    assert one == other


async def test_every_state_of_a_draft_scores_as_score_text_does(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    for details in (False, True):
        async with typing(analyzer, persona_id, include_details=details) as writer:
            text = draft("marlo-growth")
            middle, emoji = text.index(" ", len(text) // 2), "👩‍👩‍👧 "
            scores = [
                (await writer.write(text), writer.text),
                (await writer.edit(middle, middle, " really, truly"), writer.text),
                (
                    await writer.edit(
                        len(writer.text), len(writer.text), f"\r\n\r\n- {emoji}And another thing. Why not?"
                    ),
                    writer.text,
                ),
                (await writer.edit(0, 120, emoji), writer.text),
                (await writer.edit(2, 2, "It wasn't like that, I'd say; nobody else was there."), writer.text),
                (await writer.write(draft("ada-field-notes")), writer.text),
            ]
            for score, version in scores:
                assert score.HasField("match")
                assert bool(score.sentences) is bool(score.deviations) is details
                assert_same(score, await scored(analyzer, persona_id, version, details=details))


async def test_a_draft_is_typed_from_nothing_and_deleted_again(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    async with typing(analyzer, persona_id) as writer:
        for nothing in ("", " \n", "?!"):
            score = await writer.write(nothing)
            assert score.evidence == fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT
            assert "no words" in score.evidence_note
            assert (score.HasField("match"), score.word_count) == (False, 0)
        few = await writer.edit(0, 2, "Only three words")
        assert (few.HasField("match"), few.word_count) == (False, 3)
        assert few.evidence_note == (await scored(analyzer, persona_id, writer.text)).evidence_note
        enough = await writer.edit(len(writer.text), len(writer.text), f". {draft('ada-field-notes')}")
        assert enough.HasField("match")
        assert "no words" in (await writer.edit(0, len(writer.text), "")).evidence_note


async def test_another_language_is_a_state_of_the_draft(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    async with typing(analyzer, persona_id, include_details=True) as writer:
        score = await writer.write(GERMAN)
        assert score.evidence == fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT
        assert "another language (de)" in score.evidence_note
        assert (score.HasField("match"), len(score.deviations), score.word_count) == (False, 0, len(GERMAN.split()))
        assert (await writer.write(draft("ada-field-notes"))).HasField("match")


async def test_updates_that_wait_are_answered_together(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    async with typing(analyzer, persona_id) as writer:
        await writer.write(draft("ada-field-notes"))
        sent = 200
        for _ in range(sent):
            await writer.send(len(writer.text), len(writer.text), " more")
        answers = [await writer.call.read()]
        while answers[-1].draft_revision < writer.revision:
            answers.append(await writer.call.read())
        revisions = [answer.draft_revision for answer in answers]
        assert revisions == sorted(set(revisions))
        assert len(revisions) < sent / 2
        assert_same(answers[-1].score, await scored(analyzer, persona_id, writer.text))


async def test_new_samples_change_the_next_answer(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:4])
    async with typing(analyzer, persona_id) as writer:
        before = await writer.write(draft("ada-field-notes"))
        await analyzer.add(persona_id, *posts("ada-field-notes")[4:])
        after = await writer.edit(0, 0, "")
        assert (before.sample_count, after.sample_count) == (4, 8)
        assert after.fingerprint_revision == before.fingerprint_revision + 1
        assert_same(after, await scored(analyzer, persona_id, writer.text))


async def sent(analyzer: Analyzer, *messages: pb.StreamScoreRequest) -> None:
    """Reads all that a stream of these messages answers."""
    call = analyzer.stub.StreamScore(iter(messages), metadata=analyzer.me, timeout=20)
    async for _ in call:
        pass


def update(**change: Any) -> pb.StreamScoreRequest:
    return Message(update=change)


async def test_a_stream_that_makes_no_sense_is_refused_with_what_to_do(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:2])
    target = Message(target={"persona_id": persona_id})
    for messages in ([], [update(text="a")], [target, update(text="a"), target]):
        refusal = await refused(sent(analyzer, *messages))
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "STREAM_PROTOCOL")
        assert "'target'" in refusal.message
    unknown = Message(target={"persona_id": "01a205a0-71af-71fa-8f20-90196a9141b0"})
    assert (await refused(sent(analyzer, unknown))).reason == "PERSONA_NOT_FOUND"


async def test_an_edit_outside_of_the_draft_names_itself(analyzer: Analyzer) -> None:
    target = Message(target={"persona_id": await analyzer.persona(*posts("ada-field-notes")[:2])})
    for start, end, field in (
        (3, 5, "update.edit"),
        (9, 9, "update.edit"),
        (2, 1, "update.edit.span"),
        (-1, 1, "update.edit.span"),
    ):
        edit = update(edit={"span": {"start": start, "end": end}, "replacement": "x"})
        refusal = await refused(sent(analyzer, target, update(text="😀éab"), edit))
        assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "INVALID_FIELD")
        assert refusal.fields == (field,)
    full = update(text="a " * 100_000)
    refusal = await refused(
        sent(analyzer, target, full, update(edit={"span": {"start": 7, "end": 8}, "replacement": "bc"}))
    )
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELD", ("update.edit.replacement",))
    await sent(analyzer, target, full, update(edit={"span": {"start": 7, "end": 9}, "replacement": "bc"}))


async def test_what_came_before_a_faulty_update_is_answered(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    call = analyzer.stub.StreamScore(metadata=analyzer.me, timeout=20)
    await call.write(Message(target={"persona_id": persona_id}))
    await call.write(update(draft_revision=7, text=draft("ada-field-notes")))
    await call.write(update(draft_revision=8, edit={"span": {"start": 10**6, "end": 10**6}}))
    assert (await call.read()).draft_revision == 7
    assert (await refused(call.read())).fields == ("update.edit",)


async def test_the_last_update_is_answered_after_the_sending_side_was_closed(analyzer: Analyzer) -> None:
    target = Message(target={"persona_id": await analyzer.persona(*posts("ada-field-notes"))})
    call = analyzer.stub.StreamScore(iter([target, update(draft_revision=3, text="Hello.")]), metadata=analyzer.me)
    assert [answer.draft_revision async for answer in call] == [3]


async def test_somebody_elses_persona_is_not_found(analyzer: Analyzer) -> None:
    target = Message(target={"persona_id": await analyzer.persona(*posts("ada-field-notes")[:2])})
    call = analyzer.stub.StreamScore(iter([target, update(text="Hello.")]), metadata=analyzer.stranger)
    assert (await refused(call.read())).reason == "PERSONA_NOT_FOUND"


def following() -> set["asyncio.Task[object]"]:
    """The tasks of this process, which is the service's too, that follow a draft."""
    return {task for task in asyncio.all_tasks() if "LiveDraft.follow" in repr(task.get_coro())}


async def test_nothing_goes_on_once_a_stream_has_ended(
    serve_alone: ServeAlone, caplog: pytest.LogCaptureFixture
) -> None:
    analyzer = Analyzer(await serve_alone("registry", "analyzer"))  # on the loop whose tasks are looked at
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:2])
    target = Message(target={"persona_id": persona_id})
    caplog.set_level(logging.DEBUG)
    left = analyzer.stub.StreamScore(metadata=analyzer.me, timeout=20)
    await left.write(target)
    await left.write(update(text="The unmistakable zyzzyva."))
    await left.read()
    assert (tasks := following())
    left.cancel()
    assert not (await asyncio.wait(tasks, timeout=5))[1]
    late = analyzer.stub.StreamScore(metadata=analyzer.me, timeout=0.3)
    await late.write(target)
    with pytest.raises(grpc.aio.AioRpcError) as passed:
        await late.read()
    assert passed.value.code() is grpc.StatusCode.DEADLINE_EXCEEDED
    await asyncio.wait([*following(), asyncio.ensure_future(asyncio.sleep(0.1))], timeout=5)
    assert not following()
    assert "zyzzyva" not in caplog.text
    assert "never retrieved" not in caplog.text


async def test_a_very_long_draft_is_scored_as_it_changes(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    text = "\n\n".join(posts("ada-field-notes") * 20)[:199_000]
    async with typing(analyzer, persona_id) as writer:
        assert_same(await writer.write(text), await scored(analyzer, persona_id, text))
        at = text.index(" ", 100_000)
        assert_same(await writer.edit(at, at, " of course"), await scored(analyzer, persona_id, writer.text))
