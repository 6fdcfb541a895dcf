"""Reports of fingerprints: the writer's own expressions, and the reliability of each trait."""

from collections.abc import Sequence

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from persona.style.v1 import fingerprint_pb2, metric_pb2

from libs.stylometry.profile.statements import STATEMENT_OF
from tests.integration.analyzer.samples import Analyzer
from tests.support.stack import REPOSITORY

POSTS = [path.read_text() for path in sorted((REPOSITORY / "demo/ada-field-notes/posts").glob("*.md"))]
HABIT = "By and large, one manages somehow."
OWN = [f"{post}\n\n{HABIT}\n" for post in POSTS]


def samples(
    texts: Sequence[str], *, source: str = "", retain: bool = True, ai: bool = False
) -> list[sample_pb2.NewSample]:
    provenance = sample_pb2.PROVENANCE_AI if ai else sample_pb2.PROVENANCE_HUMAN
    return [sample_pb2.NewSample(text=t, source=source, retain_text=retain, provenance=provenance) for t in texts]


async def fingerprint(
    analyzer: Analyzer, persona_id: str, *new: sample_pb2.NewSample, unreliable: bool = False
) -> fingerprint_pb2.Fingerprint:
    """The voice after adding samples."""
    if new:
        await analyzer.stub.AddSamples(pb.AddSamplesRequest(persona_id=persona_id, samples=new), metadata=analyzer.me)
    request = pb.GetFingerprintRequest(persona_id=persona_id, include_unreliable=unreliable)
    return (await analyzer.stub.GetFingerprint(request, metadata=analyzer.me)).fingerprint


def statements(metrics: Sequence[str]) -> list[tuple[str, ...]]:
    """The statement of each metric; one that belongs to none is its own."""
    return [STATEMENT_OF[id_].metrics if id_ in STATEMENT_OF else (id_,) for id_ in metrics]


def habit(voice: fingerprint_pb2.Fingerprint) -> fingerprint_pb2.SignatureExpression | None:
    return next((each for each in voice.signature if each.text.startswith("By and large")), None)


async def test_a_habit_is_told_with_places_in_the_stored_texts(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(OWN[:5]))
    found = habit(voice)
    assert found is not None
    assert (found.count, found.sample_count, found.source_count) == (5, 5, 1)
    assert found.z > 4
    assert found.usual_rate < found.rate
    assert len({place.sample_id for place in found.places}) == 3
    for place in found.places:
        request = pb.GetSampleRequest(persona_id=persona_id, sample_id=place.sample_id)
        text = (await analyzer.stub.GetSample(request, metadata=analyzer.me)).sample.text
        assert text[place.span.start : place.span.end] == found.text
    assert (voice.signature_sample_count, voice.signature_note) == (5, "")


async def test_texts_that_were_not_retained_have_no_expressions_and_it_is_said_why(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(OWN[:5], retain=False), *samples(OWN[5:7]))
    assert list(voice.signature) == []
    assert voice.signature_sample_count == 2
    assert "of 7 samples, 2 kept the text" in voice.signature_note
    assert voice.traits


async def test_texts_by_a_machine_are_no_habit_of_the_writer(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(POSTS[:4]), *samples(OWN[4:8], ai=True))
    assert habit(voice) is None
    assert voice.signature_sample_count == 4


async def test_what_one_of_several_sources_has_alone_is_no_habit(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(OWN[:4], source="a"), *samples(POSTS[4:6], source="b"))
    assert habit(voice) is None
    voice = await fingerprint(analyzer, persona_id, *samples(OWN[6:8], source="b"))
    found = habit(voice)
    assert found is not None
    assert found.source_count == 2


async def test_deleting_samples_takes_their_habit_away(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*POSTS[:4])
    added = (await analyzer.add(persona_id, *OWN[4:8])).samples
    assert habit(await fingerprint(analyzer, persona_id)) is not None
    for sample in added[:2]:
        request = pb.DeleteSampleRequest(persona_id=persona_id, sample_id=sample.id)
        await analyzer.stub.DeleteSample(request, metadata=analyzer.me)
    assert habit(await fingerprint(analyzer, persona_id)) is None


async def test_texts_of_other_personas_and_tenants_are_no_part_of_it(analyzer: Analyzer) -> None:
    await analyzer.persona(*OWN[:4])
    persona_id = await analyzer.persona(*POSTS[4:])
    theirs = pb.AddSamplesRequest(persona_id=persona_id, samples=samples(OWN[:4]))
    call = analyzer.stub.AddSamples(theirs, metadata=analyzer.stranger)
    assert (await call.code()).name == "NOT_FOUND"
    voice = await fingerprint(analyzer, persona_id)
    assert habit(voice) is None
    listed = await analyzer.stub.ListSamples(pb.ListSamplesRequest(persona_id=persona_id), metadata=analyzer.me)
    own = {sample.id for sample in listed.samples}
    assert {place.sample_id for each in voice.signature for place in each.places} <= own


async def test_traits_that_are_more_chance_than_writer_are_shown_on_request_alone(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona(*POSTS[:4])
    voice = await fingerprint(analyzer, persona_id)
    everything = await fingerprint(analyzer, persona_id, unreliable=True)
    assert voice.unreliable_trait_count > 0
    assert everything.unreliable_trait_count == 0
    assert len(everything.traits) == len(voice.traits) + voice.unreliable_trait_count
    assert all(trait.reliability >= 0.5 for trait in voice.traits if trait.HasField("reliability"))
    assert any(trait.reliability < 0.5 for trait in everything.traits)


async def test_the_basis_of_a_reliability_names_how_many_sources_it_rests_on(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    expected = {
        (POSTS[0], "a"): "",
        (POSTS[1], "a"): "within one source",
        (POSTS[2], "b"): "across 2 sources",
        (POSTS[3], ""): "across 3 sources",
    }
    for (text, source), basis in expected.items():
        voice = await fingerprint(analyzer, persona_id, *samples([text], source=source))
        assert {trait.reliability_basis for trait in voice.traits if trait.HasField("reliability")} == {basis}


async def test_what_differs_between_sources_is_less_reliable_than_within_one(analyzer: Analyzer) -> None:
    loud = [text.replace(";", "!").replace(",", " -") for text in POSTS]
    reliable: dict[str, float] = {}
    for name, sources in {"one": ("a", "a"), "two": ("a", "b")}.items():
        persona_id = await analyzer.persona()
        new = [*samples(POSTS[:4], source=sources[0]), *samples(loud[4:8], source=sources[1])]
        traits = (await fingerprint(analyzer, persona_id, *new, unreliable=True)).traits
        reliable[name] = next(trait.reliability for trait in traits if trait.metric_id == "comma_rate")
    assert reliable["two"] < reliable["one"] - 0.05


async def test_the_first_traits_are_different_statements_and_none_is_a_formula(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(POSTS))
    first = voice.traits[:40]
    shown = statements([trait.metric_id for trait in first])
    assert len(set(shown)) == len(shown)
    assert not any(
        trait.name in trait.summary for trait in first if trait.family == metric_pb2.METRIC_FAMILY_READABILITY
    )
    (length,) = (trait for trait in first if trait.metric_id == "sent_len_mean")
    assert length.summary.startswith("Your sentences are long")
    assert f"{length.band.median:.0f} words on average, others {length.usual.median:.0f}; Flesch" in length.summary


async def test_all_measures_of_a_statement_are_there_after_the_statements(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(POSTS), unreliable=True)
    ids = [trait.metric_id for trait in voice.traits]
    assert len(ids) == len(set(ids))
    assert {"fre", "eflaw", "lix", "sent_len_p90"} <= set(ids[40:])
    assert all(trait.summary for trait in voice.traits)
    assert voice.unreliable_trait_count == 0


async def test_of_one_sample_no_two_sentences_are_one_statement(analyzer: Analyzer) -> None:
    persona_id = await analyzer.persona()
    voice = await fingerprint(analyzer, persona_id, *samples(POSTS[:1]))
    shown = statements([trait.metric_id for trait in voice.traits if trait.summary])
    assert len(set(shown)) == len(shown)
    assert len(shown) < len(voice.traits)
