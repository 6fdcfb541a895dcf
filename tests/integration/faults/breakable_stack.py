"""A stack whose processes may be killed; it can be started again in the same place, where its clients find it."""

import os
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
from persona_client import ClientSettings, PersonaClient, RetryPolicy

from deploy.local import services
from deploy.local.layout import Layout
from deploy.local.processes import is_alive
from deploy.local.run_state import DATABASE_ENTRY, ProcessEntry, read_state
from tests.support.stack import Stack, free_ports, start, stop

SUPERVISOR, PRELOAD = "supervisor", "preload"
SERVICES = tuple(service.name for service in (*services.SERVICES, services.GATEWAY))
KILLED = (*SERVICES, DATABASE_ENTRY, PRELOAD)
"""The processes that come back by themselves; after the supervisor the stack is started again."""

RECOVERY_SECONDS = 40.0
# Patient enough for every outage here; the test says when a call has taken too long.
PATIENT = RetryPolicy(attempts=1000, longest_backoff=0.5)


class BreakableStack:
    """Starts at once."""

    def __init__(self, var: Path) -> None:
        self._ports = free_ports()
        self.layout = Layout(var)
        self.stack: Stack = start(var, self._ports)

    def start_again(self) -> None:
        """After the supervisor was killed."""
        self.stack = start(self.layout.var, self._ports)

    def stop(self) -> None:
        """End it in order."""
        stop(self.stack)

    def client(self, retry: RetryPolicy = PATIENT, timeout: float = RECOVERY_SECONDS) -> PersonaClient:
        """A client as a platform has it."""
        environment = {**self.stack.environment, "PERSONA_API_KEY": self.stack.key}
        return PersonaClient(ClientSettings.from_environment(environment), retry=retry, timeout=timeout)

    def pid(self, name: str) -> int:
        """The process of this name as it is now."""
        pid = self._pids()[name]
        assert pid is not None, f"{name} does not run"
        return pid

    def kill(self, name: str) -> float:
        """`kill -9`, and wait until everything is ready again; returns the seconds that this took."""
        before = self._pids()
        renewed = (*SERVICES, PRELOAD) if name == PRELOAD else (name,)
        began = time.monotonic()
        os.kill(self.pid(name), signal.SIGKILL)
        wait_until(lambda: self._all_ready() and not self._unchanged(before, renewed), f"{name} did not come back")
        return time.monotonic() - began

    def kill_supervisor(self) -> float:
        """`kill -9`; returns the seconds until no process of the stack is left."""
        began = time.monotonic()
        family = self.processes()
        self.stack.process.kill()
        self.stack.process.wait()
        wait_until(lambda: not any(map(is_alive, family)) and not self.processes(), "processes outlive the supervisor")
        return time.monotonic() - began

    def processes(self) -> list[psutil.Process]:
        """Everything that runs for this stack, found by its variables and its folder, not by its parents."""
        found: list[psutil.Process] = []
        for process in psutil.process_iter():
            if process.pid == os.getpid():
                continue
            try:
                marked = process.environ().get("PERSONA_VAR") == str(self.layout.var)
                if (marked or process.cwd().startswith(str(self.layout.var))) and is_alive(process):
                    found.append(process)
            except (psutil.Error, OSError):
                continue  # it ended meanwhile
        return found

    def database_processes(self) -> list[psutil.Process]:
        """The server's first process, and those that it started."""
        postmaster = psutil.Process(self.pid(DATABASE_ENTRY))
        return [postmaster, *postmaster.children(recursive=True)]

    @contextmanager
    def without_database(self) -> Iterator[None]:
        """The database is killed, and cannot come back because its supervisor is held."""
        server = self.database_processes()
        self.stack.process.send_signal(signal.SIGSTOP)
        try:
            server[0].kill()
            wait_until(lambda: not any(map(is_alive, server)), "the database's processes outlive it")
            yield
        finally:
            self.stack.process.send_signal(signal.SIGCONT)

    @contextmanager
    def with_frozen_database(self) -> Iterator[None]:
        """The database holds its connections and answers nothing."""
        server = self.database_processes()
        for process in server:
            process.suspend()
        try:
            yield
        finally:
            for process in server:
                process.resume()

    def _entries(self) -> list[ProcessEntry]:
        return read_state(self.layout)

    def _pids(self) -> dict[str, int | None]:
        return {each.name: each.pid for each in self._entries()}

    def _unchanged(self, before: dict[str, int | None], names: tuple[str, ...]) -> bool:
        now = self._pids()
        return any(now.get(name) in (None, before[name]) for name in names)

    def _all_ready(self) -> bool:
        ready = all(each.state == "ready" and each.alive() for each in self._entries())
        return ready and self.is_healthy()

    def is_healthy(self) -> bool:
        """Whether the gateway says that all is ready."""
        try:
            return httpx.get(f"{self.stack.url}/healthz", timeout=5).status_code == httpx.codes.OK
        except httpx.TransportError:
            return False


def wait_until(condition: Callable[[], bool], complaint: str, seconds: float = RECOVERY_SECONDS) -> None:
    """Raises AssertionError with the complaint if it does not come true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"{complaint} in {seconds:.0f} s"
        time.sleep(0.05)
