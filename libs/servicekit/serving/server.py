"""Runs a service: interceptors, health, reflection, readiness, and a drain that loses no call."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from typing import TypeVar

import grpc
import structlog
from google.protobuf.descriptor import ServiceDescriptor
from grpc_reflection.v1alpha import reflection

from libs.servicekit.calls.access_tokens import TokenVerifier
from libs.servicekit.calls.channels import MESSAGE_OPTIONS
from libs.servicekit.calls.revocations import RevocationFeed, RevokedKeys
from libs.servicekit.interceptors.authentication import Authentication
from libs.servicekit.interceptors.chain import InterceptorChain
from libs.servicekit.interceptors.deadline import Deadline
from libs.servicekit.interceptors.failures import Failures
from libs.servicekit.interceptors.trace import Trace
from libs.servicekit.interceptors.validation import Validation
from libs.servicekit.serving.health import Health, add_health, tell_serving
from libs.servicekit.serving.logging import configure
from libs.servicekit.serving.loop_watchdog import LoopWatchdog
from libs.servicekit.serving.readiness import announce_ready
from libs.servicekit.serving.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)
_GENERATED = "_pb2_grpc"
_log = structlog.stdlib.get_logger("server")


@dataclass(frozen=True, slots=True)
class Servicer:
    """An implementation of one service of the contracts, and the generated function that registers it."""

    contract: ServiceDescriptor
    register: Callable[[grpc.aio.Server], None]

    @classmethod
    def of(cls, implementation: object) -> "Servicer":
        """Finds both by the generated class that `implementation` extends. Raises LookupError if it extends none."""
        for base in type(implementation).__mro__:
            if base.__module__.endswith(_GENERATED):
                contract = import_module(base.__module__.removesuffix("_grpc")).DESCRIPTOR
                register = getattr(import_module(base.__module__), f"add_{base.__name__}_to_server")
                return cls(
                    contract.services_by_name[base.__name__.removesuffix("Servicer")], partial(register, implementation)
                )
        raise LookupError(f"{type(implementation).__name__} extends no servicer of the contracts")


@dataclass(frozen=True, slots=True)
class Service:
    """A service as its composition root builds it.

    `resources` are entered in order before the first call is taken and left in reverse order after the last one was
    answered: databases, channels, job workers. `revoked` has the API keys whose calls are refused; `serve` keeps it up
    to date.
    """

    name: str
    servicers: Sequence[Servicer]
    resources: Sequence[AbstractAsyncContextManager[object]] = field(default=())
    revoked: RevokedKeys = field(default_factory=RevokedKeys)


class PortTaken(RuntimeError):
    """The address cannot be listened on."""


async def start(service: Service, settings: ServiceSettings) -> tuple[grpc.aio.Server, Health, int]:
    """A server that serves `service` now, its health, and the port that it listens on."""
    verifier = TokenVerifier.from_files(settings.jwks_paths)
    deadline = Deadline(settings.unary_seconds, settings.stream_seconds)
    authentication = Authentication(verifier, service.revoked)
    interceptors = InterceptorChain([Trace(), Failures(), deadline, authentication, Validation()])
    server = grpc.aio.server(interceptors=[interceptors], options=[*MESSAGE_OPTIONS, ("grpc.so_reuseport", 0)])
    for servicer in service.servicers:
        servicer.register(server)
    health = add_health(server)
    names = [servicer.contract.full_name for servicer in service.servicers]
    reflection.enable_server_reflection((*names, reflection.SERVICE_NAME), server)
    address = f"{settings.host}:{settings.port}"
    try:
        port = server.add_insecure_port(address)
    except RuntimeError as error:
        raise PortTaken(f"{service.name} cannot listen on {address}: the port is taken") from error
    await server.start()
    await tell_serving(health, names)
    return server, health, port


async def serve(build: Callable[[S], Service], settings: S) -> None:
    """Builds the service on the running loop, which its channels belong to, and serves until SIGTERM or SIGINT."""
    service = build(settings)
    configure(service.name, settings.log_level)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with LoopWatchdog(), AsyncExitStack() as stack:
        for resource in service.resources:
            await stack.enter_async_context(resource)
        feed = RevocationFeed.of(service.name, settings.addresses, settings.identity_key_file, service.revoked)
        await stack.enter_async_context(feed)
        server, health, port = await start(service, settings)
        _log.info("serving", port=port)
        announce_ready()
        await stop.wait()
        _log.info("draining", seconds=settings.drain_seconds)
        await health.enter_graceful_shutdown()
        await server.stop(settings.drain_seconds)
    _log.info("stopped")


def run(build: Callable[[S], Service], settings: S) -> None:
    """The main function of a service's process."""
    import uvloop  # noqa: PLC0415 -- not on Windows, where the default loop serves

    uvloop.run(serve(build, settings))
