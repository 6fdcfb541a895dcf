"""Keyset pages: opaque tokens that know which request they belong to."""

import base64
import binascii
import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from google.protobuf.message import Message
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.errors import FieldViolation, InvalidArgument

DEFAULT_SIZE = 25
_CHECKSUM_BYTES = 8


class PageTokenInvalid(InvalidArgument):
    """The page token is not from this list call."""

    reason = reasons.ERROR_REASON_PAGE_TOKEN_INVALID

    def __init__(self) -> None:
        super().__init__(
            "The page token does not belong to this list. Start again without page_token.",
            violations=[FieldViolation("page_token", "is damaged or from a request with other filters; leave it out")],
        )


class Identified(Protocol):
    """A row with the UUIDv7 that lists are ordered by."""

    @property
    def id(self) -> uuid.UUID: ...


Row = TypeVar("Row", bound=Identified)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows that a store should read: at most `limit`, with ids below `before`, the highest id first.

    `limit` is one more than fits on the page, so that the store's answer shows whether there is a next one.
    """

    before: uuid.UUID | None
    limit: int
    checksum: bytes

    def cut(self, rows: Sequence[Row]) -> tuple[Sequence[Row], str]:
        """The rows of this page, and the token of the next one ("" if there is none)."""
        shown = rows[: self.limit - 1]
        return shown, self._token(shown[-1].id) if len(rows) == self.limit else ""

    def _token(self, last: uuid.UUID) -> str:
        return base64.urlsafe_b64encode(self.checksum + last.bytes).rstrip(b"=").decode()


def page_of(request: Message) -> Page:
    """The page that a List request asks for. Raises PageTokenInvalid."""
    size: int = getattr(request, "page_size")  # noqa: B009 -- the fields every List request has by convention
    token: str = getattr(request, "page_token")  # noqa: B009
    checksum = _checksum(request)
    return Page(_before(token, checksum) if token else None, (size or DEFAULT_SIZE) + 1, checksum)


def _before(token: str, checksum: bytes) -> uuid.UUID:
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise PageTokenInvalid from error
    if len(raw) != _CHECKSUM_BYTES + 16 or raw[:_CHECKSUM_BYTES] != checksum:
        raise PageTokenInvalid
    return uuid.UUID(bytes=raw[_CHECKSUM_BYTES:])


def _checksum(request: Message) -> bytes:
    """Of everything but the page itself, so that a token does not fit a request with other filters."""
    filters = type(request)()
    filters.CopyFrom(request)
    filters.ClearField("page_token")
    filters.ClearField("page_size")
    named = request.DESCRIPTOR.full_name.encode() + b"\0" + filters.SerializeToString(deterministic=True)
    return hashlib.blake2b(named, digest_size=_CHECKSUM_BYTES).digest()
