"""Deliveries: sends the events of the outbox to their subscribers, over gRPC, from the publisher's worker.

    deliveries = Deliveries("registry", services, settings.addresses, identity)
    worker = Worker(queue, url, entrypoints=deliveries.entrypoints)       # resources: deliveries, worker

A delivery that keeps failing, or is refused as invalid, is held:
`queue.list_dead(connection, entrypoint=entrypoint_name("analyzer"))` lists them, and `queue.replay(connection, ids)`
tries again. `subscriber` is the receiving side.
"""

import asyncio
from collections.abc import Awaitable, Mapping, Sequence
from datetime import timedelta
from typing import Final, Protocol, Self

import grpc
from persona.events.v1 import subscriber_service_pb2
from persona.events.v1.event_pb2 import Event
from persona.events.v1.subscriber_service_pb2_grpc import SubscriberServiceStub

from libs.servicekit.calls.call_context import Metadata, onward_metadata
from libs.servicekit.calls.channels import channel, remaining_seconds
from libs.servicekit.calls.identity import NO_TENANT, ServiceIdentity
from libs.servicekit.directory import Directory
from libs.servicekit.events.outbox import entrypoint_name
from libs.servicekit.jobs import Entrypoint, FutileError, Job
from libs.servicekit.jobs.retrying import FIRST_DELAY

DELIVERY_ATTEMPTS: Final = 300
"""About a day at the longest pause: a subscriber may be away over night."""
DELIVERY_SECONDS: Final = 30.0
MAX_EVENTS: Final = 100
"""Events in one call, as the contract allows."""
GATHERING_SECONDS: Final = 0.005
"""Time for which a delivery waits for others to share its call."""


class EventNotReceivedError(Exception):
    """The subscriber answered, but with no receipt for this event."""


class EventRefusedError(FutileError):
    """The subscriber refused the event as invalid, which another attempt does not change."""


class DeliverEvents(Protocol):
    """The call of SubscriberServiceStub."""

    def __call__(
        self, request: subscriber_service_pb2.DeliverEventsRequest, *, timeout: float, metadata: Metadata
    ) -> Awaitable[subscriber_service_pb2.DeliverEventsResponse]: ...


class SubscriberStub(Protocol):
    """A `SubscriberServiceStub` on an asynchronous channel."""

    @property
    def DeliverEvents(self) -> DeliverEvents: ...  # noqa: N802


class Deliveries:
    """Deliveries of one publisher: a channel and an entrypoint for each of its subscribers."""

    def __init__(
        self, publisher: str, services: Directory, addresses: Mapping[str, str], identity: ServiceIdentity
    ) -> None:
        kinds = services.service(publisher).publishes
        names = dict.fromkeys(name for kind in kinds for name in services.subscribers(kind))
        self._channels = {name: channel(addresses[name], subscriber_service_pb2.DESCRIPTOR) for name in names}
        self.entrypoints = [
            delivery(Subscription(name, SubscriberServiceStub(opened), identity))
            for name, opened in self._channels.items()
        ]

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        for opened in self._channels.values():
            await opened.close()


class Subscription:
    """Deliveries to one subscriber. Events that wait at the same time share a call."""

    def __init__(self, name: str, stub: SubscriberStub, identity: ServiceIdentity) -> None:
        self.name = name
        self._stub = stub
        self._identity = identity
        self._waiting: dict[asyncio.Future[None], Event] = {}
        self._sending: set[asyncio.Task[None]] = set()

    async def deliver(self, job: Job) -> None:
        """Deliver the job's event. Raises the gRPC error, EventNotReceivedError or EventRefusedError if that failed."""
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
            refused = error.code() is grpc.StatusCode.INVALID_ARGUMENT
            _fail(batch, EventRefusedError(error.details()) if refused else error)
        except Exception as error:  # noqa: BLE001 - handed on to each job, which raises it
            _fail(batch, error)
        else:
            for received, event in batch:
                _settle(received, None if event.id in receipts else EventNotReceivedError())

    async def _call(self, events: Sequence[Event]) -> frozenset[str]:
        request = subscriber_service_pb2.DeliverEventsRequest(events=events)
        with self._identity.acting_for(NO_TENANT, seconds=DELIVERY_SECONDS):
            response = await self._stub.DeliverEvents(
                request, timeout=remaining_seconds(DELIVERY_SECONDS), metadata=onward_metadata()
            )
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
    """The entrypoint that delivers to a subscriber, for the publisher's worker."""
    return Entrypoint(
        entrypoint_name(subscription.name),
        subscription.deliver,
        max_attempts=DELIVERY_ATTEMPTS,
        first_delay=first_delay,
    )
