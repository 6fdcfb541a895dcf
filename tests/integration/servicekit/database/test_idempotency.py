"""A request that is sent again has one effect and one answer."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.registry.v1 import registry_service_pb2 as pb
from sqlalchemy import Column, Named, Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import Database, tables, uuid7
from libs.servicekit.database.idempotency import RequestIdReused, RequestLog, request_log_table
from libs.servicekit.database.tables import TenantRow
from tests.support import postgres
from tests.support.tables import created

METADATA = tables.metadata("probe")


class EffectColumns(TenantRow):
    id: Named[UUID] = Column(primary_key=True)


effect = Table("effect", METADATA, EffectColumns)
request_log = request_log_table(METADATA)
REQUESTS = RequestLog(request_log)
ALICE, BOB = uuid7(), uuid7()


prepared = created(METADATA)


@pytest_asyncio.fixture
async def db(database: postgres.DatabaseFactory) -> AsyncIterator[Database]:
    made = await database("probe", prepare=prepared)
    opened = Database(made.app_url("probe"))
    yield opened
    await opened.dispose()


def a_request(request_id: str, name: str = "Ada") -> pb.CreatePersonaRequest:
    return pb.CreatePersonaRequest(request_id=request_id, display_name=name)


async def create(db: Database, request: pb.CreatePersonaRequest, tenant: UUID = ALICE) -> str:
    """Create once; the answer names the row that was made."""
    async with db.transaction(tenant) as connection:
        return (
            await REQUESTS.once(connection, request, pb.CreatePersonaResponse, lambda: act(connection, tenant))
        ).persona.id


async def act(connection: AsyncConnection, tenant: UUID, seconds: float = 0) -> pb.CreatePersonaResponse:
    made = uuid7()
    await connection.execute(insert(effect).values(tenant_id=tenant, id=made))
    await asyncio.sleep(seconds)
    response = pb.CreatePersonaResponse()
    response.persona.id = str(made)
    return response


async def effects(db: Database, tenant: UUID = ALICE) -> int:
    async with db.read(tenant) as connection:
        return (await connection.scalars(select(func.count()).select_from(effect))).one()


async def test_a_repeated_request_gets_the_first_answer_and_has_no_effect(db: Database) -> None:
    request = a_request(str(uuid4()))
    assert await create(db, request) == await create(db, request)
    assert await effects(db) == 1


async def test_requests_that_race_have_one_effect_and_one_answer(db: Database) -> None:
    request = a_request(str(uuid4()))
    answers = await asyncio.gather(*(create(db, request) for _ in range(8)))
    assert len(set(answers)) == 1
    assert await effects(db) == 1


async def test_a_racing_request_acts_when_the_first_fails(db: Database) -> None:
    request = a_request(str(uuid4()))
    claimed = asyncio.Event()

    async def fail() -> pb.CreatePersonaResponse:
        claimed.set()
        await asyncio.sleep(0.1)
        raise ZeroDivisionError

    async def first() -> None:
        async with db.transaction(ALICE) as connection:
            await REQUESTS.once(connection, request, pb.CreatePersonaResponse, fail)

    failing = asyncio.create_task(first())
    await claimed.wait()
    assert await create(db, request)
    with pytest.raises(ZeroDivisionError):
        await failing
    assert await effects(db) == 1


async def test_the_same_id_with_another_payload_is_refused(db: Database) -> None:
    request_id = str(uuid4())
    await create(db, a_request(request_id))
    with pytest.raises(RequestIdReused) as caught:
        await create(db, a_request(request_id, name="Eve"))
    assert caught.value.reason == reasons.ERROR_REASON_REQUEST_ID_REUSED
    assert caught.value.metadata == {"requestId": request_id}
    assert [violation.field for violation in caught.value.violations] == ["request_id"]


async def test_tenants_may_use_the_same_id(db: Database) -> None:
    request = a_request(str(uuid4()))
    assert await create(db, request, ALICE) != await create(db, request, BOB)


async def test_methods_may_use_the_same_id(db: Database) -> None:
    request_id = str(uuid4())
    await create(db, a_request(request_id))
    other = pb.PublishPersonaVersionRequest(request_id=request_id)
    async with db.transaction(ALICE) as connection:
        await REQUESTS.once(connection, other, pb.CreatePersonaResponse, lambda: act(connection, ALICE))
    assert await effects(db) == 2


async def test_requests_without_an_id_always_act(db: Database) -> None:
    assert await create(db, a_request("")) != await create(db, a_request(""))


async def test_answers_are_forgotten_after_a_day(db: Database) -> None:
    old, young = a_request(str(uuid4())), a_request(str(uuid4()))
    first, kept = await create(db, old), await create(db, young)
    async with db.transaction(ALICE) as connection:
        aged = update(request_log).where(request_log.c.request_id == UUID(old.request_id))
        await connection.execute(aged.values(create_time=func.now() - timedelta(hours=25)))
    async with db.system() as connection:
        await REQUESTS.purge(connection)
    assert await create(db, old) != first
    assert await create(db, young) == kept
