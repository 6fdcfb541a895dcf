"""Adding and deleting samples: duplicates, machines' texts, and a fingerprint that forgets what is taken out."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

import pytest
from persona.analyzer.v1.analyzer_service_pb2 import ListSamplesRequest

from libs.servicekit.calls.paging import page_of
from libs.servicekit.errors import PersonaNotFound
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.text.document import Document
from services.analyzer.domain.sample import Added, Measured, NewSample, PersonaId, Provenance, Skipped
from services.analyzer.errors import FingerprintOutdated, NoSampleAdded, SampleNotFound, TextWithoutWords
from services.analyzer.use_cases.samples import SampleReader, delete_sample, expect_persona, expect_some, list_samples
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import scorer
from tests.unit.analyzer import writers
from tests.unit.analyzer.rows import NOW, Directory, MemorySamples

PERSONA = PersonaId(uuid.UUID(int=5))
FIRST, SECOND, THIRD = "The harbour lay still.", "We had coffee; it rained.", "Nobody asked why the boiler hummed."


@pytest.fixture
def rows() -> MemorySamples:
    return MemorySamples()


async def add(rows: MemorySamples, *texts: str, provenance: Provenance = Provenance.HUMAN) -> Added:
    return await writers.add(rows, PERSONA, *texts, provenance=provenance)


def of(*texts: str) -> bytes:
    """The fingerprint that these texts have."""
    first, *others = map(writers.measure, texts)
    return Fingerprint.of(first).including(others).to_bytes()


async def test_samples_are_kept_and_counted_in_the_fingerprint(rows: MemorySamples) -> None:
    added = await add(rows, FIRST, SECOND)
    assert (added.revision, added.skipped) == (1, [])
    assert [sample.word_count for sample in added.samples] == [4, 5]
    assert rows.fingerprints[PERSONA].sums == of(FIRST, SECOND)


async def test_the_order_of_additions_makes_no_difference(rows: MemorySamples) -> None:
    await add(rows, SECOND)
    await add(rows, THIRD, FIRST)
    assert rows.fingerprints[PERSONA].sums == of(FIRST, SECOND, THIRD)


async def test_a_repeated_text_is_skipped_and_names_the_sample_that_has_it(rows: MemorySamples) -> None:
    known = (await add(rows, FIRST)).samples[0].id
    added = await add(rows, SECOND, f"  {FIRST}\n", SECOND)
    assert len(added.samples) == 1
    reasons: Sequence[Skipped] = added.skipped
    assert [each.index for each in reasons] == [1, 2]
    assert [each.why.field for each in reasons] == ["samples[1].text", "samples[2].text"]
    assert [each.why.metadata["sampleId"] for each in reasons] == [str(known), str(added.samples[0].id)]


async def test_what_adds_nothing_is_no_revision(rows: MemorySamples) -> None:
    await add(rows, FIRST)
    before = rows.fingerprints[PERSONA]
    added = await add(rows, FIRST)
    assert (rows.fingerprints[PERSONA], added.revision) == (before, before.revision)
    with pytest.raises(NoSampleAdded):
        expect_some(added)


async def test_a_machines_text_is_kept_but_is_not_the_writers_voice(rows: MemorySamples) -> None:
    await add(rows, FIRST)
    added = await add(rows, SECOND, provenance=Provenance.AI)
    assert len(rows.kept) == 2
    assert rows.fingerprints[PERSONA].sums == of(FIRST)
    await delete_sample(rows, lambda: NOW, PERSONA, added.samples[0].id)
    assert rows.fingerprints[PERSONA].sums == of(FIRST)


async def test_a_deleted_sample_leaves_no_trace(rows: MemorySamples) -> None:
    added = await add(rows, FIRST, SECOND, THIRD)
    revision = await delete_sample(rows, lambda: NOW, PERSONA, added.samples[1].id)
    assert revision == added.revision + 1
    assert rows.fingerprints[PERSONA].sums == of(FIRST, THIRD)
    with pytest.raises(SampleNotFound):
        await delete_sample(rows, lambda: NOW, PERSONA, added.samples[1].id)


async def test_an_erased_persona_gets_no_samples(rows: MemorySamples) -> None:
    await add(rows, FIRST)
    await rows.erase(PERSONA, NOW)
    with pytest.raises(PersonaNotFound):
        await add(rows, SECOND)
    assert not rows.kept


async def test_an_outdated_fingerprint_is_not_changed(rows: MemorySamples) -> None:
    sample_id = (await add(rows, FIRST)).samples[0].id
    outdated = rows.fingerprints[PERSONA] = replace(rows.fingerprints[PERSONA], outdated=True)
    with pytest.raises(FingerprintOutdated):
        await add(rows, SECOND)
    with pytest.raises(FingerprintOutdated):
        await delete_sample(rows, lambda: NOW, PERSONA, sample_id)
    assert (list(rows.kept), rows.fingerprints[PERSONA]) == ([sample_id], outdated)


async def test_the_registry_is_asked_only_about_a_persona_without_samples(rows: MemorySamples) -> None:
    directory = Directory(PERSONA)
    assert await expect_persona(rows, directory, PERSONA) is None
    await add(rows, FIRST)
    assert await expect_persona(rows, directory, PERSONA) == rows.fingerprints[PERSONA]
    assert directory.asked == [PERSONA]
    with pytest.raises(PersonaNotFound):
        await expect_persona(rows, directory, PersonaId(uuid.UUID(int=6)))


async def test_an_erased_persona_is_not_found_whatever_the_registry_says(rows: MemorySamples) -> None:
    await rows.erase(PERSONA, NOW)
    with pytest.raises(PersonaNotFound):
        await expect_persona(rows, Directory(PERSONA), PERSONA)


async def test_samples_are_listed_page_by_page_from_the_newest(rows: MemorySamples) -> None:
    added = await add(rows, FIRST, SECOND, THIRD)
    request = ListSamplesRequest(persona_id=str(PERSONA), page_size=2)
    shown, request.page_token = await list_samples(rows, Directory(), PERSONA, page_of(request))
    rest, end = await list_samples(rows, Directory(), PERSONA, page_of(request))
    assert [*shown, *rest] == list(added.samples)[::-1]
    assert end == ""


class Reader:
    """Reads texts with words."""

    async def read(self, text: str, field: str) -> Document:
        if not text.strip(". "):
            raise TextWithoutWords(field)
        return document(text)


async def test_a_text_that_cannot_be_read_is_skipped_with_the_reason() -> None:
    reader = SampleReader(Reader(), lambda read: SampleMeasure.of(read, scorer().embed))
    good = await reader.read(0, NewSample(FIRST, title="good"))
    bad = await reader.read(1, NewSample("...", title="bad"))
    assert isinstance(good, Measured)
    assert (good.word_count, good.sentence_count, good.digest) == (4, 1, NewSample(FIRST).digest)
    assert isinstance(bad, Skipped)
    assert (bad.index, bad.title, bad.why.field) == (1, "bad", "samples[1].text")
