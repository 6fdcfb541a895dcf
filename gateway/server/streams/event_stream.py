"""Server streams as server-sent events (WHATWG HTML, section 9.2)."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Literal

import grpc
from protobuf import DescMessage, Message

from gateway.server.http.request import ClientGoneError, HttpRequest
from gateway.server.http.response_writer import RawHeaders, ResponseWriter
from gateway.server.problems.problem import ProblemError
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.routes.route import Route
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.call import RpcCall
from gateway.server.rpc.response_json import message_json
from gateway.server.settings import GatewaySettings

RESUME_TOKEN = "resume_token"  # noqa: S105 - the name of a field

# An error within this time sets the HTTP status; a stream that is silent for longer counts as begun.
FIRST_MESSAGE_SECONDS = 1.0
_AGREED_ENDS = frozenset({"DEADLINE_EXCEEDED", "TOKEN_EXPIRED"})
_RECONNECT = b"retry: 2000\n\n"
_KEEP_ALIVE = b": keep-alive\n\n"
_HEADERS = [
    (b"content-type", b"text/event-stream"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
]

Call = grpc.aio.UnaryStreamCall[bytes, bytes] | grpc.aio.StreamStreamCall[bytes, bytes]


class EventStreams:
    """Serves server streams until they end, the client disconnects, or the gateway shuts down."""

    def __init__(self, backends: Backends, settings: GatewaySettings, closing: asyncio.Event) -> None:
        self._backends = backends
        self._settings = settings
        self._closing = closing

    async def serve(self, rpc_call: RpcCall, request: HttpRequest, response: ResponseWriter) -> None:
        """Streams the responses. ProblemError: the call failed before the first event."""
        stream = self._backends.stream(rpc_call.route.domain, rpc_call.route.rpc_path)
        call = stream(rpc_call.message, timeout=rpc_call.timeout, metadata=rpc_call.metadata)
        await self.relay(rpc_call.route, call, request.wait_for_disconnect(), response)

    async def relay(
        self,
        route: Route,
        call: Call,
        client: Coroutine[Any, Any, None],
        response: ResponseWriter,
        *,
        headers: RawHeaders | None = None,
        patience: float = FIRST_MESSAGE_SECONDS,
    ) -> None:
        """Streams the responses of a call; `client` returns when the client has disconnected.

        ProblemError: the call failed within `patience` seconds, before the first event.
        """
        disconnected = asyncio.ensure_future(client)
        closing = asyncio.ensure_future(self._closing.wait())
        reader = _Reader(call, disconnected=disconnected, closing=closing)
        try:
            first = await self._first(route, reader, patience)
            await response.start([*_HEADERS, *(headers or [])])
            await response.write(_RECONNECT)
            async for block in self._blocks(route, reader, first, response):
                await response.write(block)
            await response.end()
        finally:
            call.cancel()
            disconnected.cancel()
            closing.cancel()
            await asyncio.gather(disconnected, closing, return_exceptions=True)

    async def _first(self, route: Route, reader: "_Reader", patience: float) -> bytes | None:
        try:
            return await reader.next(patience)
        except grpc.aio.AioRpcError as error:
            raise ProblemError(rpc_problem(error, route.domain)) from None

    async def _blocks(
        self, route: Route, reader: "_Reader", raw: bytes | None, response: ResponseWriter
    ) -> AsyncIterator[bytes]:
        try:
            while not reader.ended:
                yield _KEEP_ALIVE if raw is None else event(route.rpc.output, raw)
                raw = await reader.next(self._settings.keep_alive_seconds)
        except grpc.aio.AioRpcError as error:
            problem = rpc_problem(error, route.domain)
            # A deadline or the token ends the stream as agreed: the client watches again from its last event.
            if problem.reason not in _AGREED_ENDS:
                yield _block("error", None, response.problem_json(problem))
        except ProblemError as error:
            yield _block("error", None, response.problem_json(error.problem))


class _Reader:
    """Reads a stream with a limit on silence, until the client disconnects or the gateway shuts down."""

    def __init__(
        self, call: Call, *, disconnected: asyncio.Future[None], closing: asyncio.Future[Literal[True]]
    ) -> None:
        self._call = call
        self._disconnected = disconnected
        self._closing = closing
        self._reading: asyncio.Future[bytes | object] | None = None
        self.ended = False

    async def next(self, patience: float) -> bytes | None:
        """Returns the next message; None after `patience` seconds of silence, or when the stream has `ended`."""
        reading = self._reading = self._reading or asyncio.ensure_future(self._call.read())
        watched: set[asyncio.Future[Any]] = {reading, self._disconnected, self._closing}
        await asyncio.wait(watched, timeout=patience, return_when=asyncio.FIRST_COMPLETED)
        if self._disconnected.done():
            reading.cancel()
            self._disconnected.result()  # raises the failure of a request that is itself a stream
            raise ClientGoneError
        if reading.done():
            self._reading = None
            return self._message(reading.result())
        if self._closing.done():
            reading.cancel()
            self.ended = True
        return None

    def _message(self, result: bytes | object) -> bytes | None:
        self.ended = not isinstance(result, bytes)
        return result if isinstance(result, bytes) else None


def event(response: DescMessage, raw: bytes) -> bytes:
    """Returns one message as an event: named by the field of its oneof, with its resume token as the id."""
    message = response.type.from_binary(raw)
    return _block(_event_name(response, message), _resume_token(response, message), message_json(message))


def _event_name(response: DescMessage, message: Message) -> str | None:
    for oneof in response.oneofs:
        selected = getattr(message, oneof.local_name)
        if selected is not None:
            return str(selected.field)
    return None


def _resume_token(response: DescMessage, message: Message) -> str | None:
    if not any(field.name == RESUME_TOKEN for field in response.fields):
        return None
    token = str(getattr(message, RESUME_TOKEN))
    return token if token.isprintable() else None


def _block(name: str | None, event_id: str | None, data: bytes) -> bytes:
    lines = [b"event: " + name.encode()] if name else []
    if event_id:
        lines.append(b"id: " + event_id.encode())
    lines.append(b"data: " + data)
    return b"\n".join(lines) + b"\n\n"
