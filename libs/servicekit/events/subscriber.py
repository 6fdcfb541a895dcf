"""Subscriber: the gRPC service that receives events, and handles each once in a transaction of the event's tenant.

handlers = {"persona_erased": Handler(erase_persona, after_commit=forget_persona)}
subscriber = EventSubscriber("analyzer", directory(), Inbox(tables.event_log), work, handlers)
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

import grpc
from persona.events.v1 import event_pb2, subscriber_service_pb2, subscriber_service_pb2_grpc

from libs.servicekit.database.unit_of_work import UnitOfWork
from libs.servicekit.directory import Directory
from libs.servicekit.events.inbox import Inbox

Rows = TypeVar("Rows")
Context = grpc.aio.ServicerContext[Any, Any]


def _nothing(_: event_pb2.Event) -> None:
    """Default of `Handler.after_commit`."""


@dataclass(frozen=True, slots=True)
class Handler(Generic[Rows]):
    """Reaction of a service to one kind of event."""

    handle: Callable[[Rows, event_pb2.Event], Awaitable[int]]
    """Runs in the transaction of the delivery. Returns how many rows it removed, which the receipt reports."""
    after_commit: Callable[[event_pb2.Event], None] = _nothing
    """Runs after each delivery was committed, for what is kept in memory."""


class MissingHandlerError(LookupError):
    """A service subscribes to kinds of events, by the directory, that it does not handle, or handles others."""

    def __init__(self, service: str, subscribed: frozenset[str], handled: frozenset[str]) -> None:
        super().__init__(
            f"{service} subscribes to {sorted(subscribed)} in services.toml, but handles {sorted(handled)}"
        )


class EventSubscriber(subscriber_service_pb2_grpc.SubscriberServiceServicer, Generic[Rows]):
    """persona.events.v1.SubscriberService of one service."""

    def __init__(
        self,
        service: str,
        services: Directory,
        inbox: Inbox,
        work: UnitOfWork[Rows],
        handlers: Mapping[str, Handler[Rows]],
    ) -> None:
        """Raises MissingHandlerError unless the handlers are those of the kinds that the service subscribes to."""
        subscribed = frozenset(services.service(service).subscribes)
        if subscribed != frozenset(handlers):
            raise MissingHandlerError(service, subscribed, frozenset(handlers))
        self._inbox = inbox
        self._work = work
        self._handlers = handlers

    async def DeliverEvents(  # noqa: N802 -- the name of the contract
        self, request: subscriber_service_pb2.DeliverEventsRequest, context: Context
    ) -> subscriber_service_pb2.DeliverEventsResponse:
        """Handles events in order. A kind without a handler is received and changes nothing."""
        receipts = [await self._receive(event) for event in request.events]
        return subscriber_service_pb2.DeliverEventsResponse(receipts=receipts)

    async def _receive(self, event: event_pb2.Event) -> event_pb2.Receipt:
        handler = self._handlers.get(event.WhichOneof("kind") or "")
        async with self._work.of(UUID(event.tenant_id)).connected() as (connection, rows):
            receipt = await self._inbox.handle_once(connection, event, lambda: _handle(handler, rows, event))
        if handler is not None:
            handler.after_commit(event)
        return receipt


async def _handle(handler: Handler[Rows] | None, rows: Rows, event: event_pb2.Event) -> int:
    return 0 if handler is None else await handler.handle(rows, event)
