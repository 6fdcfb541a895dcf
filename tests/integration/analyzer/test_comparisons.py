"""Fingerprints compared, and what more samples would bring, over gRPC on a real database."""

import uuid
from itertools import pairwise

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.style.v1 import comparison_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.integration.analyzer.test_scores import draft, posts
from tests.support.rpc import refused

ADA, MARLO, SUNNIVA = "ada-field-notes", "marlo-growth", "sunniva-kitchen"


async def compared(analyzer: Analyzer, *persona_ids: str, limit: int = 0) -> list[comparison_pb2.VoiceComparison]:
    request = pb.CompareVoicesRequest(persona_ids=persona_ids, differences=limit)
    return list((await analyzer.stub.CompareVoices(request, metadata=analyzer.me)).comparisons)


async def curve(analyzer: Analyzer, persona_id: str, **asked: list[int]) -> comparison_pb2.PowerCurve:
    request = pb.PowerCurveRequest(persona_id=persona_id, **asked)
    return (await analyzer.stub.PowerCurve(request, metadata=analyzer.me)).power_curve


async def test_different_writers_are_told_apart_and_it_is_said_by_what(analyzer: Analyzer) -> None:
    personas = [await analyzer.persona(*posts(writer)) for writer in (ADA, MARLO, SUNNIVA)]
    pairs = await compared(analyzer, *personas, limit=5)
    assert [(pair.persona_id, pair.other_persona_id) for pair in pairs] == [
        (personas[0], personas[1]),
        (personas[0], personas[2]),
        (personas[1], personas[2]),
    ]
    for pair in pairs:
        assert pair.separation > 0.9
        assert pair.separation_interval.low < pair.separation <= pair.separation_interval.high
        assert (pair.text_count, pair.other_text_count) == (8, 8)
        assert len(pair.differences) == 5
        assert all(each.summary and each.effect for each in pair.differences)


async def test_halves_of_one_writer_are_not_told_apart_as_two_are(analyzer: Analyzer) -> None:
    first, second = await analyzer.persona(*posts(ADA)[::2]), await analyzer.persona(*posts(ADA)[1::2])
    other = await analyzer.persona(*posts(MARLO)[:4])
    same, different, _ = await compared(analyzer, first, second, other)
    assert same.separation < different.separation
    assert same.separation_interval.low < 0.5


async def test_two_samples_are_too_few_for_a_figure_but_not_for_differences(analyzer: Analyzer) -> None:
    one, other = await analyzer.persona(*posts(ADA)[:2]), await analyzer.persona(*posts(MARLO))
    (pair,) = await compared(analyzer, one, other)
    assert not pair.HasField("separation")
    assert not pair.HasField("separation_interval")
    assert pair.text_count == 2


async def test_a_persona_without_samples_has_nothing_to_compare(analyzer: Analyzer) -> None:
    (pair,) = await compared(analyzer, await analyzer.persona(), await analyzer.persona(*posts(ADA)[:3]))
    assert not pair.HasField("separation")
    assert not pair.differences


async def test_comparing_leaves_scores_as_they_were(analyzer: Analyzer) -> None:
    one, other = await analyzer.persona(*posts(ADA)), await analyzer.persona(*posts(MARLO))
    request = pb.ScoreTextRequest(persona_id=one, text=draft(ADA))
    before = await analyzer.stub.ScoreText(request, metadata=analyzer.me)
    await compared(analyzer, one, other)
    assert await analyzer.stub.ScoreText(request, metadata=analyzer.me) == before


async def test_personas_of_others_and_unknown_ones_are_not_found(analyzer: Analyzer) -> None:
    mine = await analyzer.persona(*posts(ADA)[:3])
    unknown = str(uuid.uuid4())
    request = pb.CompareVoicesRequest(persona_ids=[mine, unknown])
    assert (await refused(analyzer.stub.CompareVoices(request, metadata=analyzer.me))).reason == "PERSONA_NOT_FOUND"
    strangers = analyzer.stub.PowerCurve(pb.PowerCurveRequest(persona_id=mine), metadata=analyzer.stranger)
    assert (await refused(strangers)).reason == "PERSONA_NOT_FOUND"


@pytest.mark.parametrize("persona_ids", [[], ["one"], ["twice", "twice"], ["no uuid", "one"]])
async def test_a_comparison_takes_two_different_personas(analyzer: Analyzer, persona_ids: list[str]) -> None:
    known = {"one": str(uuid.uuid4()), "twice": str(uuid.uuid4())}
    request = pb.CompareVoicesRequest(persona_ids=[known.get(each, each) for each in persona_ids])
    refusal = await refused(analyzer.stub.CompareVoices(request, metadata=analyzer.me))
    assert (refusal.code, refusal.fields[0].split("[")[0]) == ("INVALID_ARGUMENT", "persona_ids")


async def test_more_samples_and_longer_drafts_never_tell_less(analyzer: Analyzer) -> None:
    power = await curve(analyzer, await analyzer.persona(*posts(ADA)[:4]))
    found = {(point.sample_count, point.draft_words): point for point in power.points}
    counts, lengths = sorted({k for k, _ in found}), sorted({words for _, words in found})
    assert counts == [1, 2, 3, 4, 5, 8, 12]
    assert lengths == [50, 100, 250, 500, 1000]
    for k, more in pairwise(counts):
        for words in lengths:
            assert 0.5 <= found[k, words].expected_auc <= found[more, words].expected_auc <= 1
            assert found[k, words].evidence <= found[more, words].evidence
    assert "With 4 samples" in power.summary
    assert power.words_per_sample > 200


async def test_a_point_of_the_curve_is_what_a_score_there_goes_by(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts(ADA)[:5])
    request = pb.ScoreTextRequest(persona_id=persona_id, text=draft(ADA))
    score = (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score
    power = await curve(analyzer, persona_id, sample_counts=[5], draft_words=[score.word_count])
    assert [point.evidence for point in power.points] == [score.evidence]


async def test_a_persona_without_samples_learns_what_some_would_bring(analyzer: Analyzer) -> None:
    power = await curve(analyzer, await analyzer.persona())
    assert (power.sample_count, power.words_per_sample) == (0, 300)
    assert power.points[-1].expected_auc > 0.9
    assert power.summary.startswith("Without samples we cannot recognise the writer")


async def test_texts_of_few_others_leave_the_curve_as_is_usual(analyzer: Analyzer) -> None:
    for writer in (MARLO, SUNNIVA):
        await analyzer.persona(*posts(writer))
    power = await curve(analyzer, await analyzer.persona(*posts(ADA)))
    assert power.population_texts == 16
    assert not power.HasField("distinctiveness")
    assert all(point.expected_auc == point.usual_auc for point in power.points)
    assert "This is the average for all writers." in power.summary


async def test_samples_far_from_others_texts_raise_the_curve(analyzer: Analyzer) -> None:
    others = [*posts(MARLO), *posts(SUNNIVA)]
    for start in range(5):
        await analyzer.persona(*others[start::5])
    power = await curve(analyzer, await analyzer.persona(*posts(ADA)))
    own = power.distinctiveness
    assert (own.text_count, own.other_text_count) == (8, 16)
    assert own.separation_interval.low < own.separation <= own.separation_interval.high
    assert own.relative_distance > 1
    assert all(point.expected_auc >= point.usual_auc for point in power.points)
    assert "This voice is more distinctive than most." in power.summary


async def test_one_text_many_times_over_is_no_voice_that_is_easy_to_tell(analyzer: Analyzer) -> None:
    others = [*posts(MARLO), *posts(SUNNIVA)]
    for start in range(5):
        await analyzer.persona(*others[start::5])
    power = await curve(analyzer, await analyzer.persona(*(f"{posts(ADA)[0]} {n}" for n in range(4))))
    assert not power.HasField("distinctiveness")
    assert "at least 3 different ones" in power.summary


async def test_a_voice_like_that_of_others_is_harder_to_tell(analyzer: Analyzer) -> None:
    for start in range(1, 6):
        await analyzer.persona(*(post for writer in (ADA, MARLO, SUNNIVA) for post in posts(writer)[start::5]))
    mixed = [posts(writer)[0] for writer in (ADA, MARLO, SUNNIVA)]
    power = await curve(analyzer, await analyzer.persona(*mixed))
    assert power.distinctiveness.separation < 0.85
    assert power.distinctiveness.relative_distance < 1
    assert all(point.expected_auc <= point.usual_auc for point in power.points)
    assert "This voice is less distinctive than most." in power.summary


@pytest.mark.parametrize("asked", [{"sample_counts": [0]}, {"draft_words": [0]}, {"sample_counts": [3, 3]}])
async def test_amounts_that_make_no_sense_are_refused_by_name(analyzer: Analyzer, asked: dict[str, list[int]]) -> None:
    request = pb.PowerCurveRequest(persona_id=str(uuid.uuid4()), **asked)
    refusal = await refused(analyzer.stub.PowerCurve(request, metadata=analyzer.me))
    assert refusal.fields[0].split("[")[0] == next(iter(asked))
