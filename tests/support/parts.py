"""Parts of the suite: the order in which they run, and the seconds that each took, printed at the end of a run."""

import time
from collections import Counter
from pathlib import PurePosixPath

import pytest

ORDER = ("unit", "property", "contract", "integration", "e2e")
"""Quick parts first. Services that run in this process for the later ones draw random numbers, which Hypothesis forbids
while it makes examples."""

_seconds: Counter[str] = Counter()
_began = time.monotonic()


def part_of(node_id: str) -> str:
    """The part that a test belongs to: the folder below tests/, and for integration the one below that."""
    folders = PurePosixPath(node_id.partition("::")[0]).parts[1:-1]
    return "/".join(folders[: 2 if folders[:1] == ("integration",) else 1]) or "tests"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ORDER.index(part_of(item.nodeid).partition("/")[0]))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[part_of(report.nodeid)] += report.duration


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if len(_seconds) < 2:
        return
    terminalreporter.section("seconds by part")
    for part, seconds in sorted(_seconds.items()):
        terminalreporter.write_line(f"{part:24} {seconds:7.1f}")
    terminalreporter.write_line(f"{'from start to end':24} {time.monotonic() - _began:7.1f}")
