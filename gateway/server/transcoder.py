"""HTTP/JSON to gRPC transcoding: finds the route, reads the message, makes the call, writes the response."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from http import HTTPStatus
from typing import TypeVar

import grpc
from starlette.types import Receive, Scope, Send

from gateway.server.http.request import IF_MATCH, ClientGoneError, HttpRequest
from gateway.server.http.response_writer import ResponseWriter
from gateway.server.messages.enum_names import with_enum_names
from gateway.server.messages.request_message import RequestReader
from gateway.server.problems.problem import Problem, ProblemError, Violation, invalid_field
from gateway.server.problems.rpc_problem import rpc_problem
from gateway.server.routes.path_template import split_path
from gateway.server.routes.route import Route
from gateway.server.routes.route_tree import RouteTree
from gateway.server.rpc.backends import Backends
from gateway.server.rpc.call import RpcCall
from gateway.server.rpc.credentials import ANONYMOUS, Credentials
from gateway.server.rpc.response_json import ResponseJson, etag_reader, response_converter
from gateway.server.settings import GatewaySettings
from gateway.server.streams.conversation import STREAM_ID, Conversations
from gateway.server.streams.event_stream import EventStreams

T = TypeVar("T")


@dataclass(frozen=True)
class Endpoint:
    """A route with its converters, each made once from the descriptors."""

    route: Route

    @cached_property
    def reader(self) -> RequestReader:
        """Converts its requests to messages."""
        return RequestReader(self.route)

    @cached_property
    def etag(self) -> Callable[[bytes], str] | None:
        """Reads the etag of its responses; None if they have none."""
        return etag_reader(self.route)

    @cached_property
    def response_json(self) -> ResponseJson:
        """Converts its responses to JSON."""
        return response_converter(self.route)


class Transcoder:
    """ASGI application that serves every path of the contracts."""

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
        """Serves one request."""
        request, response = HttpRequest.of(scope, receive), ResponseWriter(scope, send)
        segments, verb = split_path(request.raw_path)
        endpoint, allowed = self._endpoints.find(segments, verb, request.method)
        if endpoint is None:
            await _no_route(response, request.method, allowed)
            return
        scope["route_template"] = endpoint.route.template.text
        try:
            if endpoint.route.converses and (stream_id := request.headers.get(STREAM_ID)):
                request.require_plain_body()
                await self._conversations.add(stream_id, request, response)
                return
            rpc_call = await self._read(endpoint, segments, request)
            if endpoint.route.converses:
                read = endpoint.reader.further
                await self._call_renewing_token(
                    rpc_call, lambda call: self._conversations.serve(call, read, request, response)
                )
            elif endpoint.route.streams:
                await self._call_renewing_token(rpc_call, lambda call: self._streams.serve(call, request, response))
            else:
                message = await self._call_renewing_token(rpc_call, lambda call: self._call(call, request))
                etag = endpoint.etag(message) if endpoint.etag else ""
                await response.json(endpoint.response_json(message), etag=etag)
        except ProblemError as error:
            await response.problem(_explained(error.problem, endpoint, request))

    async def _read(self, endpoint: Endpoint, segments: list[str], request: HttpRequest) -> RpcCall:
        route, settings = endpoint.route, self._settings
        # The body is read last: a caller who may not call costs no more than the head.
        credential = ANONYMOUS if route.public else await self._credentials.of(request.headers)
        timeout = request.timeout_seconds(
            usual=settings.stream_seconds if route.streams else settings.unary_seconds,
            longest=settings.max_timeout_seconds,
        )
        request.require_plain_body()
        message = await self._message(endpoint, route.template.read(segments), request)
        return RpcCall(route, message, credential, timeout, request.trace_metadata())

    async def _message(self, endpoint: Endpoint, path: Mapping[str, str], request: HttpRequest) -> bytes:
        """Returns the serialised request message; of a request stream, the first one."""
        etag = request.expected_etag()
        if etag is not None and not endpoint.reader.takes_etag:
            if endpoint.route.http_method != "GET":
                raise invalid_field(Violation("If-Match", "is not supported by this route; leave it out"))
            etag = None
        if endpoint.route.converses:
            return endpoint.reader.first(query=request.query, path=path)
        return endpoint.reader.read(
            body=await request.body(self._settings.max_body_bytes),
            query=request.query,
            path=path,
            resume_token=request.headers.get("last-event-id") if endpoint.route.streams else None,
            etag=etag,
        )

    async def _call_renewing_token(self, rpc_call: RpcCall, call: Callable[[RpcCall], Awaitable[T]]) -> T:
        """Makes the call; repeats it once with a new token if the one of an API key is refused."""
        try:
            return await call(rpc_call)
        except ProblemError as error:
            # The service did nothing and nothing was sent to the client, so repeating the call is safe.
            refused = error.problem.code == "UNAUTHENTICATED"
            renewed = await self._credentials.renewed(rpc_call.credential) if refused else None
            if renewed is None:
                raise
        return await call(rpc_call.with_credential(renewed))

    async def _call(self, rpc_call: RpcCall, request: HttpRequest) -> bytes:
        unary = self._backends.unary(rpc_call.route.domain, rpc_call.route.rpc_path)
        call = unary(rpc_call.message, timeout=rpc_call.timeout, metadata=rpc_call.metadata)
        disconnected = asyncio.ensure_future(request.wait_for_disconnect())
        disconnected.add_done_callback(lambda done: None if done.cancelled() else call.cancel())
        try:
            return await call
        except grpc.aio.AioRpcError as error:
            raise ProblemError(rpc_problem(error, rpc_call.route.domain)) from None
        except asyncio.CancelledError:
            if disconnected.done():
                raise ClientGoneError from None
            raise
        finally:
            disconnected.cancel()


def _explained(problem: Problem, endpoint: Endpoint, request: HttpRequest) -> Problem:
    """Returns a problem in the terms of HTTP and of the route."""
    if problem.reason == "ETAG_MISMATCH" and IF_MATCH in request.headers:
        return replace(problem, status_override=HTTPStatus.PRECONDITION_FAILED)
    return with_enum_names(endpoint.route.rpc.input, problem) if problem.violations else problem


async def _no_route(response: ResponseWriter, method: str, allowed: frozenset[str]) -> None:
    if not allowed:
        detail = "There is no route with this path; see /docs."
        await response.problem(Problem("NOT_FOUND", "ROUTE_NOT_FOUND", detail))
        return
    complete = {*allowed, "OPTIONS", *({"HEAD"} if "GET" in allowed else ())}
    methods = ", ".join(sorted(complete))
    if method == "OPTIONS":
        await response.no_content([(b"allow", methods.encode())])
        return
    detail = f"This path has no route for {method}; it has {methods}."
    problem = Problem("UNIMPLEMENTED", "ROUTE_NOT_FOUND", detail, status_override=HTTPStatus.METHOD_NOT_ALLOWED)
    await response.problem(problem, [(b"allow", methods.encode())])
