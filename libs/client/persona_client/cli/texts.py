"""Reading texts from files and standard input."""

import sys
from dataclasses import dataclass
from pathlib import Path

from persona.errors.v1 import error_reason_pb2 as reasons

from persona_client.cli.visible import visible
from persona_client.errors import InvalidRequest, Violation

MAX_CHARACTERS = 200_000
"""The contract's limit for one text."""
_MAX_BYTES = 4 * MAX_CHARACTERS
"""More bytes than this hold more characters, whatever they are: such a file is not read to its end."""
STDIN = "-"
_ONE_LINE = str.maketrans("\n\t", "  ")
"""A title is one line, whatever a file is called."""


class Unusable(Exception):
    """A text that need not be sent, since the service would refuse it: why, and what to do."""

    def __init__(self, reason: reasons.ErrorReason.ValueType, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.message = message


@dataclass(frozen=True, slots=True)
class Text:
    """A text and the name of where it came from."""

    title: str
    content: str

    @property
    def has_front_matter(self) -> bool:
        """True if it begins with a block of metadata as blogs use it, which would be measured with the rest."""
        return self.content.startswith(("---\n", "---\r\n", "+++\n"))


def read(path: str) -> Text:
    """The text of a file, or of standard input for "-", as it is. Raises Unusable if it cannot be measured."""
    title = "standard input" if path == STDIN else visible(Path(path).name).translate(_ONE_LINE)
    content = _decode(_read_bytes(path))
    if len(content) > MAX_CHARACTERS:
        raise Unusable(reasons.ERROR_REASON_INVALID_FIELD, _too_long())
    if "\0" in content:
        raise Unusable(reasons.ERROR_REASON_INVALID_FIELD, "It contains NUL characters; remove them.")
    if not content.strip():
        raise Unusable(reasons.ERROR_REASON_INVALID_FIELD, "It is empty or white space only.")
    return Text(title, content)


def read_draft(path: str) -> Text:
    """As `read`, for a command that is about this one text. Raises InvalidRequest."""
    try:
        return read(path)
    except Unusable as unusable:
        reason = reasons.ErrorReason.Name(unusable.reason).removeprefix("ERROR_REASON_")
        violation = Violation("text", unusable.message)
        raise InvalidRequest(f"{path}: {unusable.message}", reason=reason, violations=[violation]) from unusable


def _read_bytes(path: str) -> bytes:
    limit = _MAX_BYTES + 1
    try:
        content = _read_up_to(limit, path)
    except OSError as error:
        message = f"It cannot be read: {error.strerror or error}."
        raise Unusable(reasons.ERROR_REASON_INVALID_FIELD, message) from error
    if len(content) == limit:
        raise Unusable(reasons.ERROR_REASON_INVALID_FIELD, _too_long())
    return content


def _read_up_to(limit: int, path: str) -> bytes:
    if path != STDIN:
        with Path(path).open("rb") as file:
            return file.read(limit)
    return sys.stdin.buffer.read(limit) if sys.stdin else b""  # None: it was closed before the command began


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"It is not UTF-8 (byte {error.start}); save it as UTF-8."
        raise Unusable(reasons.ERROR_REASON_MALFORMED_REQUEST, message) from error


def _too_long() -> str:
    return f"It is longer than {MAX_CHARACTERS:,} characters; split it into several texts."
