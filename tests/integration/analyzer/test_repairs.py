"""Repairs of drafts, over gRPC on a real database."""

import uuid

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.style.v1 import repair_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.integration.analyzer.test_scores import draft, posts
from tests.support.rpc import refused

ADA, MARLO, SUNNIVA = "ada-field-notes", "marlo-growth", "sunniva-kitchen"

BannedTerm = pb.SuggestRepairsRequest.BannedTerm


async def plan(analyzer: Analyzer, persona_id: str, text: str, **asked: object) -> repair_pb2.RepairPlan:
    request = pb.SuggestRepairsRequest(persona_id=persona_id, text=text, **asked)
    return (await analyzer.stub.SuggestRepairs(request, metadata=analyzer.me)).plan


def edited(text: str, found: repair_pb2.RepairPlan) -> str:
    """The text with the edits of the plan, from the last to the first."""
    edits = sorted((edit for repair in found.repairs for edit in repair.edits), key=lambda edit: -edit.span.start)
    for edit in edits:
        text = text[: edit.span.start] + edit.replacement + text[edit.span.end :]
    return text


async def test_repairs_bring_a_foreign_draft_closer_by_what_was_measured(analyzer: Analyzer) -> None:
    sunniva, _ = await analyzer.persona(*posts(SUNNIVA)), await analyzer.persona(*posts(MARLO))
    text = draft(ADA)
    found = await plan(analyzer, sunniva, text)
    assert found.repairs
    assert found.repaired_text == edited(text, found) != text
    assert [repair.gain for repair in found.repairs] == sorted((each.gain for each in found.repairs), reverse=True)
    assert all(repair.gain > 0 and repair.deviation.summary for repair in found.repairs)
    assert found.after.match > found.before.match
    assert found.predicted_match > found.before.match
    for text_scored, expected in ((text, found.before), (found.repaired_text, found.after)):
        request = pb.ScoreTextRequest(persona_id=sunniva, text=text_scored, omit_details=True)
        assert (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score == expected


async def test_advice_comes_by_its_predicted_gain_with_the_range_to_come_back_into(analyzer: Analyzer) -> None:
    sunniva, _ = await analyzer.persona(*posts(SUNNIVA)), await analyzer.persona(*posts(MARLO))
    advice = list((await plan(analyzer, sunniva, draft(ADA))).advice)
    assert advice
    assert [each.predicted_gain for each in advice] == sorted((each.predicted_gain for each in advice), reverse=True)
    for each in advice:
        assert each.predicted_gain > 0
        outside = each.deviation.target.p10 - each.deviation.value, each.deviation.value - each.deviation.target.p90
        assert max(outside) > 0


async def test_the_writers_own_draft_is_left_alone(analyzer: Analyzer) -> None:
    ada, _ = await analyzer.persona(*posts(ADA)), await analyzer.persona(*posts(MARLO))
    found = await plan(analyzer, ada, draft(ADA))
    assert not found.repairs
    assert found.repaired_text == draft(ADA)
    assert found.after == found.before


async def test_only_the_kinds_that_are_asked_for_are_suggested(analyzer: Analyzer) -> None:
    marlo, *_ = [await analyzer.persona(*posts(writer)) for writer in (MARLO, ADA, SUNNIVA)]
    everything = [repair.kind for repair in (await plan(analyzer, marlo, draft(ADA))).repairs]
    assert len(everything) > 1
    found = await plan(analyzer, marlo, draft(ADA), kinds=everything[-1:])
    assert [repair.kind for repair in found.repairs] == everything[-1:]


async def test_banned_terms_are_replaced_in_their_case_whatever_the_score_says(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    text = "Utilise it. We utilise tools; synergy helps. UTILISE!"
    terms = [BannedTerm(term="utilise", replacement="use"), BannedTerm(term="synergy")]
    found = await plan(analyzer, persona_id, text, banned_terms=terms)
    assert found.repaired_text == "Use it. We use tools; synergy helps. USE!"
    (unresolved,) = found.unresolved_terms
    assert (unresolved.term, text[unresolved.span.start : unresolved.span.end]) == ("synergy", "synergy")
    (repair,) = found.repairs
    assert not repair.HasField("gain")
    assert not repair.HasField("deviation")


async def test_without_a_number_ranges_alone_decide_and_no_gain_is_told(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    found = await plan(analyzer, ada, "I don't know. We can't say.")
    assert found.repaired_text == "I do not know. We cannot say."
    assert not found.before.HasField("match")
    assert not found.HasField("predicted_match")
    assert not any(repair.HasField("gain") for repair in found.repairs)
    assert not any(each.HasField("predicted_gain") for each in found.advice)


async def test_a_persona_without_samples_has_no_habits_to_repair_by(analyzer: Analyzer) -> None:
    found = await plan(analyzer, await analyzer.persona(), draft(ADA))
    assert not found.repairs
    assert not found.advice
    assert found.repaired_text == draft(ADA)


async def test_a_text_that_is_nothing_but_a_banned_term_may_become_empty(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    found = await plan(analyzer, ada, "Synergy", banned_terms=[BannedTerm(term="synergy", replacement="")])
    assert found.repaired_text == ""
    assert found.after.word_count == 0


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"text": " "}, "text"),
        ({"text": "Some words.", "kinds": [0]}, "kinds[0]"),
        ({"text": "Some words.", "banned_terms": [BannedTerm(term="")]}, "banned_terms[0].term"),
    ],
)
async def test_what_cannot_be_repaired_is_named(analyzer: Analyzer, asked: dict[str, object], field: str) -> None:
    request = pb.SuggestRepairsRequest(persona_id=str(uuid.uuid4()), **asked)
    refusal = await refused(analyzer.stub.SuggestRepairs(request, metadata=analyzer.me))
    assert field in refusal.fields


async def test_a_stranger_finds_no_persona_to_repair_for(analyzer: Analyzer) -> None:
    mine = await analyzer.persona(*posts(ADA))
    request = pb.SuggestRepairsRequest(persona_id=mine, text=draft(ADA))
    refusal = await refused(analyzer.stub.SuggestRepairs(request, metadata=analyzer.stranger))
    assert refusal.reason == "PERSONA_NOT_FOUND"
