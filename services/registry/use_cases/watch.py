"""Watch the personas of a tenant."""

from collections.abc import AsyncGenerator
from uuid import UUID

from libs.servicekit.watching.change_log import ChangeCursor, RecordedChange
from libs.servicekit.watching.resume_tokens import cursor_of, resume_token
from libs.servicekit.watching.watch import Notifier, Progress, follow
from services.registry.domain import PersonaId, WatchEvent
from services.registry.ports import ChangeWork

WATCH = "registry_persona_changes"
"""Name of the watch: its notification channel, and the owner of its resume tokens."""

CHECKPOINT_SECONDS = 15.0


class PersonaWatch:
    """Follows the log of changes, for any number of watchers on one listening connection."""

    def __init__(self, work: ChangeWork, notifier: Notifier) -> None:
        self._work = work
        self._notifier = notifier

    async def follow(self, tenant_id: UUID, token: str) -> AsyncGenerator[WatchEvent]:
        """Changes after the token; without one a checkpoint, and changes from then on. Raises ResumeTokenInvalid."""
        cursor = cursor_of(token, WATCH, tenant_id) if token else await self._now()
        if not token:
            yield WatchEvent(None, None, resume_token(WATCH, tenant_id, cursor))
        with self._notifier.wakeups(str(tenant_id)) as wakeups:
            progressing = follow(self._read_after, cursor, wakeups=wakeups, checkpoint_every=CHECKPOINT_SECONDS)
            async for progress in progressing:
                for event in await self._events(tenant_id, progress):
                    yield event

    async def _now(self) -> ChangeCursor:
        async with self._work.read() as rows:
            return await rows.latest_change()

    async def _read_after(self, cursor: ChangeCursor) -> Progress[RecordedChange, ChangeCursor]:
        async with self._work.read() as rows:
            return await rows.changes_after(cursor)

    async def _events(self, tenant_id: UUID, progress: Progress[RecordedChange, ChangeCursor]) -> list[WatchEvent]:
        """The batch with the personas as they are now; its token comes with the last, so none is lost in between."""
        token = resume_token(WATCH, tenant_id, progress.cursor)
        if not progress.changes:
            return [WatchEvent(None, None, token)]
        changed = list(dict.fromkeys(PersonaId(change.subject_id) for change in progress.changes))
        async with self._work.read() as rows:
            personas = await rows.personas_by_id(changed)
        tokens = [*[""] * (len(changed) - 1), token]
        return [
            WatchEvent(persona_id, personas.get(persona_id), persona_token)
            for persona_id, persona_token in zip(changed, tokens, strict=True)
        ]
