"""A transaction belongs to a tenant, and faults of the server are told as such."""

import asyncio
from uuid import UUID

import asyncpg
import pytest
from sqlalchemy import Column, ForeignKeyConstraint, Named, Table, UniqueConstraint, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import ConcurrentChange, Database, tables, uuid7, violated
from libs.servicekit.database.tables import SYSTEM_ACCESS, TenantRow
from tests.support import postgres
from tests.support.tables import created

METADATA = tables.metadata("probe")


class NoteColumns(TenantRow):
    id: Named[UUID] = Column(primary_key=True)
    words: Named[str]


class CommentColumns(TenantRow):
    id: Named[UUID] = Column(primary_key=True)
    note_id: Named[UUID]


note = Table("note", METADATA, NoteColumns, UniqueConstraint("tenant_id", "id"), UniqueConstraint("tenant_id", "words"))
comment = Table(
    "comment",
    METADATA,
    CommentColumns,
    ForeignKeyConstraint(["tenant_id", "note_id"], [note.c.tenant_id, note.c.id]),
)
key = Table("key", METADATA, NoteColumns, info=SYSTEM_ACCESS)

ALICE, BOB = uuid7(), uuid7()


prepared = created(METADATA)


async def write(connection: AsyncConnection, tenant_id: UUID, words: str, table: Table = note) -> UUID:
    identifier = uuid7()
    await connection.execute(insert(table).values(tenant_id=tenant_id, id=identifier, words=words))
    return identifier


async def words(connection: AsyncConnection) -> list[str]:
    return list(await connection.scalars(select(note.c.words).order_by(note.c.words)))


async def test_a_question_by_itself_sees_nothing_of_the_tenant_before_it(made: postgres.Database) -> None:
    async with Database(made.app_url("probe"), pool_size=1) as one_connection:
        async with one_connection.transaction(ALICE) as connection:
            await write(connection, ALICE, "hers")
        assert (await one_connection.ask("SELECT count(*) AS visible FROM probe.note"))["visible"] == 0
        async with one_connection.read(ALICE) as connection:
            assert await words(connection) == ["hers"]


async def test_a_question_takes_values_and_must_have_an_answer(db: Database) -> None:
    assert (await db.ask("SELECT $1::int + $2::int AS sum", 2, 3))["sum"] == 5
    with pytest.raises(LookupError, match="SELECT 1 WHERE false"):
        await db.ask("SELECT 1 WHERE false")
    with pytest.raises(asyncpg.DivisionByZeroError):
        await db.ask("SELECT 1 / 0")
    assert (await db.ask("SELECT 1 AS one"))["one"] == 1


async def test_a_question_is_answered_after_one_that_was_given_up(made: postgres.Database) -> None:
    async with Database(made.app_url("probe"), pool_size=1) as one_connection:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(one_connection.ask("SELECT pg_sleep(30)"), 0.2)
        assert (await asyncio.wait_for(one_connection.ask("SELECT 1 AS one"), 5))["one"] == 1


async def test_a_block_that_ends_is_committed_and_one_that_raises_is_undone(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        await write(connection, ALICE, "kept")
    with pytest.raises(ZeroDivisionError):
        async with db.transaction(ALICE) as connection:
            assert await write(connection, ALICE, "undone") != 1 / 0
    async with db.read(ALICE) as connection:
        assert await words(connection) == ["kept"]


async def test_a_tenant_sees_and_writes_its_own_rows_alone(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        await write(connection, ALICE, "alice")
    async with db.transaction(BOB) as connection:
        assert await words(connection) == []
        assert (await connection.scalars(update(note).values(words="taken").returning(note.c.id))).all() == []
    with pytest.raises(DBAPIError, match="row-level security"):
        async with db.transaction(BOB) as connection:
            await write(connection, ALICE, "forged")


async def test_a_pooled_connection_forgets_its_tenant(made: postgres.Database) -> None:
    single = Database(made.app_url("probe"), pool_size=1)
    for tenant in (ALICE, BOB):
        async with single.transaction(tenant) as connection:
            await write(connection, tenant, str(tenant))
    async with single.system() as connection:
        assert await words(connection) == []
        assert await connection.scalar(text("SELECT current_setting('app.tenant_id', true)")) == ""
    async with single.read(BOB) as connection:
        assert await words(connection) == [str(BOB)]
    await single.dispose()


async def test_the_tenant_survives_a_savepoint_that_is_rolled_back(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        await write(connection, ALICE, "first")
        with pytest.raises(IntegrityError):
            async with connection.begin_nested():
                await write(connection, ALICE, "first")
        await write(connection, ALICE, "second")
    async with db.read(ALICE) as connection:
        assert await words(connection) == ["first", "second"]


async def test_the_system_sees_marked_tables_of_all_tenants_and_no_others(db: Database) -> None:
    for tenant in (ALICE, BOB):
        async with db.transaction(tenant) as connection:
            await write(connection, tenant, "hash", table=key)
            await write(connection, tenant, "private")
    async with db.system() as connection:
        assert await connection.scalar(select(func.count()).select_from(key)) == 2
        assert await words(connection) == []
    async with db.read(ALICE) as connection:
        assert await connection.scalar(select(func.count()).select_from(key)) == 1


async def test_a_read_cannot_write_and_sees_one_moment(db: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        async with db.read(ALICE) as connection:
            await write(connection, ALICE, "no")
    async with db.read(ALICE) as reading:
        assert await words(reading) == []
        async with db.transaction(ALICE) as connection:
            await write(connection, ALICE, "later")
        assert await words(reading) == []


async def test_a_row_of_another_tenant_cannot_be_referred_to(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        note_id = await write(connection, ALICE, "mine")
    with pytest.raises(IntegrityError) as caught:
        async with db.transaction(BOB) as connection:
            await connection.execute(insert(comment).values(tenant_id=BOB, id=uuid7(), note_id=note_id))
    assert violated(caught.value) == "fk_comment_tenant_id_note_id_note"


async def test_a_broken_constraint_is_named(db: Database) -> None:
    with pytest.raises(IntegrityError) as caught:
        async with db.transaction(ALICE) as connection:
            await connection.execute(
                insert(note), [{"tenant_id": ALICE, "id": uuid7(), "words": "twice"} for _ in range(2)]
            )
    assert violated(caught.value) == "uq_note_tenant_id_words"


async def test_a_deadlock_undoes_one_side_as_a_concurrent_change(db: Database) -> None:
    async with db.transaction(ALICE) as connection:
        first, second = await write(connection, ALICE, "1"), await write(connection, ALICE, "2")

    async def change(connection: AsyncConnection, identifier: UUID) -> None:
        await connection.execute(update(note).where(note.c.id == identifier).values(words=str(uuid7())))

    met = asyncio.Barrier(2)

    async def cross(here: UUID, there: UUID) -> None:
        async with db.transaction(ALICE) as connection:
            await change(connection, here)
            await met.wait()
            await change(connection, there)

    outcomes = await asyncio.gather(cross(first, second), cross(second, first), return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {type(None), ConcurrentChange}
