"""Services of the table, served over sockets on a real database, with two tenants who must not see each other.

    async def test_something(served: Served) -> None:
        await served.stub(RegistryServiceStub).GetPersona(request, metadata=served.me)

They run once a session, in a thread of their own, so that blocking clients can be tested, too; each test has tenants of
its own. A service needs nothing here: it is found by its name in deploy.local.services, gets the environment that the
local stack would give it, and is built by its own wiring.
"""

import asyncio
import importlib
import io
import sys
import threading
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from types import ModuleType
from typing import Any, Protocol, TypeVar

import grpc
import pytest
import pytest_asyncio
import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from deploy.local.environment import Environment
from deploy.local.layout import Layout
from deploy.local.services import SERVICES
from deploy.local.settings import LocalSettings
from libs.servicekit.calls.channels import MESSAGE_OPTIONS
from libs.servicekit.calls.revocations import RevocationFeed
from libs.servicekit.directory import directory
from libs.servicekit.serving.server import start
from libs.servicekit.serving.settings import ServiceSettings
from tests.support.identity import USER_SCOPES, Token
from tests.support.postgres import Database, DatabaseFactory, PostgresServer, migrated
from tests.support.stack import free_port

NAMES = tuple(service.name for service in SERVICES)
SCHEMAS = tuple(service.name for service in SERVICES if service.has_schema)
Metadata = tuple[tuple[str, str], ...]
Addresses = Mapping[str, str]
Stub = TypeVar("Stub")
Result = TypeVar("Result")
_SECONDS = 60


@dataclass(frozen=True)
class Tenant:
    """A tenant that the registry knows, and what its calls carry."""

    id: uuid.UUID
    metadata: Metadata


@dataclass(frozen=True)
class Served:
    """Services that answer, and two tenants: `me` and `stranger` are the metadata of their calls."""

    database: Database
    addresses: Addresses
    tenants: tuple[Tenant, Tenant]
    _channels: Mapping[str, grpc.aio.Channel]

    @property
    def tenant_id(self) -> uuid.UUID:
        return self.tenants[0].id

    @property
    def me(self) -> Metadata:
        return self.tenants[0].metadata

    @property
    def stranger(self) -> Metadata:
        return self.tenants[1].metadata

    def stub(self, stub: Callable[[grpc.aio.Channel], Stub], *, of: str = "") -> Stub:
        """A stub of a contract; `of` names the service where the contract's package does not."""
        return stub(self._channels[of or stub.__module__.split(".")[1]])


class ServeAlone(Protocol):
    """Serves on a fresh database, until the end of the test."""

    async def __call__(self, *services: str) -> Served: ...


class Background:
    """An event loop in a thread. What services log there is kept until it is asked for."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._logs = io.StringIO()
        self._thread.start()
        structlog.configure(logger_factory=self._logger)

    def run(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Runs it there and waits for its end."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout=_SECONDS)

    def show_logs(self) -> None:
        """Writes what was logged since the last time, for the test that is running."""
        sys.stdout.write(self._logs.getvalue())
        self._logs.seek(0)
        self._logs.truncate()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(timeout=5)
        self._loop.close()

    def _logger(self, *_: object) -> structlog.PrintLogger:
        return structlog.PrintLogger(self._logs if threading.current_thread() is self._thread else sys.stdout)


@dataclass(frozen=True)
class RunningServices:
    """Every service of the table, on one database."""

    database: Database
    addresses: Addresses


async def two_tenants(database: Database, token: Token) -> tuple[Tenant, Tenant]:
    """Tenants in the registry's own table, each with an API key of the tenant's id, which its calls are made with."""
    first, second = uuid.uuid4(), uuid.uuid4()
    engine = create_async_engine(database.owner_url("registry"))
    async with engine.begin() as connection:
        await connection.execute(
            text("insert into registry.tenant (id, name, create_time) values (:id, :name, now())"),
            [{"id": each, "name": str(each)} for each in (first, second)],
        )
        await connection.execute(
            text(
                "insert into registry.api_key"
                " (tenant_id, id, display_name, prefix, secret_hash, scopes, create_time)"
                " values (:id, :id, 'test', '', :hash, :scopes, now())"
            ),
            [{"id": each, "hash": each.bytes, "scopes": list(USER_SCOPES)} for each in (first, second)],
        )
    await engine.dispose()
    one, other = (Tenant(each, signed_in(token(each, principal=f"key:{each}"))) for each in (first, second))
    return one, other


def signed_in(token: str) -> Metadata:
    return (("authorization", f"Bearer {token}"),)


def settings_of(name: str, environment: Mapping[str, str]) -> ServiceSettings:
    """The settings of a service, from the variables alone."""
    module = importlib.import_module(f"{directory().service(name).module}.settings")
    (settings,) = _own_subclasses(module)
    with pytest.MonkeyPatch.context() as patch:
        for variable, value in environment.items():
            patch.setenv(variable, value)
        return settings()  # pyright: ignore[reportCallIssue] -- the environment has the rest


def _own_subclasses(module: ModuleType) -> list[type[ServiceSettings]]:
    classes = [each for each in vars(module).values() if isinstance(each, type) and each.__module__ == module.__name__]
    return [each for each in classes if issubclass(each, ServiceSettings)]


def environment_of(name: str, database: Database, layout: Layout, ports: Mapping[str, int]) -> Mapping[str, str]:
    """What the local stack would tell a service of the table."""
    settings = LocalSettings(layout.var, ports=ports)
    service = next(each for each in SERVICES if each.name == name)
    return Environment(settings, layout, SERVICES, database.admin_dsn, database.secret).of(service)


async def serve_on(stack: AsyncExitStack, database: Database, layout: Layout, names: tuple[str, ...]) -> Addresses:
    """Serves until the stack is left; the services know each other's addresses. Returns those of the ones named."""
    ports = {name: free_port() for name in NAMES}
    for name in names:
        settings: Any = settings_of(name, environment_of(name, database, layout, ports))
        service = importlib.import_module(f"{directory().service(name).module}.wiring").build(settings)
        for resource in service.resources:
            await stack.enter_async_context(resource)
        feed = RevocationFeed.of(name, settings.addresses, settings.identity_key_file, service.revoked)
        await stack.enter_async_context(feed)
        server, _, _ = await start(service, settings)
        stack.push_async_callback(server.stop, 0)
    return {name: f"127.0.0.1:{ports[name]}" for name in names}


@pytest.fixture(scope="session")
def background() -> Iterator[Background]:
    running = Background()
    yield running
    running.stop()


@pytest_asyncio.fixture(scope="session")
async def running_services(
    postgres: PostgresServer, layout: Layout, background: Background
) -> AsyncIterator[RunningServices]:
    database = await postgres.clone(await postgres.template(SCHEMAS, migrated), SCHEMAS)
    stack = AsyncExitStack()
    addresses = background.run(serve_on(stack, database, layout, NAMES))
    yield RunningServices(database, addresses)
    background.run(stack.aclose())


@pytest_asyncio.fixture
async def served(running_services: RunningServices, background: Background, token: Token) -> AsyncIterator[Served]:
    """The session's services, with tenants that nobody had before."""
    async with AsyncExitStack() as stack:
        channels = await _channels(stack, running_services.addresses)
        tenants = await two_tenants(running_services.database, token)
        yield Served(running_services.database, running_services.addresses, tenants, channels)
    background.show_logs()


@pytest_asyncio.fixture
async def serve_alone(database: DatabaseFactory, layout: Layout, token: Token) -> AsyncIterator[ServeAlone]:
    """For tests that change what other tenants share."""
    async with AsyncExitStack() as stack:

        async def make(*services: str) -> Served:
            made = await database(*SCHEMAS, prepare=migrated)
            addresses = await serve_on(stack, made, layout, services)
            return Served(made, addresses, await two_tenants(made, token), await _channels(stack, addresses))

        yield make


async def _channels(stack: AsyncExitStack, addresses: Addresses) -> Mapping[str, grpc.aio.Channel]:
    return {
        name: await stack.enter_async_context(grpc.aio.insecure_channel(address, options=MESSAGE_OPTIONS))
        for name, address in addresses.items()
    }
