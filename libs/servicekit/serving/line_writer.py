"""Writer of log lines in a thread of its own: logging never waits for the reader of the log, nor fails with it."""

import os
import select
import threading
import time
from collections import deque
from collections.abc import Callable

# At about 250 bytes a line: 5 MB, or some seconds of the busiest log.
MAX_LINES = 20_000
MAX_BYTES = 8 * 2**20
# One write to a pipe of at most this size is never mixed with the write of another process (POSIX).
_WRITE_BYTES = 4096
_ROOM_SECONDS = 1.0


class LineWriter:
    """Bounded queue of lines, written to a descriptor in order.

    Lines beyond the bounds, and lines that the descriptor refuses, are dropped and counted; after them, once writing
    works again, `describe(count)` is written. Works in forks of the process: each has a thread and a queue of its own.
    """

    def __init__(self, descriptor: int, describe: Callable[[int], str], encoding: str = "utf-8") -> None:
        self._descriptor = descriptor
        self._encoding = encoding
        self._describe = describe
        self._reset()
        os.register_at_fork(after_in_child=self._reset)

    def _reset(self) -> None:
        # Its lock is reentrant: a line may be logged by a finalizer that runs while this thread holds the lock.
        self._changed = threading.Condition()
        self._lines: deque[bytes] = deque()
        self._bytes = 0
        self._dropped = 0
        self._writing = False
        self._torn = False
        self._thread: threading.Thread | None = None

    def write(self, line: str) -> None:
        """Queues a line with its line break, or drops it; returns at once."""
        encoded = line.encode(self._encoding, errors="backslashreplace")
        with self._changed:
            if len(self._lines) >= MAX_LINES or self._bytes + len(encoded) > MAX_BYTES:
                self._dropped += 1
                return
            self._lines.append(encoded)
            self._bytes += len(encoded)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="log-writer", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def flush(self, seconds: float = 0.0) -> None:
        """Waits until all lines are written, for at most `seconds`."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while (self._lines or self._writing) and (left := deadline - time.monotonic()) > 0:
                self._changed.wait(left)

    def _run(self) -> None:
        while True:
            with self._changed:
                self._writing = False
                self._changed.notify_all()
                while not self._lines:
                    self._changed.wait()
                self._writing = True
                lines = self._take()
            if not self._put(lines):
                with self._changed:
                    self._dropped += len(lines)
                continue
            self._report_dropped()

    def _take(self) -> list[bytes]:
        """Removes the lines of one write from the queue: at least one."""
        lines = [self._lines.popleft()]
        size = len(lines[0])
        while self._lines and size + len(self._lines[0]) <= _WRITE_BYTES:
            size += len(self._lines[0])
            lines.append(self._lines.popleft())
        self._bytes -= size
        return lines

    def _report_dropped(self) -> None:
        """Reports lines dropped so far, once those that were queued before them are written."""
        with self._changed:
            count = self._dropped
            if not count or self._lines:
                return
            self._dropped = 0
        if not self._put([self._describe(count).encode(self._encoding, errors="backslashreplace")]):
            with self._changed:
                self._dropped += count

    def _put(self, lines: list[bytes]) -> bool:
        """Writes lines, waiting for room as long as it takes; returns False if the descriptor refuses them."""
        rest = memoryview((b"\n" if self._torn else b"") + b"".join(lines))
        while rest:
            try:
                rest = rest[os.write(self._descriptor, rest) :]
            except BlockingIOError:
                select.select([], [self._descriptor], [], _ROOM_SECONDS)
            except OSError:
                self._torn = self._torn or len(rest) < sum(map(len, lines))
                return False
        self._torn = False
        return True
