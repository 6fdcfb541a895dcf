"""The work at hand: who calls, under which ids, until when."""

import re
import time
import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import grpc
from persona.access.v1 import access_pb2

REQUEST_ID = "x-request-id"
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}")
Scope = access_pb2.Scope.ValueType
Metadata = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified identity: the tenant whose data is touched, who touches it, what they may do."""

    tenant_id: uuid.UUID
    principal: str
    scopes: frozenset[Scope]
    token: str
    expire_time: datetime
    """End of the token: streams of the caller end then."""


@dataclass(slots=True, kw_only=True)
class Call:
    """The work at hand: a call that is being answered, or what a service does for a tenant without one."""

    metadata: Mapping[str, str]
    request_id: str = ""
    caller: Caller | None = None
    deadline: float | None = None

    def remaining(self) -> float | None:
        """Seconds until the deadline, 0 or more. None: there is none."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())

    @property
    def trace_id(self) -> str:
        """Id of the trace that the call belongs to (W3C Trace Context); "" where the caller sent none."""
        match = _TRACEPARENT.fullmatch(self.metadata.get("traceparent", ""))
        return match[1] if match else ""


@dataclass(slots=True, kw_only=True)
class ServedCall(Call):
    """One call on its way through the interceptors, which fill in what later ones and the use case need."""

    method: str
    context: grpc.aio.ServicerContext[Any, Any]
    streaming: bool


current: ContextVar[Call] = ContextVar("call")


def caller() -> Caller:
    """Returns the verified caller. Raises LookupError outside of a call, and in a call to a public method."""
    identity = current.get().caller
    if identity is None:
        raise LookupError("this method is public: no identity was verified")
    return identity


def onward_metadata() -> Metadata:
    """Metadata of a call to another service on behalf of this one: identity, request id, trace."""
    call = current.get()
    onward = [(REQUEST_ID, call.request_id)]
    if call.caller is not None:
        onward.append(("authorization", f"Bearer {call.caller.token}"))
    onward.extend((key, call.metadata[key]) for key in ("traceparent", "tracestate") if key in call.metadata)
    return onward
