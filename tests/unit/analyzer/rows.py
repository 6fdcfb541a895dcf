"""The analyzer's rows of samples in dictionaries, for its use cases."""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

from libs.servicekit.calls.paging import Page
from libs.servicekit.errors import PersonaNotFound
from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.domain.fingerprint import StoredFingerprint
from services.analyzer.domain.sample import Measured, PersonaId, Sample, SampleContent, SampleId
from services.analyzer.errors import SampleNotFound

DEFINITIONS = "those in force"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


class MemorySamples:
    """SampleRows of one tenant."""

    def __init__(self) -> None:
        self.fingerprints: dict[PersonaId, StoredFingerprint] = {}
        self.kept: dict[SampleId, tuple[Sample, Measured]] = {}

    async def fingerprint(self, persona_id: PersonaId) -> StoredFingerprint | None:
        return self.fingerprints.get(persona_id)

    async def fingerprint_for_change(self, persona_id: PersonaId, now: datetime) -> StoredFingerprint:
        empty = StoredFingerprint(persona_id, 0, b"", now, DEFINITIONS, outdated=False, erased=False)
        return self.fingerprints.setdefault(persona_id, empty)

    async def update_fingerprint(self, state: StoredFingerprint) -> None:
        self.fingerprints[state.persona_id] = state

    async def sample(self, persona_id: PersonaId, sample_id: SampleId) -> Sample:
        return self._found(persona_id, sample_id)[0]

    async def samples(self, persona_id: PersonaId, page: Page) -> Sequence[Sample]:
        own = sorted(self._of(persona_id), key=lambda sample: sample.id, reverse=True)
        return [sample for sample in own if page.before is None or sample.id < page.before][: page.limit]

    async def sample_ids(self, persona_id: PersonaId, digests: Collection[bytes]) -> Mapping[bytes, SampleId]:
        own = {measured.digest: sample.id for sample, measured in self.kept.values() if sample.persona_id == persona_id}
        return {digest: own[digest] for digest in digests if digest in own}

    async def insert_samples(self, persona_id: PersonaId, new: Sequence[tuple[Sample, Measured]]) -> None:
        self.kept.update({sample.id: (sample, measured) for sample, measured in new})

    async def take_sample(self, persona_id: PersonaId, sample_id: SampleId) -> tuple[Sample, SampleMeasure | None]:
        sample, measured = self._found(persona_id, sample_id)
        del self.kept[sample_id]
        return sample, measured.measure if sample.counts_for_fingerprint else None

    async def erase(self, persona_id: PersonaId, now: datetime) -> int:
        own = self._of(persona_id)
        for sample in own:
            del self.kept[sample.id]
        state = await self.fingerprint_for_change(persona_id, now)
        self.fingerprints[persona_id] = replace(state, sums=b"", erased=True)
        return len(own)

    async def sample_heads(self, persona_id: PersonaId, size: int, limit: int) -> Sequence[tuple[bytes, int]]:
        raise NotImplementedError

    async def sample_contents(self, persona_id: PersonaId, limit: int, characters: int) -> Sequence[SampleContent]:
        raise NotImplementedError

    async def register_revision(self) -> int:
        return sum(state.revision for state in self.fingerprints.values())

    async def register_heads(self, persona_id: PersonaId, size: int) -> Sequence[tuple[PersonaId, bytes]]:
        others = [pair for pair in self.kept.values() if pair[0].persona_id != persona_id]
        return [(sample.persona_id, measured.measure.to_bytes()[:size]) for sample, measured in others]

    def _of(self, persona_id: PersonaId) -> list[Sample]:
        return [sample for sample, _ in self.kept.values() if sample.persona_id == persona_id]

    def _found(self, persona_id: PersonaId, sample_id: SampleId) -> tuple[Sample, Measured]:
        if sample_id not in self.kept or self.kept[sample_id][0].persona_id != persona_id:
            raise SampleNotFound(sample_id)
        return self.kept[sample_id]


class Work:
    """Reads the rows, and counts how often."""

    def __init__(self, rows: MemorySamples) -> None:
        self._rows = rows
        self.reads = 0

    @asynccontextmanager
    async def read(self) -> AsyncIterator[MemorySamples]:
        self.reads += 1
        yield self._rows


class Directory:
    """The registry's personas, and who was asked for."""

    def __init__(self, *known: PersonaId) -> None:
        self._known = known
        self.asked: list[PersonaId] = []

    async def expect(self, persona_id: PersonaId) -> None:
        self.asked.append(persona_id)
        if persona_id not in self._known:
            raise PersonaNotFound(persona_id)
