"""Starts a separate stack for a measurement."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.load.report import Row
from tests.support.postgres import reachable_directory
from tests.support.stack import Stack, start, stop


@contextmanager
def hosted(var: Path | None = None) -> Iterator[Stack]:
    """A running stack with the demo personas, in a folder that is removed afterwards unless `var` names one."""
    with reachable_directory() as directory:
        running = start(var or directory / "var")
        try:
            yield running
        finally:
            stop(running)


def on_own_stack(measure: Callable[[Stack], Sequence[Row]]) -> Callable[[], Sequence[Row]]:
    """Returns the measurement on a stack that is started for it."""

    def measured() -> Sequence[Row]:
        with hosted() as stack:
            return measure(stack)

    return measured
