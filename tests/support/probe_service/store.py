"""The probe's SQL, and what it publishes and queues with it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from persona.events.v1.event_pb2 import Event, SamplesChanged
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.events.outbox import Outbox
from libs.servicekit.jobs import JobQueue
from tests.support.probe_service.tables import count

NOTE = "note_erasure"


class ProbeRows:
    """Counts of one tenant."""

    def __init__(self, connection: AsyncConnection, tenant_id: UUID, queue: JobQueue, outbox: Outbox) -> None:
        self._connection = connection
        self._tenant_id = tenant_id
        self._queue = queue
        self._outbox = outbox

    async def counts(self) -> Mapping[str, int]:
        rows = await self._connection.execute(select(count.c.name, count.c.value))
        return {row.name: row.value for row in rows}

    async def increase(self, name: str) -> None:
        first = insert(count).values(tenant_id=self._tenant_id, name=name, value=1)
        more = first.on_conflict_do_update(index_elements=["tenant_id", "name"], set_={"value": count.c.value + 1})
        await self._connection.execute(more)

    async def put(self, name: str, value: int) -> None:
        first = insert(count).values(tenant_id=self._tenant_id, name=name, value=value)
        await self._connection.execute(
            first.on_conflict_do_update(index_elements=["tenant_id", "name"], set_={"value": value})
        )

    async def enqueue_note(self, persona_id: str) -> None:
        await self._queue.enqueue(self._connection, NOTE, f"{self._tenant_id} {persona_id}".encode())

    async def publish(self, persona_id: str) -> None:
        await self._outbox.publish(self._connection, Event(samples_changed=SamplesChanged(persona_id=persona_id)))


class SystemRows:
    """Counts of all tenants."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def tenants(self) -> Sequence[UUID]:
        """The tenants that something happened to."""
        return list((await self._connection.execute(select(count.c.tenant_id).distinct())).scalars())
