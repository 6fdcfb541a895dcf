"""Bidirectional streaming methods over HTTP: JSON messages in, server-sent events out.

The path and the query are the first message. If the body holds the others, its end closes the sending side. A browser
reads no response while it still sends the request (half duplex in the Fetch standard), so without a body the stream
stays open; further POSTs to the same path add its messages, and name the stream by the X-Stream-Id of the response.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import grpc

from gateway.server.http.request import HttpRequest
from gateway.server.http.response_writer import ResponseWriter
from gateway.server.problems.problem import Problem, ProblemError
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.call import RpcCall
from gateway.server.settings import GatewaySettings
from gateway.server.streams.event_stream import FIRST_MESSAGE_SECONDS, EventStreams

STREAM_ID = "x-stream-id"

_ID_BYTES = 16

Call: TypeAlias = "grpc.aio.StreamStreamCall[bytes, bytes]"
Read = Callable[[bytes], bytes]
"""Converts the JSON of a message to its serialised form. Raises ProblemError."""


@dataclass(frozen=True)
class _OpenStream:
    """An open stream. Its id is a secret of the gateway and its client: a request that carries it may add messages."""

    path: str
    call: Call
    read: Read
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, parts: AsyncIterator[bytes]) -> None:
        """Sends messages in order; those of one request together. ProblemError: one cannot be read."""
        async with self.turn:
            async for part in parts:
                await self.call.write(self.read(part))


class Conversations:
    """Serves bidirectional streams, and keeps those that are open at this gateway."""

    def __init__(self, backends: Backends, streams: EventStreams, settings: GatewaySettings) -> None:
        self._backends = backends
        self._streams = streams
        self._settings = settings
        self._open: dict[str, _OpenStream] = {}

    async def serve(self, rpc_call: RpcCall, read: Read, request: HttpRequest, response: ResponseWriter) -> None:
        """Streams the responses. ProblemError: the service refused the first message."""
        conversation = self._backends.conversation(rpc_call.route.domain, rpc_call.route.rpc_path)
        call = conversation(timeout=rpc_call.timeout, metadata=rpc_call.metadata)
        await _expect_accepted(call, rpc_call)
        stream = _OpenStream(request.raw_path, call, read)
        with self._listed(stream) as stream_id:
            client = self._listen(stream, request)
            headers = [(STREAM_ID.encode(), stream_id.encode())]
            # Without a body the client waits for the head of the response.
            patience = FIRST_MESSAGE_SECONDS if request.has_body else 0.0
            await self._streams.relay(rpc_call.route, call, client, response, headers=headers, patience=patience)

    async def add(self, stream_id: str, request: HttpRequest, response: ResponseWriter) -> None:
        """Adds messages to an open stream. ProblemError: no such stream is open, or a message cannot be read."""
        stream = self._open.get(stream_id)
        if stream is None or stream.path != request.raw_path:
            raise _no_stream()
        try:
            await stream.add(request.parts(self._settings.max_body_bytes))
        except (asyncio.InvalidStateError, grpc.aio.AioRpcError):
            raise _no_stream() from None
        await response.no_content()

    async def _listen(self, stream: _OpenStream, request: HttpRequest) -> None:
        """Sends the messages of the body, and returns when the client has disconnected."""
        if request.has_body:
            request.allow_slow_body()
            try:
                await stream.add(request.parts(self._settings.max_body_bytes))
                await stream.call.done_writing()
            except (asyncio.InvalidStateError, grpc.aio.AioRpcError):
                pass  # the call has ended; reading its responses raises the reason
        await request.wait_for_disconnect()

    @contextmanager
    def _listed(self, stream: _OpenStream) -> Generator[str]:
        stream_id = secrets.token_urlsafe(_ID_BYTES)
        self._open[stream_id] = stream
        try:
            yield stream_id
        finally:
            del self._open[stream_id]


async def _expect_accepted(call: Call, rpc_call: RpcCall) -> None:
    """Waits until the service accepts the stream, so that no part of the body is lost if the call is repeated."""
    try:
        await call.write(rpc_call.message)
        accepted = asyncio.ensure_future(call.initial_metadata())
        await asyncio.wait([accepted], timeout=FIRST_MESSAGE_SECONDS)
        accepted.cancel()
        if call.done():
            await call.read()
    except grpc.aio.AioRpcError as error:
        raise ProblemError(rpc_problem(error, rpc_call.route.domain)) from None
    except asyncio.CancelledError:
        call.cancel()
        raise


def _no_stream() -> ProblemError:
    detail = "No such stream is open here. Open one by a POST without X-Stream-Id, and send the whole state again."
    return ProblemError(Problem("NOT_FOUND", "STREAM_PROTOCOL", detail))
