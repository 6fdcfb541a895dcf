"""Publisher of the registry's events and changes, on the transaction in which they happen."""

from persona.events.v1 import event_pb2
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tenant_of
from libs.servicekit.events.outbox import Outbox
from libs.servicekit.watching.change_log import ChangeLog
from libs.servicekit.watching.watch import notify
from services.registry.domain import PersonaId


class PersonaEventPublisher:
    """`ports.PersonaEvents` of one transaction."""

    def __init__(self, connection: AsyncConnection, outbox: Outbox, changes: ChangeLog, channel: str) -> None:
        self._connection = connection
        self._outbox = outbox
        self._changes = changes
        self._channel = channel

    async def changed(self, persona_id: PersonaId) -> None:
        await self._changes.record(self._connection, persona_id)
        await notify(self._connection, self._channel, str(tenant_of(self._connection)))

    async def erased(self, persona_id: PersonaId) -> None:
        await self.changed(persona_id)
        erased = event_pb2.PersonaErased(persona_id=str(persona_id))
        await self._outbox.publish(self._connection, event_pb2.Event(persona_erased=erased))
