"""Resume tokens of watches: opaque, bound to the watch and the tenant, good for as long as changes are kept."""

import base64
import binascii
import hashlib
import struct
import time
from uuid import UUID

from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.errors import FieldViolation, InvalidArgument
from libs.servicekit.watching.change_log import RETENTION, ChangeCursor

_LAYOUT = struct.Struct(">qqq8s")


class ResumeTokenInvalid(InvalidArgument):
    """The token is damaged, from another watch, or too old."""

    reason = reasons.ERROR_REASON_RESUME_TOKEN_INVALID

    def __init__(self) -> None:
        super().__init__(
            "The resume token cannot be used: it is damaged, from another watch, or too old. Watch again without it.",
            violations=[FieldViolation("resume_token", "cannot be used; leave it out")],
        )


def resume_token(watch: str, tenant_id: UUID, cursor: ChangeCursor) -> str:
    """The token from which `watch` goes on after the cursor."""
    raw = _LAYOUT.pack(cursor.transaction, cursor.number, int(time.time()), _owner(watch, tenant_id))
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def cursor_of(token: str, watch: str, tenant_id: UUID) -> ChangeCursor:
    """The cursor in a token. Raises ResumeTokenInvalid."""
    try:
        raw = base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
        transaction, number, made, owner = _LAYOUT.unpack(raw)
    except (binascii.Error, struct.error, ValueError) as error:
        raise ResumeTokenInvalid from error
    if owner != _owner(watch, tenant_id) or time.time() - made > RETENTION.total_seconds():
        raise ResumeTokenInvalid
    return ChangeCursor(transaction, number)


def _owner(watch: str, tenant_id: UUID) -> bytes:
    return hashlib.blake2b(watch.encode() + tenant_id.bytes, digest_size=8).digest()
