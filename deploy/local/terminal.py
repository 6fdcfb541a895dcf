"""Output for the person who started the stack: plain lines, with colour on a terminal only."""

import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

_LABEL_WIDTH = 22
_GREEN, _RED, _DIM, _BOLD, _RESET = "\033[32m", "\033[31m", "\033[2m", "\033[1m", "\033[0m"


class Terminal:
    """Writes to a stream, by default to standard output."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stdout
        self._colour = self._stream.isatty() and "NO_COLOR" not in os.environ

    def say(self, line: str = "") -> None:
        try:
            self._stream.write(f"{line}\n")
            self._stream.flush()
        except OSError:
            # The reader of the output has ended; the stack continues, and its logs are in files.
            self._stream = open(os.devnull, "w")  # noqa: SIM115 - lives as long as the process

    def title(self, text: str) -> None:
        self.say(self._in(_BOLD, text))

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Report a finished step and its duration; nothing if it raises."""
        began = time.monotonic()
        yield
        took = self._in(_DIM, f"{time.monotonic() - began:5.1f} s")
        self.say(f"  {self._in(_GREEN, 'done')}  {name:<{_LABEL_WIDTH}} {took}")

    def item(self, label: str, text: str) -> None:
        self.say(f"  {label:<10} {text}")

    def problem(self, sentence: str, lines: Iterable[str] = (), where: str = "") -> None:
        """Report a problem, with the last lines of the log that shows its cause."""
        self.say(f"  {self._in(_RED, 'problem')}  {sentence}")
        for line in lines:
            self.say(self._in(_DIM, f"      | {line}"))
        if where:
            self.say(self._in(_DIM, f"      the whole log is in {where}"))

    def log_line(self, name: str, line: str) -> None:
        self.say(f"{self._in(_DIM, f'{name:<10}|')} {line}")

    def _in(self, style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour else text
