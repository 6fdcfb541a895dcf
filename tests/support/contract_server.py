"""The contracts of registry and analyzer, served over loopback from memory, with faults on order.

For tests of clients: real gRPC over a real socket and the services' own error statuses, but no database and no language
model, so that a test can say what comes back and when. What is measured here is counted words and nothing more.

    with ContractServer() as server:
        server.fail("GetPersona", Unavailable("database"), times=2)
"""

import asyncio
import threading
import time
import uuid
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from types import TracebackType
from typing import Any, TypeAlias

import grpc
from grpc_status import rpc_status
from persona.analyzer.v1 import analyzer_service_pb2_grpc
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.registry.v1 import identity_service_pb2_grpc, registry_service_pb2_grpc

from libs.servicekit.calls.status import to_status
from libs.servicekit.errors import ServiceError, Unauthenticated
from libs.servicekit.serving.health import add_health, tell_serving
from tests.support.contract_analyzer import MemoryAnalyzer
from tests.support.contract_registry import API_KEY, MemoryIdentity, MemoryRegistry

_Handler: TypeAlias = "grpc.RpcMethodHandler[Any, Any]"
_PUBLIC = ("ExchangeApiKey", "Check")


class TokenExpired(Unauthenticated):
    """What a service says to a token that ran out."""

    reason = reasons.ERROR_REASON_TOKEN_EXPIRED


class TokenMissing(Unauthenticated):
    """What a service says if no token came."""

    reason = reasons.ERROR_REASON_TOKEN_MISSING


class _Desk(grpc.aio.ServerInterceptor):
    """Counts calls, wants a token, and fails as ordered."""

    def __init__(self, identity: MemoryIdentity) -> None:
        self.calls: Counter[str] = Counter()
        self.metadata: dict[str, list[dict[str, str]]] = defaultdict(list)
        self.faults: dict[str, list[ServiceError]] = defaultdict(list)
        self.delays: dict[str, float] = {}
        self._identity = identity

    async def intercept_service(
        self,
        continuation: Callable[[grpc.HandlerCallDetails], Awaitable[Any]],
        handler_call_details: grpc.HandlerCallDetails,
    ) -> "_Handler":
        name = handler_call_details.method.rpartition("/")[2]
        metadata = {key: str(value) for key, value in handler_call_details.invocation_metadata}
        self.calls[name] += 1
        self.metadata[name].append(metadata)
        handler = await continuation(handler_call_details)
        failure = self._failure(name, metadata)
        if failure is not None:
            return _failing(handler, failure)
        if name in self.delays:
            await asyncio.sleep(self.delays[name])
        return handler

    def _failure(self, name: str, metadata: dict[str, str]) -> ServiceError | None:
        if name not in _PUBLIC and "authorization" not in metadata:
            return TokenMissing("No access token came with the call.")
        if name not in _PUBLIC and self._identity.is_expired(metadata["authorization"].removeprefix("Bearer ")):
            return TokenExpired("The access token has expired.")
        return self.faults[name].pop(0) if self.faults[name] else None


def _failing(handler: "_Handler", failure: ServiceError) -> "_Handler":
    async def answer(_request: object, context: grpc.aio.ServicerContext[Any, Any]) -> None:
        await context.abort_with_status(rpc_status.to_status(to_status(failure)))

    async def stream(_request: object, context: grpc.aio.ServicerContext[Any, Any]) -> AsyncIterator[object]:
        await context.abort_with_status(rpc_status.to_status(to_status(failure)))
        yield None

    codec = {
        "request_deserializer": handler.request_deserializer,
        "response_serializer": handler.response_serializer,
    }
    if handler.unary_unary:
        return grpc.unary_unary_rpc_method_handler(answer, **codec)
    if handler.unary_stream:
        return grpc.unary_stream_rpc_method_handler(stream, **codec)
    return grpc.stream_stream_rpc_method_handler(stream, **codec)


class ContractServer:
    """Registry, identity, analyzer and health on one port of this machine, in a thread of its own."""

    def __init__(self) -> None:
        self.identity = MemoryIdentity()
        self.registry = MemoryRegistry()
        self.analyzer = MemoryAnalyzer(self.registry)
        self._desk = _Desk(self.identity)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: grpc.aio.Server | None = None
        self.address = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a client needs to know, as environment variables."""
        return {
            "PERSONA_REGISTRY_ADDRESS": self.address,
            "PERSONA_ANALYZER_ADDRESS": self.address,
            "PERSONA_API_KEY": API_KEY,
        }

    def fail(self, method: str, error: ServiceError, *, times: int = 1) -> None:
        """Answer the next calls of the method with an error."""
        self._desk.faults[method].extend([error] * times)

    def delay(self, method: str, seconds: float) -> None:
        """Let the method take its time from now on."""
        self._desk.delays[method] = seconds

    def calls(self, method: str) -> int:
        """How often the method was called, failures included."""
        return self._desk.calls[method]

    def metadata(self, method: str) -> list[dict[str, str]]:
        """What came with each call of the method."""
        return self._desk.metadata[method]

    def __enter__(self) -> "ContractServer":
        self._thread.start()
        self._run(self._start())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def _run(self, work: Any) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=10)

    async def _start(self) -> None:
        limit = [("grpc.max_receive_message_length", 16 * 1024 * 1024)]
        self._server = grpc.aio.server(interceptors=[self._desk], options=limit)
        registry_service_pb2_grpc.add_RegistryServiceServicer_to_server(self.registry, self._server)
        identity_service_pb2_grpc.add_IdentityServiceServicer_to_server(self.identity, self._server)
        analyzer_service_pb2_grpc.add_AnalyzerServiceServicer_to_server(self.analyzer, self._server)
        await tell_serving(add_health(self._server), ())
        self.address = f"127.0.0.1:{self._server.add_insecure_port('127.0.0.1:0')}"
        await self._server.start()

    async def _stop(self) -> None:
        if self._server is not None:
            await self._server.stop(0.1)


def wait_until(condition: Callable[[], bool], *, seconds: float = 5.0) -> None:
    """Return when the condition holds; fail the test if it does not in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def new_id() -> str:
    """An id in the form of the contract."""
    return str(uuid.uuid4())
