"""Jobs commit with the change that asks for them, run at least once, and are held when they keep failing."""

import asyncio
import signal
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

import asyncpg
import pytest
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment

from libs.servicekit.database import Database, uuid7
from libs.servicekit.errors import Unavailable
from libs.servicekit.jobs import Entrypoint, Job, JobQueue, Schedule, Worker
from libs.servicekit.jobs.retrying import delay_after
from tests.support import postgres

QUEUE = JobQueue("probe")
TENANT = uuid7()
SOON = timedelta(milliseconds=20)
POOL_SIZE = 2


async def prepared(_service: str, url: str) -> None:
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    await connection.execute(QueryBuilderEnvironment(QUEUE.settings).build_install_query(create_schema=False))
    await connection.close()


async def enqueue(db: Database, *payloads: bytes, key: str | None = None) -> None:
    async with db.transaction(TENANT) as connection:
        await QUEUE.enqueue(connection, "note", *payloads, key=key)


async def taken(db: Database, payload: bytes) -> bool:
    """Whether the queue took a job; it does not while its connection is being lost."""
    try:
        await enqueue(db, payload)
    except Unavailable:
        return False
    return True


async def eventually(condition: Callable[[], Awaitable[bool]], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not await condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.02)


class Notes:
    """An entrypoint that notes the payloads and fails as often as told."""

    def __init__(self, failures: int = 0) -> None:
        self.payloads: list[bytes] = []
        self.attempts: list[int] = []
        self.failures = failures

    async def run(self, job: Job) -> None:
        self.payloads.append(job.payload)
        self.attempts.append(job.attempt)
        await asyncio.sleep(0.05)  # until the worker has nothing else to do but wait
        if self.failures:
            self.failures -= 1
            raise ConnectionError("the subscriber is away")

    async def count(self, at_least: int) -> bool:
        return len(self.payloads) >= at_least

    def entrypoint(self, max_attempts: int = 3) -> Entrypoint:
        return Entrypoint("note", self.run, max_attempts=max_attempts, first_delay=SOON, longest_delay=SOON)


def worker(made: postgres.Database, notes: Notes) -> Worker:
    return Worker(QUEUE, made.app_url("probe"), entrypoints=[notes.entrypoint()])


async def test_a_job_of_an_undone_transaction_is_never_run(db: Database, made: postgres.Database) -> None:
    async def undone() -> None:
        async with db.transaction(TENANT) as connection:
            await QUEUE.enqueue(connection, "note", b"undone")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await undone()
    notes = Notes()
    await enqueue(db, b"kept")
    async with worker(made, notes):
        await eventually(lambda: notes.count(1))
    assert notes.payloads == [b"kept"]


async def test_a_job_runs_soon_after_the_commit(db: Database, made: postgres.Database) -> None:
    notes = Notes()
    async with worker(made, notes):
        await enqueue(db, b"first")
        await eventually(lambda: notes.count(1))
        start = time.monotonic()
        await enqueue(db, b"second", b"third")
        await eventually(lambda: notes.count(3))
        assert time.monotonic() - start < 2
    assert sorted(notes.payloads) == [b"first", b"second", b"third"]


async def test_of_two_jobs_with_one_key_one_is_run(db: Database, made: postgres.Database) -> None:
    await enqueue(db, b"one", key="same")
    await enqueue(db, b"two", key="same")
    notes = Notes()
    async with worker(made, notes):
        await eventually(lambda: notes.count(1))
    assert notes.payloads == [b"one"]


async def test_a_job_that_fails_is_tried_again(db: Database, made: postgres.Database) -> None:
    notes = Notes(failures=2)
    await enqueue(db, b"x")
    async with worker(made, notes):
        await eventually(lambda: notes.count(3))
    assert notes.attempts == [1, 2, 3]
    async with db.system() as connection:
        assert await QUEUE.list_dead(connection) == []


async def test_a_job_that_keeps_failing_is_held_and_can_be_replayed(db: Database, made: postgres.Database) -> None:
    notes = Notes(failures=3)
    await enqueue(db, b"x")

    async def dead() -> bool:
        async with db.system() as connection:
            return len(await QUEUE.list_dead(connection)) == 1

    async with worker(made, notes):
        await eventually(dead)
        async with db.system() as connection:
            (held,) = await QUEUE.list_dead(connection, entrypoint="note")
            await QUEUE.replay(connection, [held.id])
        await eventually(lambda: notes.count(4))
    assert (held.payload, held.starts, held.fault) == (b"x", 3, "ConnectionError")
    assert notes.attempts == [1, 2, 3, 1]
    assert not await dead()


def test_pauses_double_up_to_the_longest_and_vary() -> None:
    entrypoint = Entrypoint("note", Notes().run, first_delay=timedelta(seconds=1), longest_delay=timedelta(seconds=10))
    for attempt, longest in ((1, 1), (2, 2), (3, 4), (4, 8), (5, 10), (500, 10)):
        pauses = {delay_after(entrypoint, attempt).total_seconds() for _ in range(50)}
        assert longest / 2 <= min(pauses) < max(pauses) <= longest


async def test_leaving_the_worker_waits_for_running_jobs(db: Database, made: postgres.Database) -> None:
    started, finished = asyncio.Event(), asyncio.Event()

    async def slow(_job: Job) -> None:
        started.set()
        await asyncio.sleep(0.3)
        finished.set()

    await enqueue(db, b"x")
    async with Worker(QUEUE, made.app_url("probe"), entrypoints=[Entrypoint("note", slow)]):
        await asyncio.wait_for(started.wait(), 5)
    assert finished.is_set()
    assert await left(made) == 0


async def left(made: postgres.Database) -> int:
    connection = await asyncpg.connect(made.admin_dsn)
    try:
        return await connection.fetchval("SELECT count(*) FROM probe.pgqueuer")
    finally:
        await connection.close()


async def test_a_job_that_outlasts_the_drain_is_run_again_elsewhere(db: Database, made: postgres.Database) -> None:
    started = asyncio.Event()

    async def endless(_job: Job) -> None:
        started.set()
        await asyncio.sleep(60)

    await enqueue(db, b"x")
    stuck = Worker(QUEUE, made.app_url("probe"), entrypoints=[Entrypoint("note", endless)], drain_seconds=0.1)
    async with stuck:
        await asyncio.wait_for(started.wait(), 5)
    notes = Notes()
    second = Worker(
        QUEUE,
        made.app_url("probe"),
        entrypoints=[notes.entrypoint()],
        take_over_after=timedelta(milliseconds=400),
    )
    async with second:
        await eventually(lambda: notes.count(1))
    assert notes.attempts == [2]


async def test_a_worker_reconnects_when_it_loses_the_server(db: Database, made: postgres.Database) -> None:
    notes = Notes()
    async with worker(made, notes):
        await enqueue(db, b"before")
        await eventually(lambda: notes.count(1))
        connection = await asyncpg.connect(made.admin_dsn)
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE usename = 'persona_probe_app' AND datname = current_database()"
        )
        await connection.close()
        await eventually(lambda: taken(db, b"after"))
        await eventually(lambda: notes.count(2))
    assert set(notes.payloads) == {b"before", b"after"}


KILLED = """
import asyncio, os, signal, sys
from datetime import timedelta
from libs.servicekit.jobs import Entrypoint, JobQueue, Worker
async def die(job): os.kill(os.getpid(), signal.SIGKILL)
async def main():
    entrypoint = Entrypoint("note", die, max_attempts=2)
    async with Worker(JobQueue("probe"), sys.argv[1], entrypoints=[entrypoint], take_over_after=timedelta(seconds=0.3)):
        await asyncio.sleep(60)
asyncio.run(main())
"""


async def test_a_job_that_kills_its_process_is_held_in_the_end(db: Database, made: postgres.Database) -> None:
    await enqueue(db, b"poison")
    for _ in range(2):
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, made.app_url("probe"))
        assert await asyncio.wait_for(process.wait(), 20) == -signal.SIGKILL
        await asyncio.sleep(0.4)
    notes = Notes()

    async def dead() -> bool:
        async with db.system() as connection:
            return len(await QUEUE.list_dead(connection)) == 1

    survivor = Worker(
        QUEUE,
        made.app_url("probe"),
        entrypoints=[notes.entrypoint(max_attempts=2)],
        take_over_after=timedelta(seconds=0.3),
    )
    async with survivor:
        await eventually(dead)
    assert notes.payloads == []


async def test_a_schedule_fires_once_with_two_workers(made: postgres.Database) -> None:
    ticks: list[int] = []

    async def tick() -> None:
        ticks.append(round(time.time()))

    async def ticked() -> bool:
        return len(ticks) >= 2

    def scheduler() -> Worker:
        every_second = Schedule("tick", "* * * * * */1", tick)
        return Worker(QUEUE, made.app_url("probe"), entrypoints=[], schedules=[every_second])

    async with scheduler(), scheduler():
        await eventually(ticked)
    assert len(ticks) == len(set(ticks))


async def test_an_idle_worker_uses_one_connection(db: Database, made: postgres.Database) -> None:
    notes = Notes()
    async with worker(made, notes):
        await enqueue(db, b"x")
        await eventually(lambda: notes.count(1))
        await db.dispose()
        connection = await asyncpg.connect(made.admin_dsn)
        query = (
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'persona_probe_app' AND datname = current_database()"
        )
        assert await connection.fetchval(query) == 1
        await connection.close()


async def test_what_became_of_old_jobs_is_purged(db: Database, made: postgres.Database) -> None:
    notes = Notes()
    await enqueue(db, b"x")
    async with worker(made, notes):
        await eventually(lambda: notes.count(1))
    administrator = await asyncpg.connect(made.admin_dsn)
    await administrator.execute("UPDATE probe.pgqueuer_log SET created = now() - interval '31 days', aggregated = true")
    async with db.system() as connection:
        await QUEUE.purge(connection)
    assert await administrator.fetchval("SELECT count(*) FROM probe.pgqueuer_log") == 0
    await administrator.close()
