"""Ports: the protocols that use cases depend on. All rows are those of one tenant, in one transaction."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from libs.servicekit.calls.paging import Page
from libs.stylometry.profile.fingerprint import SampleMeasure
from services.analyzer.domain.fingerprint import StoredFingerprint
from services.analyzer.domain.sample import Measured, PersonaId, Sample, SampleContent, SampleId


class PersonaDirectory(Protocol):
    """The registry, as far as the analyzer asks it."""

    async def expect(self, persona_id: PersonaId) -> None:
        """Raises PersonaNotFound unless the caller's tenant has the persona, Unavailable if that is unknown."""
        ...


class FingerprintWork(Protocol):
    """Transactions in which fingerprints are read."""

    def read(self) -> AbstractAsyncContextManager["FingerprintRows"]: ...


class FingerprintRows(Protocol):
    """Fingerprints to read."""

    async def sample_heads(self, persona_id: PersonaId, size: int, limit: int) -> Sequence[tuple[bytes, int]]:
        """The first `size` bytes of the measures of samples that count for the fingerprint, and the words of each.

        At most `limit`, drawn without regard to what they say.
        """
        ...

    async def sample_contents(self, persona_id: PersonaId, limit: int, characters: int) -> Sequence[SampleContent]:
        """Samples that count for the fingerprint, the newest first, at most `limit`.

        They come with at most `characters` of texts.
        """
        ...

    async def register_revision(self) -> int: ...

    async def register_heads(self, persona_id: PersonaId, size: int) -> Sequence[tuple[PersonaId, bytes]]:
        """The first `size` bytes of the measures of some samples of the tenant's other personas, and whose they are.

        They are of the newest personas, a few of each, drawn without regard to what they say. A text that is a sample
        of this persona, too, is none of them, nor is a machine's.
        """
        ...

    async def fingerprint(self, persona_id: PersonaId) -> StoredFingerprint | None:
        """None: it never had a sample."""
        ...


class RemeasureWork(Protocol):
    """Transactions in which samples are measured again."""

    def transaction(self) -> AbstractAsyncContextManager["RemeasureRows"]: ...


class RemeasureRows(Protocol):
    """Samples of one persona, and its fingerprint."""

    async def fingerprint_for_change(self, persona_id: PersonaId, now: datetime) -> StoredFingerprint: ...

    async def all_samples(self, persona_id: PersonaId) -> Sequence[Sample]:
        """With their texts, where retained."""
        ...

    async def update_sample_measure(self, sample_id: SampleId, measure: SampleMeasure | None) -> None:
        """None: the sample cannot be measured any more."""
        ...

    async def update_fingerprint(self, state: StoredFingerprint) -> None: ...


class SampleRows(FingerprintRows, Protocol):
    """Samples, and the fingerprint that is their sum."""

    async def sample(self, persona_id: PersonaId, sample_id: SampleId) -> Sample:
        """With its text, if it was retained. Raises SampleNotFound."""
        ...

    async def samples(self, persona_id: PersonaId, page: Page) -> Sequence[Sample]:
        """The newest first, without texts."""
        ...

    async def fingerprint_for_change(self, persona_id: PersonaId, now: datetime) -> StoredFingerprint:
        """The fingerprint, made if there is none; no other caller changes the samples until the transaction ends."""
        ...

    async def sample_ids(self, persona_id: PersonaId, digests: Collection[bytes]) -> Mapping[bytes, SampleId]:
        """The samples that have one of these texts."""
        ...

    async def insert_samples(self, persona_id: PersonaId, new: Sequence[tuple[Sample, Measured]]) -> None: ...

    async def take_sample(self, persona_id: PersonaId, sample_id: SampleId) -> tuple[Sample, SampleMeasure | None]:
        """Deletes a sample and gives its measure; None: it does not count. Raises SampleNotFound."""
        ...

    async def update_fingerprint(self, state: StoredFingerprint) -> None: ...

    async def erase(self, persona_id: PersonaId, now: datetime) -> int:
        """Removes all samples and the fingerprint; how many rows that were."""
        ...
