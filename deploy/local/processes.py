"""Waits for processes that are not children of this one."""

import contextlib
import time
from collections.abc import Collection

import psutil

_POLL_SECONDS = 0.02


def is_alive(process: psutil.Process) -> bool:
    """Return True if a process runs; False for one that ended but whose parent has not noticed yet (zombie)."""
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def wait_until_ended(processes: Collection[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until all have ended, for at most `seconds`; returns those that still run."""
    deadline = time.monotonic() + seconds
    alive = [process for process in processes if is_alive(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(_POLL_SECONDS)
        alive = [process for process in alive if is_alive(process)]
    return alive


def end_late(processes: Collection[psutil.Process], *, grace_seconds: float) -> list[psutil.Process]:
    """Wait for processes that are ending by themselves, kill those that are late, and return them."""
    late = wait_until_ended(processes, grace_seconds)
    for process in late:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    wait_until_ended(late, grace_seconds)
    return late
