"""PostgreSQL processes of a data directory, found by the pid file and the process table."""

import contextlib
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

PID_FILE = "postmaster.pid"
POLL_SECONDS = 0.01
# Lines of postmaster.pid (pidfile.h): pid, data, start time, port, socket directory, address, shared memory, status.
_PID_LINE, _SOCKET_LINE, _STATUS_LINE = 0, 4, 7


@dataclass(frozen=True, slots=True)
class Postmaster:
    """A live server process."""

    pid: int
    socket_directory: Path | None
    ready: bool


def live_postmaster(data: Path) -> Postmaster | None:
    """Returns the server of the data directory; None if the pid file is missing or stale, or the pid reused."""
    try:
        lines = (data / PID_FILE).read_text().splitlines()
        pid = int(lines[_PID_LINE])
    except (OSError, ValueError, IndexError):
        return None
    if not _works_in(psutil.Process(pid) if psutil.pid_exists(pid) else None, data):
        return None
    socket = lines[_SOCKET_LINE].strip() if len(lines) > _SOCKET_LINE else ""
    ready = len(lines) > _STATUS_LINE and lines[_STATUS_LINE].strip() == "ready"
    return Postmaster(pid, Path(socket) if socket else None, ready)


def end_postmaster(data: Path, *, grace_seconds: float) -> None:
    """Stop the server on the data directory, if one runs: fast shutdown, which loses nothing, then immediate."""
    server = live_postmaster(data)
    if server is None:
        return
    # SIGINT is the fast shutdown: it ends sessions and writes a checkpoint. SIGTERM would wait for every client.
    for request, seconds in ((signal.SIGINT, grace_seconds), (signal.SIGQUIT, grace_seconds)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(server.pid, request)
        if _gone(server.pid, data, seconds):
            return
    end_processes_in(data)


def end_processes_in(data: Path) -> None:
    """Kill every server process that still works in the data directory.

    After the postmaster was killed its children may finish a statement first; a new server must not start beside them.
    """
    left = list(_processes_in(data))
    for process in left:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(left, timeout=10)


def _processes_in(data: Path) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        if _works_in(process, data):
            yield process


def _works_in(process: psutil.Process | None, data: Path) -> bool:
    """Returns True for a PostgreSQL process of the data directory, which is its working directory."""
    if process is None:
        return False
    try:
        return process.name() == "postgres" and process.cwd() == os.path.realpath(data)
    except psutil.Error:
        return False


def _gone(pid: int, data: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        server = live_postmaster(data)
        if server is None or server.pid != pid:
            return True
        time.sleep(POLL_SECONDS)
    return False
