"""Output of a process: a log file of bounded size, the last lines in memory, and optionally the terminal."""

import os
from collections import deque
from collections.abc import Callable
from pathlib import Path

FILE_BYTES = 5 * 2**20
FILES_KEPT = 3
TAIL_LINES = 15
_LONGEST_LINE_BYTES = 64 * 1024


class ProcessLog:
    """Log of output that comes in pieces. `show` is called with each complete line."""

    def __init__(self, path: Path, show: Callable[[str], None] | None = None) -> None:
        self._path = path
        self._show = show
        self._file = path.open("ab")
        path.chmod(0o600)
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
        self._file.flush()
        if self._file.tell() > FILE_BYTES:
            self._rotate()
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

    def _rotate(self) -> None:
        self._file.close()
        for number in range(FILES_KEPT - 1, 0, -1):
            older, newer = self._numbered(number), self._numbered(number - 1)
            if newer.exists():
                os.replace(newer, older)
        self._file = self._path.open("ab")
        self._path.chmod(0o600)

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}") if number else self._path
