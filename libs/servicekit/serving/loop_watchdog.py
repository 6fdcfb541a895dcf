"""Watchdog of the event loop: logs where the loop was held up, because every other call waited meanwhile."""

import asyncio
import sys
import threading
import time
import traceback
from types import TracebackType
from typing import Final, Self

import structlog

MAX_PAUSE_SECONDS: Final = 0.1
_CHECK_SECONDS: Final = 0.05
_MAX_FRAMES: Final = 12

_log = structlog.stdlib.get_logger("loop")


class LoopWatchdog:
    """Asks the running loop for a sign of life, from a thread of its own, while the block lasts.

    A pause above `max_pause` is logged as a warning with its length and the innermost frames of the loop's thread, as
    they were when the limit passed. Compiled code that holds the GIL holds up this thread, too: then the frames are
    those right after it.
    """

    def __init__(self, max_pause: float = MAX_PAUSE_SECONDS) -> None:
        self._max_pause = max_pause
        self._ended = threading.Event()
        self._thread: threading.Thread | None = None

    async def __aenter__(self) -> Self:
        loop, thread = asyncio.get_running_loop(), threading.get_ident()
        self._thread = threading.Thread(target=self._watch, args=(loop, thread), name="loop watchdog", daemon=True)
        self._thread.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        if self._thread is not None:
            await asyncio.to_thread(self._thread.join)

    def _watch(self, loop: asyncio.AbstractEventLoop, loop_thread: int) -> None:
        while not self._ended.wait(_CHECK_SECONDS):
            alive = threading.Event()
            asked = time.monotonic()
            try:
                loop.call_soon_threadsafe(alive.set)
            except RuntimeError:  # the loop has been closed
                return
            if not alive.wait(self._max_pause):
                frames = _frames(loop_thread)
                while not alive.wait(_CHECK_SECONDS) and not self._ended.is_set():
                    pass
                seconds = time.monotonic() - asked
                _log.warning("the event loop was held up", ms=round(seconds * 1000), frames=frames)


def _frames(thread: int) -> list[str]:
    """The innermost frames of a thread, as "file:line function", the innermost last."""
    # The only way to another thread's stack.
    frame = sys._current_frames().get(thread)  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
    entries = traceback.extract_stack(frame)[-_MAX_FRAMES:] if frame else []
    return [f"{entry.filename}:{entry.lineno} {entry.name}" for entry in entries]
