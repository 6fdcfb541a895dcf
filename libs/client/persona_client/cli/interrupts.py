"""Ctrl-C that is not lost.

Python raises KeyboardInterrupt wherever the main thread is; inside a callback or a destructor it is printed or dropped,
and the command would go on as if nothing had happened. So it is raised again until the command has ended. Inside a wait
for a lock it may come out as another error ("cannot release un-acquired lock"), so that it is noted that it came.
"""

import signal
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

AGAIN_SECONDS = 0.5


@dataclass(slots=True)
class Interrupt:
    """State of Ctrl-C: True if it `came` during a command. It causes whatever fails from then on."""

    came: bool = False


@contextmanager
def insistent() -> Generator[Interrupt]:
    """Within, an interrupt comes again until the block is left. For the main thread of a command."""
    interrupt = Interrupt()
    if not hasattr(signal, "setitimer"):  # Windows
        yield interrupt
        return

    def raise_it(_number: int, _frame: FrameType | None) -> None:
        interrupt.came = True
        signal.setitimer(signal.ITIMER_REAL, AGAIN_SECONDS)
        raise KeyboardInterrupt

    before = {each: signal.signal(each, raise_it) for each in (signal.SIGINT, signal.SIGALRM)}
    try:
        yield interrupt
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        for each, handler in before.items():
            signal.signal(each, handler)
