"""Ends a call when its time is up, also when the client set no deadline."""

import asyncio
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import cast

from google.protobuf.message import Message
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.call_context import ServedCall
from libs.servicekit.errors import ServiceError


class DeadlineExceeded(ServiceError):
    """The answer was not there in time."""

    reason = reasons.ERROR_REASON_DEADLINE_EXCEEDED

    def __init__(self) -> None:
        super().__init__("The deadline passed before the response was ready. Allow more time, or request less at once.")


class Deadline:
    """Unary calls get `unary_seconds` at most, streams `stream_seconds`; clients may set less."""

    def __init__(self, unary_seconds: float, stream_seconds: float) -> None:
        self._unary_seconds = unary_seconds
        self._stream_seconds = stream_seconds

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        allowed = self._stream_seconds if call.streaming else self._unary_seconds
        asked = cast("float | None", call.context.time_remaining())  # None where the client set none
        seconds = allowed if asked is None else min(asked, allowed)
        call.deadline = time.monotonic() + seconds
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError as error:
            raise DeadlineExceeded from error

    def check(self, call: ServedCall, message: Message) -> None:
        """Every message may be asked for in its time."""
