"""Standard output and error that take any character, and whose failures are distinguished from all others."""

import codecs
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TextIO, cast

_LOOKALIKES = {
    **dict.fromkeys("─−–—", "-"),
    **dict.fromkeys("█▉▊▋▌▍▎▏▀▄", "#"),
    **dict.fromkeys("“”", '"'),
    **dict.fromkeys("‘’", "'"),
    "━": "=",
    "·": ".",
    "●": "o",
    "│": "|",
    "→": ">",
    "»": ">",
    "«": "<",
    "…": "~",
    "±": "~",
}
"""ASCII for the characters that the command itself prints, of the same width; any other is a question mark."""
_ERRORS = "persona.lookalike"


class Unwritable(Exception):
    """Standard output cannot be written; `error` says why."""

    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        self.error = error

    @property
    def reader_left(self) -> bool:
        """True if the program that read the pipe has ended."""
        return isinstance(self.error, BrokenPipeError)


class Output:
    """A text stream for output. What its encoding lacks is replaced; a failure is Unwritable, or ignored.

    A failed stream is led to the null device, so that the interpreter does not fail on what is left in its buffers.
    """

    encoding = "utf-8"
    """Every character can be written, whatever the encoding of the stream beneath."""

    def __init__(self, stream: TextIO, *, required: bool) -> None:
        self._stream = stream
        self._required = required
        if (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            reconfigure(errors=_ERRORS)

    @property
    def is_unicode(self) -> bool:
        """True if no character is replaced."""
        return (self._stream.encoding or "").lower().replace("_", "-").startswith("utf")

    def write(self, text: str) -> int:
        """Writes text. Raises Unwritable if the stream is required."""
        with self._failing():
            return self._stream.write(text)
        return len(text)

    def write_bytes(self, content: bytes) -> None:
        """Writes bytes, after the text written so far. Raises Unwritable if the stream is required."""
        with self._failing():
            self._stream.flush()
            self._stream.buffer.write(content)
            self._stream.buffer.flush()

    def flush(self) -> None:
        """Writes what is buffered. Raises Unwritable if the stream is required."""
        with self._failing():
            self._stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    @contextmanager
    def _failing(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            with suppress(OSError, ValueError):
                null = os.open(os.devnull, os.O_WRONLY)
                os.dup2(null, self._stream.fileno())
                os.close(null)
            if self._required:
                raise Unwritable(error) from error


@contextmanager
def guarded() -> Generator[None]:
    """Within, standard output raises Unwritable, and standard error, where failures are reported, is best effort."""
    before = sys.stdout, sys.stderr
    sys.stdout = cast("TextIO", Output(_open(before[0]), required=True))
    sys.stderr = cast("TextIO", Output(_open(before[1]), required=False))
    try:
        yield
        sys.stdout.flush()
    finally:
        sys.stdout, sys.stderr = before


def _open(stream: TextIO | None) -> TextIO:
    """The stream, or the null device for one that was closed before the command began."""
    return Path(os.devnull).open("w", encoding="utf-8") if stream is None else stream


def _look_alike(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_LOOKALIKES.get(character, "?") for character in lacking), error.end


codecs.register_error(_ERRORS, _look_alike)
