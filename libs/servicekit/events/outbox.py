"""The telling side of events: written with the change they tell of, delivered to each subscriber at least once.

One job per event and subscriber is written in the transaction of the change:

    outbox = Outbox(queue)                                     # queue: the JobQueue of the same schema
    async with database.transaction(tenant_id) as connection:
        ...
        await outbox.publish(connection, Event(persona_erased=PersonaErased(persona_id=id)), ["analyzer"])

and delivered from the service's worker, over gRPC:

    analyzer = Subscription("analyzer", lambda: SubscriberServiceStub(channel), metadata)
    worker = Worker(queue, url, entrypoints=[delivery(analyzer)])

A delivery that keeps failing is held: `queue.list_dead(connection, entrypoint=entrypoint_name("analyzer"))` lists them
and `queue.replay(connection, ids)` tries again. The hearing side is `inbox`.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol

import grpc
from persona.events.v1 import subscriber_service_pb2
from persona.events.v1.event_pb2 import Event
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tenant_of, uuid7
from libs.servicekit.jobs import Entrypoint, Job, JobQueue
from libs.servicekit.jobs.retrying import FIRST_DELAY

DELIVERY_ATTEMPTS: Final = 300
"""About a day at the longest pause: a subscriber may be away over night."""
DELIVERY_SECONDS: Final = 30.0
MAX_EVENTS: Final = 100
"""Events in one call, as the contract allows."""
GATHERING_SECONDS: Final = 0.005
"""How long a delivery waits for others to share its call."""

Metadata = Sequence[tuple[str, str]]


class EventNotReceivedError(Exception):
    """The subscriber answered, but with no receipt for this event."""


class DeliverEvents(Protocol):
    """The call of SubscriberServiceStub."""

    def __call__(
        self, request: subscriber_service_pb2.DeliverEventsRequest, *, timeout: float, metadata: Metadata
    ) -> Awaitable[subscriber_service_pb2.DeliverEventsResponse]: ...


class SubscriberStub(Protocol):
    """A `SubscriberServiceStub` on an asynchronous channel."""

    @property
    def DeliverEvents(self) -> DeliverEvents: ...  # noqa: N802


class Outbox:
    """Writes events for subscribers into the queue of the telling service."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue

    async def publish(self, connection: AsyncConnection, event: Event, subscribers: Sequence[str]) -> Event:
        """Tell each subscriber of what happened, once the connection's transaction commits.

        `event` carries its kind alone; id, tenant and time are filled in. Returns it so.
        """
        stamped = Event(id=str(uuid7()), tenant_id=str(tenant_of(connection)))
        stamped.create_time.GetCurrentTime()
        stamped.MergeFrom(event)
        for subscriber in subscribers:
            await self._queue.enqueue(connection, entrypoint_name(subscriber), stamped.SerializeToString())
        return stamped


def entrypoint_name(subscriber: str) -> str:
    """Under which name deliveries to a subscriber wait in the queue, and are held."""
    return f"deliver_events_to_{subscriber}"


class Subscription:
    """Deliveries to one subscriber. Events that wait at the same time share a call."""

    def __init__(self, name: str, stub: Callable[[], SubscriberStub], metadata: Callable[[], Metadata]) -> None:
        """`stub` and `metadata` (which carries the token) are asked anew for each call."""
        self.name = name
        self._stub = stub
        self._metadata = metadata
        self._waiting: dict[asyncio.Future[None], Event] = {}
        self._sending: set[asyncio.Task[None]] = set()

    async def deliver(self, job: Job) -> None:
        """Deliver the job's event. Raises the gRPC error, or EventNotReceivedError, when it was not received."""
        received = asyncio.get_running_loop().create_future()
        self._waiting[received] = Event.FromString(job.payload)
        if len(self._waiting) == 1:
            sending = asyncio.create_task(self._gather_and_send())
            self._sending.add(sending)
            sending.add_done_callback(self._sending.discard)
        await received

    async def _gather_and_send(self) -> None:
        await asyncio.sleep(GATHERING_SECONDS)
        waiting, self._waiting = list(self._waiting.items()), {}
        for start in range(0, len(waiting), MAX_EVENTS):
            await self._send(waiting[start : start + MAX_EVENTS])

    async def _send(self, batch: Sequence[tuple["asyncio.Future[None]", Event]]) -> None:
        try:
            receipts = await self._call([event for _, event in batch])
        except grpc.aio.AioRpcError as error:
            if len(batch) > 1 and error.code() not in _AWAY:
                # One event that the subscriber cannot take must not hold up the others.
                for each in batch:
                    await self._send([each])
                return
            _fail(batch, error)
        except Exception as error:  # noqa: BLE001 - handed on to each job, which raises it
            _fail(batch, error)
        else:
            for received, event in batch:
                _settle(received, None if event.id in receipts else EventNotReceivedError())

    async def _call(self, events: Sequence[Event]) -> frozenset[str]:
        request = subscriber_service_pb2.DeliverEventsRequest(events=events)
        response = await self._stub().DeliverEvents(request, timeout=DELIVERY_SECONDS, metadata=self._metadata())
        return frozenset(receipt.event_id for receipt in response.receipts)


_AWAY: Final = (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED, grpc.StatusCode.UNAUTHENTICATED)


def _fail(batch: Sequence[tuple["asyncio.Future[None]", Event]], error: Exception) -> None:
    for received, _ in batch:
        _settle(received, error)


def _settle(received: "asyncio.Future[None]", error: Exception | None) -> None:
    if received.done():  # the job was cancelled meanwhile
        return
    if error is None:
        received.set_result(None)
    else:
        received.set_exception(error)


def delivery(subscription: Subscription, *, first_delay: timedelta = FIRST_DELAY) -> Entrypoint:
    """The entrypoint that delivers to a subscriber, for the telling service's worker."""
    return Entrypoint(
        entrypoint_name(subscription.name),
        subscription.deliver,
        max_attempts=DELIVERY_ATTEMPTS,
        first_delay=first_delay,
    )
