"""The cache of fingerprints over rows in memory."""

import uuid
from collections.abc import Collection

from services.analyzer.domain.fingerprint import LoadedFingerprint, Revisions, ScoreInputs
from services.analyzer.domain.sample import PersonaId
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache
from services.analyzer.use_cases.load_fingerprints import FingerprintLoader
from tests.support.stylometry_scoring import scorer
from tests.unit.analyzer.rows import Directory, MemorySamples, Work

TENANT = uuid.UUID(int=7)
PERSONA, OTHER = PersonaId(uuid.UUID(int=5)), PersonaId(uuid.UUID(int=6))


class Cached:
    """A cache over rows in memory."""

    def __init__(self) -> None:
        self.rows = MemorySamples()
        self.work, self.directory = Work(self.rows), Directory(PERSONA)
        self.cache = FingerprintCache(scorer(), self._inputs)
        self.loader = FingerprintLoader(self.cache, self.work, self.directory)

    async def load(self, persona_id: PersonaId = PERSONA) -> LoadedFingerprint:
        return await self.loader.load(persona_id)

    async def _inputs(self, tenant_id: uuid.UUID, persona_id: PersonaId, digests: Collection[bytes]) -> ScoreInputs:
        assert tenant_id == TENANT
        state = self.rows.fingerprints.get(persona_id)
        known = await self.rows.sample_ids(persona_id, digests)
        revisions = Revisions(state and state.revision, await self.rows.register_revision())
        return ScoreInputs(revisions, frozenset(known))
