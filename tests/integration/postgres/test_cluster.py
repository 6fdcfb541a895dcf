"""The embedded server: it starts from nothing, survives what kills it, and leaves nothing behind."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import psutil
import pytest

from deploy.local.processes import is_alive
from deploy.postgres.cluster import Cluster
from deploy.postgres.errors import VersionMismatchError
from deploy.postgres.postmaster import live_postmaster
from tests.support.postgres import reachable_directory

PASSWORD = "it's/a:pass@word%"


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    with reachable_directory() as directory:
        yield directory / "postgres"


@pytest.fixture
def empty_home() -> Iterator[Path]:
    with reachable_directory() as directory:
        yield directory / "postgres"


@pytest.fixture
def cluster(home: Path) -> Iterator[Cluster]:
    cluster = Cluster(home, PASSWORD)
    cluster.start(exclusive=True)
    yield cluster
    cluster.stop()


async def run(cluster: Cluster, statement: str) -> object:
    connection = await asyncpg.connect(cluster.dsn())
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


def processes_of(cluster: Cluster) -> list[int]:
    data = os.path.realpath(cluster.data)
    return [p.pid for p in psutil.process_iter(["name", "cwd"]) if p.info["cwd"] == data]


async def test_data_survives_a_killed_server(cluster: Cluster) -> None:
    await run(cluster, "CREATE TABLE kept (word text)")
    await run(cluster, "INSERT INTO kept VALUES ('here')")
    assert cluster.pid is not None
    os.kill(cluster.pid, signal.SIGKILL)
    await asyncio.to_thread(cluster.wait)

    cluster.start()

    assert await run(cluster, "SELECT word FROM kept") == "here"


async def test_a_restart_takes_well_under_a_second(cluster: Cluster) -> None:
    cluster.stop()
    began = time.monotonic()
    cluster.start()
    assert time.monotonic() - began < 1.0
    assert await run(cluster, "SELECT 1") == 1


async def test_a_wrong_password_is_refused(cluster: Cluster) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(cluster.dsn(password="guess"))


async def test_a_pid_file_whose_pid_now_belongs_to_someone_else_is_no_obstacle(cluster: Cluster) -> None:
    cluster.stop()
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n/nowhere\n\n\nready\n")
    socket_lock = cluster._home / "socket" / ".s.PGSQL.5432.lock"
    socket_lock.parent.mkdir(exist_ok=True)
    socket_lock.write_text(f"{os.getpid()}\n")

    cluster.start()

    assert await run(cluster, "SELECT 1") == 1


def test_racing_starters_share_one_server(home: Path) -> None:
    clusters = [Cluster(home, PASSWORD) for _ in range(4)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(Cluster.start, clusters))
    try:
        assert [each.owned for each in clusters].count(True) == 1
        assert len({each.pid for each in clusters}) == 1
        for joined in (each for each in clusters if not each.owned):
            joined.stop()
        assert clusters[0].pid is not None
    finally:
        for each in clusters:
            each.stop()
    assert processes_of(clusters[0]) == []


STARTER = """
    import sys, time
    from pathlib import Path
    from deploy.postgres.cluster import Cluster
    cluster = Cluster(Path(sys.argv[1]), sys.argv[2])
    cluster.start()
    print(cluster.pid, flush=True)
    time.sleep(60)
"""


def start_elsewhere(home: Path) -> tuple["subprocess.Popen[str]", int]:
    program = [sys.executable, "-c", textwrap.dedent(STARTER), str(home), PASSWORD]
    starter = subprocess.Popen(program, stdout=subprocess.PIPE, text=True)
    assert starter.stdout is not None
    with starter.stdout:
        return starter, int(starter.stdout.readline())


def wait_until(condition: Callable[[], bool], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.01)
    return condition()


def gone(pid: int) -> bool:
    """Ended; whether its new parent has noticed is not ours to say."""
    try:
        process = psutil.Process(pid)
    except psutil.NoSuchProcess:
        return True
    return wait_until(lambda: not is_alive(process))


def test_the_server_ends_when_its_starter_is_killed(home: Path) -> None:
    starter, server = start_elsewhere(home)
    starter.kill()
    starter.wait()
    assert gone(server)
    assert "database system is shut down" in Cluster(home, PASSWORD).log_file.read_text().splitlines()[-1]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process of its parent's death")
def test_the_server_ends_when_its_guard_is_killed(home: Path) -> None:
    starter, server = start_elsewhere(home)
    os.kill(psutil.Process(server).ppid(), signal.SIGKILL)
    assert gone(server)
    starter.kill()
    starter.wait()


async def test_a_start_right_after_the_starter_was_killed_waits_for_the_old_server(home: Path) -> None:
    starter, server = start_elsewhere(home)
    starter.kill()
    cluster = Cluster(home, PASSWORD)
    cluster.start(exclusive=True)
    starter.wait()
    try:
        assert cluster.owned
        assert cluster.pid != server
        assert await run(cluster, "SELECT 1") == 1
    finally:
        cluster.stop()


def test_an_interrupted_initdb_is_started_over(empty_home: Path) -> None:
    (empty_home / "initializing" / "data").mkdir(parents=True)
    (empty_home / "initializing" / "data" / "PG_VERSION").write_text("18")
    cluster = Cluster(empty_home, PASSWORD, durable=False)
    cluster.start()
    try:
        assert live_postmaster(cluster.data) is not None
        assert not (empty_home / "initializing").exists()
    finally:
        cluster.stop()


def test_data_of_another_major_version_is_refused_by_name(empty_home: Path) -> None:
    cluster = Cluster(empty_home, PASSWORD, durable=False)
    cluster.data.mkdir()
    (cluster.data / "PG_VERSION").write_text("12\n")
    with pytest.raises(VersionMismatchError, match="PostgreSQL 12"):
        cluster.start()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's server runs under another account")
async def test_a_home_that_the_servers_account_cannot_enter_points_to_one_that_it_can(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "postgres", PASSWORD, durable=False)
    outside = cluster.data.parent
    try:
        cluster.start()
        await run(cluster, "CREATE TABLE kept (word text)")
        cluster.stop()
        again = Cluster(closed / "postgres", PASSWORD, durable=False)
        again.start()
        assert await run(again, "SELECT count(*) FROM kept") == 0
        again.stop()
        assert (closed.stat().st_mode & 0o777, closed.stat().st_uid) == (0o700, 0)

        shutil.rmtree(closed / "postgres")
        assert Cluster(closed / "postgres", PASSWORD).data.parent == outside
        assert not (outside / "data").exists(), "the data of a removed home is gone too"
    finally:
        cluster.stop()
        shutil.rmtree(outside)
