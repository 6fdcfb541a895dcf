"""Reading a persona's fingerprint once for each revision."""

from dataclasses import replace

import pytest

from libs.servicekit.errors import PersonaNotFound
from services.analyzer.errors import FingerprintOutdated
from services.analyzer.use_cases.load_fingerprints import FingerprintLoader
from tests.support.stylometry_scoring import posts
from tests.unit.analyzer.cached import OTHER, PERSONA, Cached
from tests.unit.analyzer.rows import NOW, Directory
from tests.unit.analyzer.writers import add

ADA, MARLO = posts()["ada-field-notes"], posts()["marlo-growth"]


async def test_a_persona_without_samples_has_an_empty_fingerprint(cached: Cached) -> None:
    loaded = await cached.load()
    assert (loaded.revision, loaded.enrolment.n_samples, loaded.state) == (0, 0, None)
    assert (cached.directory.asked, cached.work.reads) == ([PERSONA], 0)


async def test_a_revision_is_read_once(cached: Cached) -> None:
    await add(cached.rows, PERSONA, *ADA[:2])
    first = await cached.load()
    assert await cached.load() is first
    assert (first.enrolment.n_samples, cached.work.reads, cached.directory.asked) == (2, 1, [])
    await add(cached.rows, PERSONA, ADA[2])
    assert (await cached.load()).enrolment.n_samples == 3
    assert cached.work.reads == 2


async def test_samples_of_another_persona_are_another_population(cached: Cached) -> None:
    await add(cached.rows, PERSONA, *ADA[:2])
    alone = await cached.load()
    await add(cached.rows, OTHER, *MARLO[:3])
    beside = await cached.load()
    assert (alone.enrolment.register.writers, beside.enrolment.register.writers) == (0, 1)


async def test_a_forgotten_persona_is_read_again(cached: Cached) -> None:
    await add(cached.rows, PERSONA, ADA[0])
    first = await cached.load()
    cached.cache.forget(PERSONA)
    assert await cached.load() is not first


async def test_texts_that_are_samples_are_recognised(cached: Cached) -> None:
    added = await add(cached.rows, PERSONA, ADA[0])
    digest = cached.rows.kept[added.samples[0].id][1].digest
    _, samples = await cached.cache.with_samples(cached.work, cached.directory, PERSONA, [digest, b"another"])
    assert samples == {digest}


async def test_an_erased_persona_is_not_found(cached: Cached) -> None:
    await add(cached.rows, PERSONA, ADA[0])
    await cached.rows.erase(PERSONA, NOW)
    with pytest.raises(PersonaNotFound):
        await cached.load()


async def test_a_fingerprint_of_other_definitions_is_not_loaded(cached: Cached) -> None:
    await add(cached.rows, PERSONA, ADA[0])
    cached.rows.fingerprints[PERSONA] = replace(cached.rows.fingerprints[PERSONA], outdated=True)
    with pytest.raises(FingerprintOutdated):
        await cached.load()


async def test_a_persona_that_the_registry_does_not_know_is_not_found(cached: Cached) -> None:
    elsewhere = FingerprintLoader(cached.cache, cached.work, Directory())
    with pytest.raises(PersonaNotFound):
        await elsewhere.load(PERSONA)
