"""Changes are followed as they are committed, and none is missed whatever order transactions commit in."""

import asyncio
import random
import time
from collections.abc import AsyncIterator
from uuid import UUID

import asyncpg
import pytest_asyncio
from sqlalchemy import func, text, update

from libs.servicekit.database import Database, tables, uuid7
from libs.servicekit.watching.change_log import ChangeCursor, ChangeLog, RecordedChange, change_log_table
from libs.servicekit.watching.watch import Notifier, Progress, Wakeups, follow, notify
from tests.support import postgres
from tests.support.tables import created

METADATA = tables.metadata("probe")
change_log = change_log_table(METADATA)
CHANGES = ChangeLog(change_log)
ALICE, BOB = uuid7(), uuid7()
CHANNEL = "probe_changes"
START = ChangeCursor(0, -1)

prepared = created(METADATA)
POOL_SIZE = 8


@pytest_asyncio.fixture
async def notifier(made: postgres.Database) -> AsyncIterator[Notifier]:
    async with Notifier(made.app_url("probe"), CHANNEL) as opened:
        yield opened


async def record(db: Database, subject: UUID, tenant: UUID = ALICE) -> None:
    async with db.transaction(tenant) as connection:
        await CHANGES.record(connection, subject, b"changed")
        await notify(connection, CHANNEL, str(tenant))


async def read(db: Database, cursor: ChangeCursor, tenant: UUID = ALICE) -> Progress[RecordedChange, ChangeCursor]:
    async with db.read(tenant) as connection:
        return await CHANGES.read_after(connection, cursor)


async def followed(db: Database, cursor: ChangeCursor, wakeups: Wakeups, expected: int) -> list[UUID]:
    """The subjects of the next changes, until so many have come."""
    seen: list[UUID] = []
    async for progress in follow(lambda at: read(db, at), cursor, wakeups=wakeups, checkpoint_every=60):
        seen += [change.subject_id for change in progress.changes]
        if len(seen) >= expected:
            break
    return seen


async def test_concurrent_writers_lose_no_change(db: Database, notifier: Notifier) -> None:
    subjects = [[uuid7() for _ in range(25)] for _ in range(5)]

    async def write(mine: list[UUID]) -> None:
        for subject in mine:
            async with db.transaction(ALICE) as connection:
                await CHANGES.record(connection, subject)
                await asyncio.sleep(random.uniform(0, 0.01))
                await notify(connection, CHANNEL, str(ALICE))

    with notifier.wakeups(str(ALICE)) as wakeups:
        reader = asyncio.create_task(followed(db, START, wakeups, expected=125))
        await asyncio.gather(*(write(mine) for mine in subjects))
        seen = await asyncio.wait_for(reader, 20)
    assert sorted(seen) == sorted(subject for mine in subjects for subject in mine)
    for mine in subjects:
        assert [subject for subject in seen if subject in set(mine)] == mine


async def test_a_change_that_commits_late_is_not_passed_over(db: Database) -> None:
    late, early = uuid7(), uuid7()
    async with db.transaction(ALICE) as slow:
        await CHANGES.record(slow, late)
        await record(db, early)
        before = await read(db, START)
    after = await read(db, before.cursor)
    assert before.changes == []
    assert [change.subject_id for change in after.changes] == [late, early]


async def test_a_change_that_is_held_back_is_told_soon_after(db: Database, notifier: Notifier) -> None:
    subject = uuid7()
    with notifier.wakeups(str(ALICE)) as wakeups:
        reader = asyncio.create_task(followed(db, START, wakeups, expected=1))
        async with db.transaction(BOB) as unrelated:
            await CHANGES.record(unrelated, uuid7())
            await record(db, subject)
            await asyncio.sleep(0.2)
            assert not reader.done()
        assert await asyncio.wait_for(reader, 2) == [subject]


async def test_a_batch_is_read_on_from_where_it_ended(db: Database) -> None:
    subjects = [uuid7() for _ in range(5)]
    async with db.transaction(ALICE) as connection:
        for subject in subjects:
            await CHANGES.record(connection, subject)
    seen: list[UUID] = []
    cursor = START
    for _ in range(3):
        async with db.read(ALICE) as connection:
            progress = await CHANGES.read_after(connection, cursor, limit=2)
        seen += [change.subject_id for change in progress.changes]
        cursor = progress.cursor
    assert seen == subjects


async def test_watching_from_now_tells_nothing_of_before(db: Database) -> None:
    await record(db, uuid7())
    async with db.read(ALICE) as connection:
        cursor = await CHANGES.now(connection)
    later = uuid7()
    await record(db, later)
    assert [change.subject_id for change in (await read(db, cursor)).changes] == [later]


async def test_a_tenant_is_told_of_its_own_changes_alone(db: Database) -> None:
    await record(db, uuid7(), BOB)
    assert (await read(db, START)).changes == []


async def test_a_change_is_told_at_once(db: Database, notifier: Notifier) -> None:
    with notifier.wakeups(str(ALICE)) as wakeups:
        await wakeups.wait(0.5)
        reader = asyncio.create_task(followed(db, START, wakeups, expected=1))
        await asyncio.sleep(3)  # long enough for the next look to be seconds away
        start = time.monotonic()
        await record(db, uuid7())
        await asyncio.wait_for(reader, 5)
        assert time.monotonic() - start < 1


async def test_checkpoints_come_while_nothing_changes(db: Database) -> None:
    cursors: list[ChangeCursor] = []
    start = time.monotonic()
    async for progress in follow(lambda at: read(db, at), START, wakeups=Wakeups(), checkpoint_every=0.1):
        assert progress.changes == []
        cursors.append(progress.cursor)
        if len(cursors) == 3:
            break
    assert 0.3 <= time.monotonic() - start < 3
    assert min(cursors) > START


async def test_a_lost_notification_delays_a_change_but_does_not_lose_it(db: Database) -> None:
    subject = uuid7()
    reader = asyncio.create_task(followed(db, START, Wakeups(), expected=1))
    async with db.transaction(ALICE) as connection:
        await CHANGES.record(connection, subject)
    assert await asyncio.wait_for(reader, 10) == [subject]


async def test_a_wakeup_reaches_who_waits_for_that_payload_alone(db: Database, notifier: Notifier) -> None:
    with notifier.wakeups(str(ALICE)) as alice, notifier.wakeups(str(BOB)) as bob:
        await settle(alice, bob)
        await record(db, uuid7(), ALICE)
        assert await alice.wait(2)
        assert not await bob.wait(0.1)


async def settle(*wakeups: Wakeups) -> None:
    """Pass the wake-up that everybody gets when listening begins."""
    await asyncio.gather(*(each.wait(0.7) for each in wakeups))


async def test_the_notifier_reconnects_and_has_everybody_look(
    db: Database, notifier: Notifier, made: postgres.Database
) -> None:
    with notifier.wakeups(str(ALICE)) as wakeups:
        await settle(wakeups)
        connection = await asyncpg.connect(made.admin_dsn)
        ended = await connection.fetch(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%' "
            "AND datname = current_database()"
        )
        await connection.close()
        assert len(ended) == 1
        assert await wakeups.wait(5)
        await record(db, uuid7())
        assert await wakeups.wait(2)


async def test_old_changes_are_purged(db: Database) -> None:
    await record(db, uuid7())
    async with db.transaction(ALICE) as connection:
        await connection.execute(update(change_log).values(create_time=func.now() - text("interval '8 days'")))
    async with db.system() as connection:
        await CHANGES.purge(connection)
    assert (await read(db, START)).changes == []
