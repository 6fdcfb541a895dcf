"""What a refused call says, in a form that tests can compare."""

from collections.abc import Awaitable
from dataclasses import dataclass, field

import grpc
import pytest
from google.rpc import error_details_pb2, status_pb2


@dataclass(frozen=True)
class Refusal:
    code: str
    reason: str
    message: str
    metadata: dict[str, str] = field(default_factory=dict)
    fields: tuple[str, ...] = ()
    retry_seconds: float | None = None


async def refused(call: Awaitable[object]) -> Refusal:
    """The refusal of a call that must fail."""
    with pytest.raises(grpc.aio.AioRpcError) as caught:
        await call
    error = caught.value
    trailing = dict(error.trailing_metadata() or ())
    status = status_pb2.Status.FromString(trailing.get("grpc-status-details-bin", b""))
    info, bad, retry = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest(), error_details_pb2.RetryInfo()
    seconds = None
    for detail in status.details:
        _ = detail.Unpack(info) or detail.Unpack(bad)
        if detail.Unpack(retry):
            seconds = retry.retry_delay.ToTimedelta().total_seconds()
    fields = tuple(violation.field for violation in bad.field_violations)
    return Refusal(error.code().name, info.reason, error.details() or "", dict(info.metadata), fields, seconds)
