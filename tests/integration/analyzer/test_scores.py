"""Analyses and scores, over gRPC on a real database."""

import math
from pathlib import Path

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.style.v1 import fingerprint_pb2, metric_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.support.rpc import refused
from tests.support.stack import REPOSITORY

DEMO = REPOSITORY / "demo"
WRITERS = ("ada-field-notes", "marlo-growth", "sunniva-kitchen")
GERMAN = "Der Hund lief gestern durch den Garten, weil er dort eine Katze gesehen hatte. Sie war schnell."


def posts(writer: str) -> list[str]:
    return [path.read_text() for path in sorted((DEMO / writer / "posts").glob("*.md"))]


def draft(writer: str) -> str:
    return Path(DEMO / writer / "draft.md").read_text()


async def test_draft_by_the_writer_scores_above_drafts_by_others(analyzer: Analyzer) -> None:
    for writer in WRITERS:
        persona_id = await analyzer.persona(*posts(writer))
        request = pb.ScoreTextsRequest(persona_id=persona_id, texts=[draft(each) for each in WRITERS])
        ranking = (await analyzer.stub.ScoreTexts(request, metadata=analyzer.me)).ranking
        assert WRITERS[ranking[0].index] == writer
        matches = [ranked.score.match for ranked in ranking]
        assert matches == sorted(matches, reverse=True)


async def test_score_explains_itself_with_places_in_the_text(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    text = draft("marlo-growth")
    answer = await analyzer.stub.ScoreText(pb.ScoreTextRequest(persona_id=persona_id, text=text), metadata=analyzer.me)
    score = answer.score
    assert 0 <= score.interval.low <= score.match <= score.interval.high <= 100
    assert score.probability == pytest.approx(score.match / 100)
    assert score.evidence >= fingerprint_pb2.EVIDENCE_LEVEL_WEAK
    assert score.deviations
    for deviation in score.deviations:
        assert deviation.summary
        assert not deviation.target.p10 <= deviation.value <= deviation.target.p90
    spans = [span for deviation in score.deviations for span in deviation.spans]
    spans += [sentence.span for sentence in score.sentences]
    assert spans
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert sum(part.log_odds for part in score.contributions) != 0


async def test_sentences_cover_the_words_in_order(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    text = draft("ada-field-notes")
    score = (
        await analyzer.stub.ScoreText(pb.ScoreTextRequest(persona_id=persona_id, text=text), metadata=analyzer.me)
    ).score
    covered = " ".join(text[sentence.span.start : sentence.span.end] for sentence in score.sentences)
    assert covered.split() == text.split()


async def test_details_are_left_out_if_they_are_not_wanted(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes"))
    request = pb.ScoreTextRequest(persona_id=persona_id, text=draft("ada-field-notes"), omit_details=True)
    score = (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score
    assert (score.HasField("match"), len(score.deviations), len(score.sentences)) == (True, 0, 0)


@pytest.mark.parametrize(("samples", "text"), [(0, 300), (1, 3), (8, 3)])
async def test_too_little_evidence_gives_no_number_but_a_reason(analyzer: Analyzer, samples: int, text: int) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:samples])
    words = " ".join(draft("ada-field-notes").split()[5 : 5 + text])
    score = (
        await analyzer.stub.ScoreText(pb.ScoreTextRequest(persona_id=persona_id, text=words), metadata=analyzer.me)
    ).score
    assert score.evidence == fingerprint_pb2.EVIDENCE_LEVEL_INSUFFICIENT
    assert not score.HasField("match")
    assert not score.HasField("interval")
    assert score.evidence_note


async def test_score_follows_the_samples_at_once(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:4])
    request = pb.ScoreTextRequest(persona_id=persona_id, text=draft("ada-field-notes"))
    before = (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score
    await analyzer.add(persona_id, *posts("ada-field-notes")[4:])
    after = (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score
    assert (before.sample_count, after.sample_count) == (4, 8)
    assert after.fingerprint_revision == before.fingerprint_revision + 1
    assert after.match != before.match


@pytest.mark.parametrize(("text", "reason"), [(GERMAN, "LANGUAGE_UNSUPPORTED"), ("?!", "TEXT_WITHOUT_WORDS")])
async def test_text_that_cannot_be_measured_is_refused_by_place(analyzer: Analyzer, text: str, reason: str) -> None:
    persona_id = await analyzer.persona(*posts("ada-field-notes")[:2])
    score = analyzer.stub.ScoreText(pb.ScoreTextRequest(persona_id=persona_id, text=text), metadata=analyzer.me)
    refusal = await refused(score)
    assert (refusal.code, refusal.reason, refusal.fields) == ("INVALID_ARGUMENT", reason, ("text",))
    analysis = analyzer.stub.AnalyzeText(pb.AnalyzeTextRequest(text=text), metadata=analyzer.me)
    assert (await refused(analysis)).reason == reason
    ranking = pb.ScoreTextsRequest(persona_id=persona_id, texts=[draft("ada-field-notes"), text])
    assert (await refused(analyzer.stub.ScoreTexts(ranking, metadata=analyzer.me))).fields == ("texts[1]",)


async def test_analysis_has_every_metric_of_the_catalogue_or_says_why_not(analyzer: Analyzer) -> None:
    catalogue = (await analyzer.stub.ListMetrics(pb.ListMetricsRequest(), metadata=analyzer.me)).metrics
    request = pb.AnalyzeTextRequest(text=draft("marlo-growth"), include_spans=True)
    analysis = await analyzer.stub.AnalyzeText(request, metadata=analyzer.me)
    assert [each.metric_id for each in analysis.measurements] == [metric.id for metric in catalogue]
    for measurement in analysis.measurements:
        assert measurement.HasField("value") != bool(measurement.absent_reason), measurement.metric_id
        assert math.isfinite(measurement.value)
    assert len(catalogue) >= 80


async def test_analysis_of_one_family_has_that_family_alone(analyzer: Analyzer) -> None:
    tone = metric_pb2.METRIC_FAMILY_TONE
    request = pb.AnalyzeTextRequest(text=draft("marlo-growth"), families=[tone])
    analysis = await analyzer.stub.AnalyzeText(request, metadata=analyzer.me)
    assert {measurement.family for measurement in analysis.measurements} == {tone}


async def test_analysis_reads_as_far_as_the_families_need(analyzer: Analyzer) -> None:
    for family, reading in (
        (metric_pb2.METRIC_FAMILY_READABILITY, metric_pb2.READING_TOKENS),
        (metric_pb2.METRIC_FAMILY_COHESION, metric_pb2.READING_TAGS),
        (metric_pb2.METRIC_FAMILY_SYNTAX, metric_pb2.READING_PARSE),
    ):
        request = pb.AnalyzeTextRequest(text=draft("marlo-growth"), families=[family])
        analysis = await analyzer.stub.AnalyzeText(request, metadata=analyzer.me)
        assert analysis.reading == reading


async def test_analysis_that_may_not_parse_says_so_of_what_a_parse_tells(analyzer: Analyzer) -> None:
    text = "The report was written by the committee. Nobody had read it."
    deep = await analyzer.stub.AnalyzeText(pb.AnalyzeTextRequest(text=text, include_spans=True), metadata=analyzer.me)
    passives = {each.metric_id: each for each in deep.measurements}["passive_rate"]
    assert passives.value > 0
    assert [text[span.start : span.end] for span in passives.spans] == ["written"]
    request = pb.AnalyzeTextRequest(text=text, deepest_reading=metric_pb2.READING_TAGS)
    shallow = await analyzer.stub.AnalyzeText(request, metadata=analyzer.me)
    found = {each.metric_id: each for each in shallow.measurements}
    assert found["passive_rate"].absent_reason == "needs syntax, which the text was not read for"
    assert found["past_tense"].value == {each.metric_id: each for each in deep.measurements}["past_tense"].value
    assert shallow.reading == metric_pb2.READING_TAGS


async def test_values_lie_within_the_ranges_of_the_catalogue(analyzer: Analyzer) -> None:
    catalogue = (await analyzer.stub.ListMetrics(pb.ListMetricsRequest(), metadata=analyzer.me)).metrics
    ranges = {metric.id: metric for metric in catalogue}
    for writer in WRITERS:
        analysis = await analyzer.stub.AnalyzeText(pb.AnalyzeTextRequest(text=draft(writer)), metadata=analyzer.me)
        for measurement in analysis.measurements:
            metric = ranges[measurement.metric_id]
            if measurement.HasField("value"):
                assert not metric.HasField("lowest") or measurement.value >= metric.lowest - 1e-9, metric.id
                assert not metric.HasField("highest") or measurement.value <= metric.highest + 1e-9, metric.id


async def test_very_long_text_is_measured_in_time(analyzer: Analyzer) -> None:
    text = " ".join(posts("ada-field-notes") * 20)[:200_000]
    analysis = await analyzer.stub.AnalyzeText(pb.AnalyzeTextRequest(text=text), metadata=analyzer.me, timeout=20)
    assert analysis.word_count > 25_000
