"""The call that is being answered: who calls, under which ids, until when."""

import time
import uuid
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import grpc
from persona.access.v1 import access_pb2

REQUEST_ID = "x-request-id"
Scope = access_pb2.Scope.ValueType
Metadata = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Caller:
    """A verified identity: the tenant whose data is touched, who touches it, what they may do."""

    tenant_id: uuid.UUID
    principal: str
    scopes: frozenset[Scope]
    token: str


@dataclass(slots=True)
class Call:
    """One call on its way through the interceptors. Interceptors fill in what later ones and the use case need."""

    method: str
    context: grpc.aio.ServicerContext[Any, Any]
    streaming: bool
    metadata: Mapping[str, str]
    request_id: str = ""
    caller: Caller | None = None
    deadline: float | None = None

    def remaining(self) -> float | None:
        """Seconds until the deadline, 0 or more. None: there is none."""
        return None if self.deadline is None else max(0.0, self.deadline - time.monotonic())


current: ContextVar[Call] = ContextVar("call")


def caller() -> Caller:
    """The verified caller. Raises LookupError outside of a call to a method that is not public."""
    found = current.get().caller
    if found is None:
        raise LookupError("this method is public: nobody's identity was verified")
    return found


def onward_metadata() -> Metadata:
    """What a call to another service carries on behalf of this one: identity, request id, trace."""
    call = current.get()
    onward = [(REQUEST_ID, call.request_id)]
    if call.caller is not None:
        onward.append(("authorization", f"Bearer {call.caller.token}"))
    onward.extend((key, call.metadata[key]) for key in ("traceparent", "tracestate") if key in call.metadata)
    return onward
