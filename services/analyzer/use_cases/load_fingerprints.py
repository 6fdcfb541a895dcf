"""Load the fingerprints that scores and reports are made of."""

from collections.abc import Collection

from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.sample import PersonaId
from services.analyzer.ports import FingerprintWork, PersonaDirectory
from services.analyzer.use_cases.fingerprint_cache import FingerprintCache


class FingerprintLoader:
    """Loads fingerprints of the caller's personas, from memory where they are current."""

    def __init__(self, cache: FingerprintCache, work: FingerprintWork, directory: PersonaDirectory) -> None:
        self._cache = cache
        self._work = work
        self._directory = directory

    async def load(self, persona_id: PersonaId) -> LoadedFingerprint:
        """The persona's fingerprint as it is now. Raises PersonaNotFound."""
        fingerprint, _ = await self.load_beside(persona_id, ())
        return fingerprint

    async def load_beside(
        self, persona_id: PersonaId, digests: Collection[bytes]
    ) -> tuple[LoadedFingerprint, frozenset[bytes]]:
        """As `load`, and which of some texts, by their digests, are samples of the persona."""
        return await self._cache.with_samples(self._work, self._directory, persona_id, digests)
