"""HTTP/JSON in front of gRPC: finds the route, reads the message, makes the call, writes the answer."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from http import HTTPStatus
from typing import TypeVar

import grpc
from starlette.types import Receive, Scope, Send

from gateway.server.http.reply import Reply
from gateway.server.http.request import ClientGoneError, Incoming
from gateway.server.messages.request_message import RequestReader
from gateway.server.problems.problem import Problem, ProblemError
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.routes.path_template import split_path
from gateway.server.routes.route import Route
from gateway.server.routes.route_tree import RouteTree
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.call import Outgoing
from gateway.server.rpc.credentials import ANONYMOUS, Credentials
from gateway.server.rpc.response_json import AnswerJson, answer_writer
from gateway.server.settings import GatewaySettings
from gateway.server.streams.conversation import STREAM_ID, Conversations
from gateway.server.streams.event_stream import EventStreams

T = TypeVar("T")


@dataclass(frozen=True)
class Endpoint:
    """A route with what is made from its descriptors once."""

    route: Route

    @cached_property
    def reader(self) -> RequestReader:
        """Reads its requests."""
        return RequestReader(self.route)

    @cached_property
    def answer_json(self) -> AnswerJson:
        """Writes its answers."""
        return answer_writer(self.route)


class Transcoder:
    """The ASGI application behind every path of the contracts."""

    def __init__(
        self,
        endpoints: RouteTree[Endpoint],
        backends: Backends,
        credentials: Credentials,
        settings: GatewaySettings,
        *,
        streams: EventStreams,
        conversations: Conversations,
    ) -> None:
        self._endpoints = endpoints
        self._backends = backends
        self._credentials = credentials
        self._streams = streams
        self._conversations = conversations
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        incoming, reply = Incoming.of(scope, receive), Reply(scope, send)
        segments, verb = split_path(incoming.raw_path)
        endpoint, allowed = self._endpoints.find(segments, verb, incoming.method)
        if endpoint is None:
            await _no_route(reply, scope["method"], allowed)
            return
        scope["route_template"] = endpoint.route.template.text
        try:
            if endpoint.route.converses and (stream_id := incoming.headers.get(STREAM_ID)):
                await self._conversations.add(stream_id, incoming, reply)
                return
            outgoing = await self._read(endpoint, segments, incoming)
            if endpoint.route.converses:
                read = endpoint.reader.further
                await self._renewing(outgoing, lambda call: self._conversations.serve(call, read, incoming, reply))
            elif endpoint.route.streams:
                await self._renewing(outgoing, lambda call: self._streams.serve(call, incoming, reply))
            else:
                answer = await self._renewing(outgoing, lambda call: self._call(call, incoming))
                await reply.json(endpoint.answer_json(answer))
        except ProblemError as error:
            await reply.problem(error.problem)

    async def _read(self, endpoint: Endpoint, segments: list[str], incoming: Incoming) -> Outgoing:
        route, settings = endpoint.route, self._settings
        return Outgoing(
            route=route,
            message=await self._message(endpoint, route.template.read(segments), incoming),
            credential=ANONYMOUS if route.public else await self._credentials.of(incoming.headers),
            timeout=incoming.timeout_seconds(
                usual=settings.stream_seconds if route.streams else settings.unary_seconds,
                longest=settings.max_timeout_seconds,
            ),
            trace=incoming.trace_metadata(),
        )

    async def _message(self, endpoint: Endpoint, path: Mapping[str, str], incoming: Incoming) -> bytes:
        """The request; of a request that is a stream, its first message."""
        if endpoint.route.converses:
            return endpoint.reader.first(query=incoming.query, path=path)
        return endpoint.reader.read(
            body=await incoming.body(self._settings.max_body_bytes),
            query=incoming.query,
            path=path,
            resume_token=incoming.headers.get("last-event-id") if endpoint.route.streams else None,
        )

    async def _renewing(self, outgoing: Outgoing, call: Callable[[Outgoing], Awaitable[T]]) -> T:
        """Makes the call; once more with a new token if the one that an API key gave is refused."""
        try:
            return await call(outgoing)
        except ProblemError as error:
            # The service did nothing and nothing was sent to the client, so that asking again is safe.
            refused = error.problem.code == "UNAUTHENTICATED"
            renewed = await self._credentials.renewed(outgoing.credential) if refused else None
            if renewed is None:
                raise
        return await call(outgoing.with_credential(renewed))

    async def _call(self, outgoing: Outgoing, incoming: Incoming) -> bytes:
        unary = self._backends.unary(outgoing.route.domain, outgoing.route.rpc_path)
        call = unary(outgoing.message, timeout=outgoing.timeout, metadata=outgoing.metadata)
        gone = asyncio.ensure_future(incoming.wait_for_disconnect())
        gone.add_done_callback(lambda done: None if done.cancelled() else call.cancel())
        try:
            return await call
        except grpc.aio.AioRpcError as error:
            raise ProblemError(rpc_problem(error, outgoing.route.domain)) from None
        except asyncio.CancelledError:
            if gone.done():
                raise ClientGoneError from None
            raise
        finally:
            gone.cancel()


async def _no_route(reply: Reply, method: str, allowed: frozenset[str]) -> None:
    if not allowed:
        detail = "There is no route with this path; see /docs."
        await reply.problem(Problem("NOT_FOUND", "ROUTE_NOT_FOUND", detail))
        return
    methods = ", ".join(sorted(allowed))
    detail = f"This path has no route for {method}; it has {methods}."
    problem = Problem("UNIMPLEMENTED", "ROUTE_NOT_FOUND", detail, status_override=HTTPStatus.METHOD_NOT_ALLOWED)
    await reply.problem(problem, [(b"allow", methods.encode())])
