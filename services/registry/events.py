"""Tells other services of what happened to personas, in the transaction in which it happens."""

from persona.events.v1 import event_pb2
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tenant_of
from libs.servicekit.events.outbox import Outbox
from libs.servicekit.watching.change_log import ChangeLog
from libs.servicekit.watching.watch import notify
from services.registry.domain import PersonaId

CHANNEL = "registry_persona_changes"

SUBSCRIBERS = ("analyzer",)


class PersonaEvents:
    """Events to subscribers, and changes to whoever watches."""

    def __init__(self, outbox: Outbox, changes: ChangeLog) -> None:
        self._outbox = outbox
        self._changes = changes

    async def persona_changed(self, connection: AsyncConnection, persona_id: PersonaId) -> None:
        """Watchers shall look at the persona again."""
        await self._changes.record(connection, persona_id)
        await notify(connection, CHANNEL, str(tenant_of(connection)))

    async def persona_erased(self, connection: AsyncConnection, persona_id: PersonaId) -> None:
        """Whoever keeps data of the persona shall remove it."""
        await self.persona_changed(connection, persona_id)
        erased = event_pb2.PersonaErased(persona_id=str(persona_id))
        await self._outbox.publish(connection, event_pb2.Event(persona_erased=erased), SUBSCRIBERS)
