"""Reasons to gRPC statuses: the one table, and the one place that builds google.rpc.Status."""

from collections.abc import Sequence
from typing import Final

import grpc
from google.protobuf import any_pb2, duration_pb2
from google.protobuf.message import Message
from google.rpc import (  # pyright: ignore[reportMissingTypeStubs]
    code_pb2,
    error_details_pb2,
    status_pb2,
)
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.call_context import REQUEST_ID
from libs.servicekit.errors import FieldViolation, Reason, ServiceError

_DETAILS = "grpc-status-details-bin"
DOMAIN = "persona.services"
_PREFIX = "ERROR_REASON_"
MAX_STATUS_BYTES: Final = 6_000
"""Most bytes of a serialised status. gRPC allows 8 KB of metadata in all, and base64 adds a third."""
_MAX_MESSAGE_BYTES: Final = 1_000
_MAX_DESCRIPTION_BYTES: Final = 500
_MAX_VALUE_BYTES: Final = 200
_MARGIN_BYTES: Final = 100
"""For the framing of a detail, and the sentence about violations that were left out."""
_CUT: Final = "..."

CODES: dict[Reason, grpc.StatusCode] = {
    reasons.ERROR_REASON_INVALID_FIELD: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_MALFORMED_REQUEST: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_TOKEN_MISSING: grpc.StatusCode.UNAUTHENTICATED,
    reasons.ERROR_REASON_TOKEN_INVALID: grpc.StatusCode.UNAUTHENTICATED,
    reasons.ERROR_REASON_TOKEN_EXPIRED: grpc.StatusCode.UNAUTHENTICATED,
    reasons.ERROR_REASON_API_KEY_INVALID: grpc.StatusCode.UNAUTHENTICATED,
    reasons.ERROR_REASON_SCOPE_MISSING: grpc.StatusCode.PERMISSION_DENIED,
    reasons.ERROR_REASON_PERSONA_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    reasons.ERROR_REASON_PERSONA_VERSION_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    reasons.ERROR_REASON_SAMPLE_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    reasons.ERROR_REASON_API_KEY_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    reasons.ERROR_REASON_ETAG_MISMATCH: grpc.StatusCode.ABORTED,
    reasons.ERROR_REASON_VERSION_CONFLICT: grpc.StatusCode.ABORTED,
    reasons.ERROR_REASON_REQUEST_ID_REUSED: grpc.StatusCode.ALREADY_EXISTS,
    reasons.ERROR_REASON_PAGE_TOKEN_INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_RESUME_TOKEN_INVALID: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_SAMPLE_DUPLICATE: grpc.StatusCode.ALREADY_EXISTS,
    reasons.ERROR_REASON_LANGUAGE_UNSUPPORTED: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_TEXT_WITHOUT_WORDS: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_STREAM_PROTOCOL: grpc.StatusCode.INVALID_ARGUMENT,
    reasons.ERROR_REASON_DEPENDENCY_UNAVAILABLE: grpc.StatusCode.UNAVAILABLE,
    reasons.ERROR_REASON_CONCURRENT_CHANGE: grpc.StatusCode.ABORTED,
    reasons.ERROR_REASON_DEADLINE_EXCEEDED: grpc.StatusCode.DEADLINE_EXCEEDED,
    reasons.ERROR_REASON_INTERNAL: grpc.StatusCode.INTERNAL,
    reasons.ERROR_REASON_BODY_TOO_LARGE: grpc.StatusCode.RESOURCE_EXHAUSTED,
    reasons.ERROR_REASON_ROUTE_NOT_FOUND: grpc.StatusCode.NOT_FOUND,
    reasons.ERROR_REASON_TEXT_NOT_RETAINED: grpc.StatusCode.FAILED_PRECONDITION,
}


def reason_name(reason: Reason) -> str:
    """The reason as ErrorInfo carries it, e.g. "PERSONA_NOT_FOUND"."""
    return reasons.ErrorReason.Name(reason).removeprefix(_PREFIX)


def code_of(error: ServiceError) -> grpc.StatusCode:
    """The gRPC code of an error."""
    return CODES[error.reason]


def to_status(error: ServiceError) -> status_pb2.Status:
    """The error as google.rpc.Status: an ErrorInfo, and BadRequest and RetryInfo where they apply.

    Violations that do not fit into MAX_STATUS_BYTES are left out, and the last one states how many.
    """
    metadata = {key: shortened(value, _MAX_VALUE_BYTES) for key, value in error.metadata.items()}
    info = error_details_pb2.ErrorInfo(reason=reason_name(error.reason), domain=DOMAIN, metadata=metadata)
    details: list[Message] = [info]
    if error.retry_after is not None:
        delay = duration_pb2.Duration()
        delay.FromTimedelta(error.retry_after)
        details.append(error_details_pb2.RetryInfo(retry_delay=delay))
    code, message = code_pb2.Code.Value(code_of(error).name), status_message(error)
    status = status_pb2.Status(code=code, message=message, details=[_packed(detail) for detail in details])
    if error.violations:
        request = _bad_request(error.violations, MAX_STATUS_BYTES - status.ByteSize() - _MARGIN_BYTES)
        status.details.insert(1, _packed(request))
    return status


def status_message(error: ServiceError) -> str:
    """The message of the error, shortened to fit into the metadata of an answer."""
    return shortened(error.message, _MAX_MESSAGE_BYTES)


def shortened(text: str, limit: int) -> str:
    """Returns the text with at most `limit` bytes of UTF-8; where something was cut off, it ends with "..."."""
    encoded = text.encode(errors="replace")
    if len(encoded) <= limit:
        return text
    return encoded[: limit - len(_CUT)].decode(errors="ignore") + _CUT


def _bad_request(violations: Sequence[FieldViolation], room: int) -> error_details_pb2.BadRequest:
    """The violations that fit into `room` bytes; the last one states how many there are beyond them."""
    request = error_details_pb2.BadRequest()
    for index, violation in enumerate(violations):
        entry = error_details_pb2.BadRequest.FieldViolation(
            field=shortened(violation.field, _MAX_VALUE_BYTES),
            description=shortened(violation.description, _MAX_DESCRIPTION_BYTES),
        )
        if request.ByteSize() + entry.ByteSize() > room:
            last = request.field_violations[-1]
            last.description = f"{last.description} (and {len(violations) - index} more)"
            break
        request.field_violations.append(entry)
    return request


class _GrpcStatus(grpc.Status):
    def __init__(self, error: ServiceError, request_id: str) -> None:
        self.code = code_of(error)
        self.details = status_message(error)
        self.trailing_metadata = ((REQUEST_ID, request_id), (_DETAILS, to_status(error).SerializeToString()))


def grpc_status(error: ServiceError, request_id: str) -> grpc.Status:
    """The error as a server context aborts with: the status, its details and the request id."""
    return _GrpcStatus(error, request_id)


def _packed(message: Message) -> any_pb2.Any:
    packed = any_pb2.Any()
    packed.Pack(message)
    return packed
