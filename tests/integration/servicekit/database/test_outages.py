"""The server goes and comes back, and a migration runs under a live pool."""

import asyncio
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Column, Integer, Table, insert, make_url, select, text
from sqlalchemy.exc import DBAPIError

from deploy.postgres.cluster import Cluster
from libs.servicekit.database import ConcurrentChange, Database, tables, uuid7
from libs.servicekit.errors import Unavailable
from tests.support import postgres

TENANT = uuid7()
METADATA = tables.metadata("probe")
reading = Table("reading", METADATA, Column("value", Integer))
other = Table("other", METADATA, Column("value", Integer))
POOL_SIZE = 1


async def prepared(_service: str, url: str) -> None:
    await change(url, "CREATE TABLE probe.reading (value integer)", "CREATE TABLE probe.other (value integer)")


async def change(owner_url: str, *statements: str) -> None:
    connection = await asyncpg.connect(owner_url.replace("+asyncpg", ""))
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def value(db: Database) -> None:
    async with db.read(TENANT) as connection:
        await connection.execute(select(reading.c.value))


@pytest.fixture
def own_cluster() -> Iterator[Cluster]:
    """A server of this test alone, for it is stopped."""
    home = Path(tempfile.mkdtemp(prefix="persona-outage-"))
    cluster = Cluster(home, secrets.token_urlsafe(24), durable=False)
    cluster.start()
    yield cluster
    cluster.stop()
    shutil.rmtree(home)


async def test_a_server_that_goes_is_unavailable_and_back_it_is_used_again(own_cluster: Cluster) -> None:
    server = postgres.PostgresServer(own_cluster, secrets.token_urlsafe(24))
    made = await server.clone(await server.template(("probe",), prepared), ("probe",))
    db = Database(made.app_url("probe"), pool_size=2)
    await value(db)

    async def interrupted() -> None:
        async with db.transaction(TENANT) as held:
            await held.execute(insert(reading).values(value=1))
            own_cluster.stop()

    with pytest.raises(Unavailable):
        await interrupted()
    for _ in range(3):
        with pytest.raises(Unavailable):
            await value(db)
        with pytest.raises(Unavailable):
            await db.ask("SELECT 1")
    own_cluster.start()
    await db.ask("SELECT 1")
    await value(db)
    await db.dispose()


async def test_losing_the_connection_within_a_block_is_unavailable(db: Database, made: postgres.Database) -> None:
    async def losing() -> None:
        async with db.transaction(TENANT) as connection:
            await lose_connection(await connection.scalar(text("SELECT pg_backend_pid()")), made)
            await connection.execute(select(reading.c.value))

    with pytest.raises(Unavailable):
        await losing()
    await value(db)


async def lose_connection(pid: int, made: postgres.Database) -> None:
    """Returns when the server's process has gone, not when it was told to."""
    connection = await asyncpg.connect(made.admin_dsn)
    assert await connection.fetchval("SELECT pg_terminate_backend($1, 10000)", pid)
    await connection.close()


async def test_losing_the_connection_while_a_question_is_answered_is_unavailable(
    db: Database, made: postgres.Database
) -> None:
    pid: int = (await db.ask("SELECT pg_backend_pid() AS pid"))["pid"]
    question = asyncio.create_task(db.ask("SELECT pg_sleep(30)"))
    await asyncio.sleep(0.2)
    await lose_connection(pid, made)
    with pytest.raises(Unavailable):
        await question
    assert (await db.ask("SELECT 1 AS one"))["one"] == 1


async def test_a_question_does_not_notice_a_connection_lost_while_idle(db: Database, made: postgres.Database) -> None:
    await lose_connection((await db.ask("SELECT pg_backend_pid() AS pid"))["pid"], made)
    assert (await db.ask("SELECT 1 AS one"))["one"] == 1


async def test_a_question_is_asked_again_after_a_migration(db: Database, made: postgres.Database) -> None:
    await db.ask("SELECT count(*), max(value) FROM probe.reading")
    await change(made.owner_url("probe"), "ALTER TABLE probe.reading ALTER COLUMN value TYPE bigint")
    await db.ask("SELECT count(*), max(value) FROM probe.reading")


async def test_a_block_that_goes_on_without_its_connection_is_unavailable(
    db: Database, made: postgres.Database
) -> None:
    async def going_on() -> None:
        async with db.transaction(TENANT) as connection:
            await lose_connection(await connection.scalar(text("SELECT pg_backend_pid()")), made)
            with pytest.raises(DBAPIError):
                await connection.execute(select(reading.c.value))

    with pytest.raises(Unavailable):
        await going_on()


async def test_a_connection_lost_while_idle_is_not_noticed(db: Database, made: postgres.Database) -> None:
    async with db.read(TENANT) as connection:
        pid = await connection.scalar(text("SELECT pg_backend_pid()"))
    await lose_connection(pid, made)
    await value(db)


@asynccontextmanager
async def line_that_stays_open(url: str, directory: Path, until: asyncio.Event) -> AsyncIterator[str]:
    """A way to the database on which what the server says arrives at once, but that it hung up only after a while."""
    target = make_url(url)
    server_socket = f"{target.query['host']}/.s.PGSQL.{target.query['port']}"

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_unix_connection(server_socket)
        await asyncio.gather(copied(reader, to_server), copied(from_server, writer))

    async def copied(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while piece := await source.read(65_536):
            sink.write(piece)
        await until.wait()
        sink.close()

    async with await asyncio.start_unix_server(connected, directory / ".s.PGSQL.5432"):
        through = target.update_query_dict({"host": str(directory), "port": "5432"})
        yield through.render_as_string(hide_password=False)


async def test_a_server_that_said_goodbye_but_has_not_hung_up_is_unavailable_once(
    made: postgres.Database, tmp_path: Path
) -> None:
    hung_up = asyncio.Event()
    async with (
        line_that_stays_open(made.app_url("probe"), tmp_path, hung_up) as url,
        Database(url, pool_size=1) as db,
    ):
        async with db.read(TENANT) as connection:
            pid = await connection.scalar(text("SELECT pg_backend_pid()"))
        await lose_connection(pid, made)
        with pytest.raises(Unavailable):
            await value(db)
        hung_up.set()
        await value(db)


async def test_a_question_to_a_server_that_said_goodbye_but_has_not_hung_up_is_unavailable_once(
    made: postgres.Database, tmp_path: Path
) -> None:
    hung_up = asyncio.Event()
    async with (
        line_that_stays_open(made.app_url("probe"), tmp_path, hung_up) as url,
        Database(url, pool_size=1) as db,
    ):
        await lose_connection((await db.ask("SELECT pg_backend_pid() AS pid"))["pid"], made)
        with pytest.raises(Unavailable):
            await db.ask("SELECT pg_backend_pid() AS pid")
        assert (await db.ask("SELECT 1 AS one"))["one"] == 1
        hung_up.set()


async def test_a_statement_that_takes_too_long_is_unavailable(db: Database) -> None:
    async def waiting() -> None:
        async with db.transaction(TENANT) as connection:
            await connection.execute(text("SET LOCAL statement_timeout = 20"))
            await connection.execute(text("SELECT pg_sleep(5)"))

    with pytest.raises(Unavailable):
        await waiting()


async def test_a_pool_with_no_connection_to_give_is_unavailable(
    made: postgres.Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("libs.servicekit.database.engine.POOL_WAIT_SECONDS", 0.05)
    db = Database(made.app_url("probe"), pool_size=1)
    async with db.read(TENANT):
        with pytest.raises(Unavailable):
            await value(db)
    await db.dispose()


async def test_a_network_error_of_the_block_itself_is_not_blamed_on_the_database(db: Database) -> None:
    with pytest.raises(ConnectionRefusedError):
        async with db.transaction(TENANT):
            raise ConnectionRefusedError


async def test_a_migration_under_a_live_pool_is_not_noticed(db: Database, made: postgres.Database) -> None:
    await value(db)
    await change(made.owner_url("probe"), "ALTER TABLE probe.reading ALTER COLUMN value TYPE bigint")
    await value(db)


async def test_a_migration_in_the_middle_of_a_transaction_asks_to_try_again(
    db: Database, made: postgres.Database
) -> None:
    async def both() -> None:
        async with db.transaction(TENANT) as connection:
            await connection.execute(select(other.c.value))
            await connection.execute(select(reading.c.value))

    await both()
    await change(made.owner_url("probe"), "ALTER TABLE probe.reading ALTER COLUMN value TYPE bigint")
    with pytest.raises(ConcurrentChange):
        await both()
    await both()


async def test_a_wrong_statement_stays_what_it_is(db: Database) -> None:
    with pytest.raises(DBAPIError, match="does not exist"):
        async with db.read(TENANT) as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))
