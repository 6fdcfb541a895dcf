"""Real gRPC servers for our contracts whose methods answer as a test says.

A method answers what the test set; else, in front of real services, it passes the call on to them. Everything is found
by descriptors: a new RPC or service needs nothing here.

    services = AnsweringServices(upstream=addresses)
    services.refuse("GetPersona", Unavailable("database"), times=2)
    assert len(services.calls["GetPersona"]) == 3
"""

import asyncio
import importlib
import pkgutil
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import any_pb2, message_factory
from google.protobuf.descriptor import MethodDescriptor, ServiceDescriptor
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status

from libs.servicekit.calls.channels import MESSAGE_OPTIONS
from libs.servicekit.calls.status import to_status
from libs.servicekit.errors import ServiceError

Answer = Callable[[Any, grpc.aio.ServicerContext], Awaitable[Any]]
Stream = Callable[[Any, grpc.aio.ServicerContext], AsyncIterator[Any]]
_OF_A_CONNECTION = ("user-agent", "grpc-")


def contracts_of(name: str) -> Iterator[ServiceDescriptor]:
    """The contracts of a service of the table, by its name."""
    package = importlib.import_module(f"persona.{name}.v1")
    for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
        if module.name.endswith("_service_pb2"):
            yield from importlib.import_module(module.name).DESCRIPTOR.services_by_name.values()


@dataclass
class Received:
    """A call as the service saw it."""

    request: Any
    metadata: dict[str, str]
    time_remaining: float


@dataclass
class AnsweringServices:
    """What the methods answer, by name, and what they were asked."""

    upstream: Mapping[str, str] = field(default_factory=dict)
    """Addresses of real services by name, which answer what the test leaves open."""
    answers: dict[str, Answer] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    received: dict[str, list[Received]] = field(default_factory=dict)
    """Every request message."""
    calls: dict[str, list[dict[str, str]]] = field(default_factory=lambda: defaultdict(list))
    """The metadata of every call, refused ones included."""
    delays: dict[str, float] = field(default_factory=dict)
    """Seconds that a method waits before it answers."""
    changes: dict[str, Message] = field(default_factory=dict)
    """Fields that are set in every request of a method before it is passed on."""
    health: int = health_pb2.HealthCheckResponse.SERVING
    _refusals: dict[str, list[ServiceError]] = field(default_factory=lambda: defaultdict(list))
    _breaks: dict[str, ServiceError] = field(default_factory=dict)

    def answer(self, method: str, response: Message) -> None:
        """Lets a method always give the same response."""

        async def give(_request: Any, _context: grpc.aio.ServicerContext) -> Message:
            return response

        self.answers[method] = give

    def fail(self, method: str, code: grpc.StatusCode, message: str, *details: Message) -> None:
        """Lets a method always fail, with google.rpc details."""

        async def refuse(_request: Any, context: grpc.aio.ServicerContext) -> Message:
            await abort(context, code, message, *details)
            raise AssertionError

        self.answers[method] = refuse

    def refuse(self, method: str, error: ServiceError, *, times: int = 1) -> None:
        """Lets the next calls of a method fail as a service of ours would."""
        self._refusals[method].extend([error] * times)

    def break_off(self, method: str, error: ServiceError) -> None:
        """Lets a stream fail after its next answer."""
        self._breaks[method] = error

    def last(self, method: str) -> Received:
        """The newest call of a method."""
        return self.received[method][-1]

    def reset(self) -> None:
        """Forgets answers and calls."""
        for each in (self.answers, self.streams, self.received, self.calls, self.delays, self.changes):
            each.clear()
        self._refusals.clear()
        self._breaks.clear()
        self.health = health_pb2.HealthCheckResponse.SERVING

    async def serve(self, name: str, port: int = 0) -> tuple[grpc.aio.Server, str]:
        """Serves the contracts of a service on a loopback port, 0 for a free one; also says where."""
        server = grpc.aio.server(options=MESSAGE_OPTIONS)
        channel = None
        if name in self.upstream:
            channel = grpc.aio.insecure_channel(self.upstream[name], options=MESSAGE_OPTIONS)
        for service in contracts_of(name):
            handlers = {method.name: self._handler(method, channel) for method in service.methods}
            server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service.full_name, handlers),))
        health_pb2_grpc.add_HealthServicer_to_server(_Health(self), server)
        port = server.add_insecure_port(f"127.0.0.1:{port}")
        await server.start()
        return server, f"127.0.0.1:{port}"

    def _handler(self, method: MethodDescriptor, channel: grpc.aio.Channel | None) -> grpc.RpcMethodHandler:
        request_type = message_factory.GetMessageClass(method.input_type)
        onward = _Onward(method, channel) if channel is not None else None

        async def unary(request: Any, context: grpc.aio.ServicerContext) -> Message:
            self._note(method.name, request, context)
            await self._admit(method.name, context)
            if onward is None or method.name in self.answers:
                response: Message = await self.answers[method.name](request, context)
                return response
            return await onward.unary(self._changed(method.name, request), context)

        async def stream(request: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Message]:
            self._note(method.name, request, context)
            await self._admit(method.name, context)
            async for each in self._streamed(method.name, request, context, onward):
                yield each

        async def converse(requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Message]:
            await self._admit(method.name, context)
            noted = self._noting(method.name, requests, context)
            async for each in self._streamed(method.name, noted, context, onward):
                yield each

        if method.client_streaming:
            make, behaviour = grpc.stream_stream_rpc_method_handler, converse
        elif method.server_streaming:
            make, behaviour = grpc.unary_stream_rpc_method_handler, stream
        else:
            make, behaviour = grpc.unary_unary_rpc_method_handler, unary
        return make(
            behaviour,
            request_deserializer=request_type.FromString,
            response_serializer=_serialised,
        )

    async def _admit(self, method: str, context: grpc.aio.ServicerContext) -> None:
        self.calls[method].append(_metadata(context))
        if method in self.delays:
            await asyncio.sleep(self.delays[method])
        if self._refusals[method]:
            await context.abort_with_status(rpc_status.to_status(to_status(self._refusals[method].pop(0))))

    def _changed(self, method: str, request: Message) -> Message:
        if method in self.changes:
            request.MergeFrom(self.changes[method])
        return request

    async def _streamed(
        self, method: str, request: Any, context: grpc.aio.ServicerContext, onward: "_Onward | None"
    ) -> AsyncIterator[Message]:
        answers = self.streams[method] if onward is None or method in self.streams else onward.stream
        async for each in answers(request, context):
            broken = self._breaks.pop(method, None)
            yield each
            if broken is not None:
                await context.abort_with_status(rpc_status.to_status(to_status(broken)))

    async def _noting(self, method: str, requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Any]:
        async for request in requests:
            self._note(method, request, context)
            yield request

    def _note(self, method: str, request: Any, context: grpc.aio.ServicerContext) -> None:
        call = Received(request, _metadata(context), context.time_remaining())
        self.received.setdefault(method, []).append(call)


class _Onward:
    """A method of the real service. Its refusals and its end come back as they are."""

    def __init__(self, method: MethodDescriptor, channel: grpc.aio.Channel) -> None:
        codec = {
            "request_serializer": _serialised,
            "response_deserializer": message_factory.GetMessageClass(method.output_type).FromString,
        }
        path = f"/{method.containing_service.full_name}/{method.name}"
        if method.client_streaming:
            self._call = channel.stream_stream(path, **codec)
        elif method.server_streaming:
            self._call = channel.unary_stream(path, **codec)
        else:
            self._call = channel.unary_unary(path, **codec)

    async def unary(self, request: Any, context: grpc.aio.ServicerContext) -> Message:
        try:
            return await self._begun(request, context)
        except grpc.aio.AioRpcError as error:
            await _pass_back(error, context)
            raise AssertionError from error

    async def stream(self, request: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Message]:
        call = self._begun(request, context)
        try:
            async for each in call:
                yield each
        except grpc.aio.AioRpcError as error:
            await _pass_back(error, context)
        finally:
            call.cancel()

    def _begun(self, request: Any, context: grpc.aio.ServicerContext) -> Any:
        metadata = [each for each in _metadata(context).items() if not each[0].startswith(_OF_A_CONNECTION)]
        return self._call(request, metadata=metadata, timeout=context.time_remaining())


async def _pass_back(error: grpc.aio.AioRpcError, context: grpc.aio.ServicerContext) -> None:
    await context.abort(error.code(), error.details() or "", tuple(error.trailing_metadata()))


def _metadata(context: grpc.aio.ServicerContext) -> dict[str, str]:
    return {key: str(value) for key, value in context.invocation_metadata() or ()}


def _serialised(message: Any) -> bytes:
    return bytes(message.SerializeToString())


class _Health(health_pb2_grpc.HealthServicer):
    def __init__(self, services: AnsweringServices) -> None:
        self._services = services

    async def Check(self, request: Any, context: Any) -> health_pb2.HealthCheckResponse:
        return health_pb2.HealthCheckResponse(status=self._services.health)


async def abort(context: grpc.aio.ServicerContext, code: grpc.StatusCode, message: str, *details: Message) -> None:
    """Ends a call the way our services do: google.rpc.Status in the trailing metadata."""
    packed = []
    for detail in details:
        packed.append(any_pb2.Any())
        packed[-1].Pack(detail)
    status = status_pb2.Status(code=code_pb2.Code.Value(code.name), message=message, details=packed)
    rpc = rpc_status.to_status(status)
    await context.abort(rpc.code, rpc.details, rpc.trailing_metadata)


def error_info(reason: str, **metadata: str) -> error_details_pb2.ErrorInfo:
    """The detail that names a reason."""
    return error_details_pb2.ErrorInfo(reason=reason, domain="persona.services", metadata=metadata)
