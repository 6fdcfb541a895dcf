"""Converts gRPC failures to typed errors, by one table."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Protocol, TypeVar

import grpc
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2  # pyright: ignore[reportMissingTypeStubs]

from persona_client import errors

_DOMAIN = "persona.services"
_DETAILS_KEY = "grpc-status-details-bin"
_Code = grpc.StatusCode
_Detail = TypeVar("_Detail", bound=Message)

_CLASSES: dict[grpc.StatusCode, type[errors.PersonaError]] = {
    _Code.INVALID_ARGUMENT: errors.InvalidRequest,
    _Code.OUT_OF_RANGE: errors.InvalidRequest,
    _Code.FAILED_PRECONDITION: errors.Conflict,
    _Code.NOT_FOUND: errors.NotFound,
    _Code.ALREADY_EXISTS: errors.Conflict,
    _Code.ABORTED: errors.Conflict,
    _Code.UNAUTHENTICATED: errors.Unauthenticated,
    _Code.PERMISSION_DENIED: errors.PermissionDenied,
    _Code.UNAVAILABLE: errors.Unavailable,
    _Code.RESOURCE_EXHAUSTED: errors.Unavailable,
    _Code.CANCELLED: errors.Unavailable,
    _Code.DEADLINE_EXCEEDED: errors.DeadlineExceeded,
}
"""Every other code is a defect."""

_REASONS = {
    _Code.UNAVAILABLE: "DEPENDENCY_UNAVAILABLE",
    _Code.DEADLINE_EXCEEDED: "DEADLINE_EXCEEDED",
    _Code.INTERNAL: "INTERNAL",
}
"""Reasons of failures that gRPC itself reports, as a service would have given them."""


class Failure(Protocol):
    """A failed call, of grpc or grpc.aio."""

    def code(self) -> grpc.StatusCode:
        """The gRPC status code."""
        ...

    def details(self) -> str | None:
        """The error message."""
        ...

    def trailing_metadata(self) -> Iterable[tuple[str, str | bytes]] | None:
        """Trailing metadata, which carry google.rpc.Status."""
        ...


def error_from(failure: Failure, *, target: str = "", request_id: str = "") -> errors.PersonaError:
    """Returns the typed error for a failed call. `target` is the address to name if no server answered."""
    status = _status(failure)
    if status is None:
        return _transport_error(failure, target, request_id)
    info = _detail(status, error_details_pb2.ErrorInfo()) or error_details_pb2.ErrorInfo()
    return _CLASSES.get(failure.code(), errors.Defect)(
        status.message,
        reason=info.reason if info.domain == _DOMAIN else errors.UNKNOWN_REASON,
        violations=_violations(status),
        metadata=info.metadata,
        retry_after=_retry_after(status),
        request_id=request_id,
    )


def _transport_error(failure: Failure, target: str, request_id: str) -> errors.PersonaError:
    code = failure.code()
    if code is _Code.UNAVAILABLE:
        message = f"Nothing answers at {target}." if target else "The service does not answer."
    elif code is _Code.DEADLINE_EXCEEDED:
        message = "The answer did not come before the deadline of the call."
    else:
        message = failure.details() or f"The call failed with {code.name}."
    reason = _REASONS.get(code, errors.UNKNOWN_REASON)
    return _CLASSES.get(code, errors.Defect)(message, reason=reason, request_id=request_id)


def _status(failure: Failure) -> status_pb2.Status | None:
    for key, value in failure.trailing_metadata() or ():
        if key == _DETAILS_KEY and isinstance(value, bytes):
            return status_pb2.Status.FromString(value)
    return None


def _detail(status: status_pb2.Status, detail: _Detail) -> _Detail | None:
    """Returns the first detail of this type, read into the given message."""
    return next((detail for packed in status.details if packed.Unpack(detail)), None)


def _violations(status: status_pb2.Status) -> list[errors.Violation]:
    request = _detail(status, error_details_pb2.BadRequest())
    fields = request.field_violations if request is not None else ()
    return [errors.Violation(violation.field, violation.description) for violation in fields]


def _retry_after(status: status_pb2.Status) -> timedelta | None:
    retry = _detail(status, error_details_pb2.RetryInfo())
    return retry.retry_delay.ToTimedelta() if retry is not None else None
