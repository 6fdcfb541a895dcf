"""The local stack as a person meets it, with tiny services in place of the real ones: real processes throughout."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from deploy.local.processes import is_alive
from deploy.postgres.cluster import Cluster
from libs.servicekit.directory import TABLE_VARIABLE
from tests.support.postgres import reachable_directory

NAMES = ("registry", "analyzer", "quality", "gateway")
linux = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked, and limits set, on Linux only")
FORMS = ("fork", "spawn") if sys.platform == "linux" else ("spawn",)


def free_ports(count: int) -> list[int]:
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


TABLE = """
[[service]]
name = "registry"
port = 50051

[[service]]
name = "analyzer"
port = 50052
after = ["registry"]

[[service]]
name = "quality"
port = 50053
after = ["registry"]
"""


def wait_until(condition: Callable[[], bool], seconds: float = 15) -> bool:
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.02)
    return condition()


@dataclass
class LocalStack:
    """A stack of stand-ins in its own process, and what became of it."""

    directory: Path
    var: Path
    form: str = FORMS[0]
    process: "subprocess.Popen[str] | None" = None

    def __post_init__(self) -> None:
        ports = {f"PERSONA_{name.upper()}_PORT": str(port) for name, port in zip(NAMES, free_ports(4), strict=True)}
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PERSONA_")},
            **ports,
            "PERSONA_VAR": str(self.var),
            "STAND_IN_JOURNAL": str(self.directory / "journal"),
            TABLE_VARIABLE: str(self.directory / "services.toml"),
        }
        (self.directory / "services.toml").write_text(TABLE)

    def start(self, **variables: str) -> None:
        with (self.directory / "output").open("a") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.stand_in_stack", self.form],
                env={**self.environment, **variables},
                stdout=output,
                stderr=output,
                text=True,
                start_new_session=True,
            )

    def start_and_wait(self, **variables: str) -> None:
        self.start(**variables)
        assert wait_until(self.is_ready, 30), self.output()

    def is_ready(self) -> bool:
        return "are ready" in self.output() or self.has_ended()

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def command(self, name: str) -> "subprocess.CompletedProcess[str]":
        program = [sys.executable, "-m", "deploy.local", name]
        return subprocess.run(program, check=False, env=self.environment, capture_output=True, text=True, timeout=60)

    def output(self) -> str:
        return (self.directory / "output").read_text()

    def journal(self) -> list[tuple[str, str, int]]:
        path = self.directory / "journal"
        rows = [line.split() for line in path.read_text().splitlines()] if path.exists() else []
        return [(name, event, int(pid)) for name, event, pid in rows]

    def pids(self, name: str) -> list[int]:
        return [pid for each, event, pid in self.journal() if each == name and event == "ready"]

    def rows(self) -> dict[str, list[str]]:
        """What `status` shows of each process: pid, port, restarts, words of the state."""
        return {line.split()[0]: line.split()[1:] for line in self.command("status").stdout.splitlines()[1:]}

    def connect(self, name: str) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port(name)), timeout=10)

    def log(self, name: str, lines: int) -> None:
        """Have a service write log lines, and wait until it has answered."""
        with self.connect(name) as connection:
            connection.sendall(b"log %d\n" % lines)
            assert connection.recv(100) == b"logged\n"

    def port(self, name: str) -> int:
        return int(self.environment[f"PERSONA_{name.upper()}_PORT"])

    def processes(self) -> list[psutil.Process]:
        """Everything that belongs to this stack: recognised by its variable, or by working in its data directory."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            try:
                theirs = process.environ().get("PERSONA_VAR") == str(self.var)
                if theirs or process.cwd().startswith(str(self.var)):
                    found.append(process)
            except (psutil.Error, OSError):
                continue  # it ended meanwhile
        return [process for process in found if is_alive(process)]

    def nothing_left(self) -> bool:
        return self.processes() == []

    def send(self, request: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(request)

    def wait(self) -> int:
        assert self.process is not None
        return self.process.wait(30)


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """One for all tests here, so that only the first stack has to create a database."""
    with reachable_directory() as directory:
        yield directory / "var"


@pytest.fixture(params=FORMS)
def stack(request: pytest.FixtureRequest, tmp_path: Path, var: Path) -> Iterator[LocalStack]:
    yield from keep(LocalStack(tmp_path, var, request.param))


@pytest.fixture
def default_stack(tmp_path: Path, var: Path) -> Iterator[LocalStack]:
    yield from keep(LocalStack(tmp_path, var))


def keep(stack: LocalStack) -> Iterator[LocalStack]:
    yield stack
    if not stack.has_ended():
        stack.send(signal.SIGTERM)
    if stack.process is not None:
        stack.wait()
    for process in stack.processes():
        process.kill()


def test_services_start_in_order_and_drain_in_the_opposite_one(stack: LocalStack) -> None:
    stack.start_and_wait(STAND_IN_QUERY="registry,analyzer,quality")
    assert ("analyzer", "schema=analyzer") in [(name, event) for name, event, _ in stack.journal()]

    stack.send(signal.SIGINT)

    assert stack.wait() == 0
    ready = [name for name, event, _ in stack.journal() if event == "ready"]
    assert (ready[0], ready[-1]) == ("registry", "gateway")
    steps = [(name, event) for name, event, _ in stack.journal() if event in ("draining", "ended")]
    assert steps == [(name, event) for name in reversed(NAMES) for event in ("draining", "ended")]
    assert stack.nothing_left()


def test_a_killed_service_comes_back(stack: LocalStack) -> None:
    stack.start_and_wait()
    (first,) = stack.pids("analyzer")
    os.kill(first, signal.SIGKILL)
    assert wait_until(lambda: len(stack.pids("analyzer")) == 2)
    assert len(stack.pids("registry")) == 1
    assert "analyzer was ended by SIGKILL; it is started again" in stack.output()


def test_nothing_outlives_a_killed_supervisor(stack: LocalStack) -> None:
    stack.start_and_wait()
    assert len(stack.processes()) > len(NAMES)
    stack.send(signal.SIGKILL)
    stack.wait()
    assert wait_until(stack.nothing_left), stack.processes()
    assert "database system is shut down" in (stack.var / "postgres" / "server.log").read_text().splitlines()[-1]


def test_a_start_right_after_a_killed_supervisor_succeeds(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    default_stack.send(signal.SIGKILL)
    default_stack.wait()
    (default_stack.directory / "output").write_text("")
    default_stack.start_and_wait()
    assert not default_stack.has_ended(), default_stack.output()


@pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
def test_everything_comes_back_when_the_preloaded_process_is_killed(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    registry = psutil.Process(default_stack.pids("registry")[0])
    os.kill(registry.ppid(), signal.SIGKILL)
    assert wait_until(lambda: all(len(default_stack.pids(name)) == 2 for name in NAMES)), default_stack.output()
    assert not is_alive(registry)


def test_the_database_comes_back_when_it_is_killed(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    table = default_stack.command("status").stdout
    (database,) = [line.split()[1] for line in table.splitlines() if line.startswith("database")]
    os.kill(int(database), signal.SIGKILL)
    assert wait_until(lambda: "the database ended by itself" in default_stack.output())

    def another() -> bool:
        rows = [line.split() for line in default_stack.command("status").stdout.splitlines()]
        return any(row[0] == "database" and row[1] != database and row[-1] == "ready" for row in rows)

    assert wait_until(another)


def test_stop_works_from_elsewhere_and_waits_until_all_is_gone(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    stopped = default_stack.command("stop")
    assert stopped.returncode == 0
    assert default_stack.wait() == 0
    assert default_stack.nothing_left()


def test_stop_without_a_stack_says_so_and_succeeds(default_stack: LocalStack) -> None:
    stopped = default_stack.command("stop")
    assert stopped.returncode == 0
    assert "No stack" in stopped.stdout


def test_status_lists_processes_with_pids_and_ports(default_stack: LocalStack) -> None:
    assert default_stack.command("status").returncode != 0
    default_stack.start_and_wait()
    status = default_stack.command("status")
    assert status.returncode == 0
    rows = {line.split()[0]: line.split()[1:] for line in status.stdout.splitlines()[1:]}
    for name in NAMES:
        pid, port, restarts, state = rows[name]
        assert int(pid) in default_stack.pids(name)
        assert (int(port), restarts, state) == (default_stack.port(name), "0", "ready")


def test_a_second_run_names_the_first_and_leaves_it_alone(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    assert default_stack.process is not None
    second = subprocess.run(
        [sys.executable, "-m", "tests.support.stand_in_stack", "spawn"],
        check=False,
        env=default_stack.environment,
        capture_output=True,
        text=True,
        timeout=30,
    )
    assert second.returncode == 1
    assert f"already runs (pid {default_stack.process.pid})" in second.stdout
    assert default_stack.command("status").returncode == 0


def test_a_taken_port_is_told_with_its_holder_and_its_variable(default_stack: LocalStack) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", default_stack.port("gateway")))
        holder.listen()
        default_stack.start()
        assert default_stack.wait() == 1
    assert f"(pid {os.getpid()})" in default_stack.output()
    assert "PERSONA_GATEWAY_PORT" in default_stack.output()
    assert default_stack.nothing_left()


def test_a_crash_loop_is_reported_with_the_last_lines_and_goes_on(default_stack: LocalStack) -> None:
    default_stack.start(STAND_IN_CRASHES="analyzer", PERSONA_RESTART_PAUSES="0.1,0.2,0.3")
    assert wait_until(lambda: default_stack.output().count("analyzer ended with status 1; it is started again") > 6)
    assert "| analyzer cannot find its spectacles" in default_stack.output()
    assert "are ready" not in default_stack.output()
    (default_stack.directory / "journal.calm").touch()
    assert wait_until(default_stack.is_ready), default_stack.output()
    assert default_stack.rows()["analyzer"][-1] == "ready"


def test_status_says_when_a_process_is_started_again(default_stack: LocalStack) -> None:
    default_stack.start(STAND_IN_CRASHES="analyzer", PERSONA_RESTART_PAUSES="0.1,60")
    assert wait_until(lambda: "it is started again in " in default_stack.output())
    *_, restarts, state, word, seconds, unit = default_stack.rows()["analyzer"]
    assert (restarts, state, word, unit) == ("2", "restarting", "in", "s")
    assert 0 < int(seconds) <= 60
    default_stack.send(signal.SIGTERM)
    assert default_stack.wait() == 0
    assert default_stack.nothing_left()


@linux
def test_a_full_disk_stops_nothing(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    assert default_stack.process is not None
    supervisor = psutil.Process(default_stack.process.pid)
    _, most = supervisor.rlimit(psutil.RLIMIT_FSIZE)
    supervisor.rlimit(psutil.RLIMIT_FSIZE, (1, most))
    for _ in range(10):
        default_stack.log("registry", 1000)
    os.kill(default_stack.pids("analyzer")[0], signal.SIGKILL)
    assert wait_until(lambda: len(default_stack.pids("analyzer")) == 2)
    supervisor.rlimit(psutil.RLIMIT_FSIZE, (most, most))
    default_stack.log("registry", 1000)
    log = default_stack.var / "log" / "registry.log"
    assert wait_until(lambda: "log lines were dropped" in log.read_text())
    assert wait_until(lambda: default_stack.command("status").returncode == 0)
    assert int(default_stack.rows()["analyzer"][0]) == default_stack.pids("analyzer")[1]


def test_a_suspended_supervisor_stops_nothing_and_kills_nothing_when_it_goes_on(stack: LocalStack) -> None:
    stack.start_and_wait(PERSONA_LIVENESS_SECONDS="3")
    stack.send(signal.SIGSTOP)
    for _ in range(10):
        stack.log("registry", 1000)
    time.sleep(4)
    assert stack.rows()["supervisor"][-1] == "suspended"
    stack.send(signal.SIGCONT)
    stack.log("registry", 1000)
    time.sleep(4)
    assert all(len(stack.pids(name)) == 1 for name in NAMES), stack.output()
    assert stack.command("status").returncode == 0


@pytest.mark.parametrize("way", ["suspended", "hanging"])
def test_a_service_that_hangs_is_ended_with_its_stacks_and_comes_back(stack: LocalStack, way: str) -> None:
    stack.start_and_wait(PERSONA_LIVENESS_SECONDS="5")
    (first,) = stack.pids("registry")
    if way == "suspended":
        os.kill(first, signal.SIGSTOP)
    else:
        with stack.connect("registry") as connection:
            connection.sendall(b"hang\n")
    assert wait_until(lambda: stack.rows()["registry"][-1] == way)
    assert wait_until(lambda: len(stack.pids("registry")) == 2), stack.output()
    assert "registry hung for 5 s and was ended; its log shows its stacks; it is started again" in stack.output()
    log = (stack.var / "log" / "registry.log").read_text()
    assert "Fatal Python error: Aborted" in log
    if way == "hanging":
        assert "in hang" in log
    for _ in range(10):
        stack.log("registry", 1000)
    assert len(stack.pids("analyzer")) == 1


@linux
def test_a_suspended_preloaded_process_is_replaced(default_stack: LocalStack) -> None:
    default_stack.start_and_wait(PERSONA_LIVENESS_SECONDS="3")
    os.kill(psutil.Process(default_stack.pids("registry")[0]).ppid(), signal.SIGSTOP)
    assert wait_until(lambda: all(len(default_stack.pids(name)) == 2 for name in NAMES)), default_stack.output()
    assert wait_until(lambda: default_stack.command("status").returncode == 0)


def test_a_second_signal_ends_a_service_that_does_not_drain(default_stack: LocalStack) -> None:
    default_stack.start_and_wait(STAND_IN_DEAF="quality")
    began = time.monotonic()
    default_stack.send(signal.SIGINT)
    assert wait_until(lambda: any(event == "ended" for _, event, _ in default_stack.journal()))
    default_stack.send(signal.SIGINT)
    assert default_stack.wait() == 0
    assert time.monotonic() - began < 5
    assert default_stack.nothing_left()


def test_a_stop_during_the_start_leaves_nothing(default_stack: LocalStack) -> None:
    default_stack.start()
    assert wait_until(lambda: "Starting" in default_stack.output())
    default_stack.send(signal.SIGTERM)
    default_stack.wait()
    assert default_stack.nothing_left()


def test_secrets_are_private_and_kept(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    var = default_stack.var
    secrets = [var / "secrets" / "database", var / "identity" / "signing.pem", var / "identity" / "jwks.json"]
    kept = [path.read_bytes() for path in secrets]
    assert all(path.stat().st_mode & 0o777 == 0o600 for path in secrets)
    assert var.stat().st_mode & 0o066 == 0
    default_stack.command("stop")
    default_stack.wait()
    default_stack.start_and_wait()
    assert [path.read_bytes() for path in secrets] == kept


def test_output_of_services_goes_to_their_logs(default_stack: LocalStack) -> None:
    default_stack.start_and_wait()
    assert "registry says hello" in (default_stack.var / "log" / "registry.log").read_text()
    assert "says hello" not in default_stack.output()


def test_a_server_of_the_users_own_takes_the_place_of_the_embedded_one(tmp_path: Path) -> None:
    with reachable_directory() as directory:
        server = Cluster(directory / "postgres", "of the user", durable=False)
        server.start()
        stack = LocalStack(tmp_path, directory / "var")
        stack.environment["PERSONA_DATABASE_URL"] = server.dsn(database="writing")
        for each in keep(stack):
            each.start_and_wait(STAND_IN_QUERY="registry")
            assert ("registry", "schema=registry") in [(name, event) for name, event, _ in each.journal()]
            assert not (each.var / "postgres").exists()
            assert "database" not in each.command("status").stdout
        assert server.pid is not None, "the user's server is left alone"
        server.stop()
