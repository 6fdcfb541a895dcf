"""Ctrl-C that is not lost.

Python raises KeyboardInterrupt wherever the main thread is; inside a callback or a destructor it is printed or dropped,
and the command would go on as if nothing had happened. So it is raised again until the command has ended.
"""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from types import FrameType

AGAIN_SECONDS = 0.5


@contextmanager
def insistent() -> Generator[None]:
    """Within, an interrupt comes again until the block is left. For the main thread of a command."""
    if not hasattr(signal, "setitimer"):  # Windows
        yield
        return
    before = {each: signal.signal(each, _interrupt) for each in (signal.SIGINT, signal.SIGALRM)}
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
    raise KeyboardInterrupt
