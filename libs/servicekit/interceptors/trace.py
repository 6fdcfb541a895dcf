"""Gives every call a request id and a span, and writes one line about it."""

import asyncio
import re
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import structlog
from google.protobuf.message import Message
from opentelemetry import propagate, trace

from libs.servicekit.calls.call_context import REQUEST_ID, Call

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_log = structlog.stdlib.get_logger("call")


class Trace:
    """The outermost interceptor: what happens inside is measured and carries the ids in its log lines."""

    def __init__(self) -> None:
        self._tracer = trace.get_tracer("persona.servicekit")

    @asynccontextmanager
    async def around(self, call: Call) -> AsyncGenerator[None]:
        given = call.metadata.get(REQUEST_ID, "")
        call.request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        call.context.set_trailing_metadata(((REQUEST_ID, call.request_id),))
        started = time.perf_counter()
        parent = propagate.extract(dict(call.metadata))
        with (
            structlog.contextvars.bound_contextvars(request_id=call.request_id, method=call.method),
            self._tracer.start_as_current_span(call.method, parent, kind=trace.SpanKind.SERVER),
        ):
            try:
                yield
            finally:
                ms = round((time.perf_counter() - started) * 1000, 2)
                # The line is written once the answer is on its way: nobody has to wait for it.
                asyncio.get_running_loop().call_soon(partial(_log.info, "call", code=_code(call), ms=ms))

    def check(self, call: Call, message: Message) -> None:
        """Messages are never looked at: they hold texts."""


def _code(call: Call) -> str:
    code = call.context.code()
    return getattr(code, "name", "OK") if code else "OK"
