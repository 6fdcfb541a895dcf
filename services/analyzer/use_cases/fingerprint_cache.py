"""Cache of fingerprints: parsed once a revision and kept in memory, since scoring reads the same ones repeatedly."""

from collections.abc import Awaitable, Callable, Collection
from uuid import UUID

import numpy as np
from cachetools import LRUCache

from libs.servicekit.calls.call_context import caller
from libs.servicekit.errors import PersonaNotFound
from libs.stylometry.profile.bands import profile
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure, definitions
from libs.stylometry.score.scorer import EnrolmentVector, Register, Scorer
from libs.stylometry.text.document import Document
from services.analyzer.domain.fingerprint import LoadedFingerprint, Revisions, ScoreInputs, StoredFingerprint
from services.analyzer.domain.sample import PersonaId
from services.analyzer.ports import FingerprintRows, FingerprintWork, PersonaDirectory

MAX_CACHED_FINGERPRINTS = 128
"""Some 900 kB each."""

ReadScoreInputs = Callable[[UUID, PersonaId, Collection[bytes]], Awaitable[ScoreInputs]]
"""The revisions of a tenant's persona as they are now, and which of some texts are samples of it."""


class FingerprintCache:
    """Measures texts, and loads the fingerprints of personas."""

    def __init__(self, scorer: Scorer, ask: ReadScoreInputs) -> None:
        self._scorer = scorer
        self._ask = ask
        self.definitions = f"{definitions()}:{scorer.version}"
        self._cache: LRUCache[tuple[PersonaId, Revisions], LoadedFingerprint] = LRUCache(MAX_CACHED_FINGERPRINTS)

    def measure(self, document: Document) -> SampleMeasure:
        """Measure of one text, as a fingerprint adds it."""
        return SampleMeasure.of(document, self._scorer.embed)

    async def with_samples(
        self, work: FingerprintWork, directory: PersonaDirectory, persona_id: PersonaId, digests: Collection[bytes]
    ) -> tuple[LoadedFingerprint, frozenset[bytes]]:
        """The persona's current fingerprint, and which of some texts, by their digests, are samples in it.

        Raises PersonaNotFound.
        """
        inputs = await self._ask(caller().tenant_id, persona_id, digests)
        return await self._current(work, directory, persona_id, inputs.revisions), inputs.samples

    async def _current(
        self, work: FingerprintWork, directory: PersonaDirectory, persona_id: PersonaId, revisions: Revisions
    ) -> LoadedFingerprint:
        if revisions.fingerprint is None:
            await directory.expect(persona_id)
            return self._read(persona_id, revisions, None, Register.unknown(self._scorer.dimensions))
        cached = self._cache.get((persona_id, revisions))
        if cached is not None:
            return cached
        async with work.read() as rows:
            state = await rows.fingerprint(persona_id)
            if state is None or state.erased:
                raise PersonaNotFound(persona_id)
            state.expect_current()
            revisions = Revisions(state.revision, await rows.register_revision())
            register = await self._register(rows, persona_id)
        fingerprint = self._cache[persona_id, revisions] = self._read(persona_id, revisions, state, register)
        return fingerprint

    async def _register(self, rows: FingerprintRows, persona_id: PersonaId) -> Register:
        """Register of the persona: texts that represent the tenant's other personas."""
        dimensions = self._scorer.dimensions
        heads = await rows.register_heads(persona_id, SampleMeasure.head(dimensions))
        texts = [SampleMeasure.style_of(head) for _, head in heads]
        writers = len({writer for writer, _ in heads})
        return Register.of(np.array(texts), writers) if texts else Register.unknown(dimensions)

    def forget(self, persona_id: PersonaId) -> None:
        """Drops what was read of an erased persona."""
        for key in [key for key in self._cache if key[0] == persona_id]:
            del self._cache[key]

    def _read(
        self, persona_id: PersonaId, revisions: Revisions, state: StoredFingerprint | None, register: Register
    ) -> LoadedFingerprint:
        stored = state.sums if state else b""
        fingerprint = Fingerprint.from_bytes(stored) if stored else Fingerprint.empty(self._scorer.dimensions)
        vector = EnrolmentVector(fingerprint.style_mean * fingerprint.samples, fingerprint.samples, fingerprint.words)
        enrolment = self._scorer.enrol(vector, register)
        projection = self._scorer.project(enrolment)
        return LoadedFingerprint(
            persona_id, revisions, state, fingerprint.statistics, profile(fingerprint), enrolment, projection
        )
