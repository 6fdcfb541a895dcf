"""Score, rank and repair drafts of a persona."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from functools import partial

from libs.servicekit.concurrency import run_both
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.text.document import Document
from services.analyzer.domain.draft import DraftMessage, DraftTarget
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.repair import Suggestions, Wanted
from services.analyzer.domain.sample import PersonaId, digest_of
from services.analyzer.domain.score import ScoredText
from services.analyzer.use_cases.load_fingerprints import FingerprintLoader
from services.analyzer.use_cases.reader import Reader
from services.analyzer.use_cases.repair import suggest_repairs
from services.analyzer.use_cases.score import rank_texts, score_text
from services.analyzer.use_cases.stream import ScoreStream


class DraftScoring:
    """Compares drafts with a persona. A draft that is a sample of the persona is compared with the others."""

    def __init__(self, loader: FingerprintLoader, reader: Reader, scorer: Scorer) -> None:
        self._loader = loader
        self._reader = reader
        self._scorer = scorer

    async def score(self, persona_id: PersonaId, text: str, *, with_details: bool) -> ScoredText:
        """Scores one draft. Raises PersonaNotFound, SampleUnusable."""
        fingerprint, document, is_sample = await self._load(persona_id, text)
        return score_text(self._scorer, fingerprint, document, with_details=with_details, is_sample=is_sample)

    async def rank(self, persona_id: PersonaId, texts: Sequence[str]) -> list[tuple[int, ScoredText]]:
        """Ranks drafts, the closest first. Raises PersonaNotFound, SampleUnusable."""
        digests = [digest_of(text) for text in texts]
        loading = self._loader.load_beside(persona_id, digests)
        (fingerprint, samples), documents = await run_both(loading, self._read_all(texts))
        return rank_texts(self._scorer, fingerprint, documents, [digest in samples for digest in digests])

    async def suggest_repairs(self, persona_id: PersonaId, text: str, wanted: Wanted) -> Suggestions:
        """Suggests repairs of a draft. Raises PersonaNotFound, SampleUnusable, RepairTooLong."""
        fingerprint, document, is_sample = await self._load(persona_id, text)
        suggest = partial(
            suggest_repairs, self._scorer, self._reader, fingerprint, document, wanted, is_sample=is_sample
        )
        # On another thread: each kind of repair that is tried is a text that is scored.
        return await asyncio.to_thread(suggest)

    async def expect(self, persona_id: PersonaId) -> None:
        """Raises PersonaNotFound."""
        await self._loader.load(persona_id)

    def stream(
        self, target: DraftTarget, messages: AsyncIterator[DraftMessage]
    ) -> AsyncIterator[tuple[int, ScoredText]]:
        """Scores a draft while it is written: its revisions with their scores. Raises StreamProtocol."""
        stream = ScoreStream(
            self._reader, self._scorer, self._loader.load_beside, target.persona_id, with_details=target.with_details
        )
        return stream.scores(messages)

    async def _load(self, persona_id: PersonaId, text: str) -> tuple[LoadedFingerprint, Document, bool]:
        """The fingerprint, the document, and whether the text is one of the samples."""
        loading = self._loader.load_beside(persona_id, [digest_of(text)])
        (fingerprint, samples), document = await run_both(loading, self._reader.read(text, "text"))
        return fingerprint, document, bool(samples)

    async def _read_all(self, texts: Sequence[str]) -> list[Document]:
        return [await self._reader.read(text, f"texts[{index}]") for index, text in enumerate(texts)]
