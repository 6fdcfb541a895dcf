"""Add, read and delete samples; keep the fingerprint that is their sum."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from libs.servicekit.calls.paging import Page
from libs.servicekit.clock import Clock
from libs.servicekit.database.identifiers import uuid7
from libs.servicekit.errors import PersonaNotFound
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.text.document import Document
from services.analyzer.domain.fingerprint import StoredFingerprint
from services.analyzer.domain.sample import Added, Measured, NewSample, PersonaId, Sample, SampleId, Skipped
from services.analyzer.errors import NoSampleAdded, SampleDuplicate, SampleUnusable
from services.analyzer.ports import PersonaDirectory, SampleRows
from services.analyzer.use_cases.reader import Reader


@dataclass(frozen=True, slots=True)
class SampleReader:
    """Measures new samples, before and outside of any transaction."""

    reader: Reader
    measure: Callable[[Document], SampleMeasure]

    async def read(self, index: int, new: NewSample) -> Measured | Skipped:
        """The measured sample, or the reason why it cannot be used."""
        try:
            document = await self.reader.read(new.text, f"samples[{index}].text")
        except SampleUnusable as why:
            return Skipped(index, new.title, why)
        measure = self.measure(document)
        return Measured(SampleId(uuid7()), index, new, new.digest, measure, len(document.words), document.sentences)

    async def read_all(self, samples: Sequence[NewSample]) -> list[Measured | Skipped]:
        """Measures samples in order."""
        return [await self.read(index, sample) for index, sample in enumerate(samples)]


async def keep_samples(
    rows: SampleRows, clock: Clock, persona_id: PersonaId, read: Sequence[Measured | Skipped]
) -> Added:
    """Stores measured samples and adds them to the fingerprint, in one go. Raises PersonaNotFound if it was erased."""
    now = clock()
    state = await rows.fingerprint_for_change(persona_id, now)
    if state.erased:
        raise PersonaNotFound(persona_id)
    state.expect_current()
    fresh, skipped = await _without_duplicates(rows, persona_id, read)
    if not fresh:
        return Added((), skipped, state.revision)
    pairs = [(_sample(persona_id, each, now), each) for each in fresh]
    await rows.insert_samples(persona_id, pairs)
    counted = [measured.measure for sample, measured in pairs if sample.counts_for_fingerprint]
    # On another thread: thousands of samples take a second.
    fingerprint = await asyncio.to_thread(including, state.sums, counted)
    await rows.update_fingerprint(state.changed(fingerprint, now))
    return Added([sample for sample, _ in pairs], skipped, state.revision + 1)


def expect_some(added: Added) -> Added:
    """Raises NoSampleAdded, with every reason, if every sample was skipped."""
    if not added.samples:
        raise NoSampleAdded([each.why for each in added.skipped])
    return added


async def list_samples(
    rows: SampleRows, directory: PersonaDirectory, persona_id: PersonaId, page: Page
) -> tuple[Sequence[Sample], str]:
    """A page of samples, the newest first, and the token of the next page. Raises PersonaNotFound."""
    await expect_persona(rows, directory, persona_id)
    return page.cut(await rows.samples(persona_id, page))


async def delete_sample(rows: SampleRows, clock: Clock, persona_id: PersonaId, sample_id: SampleId) -> int:
    """Deletes a sample, removes it from the fingerprint, and returns the new revision. Raises SampleNotFound."""
    now = clock()
    state = await rows.fingerprint_for_change(persona_id, now)
    state.expect_current()
    sample, measure = await rows.take_sample(persona_id, sample_id)
    counted = measure if sample.counts_for_fingerprint else None
    remaining = (Fingerprint.from_bytes(state.sums) - Fingerprint.of(counted)).to_bytes() if counted else state.sums
    await rows.update_fingerprint(state.changed(remaining, now))
    return state.revision + 1


def including(stored: bytes, samples: Sequence[SampleMeasure]) -> bytes:
    """The stored fingerprint with more samples."""
    if not samples:
        return stored
    fingerprint = Fingerprint.from_bytes(stored) if stored else Fingerprint.empty(samples[0].style.size)
    return fingerprint.including(samples).to_bytes()


async def expect_persona(
    rows: SampleRows, directory: PersonaDirectory, persona_id: PersonaId
) -> StoredFingerprint | None:
    """The fingerprint of a persona that exists. A persona with samples needs no request to the registry."""
    state = await rows.fingerprint(persona_id)
    if state is None:
        await directory.expect(persona_id)
    elif state.erased:
        raise PersonaNotFound(persona_id)
    return state


async def _without_duplicates(
    rows: SampleRows, persona_id: PersonaId, read: Sequence[Measured | Skipped]
) -> tuple[list[Measured], list[Skipped]]:
    skipped = [each for each in read if isinstance(each, Skipped)]
    measured = [each for each in read if isinstance(each, Measured)]
    known = dict(await rows.sample_ids(persona_id, [each.digest for each in measured]))
    fresh: list[Measured] = []
    for each in measured:
        repeated = known.get(each.digest)
        if repeated is None:
            known[each.digest] = each.id
            fresh.append(each)
        else:
            why = SampleDuplicate(f"samples[{each.index}].text", repeated)
            skipped.append(Skipped(each.index, each.new.title, why))
    return fresh, sorted(skipped, key=lambda each: each.index)


def _sample(persona_id: PersonaId, measured: Measured, now: datetime) -> Sample:
    new = measured.new
    return Sample(
        id=measured.id,
        persona_id=persona_id,
        title=new.title,
        source=new.source,
        provenance=new.provenance,
        word_count=measured.word_count,
        sentence_count=measured.sentence_count,
        text_retained=new.retain_text,
        create_time=now,
    )
