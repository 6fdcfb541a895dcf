"""Start time and idle memory of the stack: `python -m tests.load.startup`."""

import sys
import time
from pathlib import Path

import psutil

from deploy.local.layout import Layout
from deploy.local.run_state import read_state
from tests.load import report
from tests.load.report import Row
from tests.support.postgres import reachable_directory
from tests.support.stack import Stack, start, stop

SECOND_START_SECONDS = 10.0
IDLE_MEMORY_MB = 700.0
IDLE_SECONDS = 10.0
_MB = 2**20


def measure() -> list[Row]:
    """Durations of the first and second start, and the memory of every process after the second."""
    with reachable_directory() as directory:
        var = directory / "var"
        first = _timed_start(var)
        stop(first[0])
        second = _timed_start(var)
        try:
            time.sleep(IDLE_SECONDS)
            memory = memory_by_process(second[0])
        finally:
            stop(second[0])
    total = sum(memory.values())
    return [
        Row("first start to ready, with a new database and demo personas", first[1], "s"),
        Row("second start to ready", second[1], "s", at_most=SECOND_START_SECONDS),
        Row(f"memory of the whole stack, {IDLE_SECONDS:.0f} s idle (PSS)", total, "MB", at_most=IDLE_MEMORY_MB),
        *(Row(f"  {name}", megabytes, "MB") for name, megabytes in memory.items()),
    ]


def _timed_start(var: Path) -> tuple[Stack, float]:
    began = time.perf_counter()
    stack = start(var)
    return stack, time.perf_counter() - began


def memory_by_process(stack: Stack) -> dict[str, float]:
    """Returns the proportional set size in MB by part of the stack; the database includes its server processes.

    A page that processes share counts once in the sum of all.
    """
    parts = {entry.name: process for entry in read_state(Layout(stack.var)) if (process := entry.alive())}
    own = {process.pid for process in parts.values()}
    memory: dict[str, float] = {}
    for name, process in parts.items():
        family = [process, *(child for child in process.children(recursive=True) if child.pid not in own)]
        if name in ("supervisor", "preload"):
            family = [process]  # the others are its descendants, and have names of their own
        memory[f"{name} ({len(family)})" if len(family) > 1 else name] = sum(map(_pss, family)) / _MB
    return memory


def _pss(process: psutil.Process) -> float:
    try:
        return process.memory_full_info().pss
    except psutil.NoSuchProcess:
        return 0.0  # it has just ended


def main() -> int:
    """Measures and prints the table."""
    return report.alone("Start and memory", measure, __doc__)


if __name__ == "__main__":
    sys.exit(main())
