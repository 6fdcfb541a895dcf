"""Request ids: every call has one, its log lines carry it, and one line reports the call."""

import asyncio
import re
import time
import uuid
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import structlog
from google.protobuf.message import Message

from libs.servicekit.calls.call_context import REQUEST_ID, ServedCall

_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_log = structlog.stdlib.get_logger("call")


class Trace:
    """The outermost interceptor: measures the call, and binds its ids to the log lines inside."""

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        given = call.metadata.get(REQUEST_ID, "")
        call.request_id = given if _REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        call.context.set_trailing_metadata(((REQUEST_ID, call.request_id),))
        started = time.perf_counter()
        ids = {"request_id": call.request_id, **({"trace_id": call.trace_id} if call.trace_id else {})}
        # Never reset: each call has a context of its own, and the generator of a stream that was cancelled is closed in
        # another one, where resetting fails.
        structlog.contextvars.bind_contextvars(method=call.method, **ids)
        try:
            yield
        finally:
            ms = round((time.perf_counter() - started) * 1000, 2)
            line = partial(_log.info, "call", method=call.method, **ids, code=_code(call), ms=ms)
            # The line is written once the answer is on its way, so that it delays no one.
            asyncio.get_running_loop().call_soon(line)

    def check(self, call: ServedCall, message: Message) -> None:
        """Messages are never looked at: they hold texts."""


def _code(call: ServedCall) -> str:
    code = call.context.code()
    return getattr(code, "name", "OK") if code else "OK"
