"""Tell watchers of the tenant's personas what changed."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from uuid import UUID

from libs.servicekit.database.engine import Database
from libs.servicekit.watching.change_log import ChangeCursor, ChangeLog, RecordedChange
from libs.servicekit.watching.resume_tokens import cursor_of, resume_token
from libs.servicekit.watching.watch import Notifier, Progress, follow
from services.registry.domain import Persona, PersonaId
from services.registry.events import CHANNEL
from services.registry.store import find_personas

CHECKPOINT_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class WatchEvent:
    """A change (`persona` is None if it was deleted), or, without a persona id, a sign of life."""

    persona_id: PersonaId | None
    persona: Persona | None
    resume_token: str


class PersonaWatch:
    """Follows the log of changes, for any number of watchers on one listening connection."""

    def __init__(self, database: Database, changes: ChangeLog, notifier: Notifier) -> None:
        self._database = database
        self._changes = changes
        self._notifier = notifier

    async def follow(self, tenant_id: UUID, token: str) -> AsyncGenerator[WatchEvent]:
        """What changed after the token; without one a checkpoint, and what changes from then on.

        Raises ResumeTokenInvalid.
        """
        cursor = cursor_of(token, CHANNEL, tenant_id) if token else await self._now(tenant_id)
        if not token:
            yield WatchEvent(None, None, resume_token(CHANNEL, tenant_id, cursor))
        with self._notifier.wakeups(str(tenant_id)) as wakeups:
            progressing = follow(
                lambda after: self._read_after(tenant_id, after),
                cursor,
                wakeups=wakeups,
                checkpoint_every=CHECKPOINT_SECONDS,
            )
            async for progress in progressing:
                for told in await self._told(tenant_id, progress):
                    yield told

    async def _now(self, tenant_id: UUID) -> ChangeCursor:
        async with self._database.read(tenant_id) as connection:
            return await self._changes.now(connection)

    async def _read_after(self, tenant_id: UUID, cursor: ChangeCursor) -> Progress[RecordedChange, ChangeCursor]:
        async with self._database.read(tenant_id) as connection:
            return await self._changes.read_after(connection, cursor)

    async def _told(self, tenant_id: UUID, progress: Progress[RecordedChange, ChangeCursor]) -> list[WatchEvent]:
        """The batch with the personas as they are now; its token comes with the last, so none is lost in between."""
        token = resume_token(CHANNEL, tenant_id, progress.cursor)
        if not progress.changes:
            return [WatchEvent(None, None, token)]
        changed = list(dict.fromkeys(PersonaId(change.subject_id) for change in progress.changes))
        async with self._database.read(tenant_id) as connection:
            personas = await find_personas(connection, changed)
        tokens = [*[""] * (len(changed) - 1), token]
        return [
            WatchEvent(persona_id, personas.get(persona_id), each)
            for persona_id, each in zip(changed, tokens, strict=True)
        ]
