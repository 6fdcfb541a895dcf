"""Real gRPC servers for our contracts whose methods answer as a test says."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import grpc
from google.protobuf import any_pb2, message_factory
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.message import Message
from google.rpc import code_pb2, error_details_pb2, status_pb2
from grpc_health.v1 import health_pb2, health_pb2_grpc
from grpc_status import rpc_status
from persona.analyzer.v1 import analyzer_service_pb2
from persona.registry.v1 import identity_service_pb2, registry_service_pb2

CONTRACTS = {
    "registry": (registry_service_pb2, identity_service_pb2),
    "analyzer": (analyzer_service_pb2,),
}

Answer = Callable[[Any, grpc.aio.ServicerContext], Awaitable[Any]]
Stream = Callable[[Any, grpc.aio.ServicerContext], AsyncIterator[Any]]


@dataclass
class Received:
    """A call as the service saw it."""

    request: Any
    metadata: dict[str, str]
    time_remaining: float


@dataclass
class AnsweringServices:
    """What the methods answer, by name, and what they were asked."""

    answers: dict[str, Answer] = field(default_factory=dict)
    streams: dict[str, Stream] = field(default_factory=dict)
    received: dict[str, list[Received]] = field(default_factory=dict)
    health: int = health_pb2.HealthCheckResponse.SERVING

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

    def last(self, method: str) -> Received:
        """The newest call of a method."""
        return self.received[method][-1]

    def reset(self) -> None:
        """Forgets answers and calls."""
        self.answers.clear()
        self.streams.clear()
        self.received.clear()
        self.health = health_pb2.HealthCheckResponse.SERVING

    async def serve(self, domain: str, port: int = 0) -> tuple[grpc.aio.Server, str]:
        """Serves the contracts of a domain on a loopback port, 0 for a free one; also says where."""
        server = grpc.aio.server()
        for service in (each for file in CONTRACTS[domain] for each in file.DESCRIPTOR.services_by_name.values()):
            handlers = {method.name: self._handler(method) for method in service.methods}
            server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler(service.full_name, handlers),))
        health_pb2_grpc.add_HealthServicer_to_server(_Health(self), server)
        port = server.add_insecure_port(f"127.0.0.1:{port}")
        await server.start()
        return server, f"127.0.0.1:{port}"

    def _handler(self, method: MethodDescriptor) -> grpc.RpcMethodHandler:
        request_type = message_factory.GetMessageClass(method.input_type)

        async def unary(request: Any, context: grpc.aio.ServicerContext) -> Message:
            self._note(method.name, request, context)
            response: Message = await self.answers[method.name](request, context)
            return response

        async def stream(request: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Message]:
            self._note(method.name, request, context)
            async for each in self.streams[method.name](request, context):
                yield each

        async def converse(requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Message]:
            async for each in self.streams[method.name](self._noting(method.name, requests, context), context):
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

    async def _noting(self, method: str, requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[Any]:
        async for request in requests:
            self._note(method, request, context)
            yield request

    def _note(self, method: str, request: Any, context: grpc.aio.ServicerContext) -> None:
        metadata = {key: str(value) for key, value in context.invocation_metadata() or ()}
        call = Received(request, metadata, context.time_remaining())
        self.received.setdefault(method, []).append(call)


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
