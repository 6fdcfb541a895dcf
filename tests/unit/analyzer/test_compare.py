"""Fingerprints compared pair by pair."""

from libs.stylometry.score.scorer import Draft
from services.analyzer.domain.comparison import Comparison
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.use_cases.compare import compare_voices
from tests.support.stylometry_scoring import posts, scorer
from tests.unit.analyzer.cached import OTHER, PERSONA, Cached
from tests.unit.analyzer.writers import add, measure

ADA, MARLO = posts()["ada-field-notes"], posts()["marlo-growth"]


async def compare(cached: Cached, limit: int = 0, **writers: list[str]) -> list[Comparison]:
    """One persona for each writer, in this order."""
    voices: list[LoadedFingerprint] = []
    for persona_id, texts in zip((PERSONA, OTHER), writers.values(), strict=True):
        await add(cached.rows, persona_id, *texts)
        voices.append(await cached.load(persona_id))
    drafts = [[Draft(measure(text).style, len(text.split())) for text in texts] for texts in writers.values()]
    return compare_voices(scorer(), voices, drafts, limit)


async def test_two_writers_are_distinguished_and_differ_in_named_metrics(cached: Cached) -> None:
    (found,) = await compare(cached, ada=ADA, marlo=MARLO)
    assert found.separation is not None
    assert found.separation.auc > 0.9
    assert (found.texts, found.other_texts) == (8, 8)
    assert {difference.band.metric for difference in found.differences} >= {"semicolon_rate"}


async def test_halves_of_one_writer_are_distinguished_less(cached: Cached) -> None:
    (found,) = await compare(cached, first=ADA[:4], second=ADA[4:])
    assert found.separation is None or found.separation.auc < 0.9


async def test_too_few_texts_give_differences_but_no_figure(cached: Cached) -> None:
    (found,) = await compare(cached, ada=ADA[:2], marlo=MARLO[:2])
    assert found.separation is None


async def test_the_number_of_differences_can_be_chosen(cached: Cached) -> None:
    (found,) = await compare(cached, 2, ada=ADA, marlo=MARLO)
    assert len(found.differences) == 2
