"""Transactional outbox: events are stored with the change that they report, and delivered at least once.

One job per event and subscriber is written in the transaction of the change:

    outbox = Outbox("registry", services, queue)    # the deployed services; the JobQueue of the same schema
    async with database.transaction(tenant_id) as connection:
        ...
        await outbox.publish(connection, Event(persona_erased=PersonaErased(persona_id=id)))

`deliveries` sends them. The directory of services decides who subscribes: a publisher knows no subscriber by name.
"""

from typing import Final

from persona.events.v1.event_pb2 import Event
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tenant_of, uuid7
from libs.servicekit.directory import Directory
from libs.servicekit.jobs import JobQueue


class UnannouncedEventError(ValueError):
    """A service published a kind of event that its row in the directory does not list."""

    def __init__(self, service: str, kind: str) -> None:
        super().__init__(f"{service} does not publish {kind!r}; add the kind to its row in services.toml")


class Outbox:
    """Writes events for their subscribers into the queue of the publishing service."""

    def __init__(self, service: str, services: Directory, queue: JobQueue) -> None:
        self._service = services.service(service)
        self._services = services
        self._queue = queue

    async def publish(self, connection: AsyncConnection, event: Event) -> Event:
        """Queues the event for each subscriber of its kind; it is delivered once the transaction commits.

        `event` carries its kind alone; id, tenant and time are filled in. Returns the whole event. Raises
        UnannouncedEventError.
        """
        kind = event.WhichOneof("kind") or ""
        if kind not in self._service.publishes:
            raise UnannouncedEventError(self._service.name, kind)
        stamped = Event(id=str(uuid7()), tenant_id=str(tenant_of(connection)))
        stamped.create_time.GetCurrentTime()
        stamped.MergeFrom(event)
        for subscriber in self._services.subscribers(kind):
            await self._queue.enqueue(connection, entrypoint_name(subscriber), stamped.SerializeToString())
        return stamped


_PREFIX: Final = "deliver_events_to_"


def entrypoint_name(subscriber: str) -> str:
    """Name under which deliveries to a subscriber wait in the queue, and are held."""
    return _PREFIX + subscriber
