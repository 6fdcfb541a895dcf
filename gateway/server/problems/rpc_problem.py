"""Converts the failure of a gRPC call to a problem."""

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType

import grpc
from google.protobuf.message import DecodeError
from google.rpc import error_details_pb2, status_pb2

from gateway.server.problems.problem import Problem, Violation, dependency_unavailable

_DETAILS = "grpc-status-details-bin"
_RETRY_SECONDS = 1.0

# A service that shuts down cancels the calls that it is serving. A client's disconnect is detected elsewhere.
_GONE = frozenset({"UNAVAILABLE", "CANCELLED"})

# Reason and detail where the service sent no status: gRPC's own texts name addresses and files.
_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "DEADLINE_EXCEEDED": (
            "DEADLINE_EXCEEDED",
            "The deadline passed before the response was ready; allow more time with X-Timeout-Seconds.",
        ),
        "UNIMPLEMENTED": ("", "The running service does not support this call; it may be older than the gateway."),
    }
)
_TOO_LARGE = ("", "The response is larger than the gateway accepts; request less at once.")
# The words of gRPC's own check of sizes. All else that it says of exhausted resources is overload.
_SIZE_CHECK = "larger than max"
# Where one code of gRPC stands for what HTTP distinguishes: too large is not too much at once.
_STATUS_OF_REASON: Mapping[str, int] = MappingProxyType({"BODY_TOO_LARGE": HTTPStatus.REQUEST_ENTITY_TOO_LARGE})
_DEFECT = ("INTERNAL", "Something went wrong on our side; the request id finds it in our logs.")


def rpc_problem(error: grpc.aio.AioRpcError, domain: str) -> Problem:
    """Returns the problem for a failed call to the service of `domain`."""
    code = error.code().name
    status = _status(error.trailing_metadata())
    if status is not None:
        return _of_service(code, status)
    if code in _GONE:
        detail = f"The {domain} service cannot be reached; try again shortly."
        return dependency_unavailable(domain, detail, retry_after_seconds=_RETRY_SECONDS)
    if code == "RESOURCE_EXHAUSTED" and _SIZE_CHECK not in (error.details() or ""):
        detail = f"The {domain} service has too much to do at the moment; try again shortly."
        return Problem(code, "", detail, retry_after_seconds=_RETRY_SECONDS)
    reason, detail = _TOO_LARGE if code == "RESOURCE_EXHAUSTED" else _SENTENCES.get(code, _DEFECT)
    return Problem(code, reason, detail)


def _status(metadata: Iterable[tuple[str, str | bytes]] | None) -> status_pb2.Status | None:
    for key, value in metadata or ():
        if key == _DETAILS and isinstance(value, bytes):
            try:
                return status_pb2.Status.FromString(value)
            except DecodeError:
                return None
    return None


def _of_service(code: str, status: status_pb2.Status) -> Problem:
    info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
    retries = False
    for detail in status.details:
        detail.Unpack(info)
        detail.Unpack(bad)
        retries = detail.Unpack(retry) or retries
    return Problem(
        code,
        info.reason,
        status.message,
        metadata=dict(info.metadata),
        violations=tuple(Violation(fault.field, fault.description) for fault in bad.field_violations),
        retry_after_seconds=retry.retry_delay.ToTimedelta().total_seconds() if retries else None,
        status_override=_STATUS_OF_REASON.get(info.reason),
    )
