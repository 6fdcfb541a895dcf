"""Methods that stream both ways: JSON messages in, server-sent events out.

The path and the query are the first message. Where the body holds the others, it ends the sending side. A browser reads
no answer while it still sends the request (the Fetch standard's half duplex), so without a body the stream stays open,
and its messages come by further POSTs to the same path that name it in X-Stream-Id, which the answer's head told.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TypeAlias

import grpc

from gateway.server.http.reply import Reply
from gateway.server.http.request import Incoming
from gateway.server.problems.problem import Problem, ProblemError
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.call import Outgoing
from gateway.server.settings import GatewaySettings
from gateway.server.streams.event_stream import FIRST_WORD_SECONDS, EventStreams

STREAM_ID = "x-stream-id"

_ID_BYTES = 16

Call: TypeAlias = "grpc.aio.StreamStreamCall[bytes, bytes]"
Read = Callable[[bytes], bytes]
"""From the JSON of a message to its bytes. Raises ProblemError."""


@dataclass(frozen=True)
class _Open:
    """An open stream. Who knows its id, a secret of the gateway and its client, may add messages."""

    path: str
    call: Call
    read: Read
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def add(self, parts: AsyncIterator[bytes]) -> None:
        """Sends messages on, in order; those of one request together. ProblemError: one cannot be read."""
        async with self.turn:
            async for part in parts:
                await self.call.write(self.read(part))


class Conversations:
    """Serves streams both ways, and knows those that are open at this gateway."""

    def __init__(self, backends: Backends, streams: EventStreams, settings: GatewaySettings) -> None:
        self._backends = backends
        self._streams = streams
        self._settings = settings
        self._open: dict[str, _Open] = {}

    async def serve(self, outgoing: Outgoing, read: Read, incoming: Incoming, reply: Reply) -> None:
        """Streams the answers. ProblemError: the service refused the first message."""
        conversation = self._backends.conversation(outgoing.route.domain, outgoing.route.rpc_path)
        call = conversation(timeout=outgoing.timeout, metadata=outgoing.metadata)
        await _expect_accepted(call, outgoing)
        stream = _Open(incoming.raw_path, call, read)
        with self._listed(stream) as stream_id:
            client = self._listen(stream, incoming)
            headers = [(STREAM_ID.encode(), stream_id.encode())]
            # Without a body the head of the answer is what the client waits for.
            patience = FIRST_WORD_SECONDS if incoming.has_body else 0.0
            await self._streams.relay(outgoing.route, call, client, reply, headers=headers, patience=patience)

    async def add(self, stream_id: str, incoming: Incoming, reply: Reply) -> None:
        """Adds messages to an open stream. ProblemError: there is none, or one of them cannot be read."""
        stream = self._open.get(stream_id)
        if stream is None or stream.path != incoming.raw_path:
            raise _no_stream()
        try:
            await stream.add(incoming.parts(self._settings.max_body_bytes))
        except (asyncio.InvalidStateError, grpc.aio.AioRpcError):
            raise _no_stream() from None
        await reply.nothing()

    async def _listen(self, stream: _Open, incoming: Incoming) -> None:
        """Sends on what the body holds, and returns when the client has left."""
        if incoming.has_body:
            try:
                await stream.add(incoming.parts(self._settings.max_body_bytes))
                await stream.call.done_writing()
            except (asyncio.InvalidStateError, grpc.aio.AioRpcError):
                pass  # the call has ended, and who reads its answers is told why
        await incoming.wait_for_disconnect()

    @contextmanager
    def _listed(self, stream: _Open) -> Generator[str]:
        stream_id = secrets.token_urlsafe(_ID_BYTES)
        self._open[stream_id] = stream
        try:
            yield stream_id
        finally:
            del self._open[stream_id]


async def _expect_accepted(call: Call, outgoing: Outgoing) -> None:
    """Waits for the service to take the stream on, so that nothing of the body is lost if it has to be asked again."""
    try:
        await call.write(outgoing.message)
        accepted = asyncio.ensure_future(call.initial_metadata())
        await asyncio.wait([accepted], timeout=FIRST_WORD_SECONDS)
        accepted.cancel()
        if call.done():
            await call.read()
    except grpc.aio.AioRpcError as error:
        raise ProblemError(rpc_problem(error, outgoing.route.domain)) from None
    except asyncio.CancelledError:
        call.cancel()
        raise


def _no_stream() -> ProblemError:
    detail = "No such stream is open here. Open one by a POST without X-Stream-Id, and send the whole state again."
    return ProblemError(Problem("NOT_FOUND", "STREAM_PROTOCOL", detail))
