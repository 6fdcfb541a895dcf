"""What is said beside a number that means less than it seems to, over gRPC on a real database."""

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from persona.style.v1 import fingerprint_pb2, score_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.integration.analyzer.test_scores import draft, posts

ADA, MARLO = "ada-field-notes", "marlo-growth"


async def scored(analyzer: Analyzer, persona_id: str, text: str) -> score_pb2.Score:
    request = pb.ScoreTextRequest(persona_id=persona_id, text=text)
    return (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score


async def fingerprint(analyzer: Analyzer, persona_id: str) -> fingerprint_pb2.Fingerprint:
    request = pb.GetFingerprintRequest(persona_id=persona_id)
    return (await analyzer.stub.GetFingerprint(request, metadata=analyzer.me)).fingerprint


async def test_a_text_that_is_a_sample_is_scored_against_the_others(analyzer: Analyzer) -> None:
    await analyzer.persona(*posts(MARLO))
    texts = posts(ADA)
    whole, rest = await analyzer.persona(*texts), await analyzer.persona()
    score = await scored(analyzer, whole, f"  {texts[0]}\n")
    assert [caveat.kind for caveat in score.caveats] == [fingerprint_pb2.CAVEAT_KIND_TEXT_IS_SAMPLE]
    assert score.sample_count == len(texts) - 1
    ranking = pb.ScoreTextsRequest(persona_id=whole, texts=[texts[0], draft(ADA)])
    ranked = (await analyzer.stub.ScoreTexts(ranking, metadata=analyzer.me)).ranking
    by_index = {each.index: each.score for each in ranked}
    assert abs(by_index[0].match - score.match) < 1e-3
    assert by_index[0].caveats
    assert not by_index[1].caveats
    plan = pb.SuggestRepairsRequest(persona_id=whole, text=texts[0])
    assert (await analyzer.stub.SuggestRepairs(plan, metadata=analyzer.me)).plan.before.match == by_index[0].match
    assert not (await scored(analyzer, rest, texts[0])).caveats


async def test_a_sample_scores_as_if_it_had_never_been_one(analyzer: Analyzer) -> None:
    first, *others = posts(ADA)
    persona_id = await analyzer.persona(*others)
    before = await scored(analyzer, persona_id, first)
    await analyzer.add(persona_id, first)
    after = await scored(analyzer, persona_id, first)
    assert abs(after.match - before.match) < 1e-3
    assert after.sample_count == before.sample_count


async def test_the_only_sample_has_nothing_to_be_scored_against(analyzer: Analyzer) -> None:
    (first, *_) = posts(ADA)
    score = await scored(analyzer, await analyzer.persona(first), first)
    assert not score.HasField("match")
    assert "no samples" in score.evidence_note


async def test_a_machines_text_vouches_for_nothing_and_needs_no_caveat(analyzer: Analyzer) -> None:
    await analyzer.persona(*posts(MARLO))
    first, *others = posts(ADA)
    persona_id = await analyzer.persona(*others)
    machine = sample_pb2.NewSample(text=first, provenance=sample_pb2.PROVENANCE_AI)
    await analyzer.stub.AddSamples(pb.AddSamplesRequest(persona_id=persona_id, samples=[machine]), metadata=analyzer.me)
    score = await scored(analyzer, persona_id, first)
    assert not score.caveats
    assert score.sample_count == len(others)


async def test_a_number_is_qualified_until_there_are_texts_by_others(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*posts(ADA))
    short = "Only five words, no more."
    for others, kinds in ((posts(MARLO)[:2], [fingerprint_pb2.CAVEAT_KIND_REGISTER_UNKNOWN]), (posts(MARLO)[2:3], [])):
        await analyzer.persona(*others)
        score = await scored(analyzer, persona_id, draft(ADA))
        assert score.HasField("match")
        assert [caveat.kind for caveat in score.caveats] == kinds
        assert not (await scored(analyzer, persona_id, short)).caveats


async def test_a_draft_that_quotes_for_half_its_length_is_said_to(analyzer: Analyzer) -> None:
    await analyzer.persona(*posts("sunniva-kitchen"))
    persona_id = await analyzer.persona(*posts(ADA))
    own, foreign = draft(ADA), " ".join(draft(MARLO).split()).replace('"', "")
    score = await scored(analyzer, persona_id, f'{own}\n\n"{foreign}"')
    (caveat,) = score.caveats
    assert caveat.kind == fingerprint_pb2.CAVEAT_KIND_TEXT_QUOTES
    assert "of the words are in quotation marks" in caveat.message
    lines = "\n".join(f"> {line}" for line in draft(MARLO).splitlines() if line.strip())
    (caveat,) = (await scored(analyzer, persona_id, f"{own}\n\n{lines}")).caveats
    assert "of the lines are quoted" in caveat.message
    assert not (await scored(analyzer, persona_id, own)).caveats


async def test_samples_that_are_one_text_over_again_are_said_to_be(analyzer: Analyzer) -> None:
    assert not (await fingerprint(analyzer, await analyzer.persona(*posts(MARLO)))).caveats
    (first, *_) = posts(ADA)
    copies = [f"{first}\n\nNumber {number}." for number in range(6)]
    voice = await fingerprint(analyzer, await analyzer.persona(*copies))
    assert [caveat.kind for caveat in voice.caveats] == [fingerprint_pb2.CAVEAT_KIND_SAMPLES_REPEAT]


async def test_a_sample_by_somebody_else_is_said_to_stand_apart(analyzer: Analyzer) -> None:
    first, *others = posts(MARLO)
    await analyzer.persona(*posts("sunniva-kitchen"), *others)
    persona_id = await analyzer.persona(*posts(ADA))
    assert not (await fingerprint(analyzer, persona_id)).caveats
    (foreign,) = (await analyzer.add(persona_id, first)).samples
    (caveat,) = (await fingerprint(analyzer, persona_id)).caveats
    assert caveat.kind == fingerprint_pb2.CAVEAT_KIND_SAMPLE_STANDS_APART
    assert list(caveat.sample_ids) == [foreign.id]


async def test_samples_of_two_people_are_said_to_fall_into_two_groups(analyzer: Analyzer) -> None:
    await analyzer.persona(*posts("sunniva-kitchen"))
    persona_id = await analyzer.persona(*posts(ADA)[:5])
    theirs = (await analyzer.add(persona_id, *posts("marlo-growth")[:3])).samples
    (caveat,) = (
        each
        for each in (await fingerprint(analyzer, persona_id)).caveats
        if each.kind == fingerprint_pb2.CAVEAT_KIND_SAMPLES_DIVIDED
    )
    assert set(caveat.sample_ids) == {sample.id for sample in theirs}
    assert "two groups, of 5 and 3" in caveat.message


async def test_of_two_samples_neither_is_said_to_be_the_odd_one(analyzer: Analyzer) -> None:
    await analyzer.persona(*posts("sunniva-kitchen"))
    persona_id = await analyzer.persona("Short, this one.", "Nor is this any longer, I fear!")
    assert not (await fingerprint(analyzer, persona_id)).caveats
