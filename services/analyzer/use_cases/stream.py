"""Score a draft while it is being written: again after every change, or, where they come faster, after the last."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Coroutine
from typing import Any

from libs.servicekit.concurrency import run_both
from libs.stylometry.score.scorer import Draft, Scorer
from libs.stylometry.text.document import Document
from services.analyzer.domain.draft import DraftMessage, DraftTarget
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.sample import PersonaId, digest_of
from services.analyzer.domain.score import ScoredText
from services.analyzer.errors import SampleUnusable, StreamProtocol
from services.analyzer.use_cases.draft import LiveDraft
from services.analyzer.use_cases.incremental_reader import Versions
from services.analyzer.use_cases.reader import LONG_TEXT_CHARACTERS, Reader
from services.analyzer.use_cases.score import score_draft, unscored

Messages = AsyncIterator[DraftMessage]
Held = tuple[LoadedFingerprint, frozenset[bytes]]
HeldAgainst = Callable[[PersonaId, Collection[bytes]], Coroutine[Any, Any, Held]]
"""A persona's fingerprint, and which of some texts, by their digests, are samples of it."""


class ScoreStream:
    """A draft against a fingerprint. Holds the newest draft and its reading; nothing once the stream has ended."""

    def __init__(
        self, reader: Reader, scorer: Scorer, held_against: HeldAgainst, persona_id: PersonaId, *, with_details: bool
    ) -> None:
        self._reader = reader
        self._scorer = scorer
        self._held_against = held_against
        self._persona_id = persona_id
        self._with_details = with_details
        self._versions = Versions()
        self._draft: Draft | None = None

    async def scores(self, messages: Messages) -> AsyncIterator[tuple[int, ScoredText]]:
        """Revisions of the draft with their scores. Raises StreamProtocol, InvalidArgument."""
        live = LiveDraft()
        following = asyncio.create_task(live.follow(messages))
        try:
            while await live.changed():
                revision, text = live.take()
                yield revision, await self._score(text)
            await following
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    async def _score(self, text: str) -> ScoredText:
        asked = self._held_against(self._persona_id, [digest_of(text)])
        (fingerprint, samples), (document, draft, refusal) = await run_both(asked, self._read(text))
        if refusal:
            return unscored(fingerprint, document, refusal.message)
        return score_draft(
            self._scorer, fingerprint, document, draft, with_details=self._with_details, is_sample=bool(samples)
        )

    async def _read(self, text: str) -> tuple[Document, Draft, SampleUnusable | None]:
        if len(text) <= LONG_TEXT_CHARACTERS:
            return self._reread(text)
        return await asyncio.to_thread(self._reread, text)

    def _reread(self, text: str) -> tuple[Document, Draft, SampleUnusable | None]:
        document, refusal = self._reader.reread(text, self._versions, "update.text")
        draft = self._draft = self._scorer.draft(document, len(document.words), self._draft)
        return document, draft, refusal


async def target_of(messages: Messages) -> DraftTarget:
    """Returns the first message. Raises StreamProtocol if it is not a target."""
    async for first in messages:
        if isinstance(first, DraftTarget):
            return first
        break
    raise StreamProtocol("the first message must name the persona in 'target'")
