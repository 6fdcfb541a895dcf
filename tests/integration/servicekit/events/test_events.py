"""Events reach a subscriber over gRPC at least once, and are handled once."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import asyncpg
import grpc
import pytest
import pytest_asyncio
from persona.events.v1 import subscriber_service_pb2 as pb
from persona.events.v1 import subscriber_service_pb2_grpc as rpc
from persona.events.v1.event_pb2 import Event, PersonaCreated, PersonaErased, Receipt
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy import func, update

from libs.servicekit.calls.access_tokens import TokenVerifier
from libs.servicekit.calls.identity import NO_TENANT, ServiceIdentity
from libs.servicekit.database import Database, tables, uuid7
from libs.servicekit.directory import Directory, ServiceRow
from libs.servicekit.events.deliveries import Subscription, delivery
from libs.servicekit.events.inbox import Inbox, event_log_table
from libs.servicekit.events.outbox import Outbox, UnannouncedEventError, entrypoint_name
from libs.servicekit.jobs import JobQueue, Worker
from tests.support import postgres
from tests.support.tables import created

METADATA = tables.metadata("probe")
event_log = event_log_table(METADATA)
INBOX = Inbox(event_log)
QUEUE = JobQueue("probe")
SERVICES = Directory(
    (
        ServiceRow(name="probe", port=1, publishes=("persona_erased",)),
        ServiceRow(name="analyzer", port=2, subscribes=("persona_erased",)),
    )
)
OUTBOX = Outbox("probe", SERVICES, QUEUE)
ALICE, BOB = uuid7(), uuid7()
SOON = timedelta(milliseconds=20)


async def prepared(service: str, url: str) -> None:
    await created(METADATA)(service, url)
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(QueryBuilderEnvironment(QUEUE.settings).build_install_query(create_schema=False))
    await connection.close()


class Subscriber(rpc.SubscriberServiceServicer):
    """A subscriber that is away as often as told, and never takes the events of `refused`."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.tokens: set[str] = set()
        self.away = 0
        self.refused: set[str] = set()
        self.refusal = grpc.StatusCode.INTERNAL

    async def DeliverEvents(
        self, request: pb.DeliverEventsRequest, context: grpc.aio.ServicerContext
    ) -> pb.DeliverEventsResponse:
        personas = [event.persona_erased.persona_id for event in request.events]
        self.calls.append(personas)
        self.tokens |= {str(value) for key, value in context.invocation_metadata() or () if key == "authorization"}
        if self.away:
            self.away -= 1
            await context.abort(grpc.StatusCode.UNAVAILABLE, "away")
        if self.refused.intersection(personas):
            await context.abort(self.refusal, "the event cannot be taken")
        return pb.DeliverEventsResponse(receipts=[Receipt(event_id=event.id) for event in request.events])

    @property
    def personas(self) -> list[str]:
        return [persona for call in self.calls for persona in call]


@pytest_asyncio.fixture
async def subscriber() -> Subscriber:
    return Subscriber()


@pytest_asyncio.fixture
async def worker(
    made: postgres.Database, subscriber: Subscriber, registry_identity: ServiceIdentity
) -> AsyncIterator[Worker]:
    server = grpc.aio.server()
    rpc.add_SubscriberServiceServicer_to_server(subscriber, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    channel = grpc.aio.insecure_channel(f"127.0.0.1:{port}")
    subscription = Subscription("analyzer", rpc.SubscriberServiceStub(channel), registry_identity)
    yield Worker(QUEUE, made.app_url("probe"), entrypoints=[delivery(subscription, first_delay=SOON)])
    await channel.close()
    await server.stop(None)


async def erase(db: Database, persona: str) -> Event:
    async with db.transaction(ALICE) as connection:
        return await OUTBOX.publish(connection, Event(persona_erased=PersonaErased(persona_id=persona)))


async def eventually(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


async def eventually_held(held: Callable[[], Awaitable[list[int]]]) -> None:
    for _ in range(500):
        if await held():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("no delivery was held")


async def test_an_event_is_delivered_when_its_change_commits_and_not_before(
    db: Database, worker: Worker, subscriber: Subscriber, jwks_file: Path
) -> None:
    async def undone() -> None:
        async with db.transaction(ALICE) as connection:
            await OUTBOX.publish(connection, Event(persona_erased=PersonaErased(persona_id="undone")))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await undone()
    event = await erase(db, "kept")
    async with worker:
        await eventually(lambda: subscriber.personas == ["kept"])
    assert UUID(event.id).version == 7
    assert event.tenant_id == str(ALICE)
    assert abs(event.create_time.seconds - time.time()) < 60
    (authorization,) = subscriber.tokens
    caller = TokenVerifier.from_files([jwks_file]).verify(authorization.removeprefix("Bearer "))
    assert (caller.principal, caller.tenant_id) == ("service:registry", NO_TENANT)


async def test_a_kind_that_the_directory_does_not_list_for_the_publisher_is_refused(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        with pytest.raises(UnannouncedEventError, match="persona_created"):
            await OUTBOX.publish(connection, Event(persona_created=PersonaCreated(persona_id="p")))


async def test_a_subscriber_that_was_away_hears_of_it_later(
    db: Database, worker: Worker, subscriber: Subscriber
) -> None:
    subscriber.away = 2
    await erase(db, "late")
    async with worker:
        await eventually(lambda: subscriber.personas == ["late"] * 3)


async def test_events_that_wait_together_share_a_call(db: Database, worker: Worker, subscriber: Subscriber) -> None:
    for number in range(8):
        await erase(db, str(number))
    async with worker:
        await eventually(lambda: len(subscriber.personas) == 8)
    assert len(subscriber.calls) < 8


async def test_an_event_that_cannot_be_taken_holds_up_no_other_and_is_held(
    db: Database, made: postgres.Database, worker: Worker, subscriber: Subscriber
) -> None:
    subscriber.refused = {"bad"}
    for persona in ("good", "bad", "fine"):
        await erase(db, persona)
    (usual,) = worker.entrypoints
    impatient = Worker(QUEUE, made.app_url("probe"), entrypoints=[replace(usual, max_attempts=2)])

    async def held() -> list[int]:
        async with db.system() as connection:
            return [job.id for job in await QUEUE.list_dead(connection, entrypoint=entrypoint_name("analyzer"))]

    async with impatient:
        await eventually_held(held)
        assert [call for call in subscriber.calls if call in (["good"], ["fine"])] == [["good"], ["fine"]]
        subscriber.refused = set()
        subscriber.calls.clear()
        async with db.system() as connection:
            await QUEUE.replay(connection, await held())
        await eventually(lambda: subscriber.personas == ["bad"])


async def test_an_event_that_is_refused_as_invalid_is_held_without_another_attempt(
    db: Database, worker: Worker, subscriber: Subscriber
) -> None:
    subscriber.refused, subscriber.refusal = {"bad"}, grpc.StatusCode.INVALID_ARGUMENT
    await erase(db, "bad")

    async def held() -> list[int]:
        async with db.system() as connection:
            dead = await QUEUE.list_dead(connection, entrypoint=entrypoint_name("analyzer"))
        assert all((job.starts, job.fault) == (1, "EventRefusedError") for job in dead)
        return [job.id for job in dead]

    async with worker:
        await eventually_held(held)
    assert subscriber.personas == ["bad"]


def an_event(tenant: UUID = ALICE) -> Event:
    return Event(id=str(uuid7()), tenant_id=str(tenant), persona_erased=PersonaErased(persona_id="p"))


async def handled(db: Database, event: Event, counter: list[int], tenant: UUID = ALICE) -> Receipt:
    async def handle() -> int:
        counter.append(1)
        return 3

    async with db.transaction(tenant) as connection:
        return await INBOX.handle_once(connection, event, handle)


async def test_a_repeated_delivery_changes_nothing_and_gets_the_same_count(db: Database) -> None:
    event, counter = an_event(), []
    first = await handled(db, event, counter)
    second = await handled(db, event, counter)
    assert first == Receipt(event_id=event.id, rows_removed=3)
    assert second == Receipt(event_id=event.id, repeated_delivery=True, rows_removed=3)
    assert len(counter) == 1


async def test_deliveries_that_race_are_handled_once(db: Database) -> None:
    event, counter = an_event(), []
    receipts = await asyncio.gather(*(handled(db, event, counter) for _ in range(4)))
    assert sorted(receipt.repeated_delivery for receipt in receipts) == [False, True, True, True]
    assert len(counter) == 1


async def test_a_delivery_that_failed_is_handled_when_it_comes_again(db: Database) -> None:
    event, counter = an_event(), []

    async def fail() -> int:
        raise ZeroDivisionError

    async def failing() -> None:
        async with db.transaction(ALICE) as connection:
            await INBOX.handle_once(connection, event, fail)

    with pytest.raises(ZeroDivisionError):
        await failing()
    assert not (await handled(db, event, counter)).repeated_delivery


async def test_an_event_of_another_tenant_is_refused(db: Database) -> None:
    with pytest.raises(ValueError, match="another tenant"):
        await handled(db, an_event(BOB), [], tenant=ALICE)


async def test_handled_events_are_forgotten_after_a_month(db: Database) -> None:
    event, counter = an_event(), []
    await handled(db, event, counter)
    async with db.transaction(ALICE) as connection:
        await connection.execute(update(event_log).values(receive_time=func.now() - timedelta(days=31)))
    async with db.system() as connection:
        await INBOX.purge(connection)
    assert not (await handled(db, event, counter)).repeated_delivery
