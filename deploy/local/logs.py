"""Output of a process: a log file of bounded size, the last lines in memory, and optionally the terminal."""

import contextlib
import json
import os
from collections import deque
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

FILE_BYTES = 5 * 2**20
FILES_KEPT = 3
TAIL_LINES = 15
_LONGEST_LINE_BYTES = 64 * 1024


class ProcessLog:
    """Log of output that comes in pieces. `show` is called with each complete line.

    Writing never fails: lines that the disk does not take are dropped, and the next piece that it takes is preceded by
    a line with their number.
    """

    def __init__(self, path: Path, show: Callable[[str], None] | None = None) -> None:
        self._path = path
        self._show = show
        self._file = _LogFile(path)
        self._rest = b""
        self._tail: deque[str] = deque(maxlen=TAIL_LINES)

    @property
    def path(self) -> Path:
        return self._path

    def tail(self) -> list[str]:
        """Return the last lines, oldest first, since the last `forget`."""
        return [*self._tail, *([self._rest.decode(errors="replace")] if self._rest else [])]

    def forget(self) -> None:
        """Begin a new tail: the following output comes from another run."""
        self._tail.clear()
        self._rest = b""

    def write(self, piece: bytes) -> None:
        self._file.write(piece)
        *lines, self._rest = (self._rest + piece).split(b"\n")
        for line in lines:
            self._take(line.decode(errors="replace"))
        if len(self._rest) > _LONGEST_LINE_BYTES:
            self._take(self._rest.decode(errors="replace"))
            self._rest = b""

    def close(self) -> None:
        self._file.close()

    def _take(self, line: str) -> None:
        self._tail.append(line)
        if self._show:
            self._show(line)


class _LogFile:
    """File of whole lines that survives a full disk: opened again after each failure, rotated when it is long."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None
        self._size = 0
        self._dropped = 0
        self._reason = ""
        self._torn = False  # the file ends within a line
        self._skipping = False  # the next piece begins with the rest of a dropped line
        with contextlib.suppress(OSError):
            self._open()

    def write(self, piece: bytes) -> None:
        """Append a piece of output; drops and counts its lines if that fails."""
        if self._skipping:
            _, found, piece = piece.partition(b"\n")
            if not found:
                return
            self._skipping = False
        left = self._report() + piece
        try:
            if self._size > FILE_BYTES:
                self._rotate()
            while left:
                left = left[self._append(left) :]
        except OSError as error:
            if len(left) > len(piece):
                left = piece
            else:
                self._dropped = 0
            self._drop(left, error)
        else:
            self._dropped = 0

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _append(self, data: bytes) -> int:
        """Write as much of the data as the disk takes at once; returns the number of bytes."""
        count = os.write(self._open() if self._descriptor is None else self._descriptor, data)
        self._torn = data[count - 1] != ord("\n")
        self._size += count
        return count

    def _drop(self, piece: bytes, error: OSError) -> None:
        self._skipping = not piece.endswith(b"\n")
        self._dropped += piece.count(b"\n") + self._skipping
        self._reason = error.strerror or type(error).__name__
        self.close()

    def _report(self) -> bytes:
        """Return the line that states how many were dropped; empty if none were."""
        if not self._dropped:
            return b""
        line = {
            "event": f"{self._dropped} log lines were dropped",
            "dropped": self._dropped,
            "reason": self._reason,
            "level": "warning",
            "timestamp": datetime.now(UTC).isoformat(),
        }
        return (b"\n" if self._torn else b"") + json.dumps(line).encode() + b"\n"

    def _open(self) -> int:
        self._descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
        os.fchmod(self._descriptor, 0o600)
        self._size = os.fstat(self._descriptor).st_size
        return self._descriptor

    def _rotate(self) -> None:
        self.close()
        for number in range(FILES_KEPT - 1, 0, -1):
            older, newer = self._numbered(number), self._numbered(number - 1)
            if newer.exists():
                os.replace(newer, older)
        self._open()
        self._torn = False

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path
