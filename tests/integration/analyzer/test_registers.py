"""A score counts texts of the tenant's other personas as its population, over gRPC on a real database."""

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona.analyzer.v1 import sample_pb2
from persona.registry.v1 import registry_service_pb2
from persona.style.v1 import score_pb2

from tests.integration.analyzer.samples import Analyzer
from tests.integration.analyzer.test_scores import draft, posts

ADA, MARLO, SUNNIVA = "ada-field-notes", "marlo-growth", "sunniva-kitchen"
SHIPPED = ("shipped", 0)


def population(score: score_pb2.Score) -> tuple[str, int]:
    return score.population, score.population_texts


async def scored(analyzer: Analyzer, persona_id: str, text: str = draft(ADA)) -> score_pb2.Score:
    request = pb.ScoreTextRequest(persona_id=persona_id, text=text)
    return (await analyzer.stub.ScoreText(request, metadata=analyzer.me)).score


def without_revision(score: score_pb2.Score) -> score_pb2.Score:
    score.population_revision = 0
    return score


async def test_texts_of_other_personas_are_the_population_from_the_next_score_on(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    before = await scored(analyzer, ada)
    assert population(before) == SHIPPED
    marlo = await analyzer.persona(*posts(MARLO)[:5])
    after = await scored(analyzer, ada)
    assert population(after) == ("tenant", 5)
    assert after.match != before.match
    await analyzer.add(marlo, *posts(MARLO)[5:])
    assert population(await scored(analyzer, ada)) == ("tenant", len(posts(MARLO)))
    assert population(await scored(analyzer, marlo)) == ("tenant", len(posts(ADA)))


async def test_text_that_another_persona_could_have_written_scores_lower_once_that_persona_is_known(
    analyzer: Analyzer,
) -> None:
    ada = await analyzer.persona(*posts(ADA))
    await analyzer.persona(*posts(SUNNIVA))
    before = await scored(analyzer, ada, draft(MARLO))
    await analyzer.persona(*posts(MARLO))
    assert (await scored(analyzer, ada, draft(MARLO))).match < before.match


async def test_what_is_deleted_leaves_no_trace_in_the_scores_of_others(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    before = await scored(analyzer, ada)
    marlo = await analyzer.persona()
    added = (await analyzer.add(marlo, *posts(MARLO)[:3])).samples
    for left, sample in enumerate(reversed(added)):
        assert population(await scored(analyzer, ada)) == ("tenant", len(added) - left)
        request = pb.DeleteSampleRequest(persona_id=marlo, sample_id=sample.id)
        await analyzer.stub.DeleteSample(request, metadata=analyzer.me)
    after = await scored(analyzer, ada)
    assert after.population_revision > before.population_revision
    assert without_revision(after) == without_revision(before)


async def test_another_tenants_personas_are_nobody(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    before = await scored(analyzer, ada)
    create = registry_service_pb2.CreatePersonaRequest(display_name="Theirs")
    theirs = (await analyzer.registry.CreatePersona(create, metadata=analyzer.stranger)).persona.id
    request = pb.AddSamplesRequest(persona_id=theirs, samples=[{"text": text} for text in posts(MARLO)])
    await analyzer.stub.AddSamples(request, metadata=analyzer.stranger)
    assert await scored(analyzer, ada) == before


async def test_copy_of_a_persona_is_no_other_writer(analyzer: Analyzer) -> None:
    ada = await analyzer.persona(*posts(ADA))
    before = await scored(analyzer, ada)
    await analyzer.persona(*posts(ADA))
    assert without_revision(await scored(analyzer, ada)) == without_revision(before)


@pytest.mark.parametrize(
    ("provenance", "counted"), [(sample_pb2.PROVENANCE_AI, SHIPPED), (sample_pb2.PROVENANCE_AI_ASSISTED, ("tenant", 8))]
)
async def test_machine_texts_are_no_population(
    analyzer: Analyzer, provenance: sample_pb2.Provenance.ValueType, counted: tuple[str, int]
) -> None:
    ada, other = await analyzer.persona(*posts(ADA)), await analyzer.persona()
    samples = [sample_pb2.NewSample(text=text, provenance=provenance) for text in posts(MARLO)]
    await analyzer.stub.AddSamples(pb.AddSamplesRequest(persona_id=other, samples=samples), metadata=analyzer.me)
    assert population(await scored(analyzer, ada)) == counted


async def test_population_stays_small_however_much_others_write_and_no_persona_crowds_out_another(
    analyzer: Analyzer,
) -> None:
    ada = await analyzer.persona(*posts(ADA))
    sentences = [sentence for post in posts(SUNNIVA) for sentence in post.split(". ") if len(sentence.split()) > 5]
    sunniva = await analyzer.persona()
    few = [f"{one}. {other}." for one in sentences[:20] for other in sentences[20:36]]
    for start in range(0, len(few), 100):
        await analyzer.add(sunniva, *few[start : start + 100])
    assert population(await scored(analyzer, ada)) == ("tenant", 256)
    await analyzer.persona(*posts(MARLO))
    assert population(await scored(analyzer, ada)) == ("tenant", 128 + 8)
