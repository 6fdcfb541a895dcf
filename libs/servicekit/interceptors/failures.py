"""Turns whatever a call raises into a status: the edge beyond which no exception goes."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import grpc
import structlog
from google.protobuf.message import Message

from libs.servicekit.calls.call_context import ServedCall
from libs.servicekit.calls.status import grpc_status
from libs.servicekit.errors import ServiceError

_log = structlog.stdlib.get_logger("call")


class InternalError(ServiceError):
    """A defect of ours. Says nothing of the cause; the trace id finds it in the logs."""

    def __init__(self, trace_id: str) -> None:
        super().__init__(
            f"Something went wrong on our side. Please report it with trace id {trace_id}.",
            metadata={"traceId": trace_id},
        )


class Failures:
    """Domain errors become their status; anything else is logged and becomes INTERNAL."""

    @asynccontextmanager
    async def around(self, call: ServedCall) -> AsyncGenerator[None]:
        try:
            yield
        except (grpc.aio.AbortError, asyncio.CancelledError, GeneratorExit):
            raise
        except ServiceError as error:
            await _abort(call, error)
        except Exception:  # noqa: BLE001 -- the one place where an unknown exception must not go on
            _log.exception("defect")
            await _abort(call, InternalError(call.trace_id or call.request_id))

    def check(self, call: ServedCall, message: Message) -> None:
        """Checks nothing: the interceptors inside report the faults of a message."""


async def _abort(call: ServedCall, error: ServiceError) -> None:
    await call.context.abort_with_status(grpc_status(error, call.request_id))
