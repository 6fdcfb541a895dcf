"""The commands `stop` and `status`, for any terminal."""

import contextlib
import os
import signal
import time

import psutil

from deploy.local.child import DRAIN_SECONDS
from deploy.local.database import end_leftover_server
from deploy.local.layout import Layout
from deploy.local.run_state import ProcessEntry, RunLock, end_leftovers, pause_in_words, read_state
from deploy.local.settings import LocalSettings
from deploy.local.terminal import Terminal

# Services end one after the other, each within DRAIN_SECONDS, the database after them.
_STOP_SECONDS = 90.0
_POLL_SECONDS = 0.05
NOT_RUNNING, NOT_READY = 3, 4


def stop(settings: LocalSettings, terminal: Terminal) -> int:
    """End the running stack and wait until all of it has ended; returns 0, also if nothing ran."""
    layout = Layout(settings.var)
    lock = RunLock(layout.lock)
    supervisor = lock.holder()
    if supervisor is not None:
        _end_supervisor(lock, supervisor)
    leftovers = any(process.alive() for process in read_state(layout))
    if leftovers:
        end_leftovers(layout, grace_seconds=DRAIN_SECONDS + 1)
    if settings.database_url is None and layout.postgres.exists():
        end_leftover_server(layout)
    layout.state.unlink(missing_ok=True)
    terminal.say("Stopped. Data is kept." if supervisor or leftovers else f"No stack of {settings.var} runs.")
    return 0


def status(settings: LocalSettings, terminal: Terminal) -> int:
    """Show the state of each process; returns 0 if all are ready, else NOT_RUNNING or NOT_READY."""
    layout = Layout(settings.var)
    if RunLock(layout.lock).holder() is None:
        terminal.say(f"No stack of {settings.var} runs.")
        return NOT_RUNNING
    entries = read_state(layout)
    terminal.title(f"{'process':<12}{'pid':>8}  {'port':>6}  {'restarts':>8}  state")
    for process in entries:
        terminal.say(_row(process))
    return 0 if all(_state(process) == "ready" for process in entries) else NOT_READY


def _row(process: ProcessEntry) -> str:
    pid = process.pid if process.pid is not None else "-"
    port = process.port if process.port is not None else "-"
    return f"{process.name:<12}{pid:>8}  {port:>6}  {process.restarts:>8}  {_state(process)}"


def _state(recorded: ProcessEntry) -> str:
    """State of a process now: the supervisor may be suspended, and its record is then of an earlier time."""
    if recorded.pid is None:
        return f"{recorded.state}{pause_in_words(recorded.next_start)}"
    process = recorded.alive()
    if process is None:
        return "ended"
    with contextlib.suppress(psutil.NoSuchProcess):
        if process.status() == psutil.STATUS_STOPPED:
            return "suspended"
    return recorded.state


def _end_supervisor(lock: RunLock, pid: int) -> None:
    """Wait for the lock, not for the process: an ended process stays visible until its parent notices."""
    deadline = time.monotonic() + _STOP_SECONDS
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
        while lock.holder() == pid:
            if time.monotonic() > deadline:
                os.kill(pid, signal.SIGKILL)
            time.sleep(_POLL_SECONDS)
