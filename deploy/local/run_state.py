"""Supervisor of a var/ directory and the processes that it started, for `stop`, `status` and the next `run`.

A supervisor lives if and only if the lock is held: the kernel releases it when the process ends. The last supervisor
wrote the state file; entries of processes that have ended since are ignored.
"""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from deploy.local.layout import Layout
from deploy.local.processes import end_late, is_alive

# Two readings of one process's start may differ by the clock's resolution.
_SAME_START_SECONDS = 1.0
_ATTEMPTS, _ATTEMPT_SECONDS = 5, 0.05
DATABASE_ENTRY = "database"


@dataclass(frozen=True, slots=True)
class ProcessEntry:
    """A process that the supervisor started."""

    name: str
    state: str
    pid: int | None = None
    started: float | None = None
    port: int | None = None
    restarts: int = 0
    next_start: float | None = None
    """Time of the next start, in seconds since the epoch, of a process that waits for it."""

    def alive(self) -> psutil.Process | None:
        """Return the process, if it is still the one that was started."""
        if self.pid is None or self.started is None:
            return None
        try:
            process = psutil.Process(self.pid)
            same = abs(process.create_time() - self.started) < _SAME_START_SECONDS
            return process if same and is_alive(process) else None
        except psutil.NoSuchProcess:
            return None


def entry(
    name: str,
    state: str,
    pid: int | None,
    *,
    port: int | None = None,
    restarts: int = 0,
    next_start: float | None = None,
) -> ProcessEntry:
    """Return the entry of a running process; without a pid if it has just ended."""
    try:
        started = psutil.Process(pid).create_time() if pid is not None else None
    except psutil.NoSuchProcess:
        return ProcessEntry(name, state, port=port, restarts=restarts, next_start=next_start)
    return ProcessEntry(name, state, pid, started, port, restarts, next_start)


def pause_in_words(next_start: float | None) -> str:
    """Return the time until the next start as " in 58 s"; empty if it is due."""
    pause = round(next_start - time.time()) if next_start is not None else 0
    return f" in {pause} s" if pause > 0 else ""


class RunLock:
    """The right to run the stack of one var/ directory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def acquire(self) -> bool:
        """Take the lock if no supervisor holds it, and write the pid into it.

        Tries a few times, because a query of the holder takes the lock for a moment, too.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        if not any(_locks(descriptor) for _ in range(_ATTEMPTS)):
            os.close(descriptor)
            return False
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def holder(self) -> int | None:
        """Return the pid of the supervisor that holds the lock, if one does."""
        if not self._path.exists():
            return None
        with self._path.open("r+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return int(file.read() or 0) or None
        return None


def _locks(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        time.sleep(_ATTEMPT_SECONDS)
        return False
    return True


def write_state(layout: Layout, entries: Sequence[ProcessEntry]) -> None:
    staging = layout.state.with_suffix(".writing")
    staging.write_text(json.dumps([asdict(process) for process in entries]))
    staging.replace(layout.state)


def read_state(layout: Layout) -> list[ProcessEntry]:
    """Return the last supervisor's entries; empty without a state file."""
    with contextlib.suppress(FileNotFoundError):
        return [ProcessEntry(**fields) for fields in json.loads(layout.state.read_text())]
    return []


def end_leftovers(layout: Layout, *, grace_seconds: float) -> list[str]:
    """Wait for processes of an ended supervisor, which end by themselves, then kill the rest; returns their names.

    Leaves out the database server, which deploy/postgres/cluster.py stops.
    """
    entries = [entry for entry in read_state(layout) if entry.name != DATABASE_ENTRY]
    alive = {process: entry.name for entry in entries if (process := entry.alive())}
    late = end_late(list(alive), grace_seconds=grace_seconds)
    return [alive[process] for process in late]
