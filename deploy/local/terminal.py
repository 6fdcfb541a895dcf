"""Output for the person who started the stack: plain lines, with colour on a terminal only."""

import atexit
import os
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO

from libs.servicekit.serving.line_writer import LineWriter

_LABEL_WIDTH = 22
_GREEN, _RED, _DIM, _BOLD, _RESET = "\033[32m", "\033[31m", "\033[2m", "\033[1m", "\033[0m"
_FLUSH_SECONDS = 1.0
# A stack dump ends with a list of all extension modules.
_LONGEST_LINE = 500


class Terminal:
    """Writes to a stream, by default to standard output.

    Lines are written by a thread: a reader that pauses (Ctrl-S, a pager) or ends does not stop the supervisor, and the
    logs of the stack are in files.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        output: TextIO = stream or sys.stdout
        self._colour = output.isatty() and "NO_COLOR" not in os.environ
        self._writer = LineWriter(os.dup(output.fileno()), "{} lines were dropped\n".format, output.encoding)
        atexit.register(self._writer.flush, _FLUSH_SECONDS)

    def say(self, line: str = "") -> None:
        self._writer.write(f"{line}\n")

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
            self.say(self._in(_DIM, f"      | {printable(line[:_LONGEST_LINE])}"))
        if where:
            self.say(self._in(_DIM, f"      the whole log is in {where}"))

    def log_line(self, name: str, line: str) -> None:
        self.say(f"{self._in(_DIM, f'{name:<10}|')} {printable(line)}")

    def _in(self, style: str, text: str) -> str:
        return f"{style}{text}{_RESET}" if self._colour else text


def printable(line: str) -> str:
    """Return a line of a log without control characters, which a terminal would obey: each as its escape sequence."""
    return "".join(c if c.isprintable() or c == "\t" else c.encode("unicode_escape").decode() for c in line)
