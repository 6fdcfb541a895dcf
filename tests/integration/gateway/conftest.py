"""The gateway on a real socket, in front of real gRPC servers on real sockets."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import StartGateway, at, running
from tests.support.answering import AnsweringServices
from tests.support.served import NAMES, Addresses


@pytest_asyncio.fixture(scope="session")
async def answering() -> AsyncIterator[tuple[AnsweringServices, Addresses]]:
    services = AnsweringServices()
    servers = {name: await services.serve(name) for name in NAMES}
    yield services, {name: address for name, (_, address) in servers.items()}
    for server, _ in servers.values():
        await server.stop(None)


@pytest.fixture(scope="session")
def base_settings(answering: tuple[AnsweringServices, Addresses]) -> GatewaySettings:
    """The settings of `client`; a test that needs others copies and updates them."""
    settings = GatewaySettings(port=0, health_seconds=0.001, keep_alive_seconds=0.2, drain_seconds=5)
    return at(settings, answering[1])


@pytest.fixture(autouse=True)
def services(answering: tuple[AnsweringServices, Addresses]) -> Iterator[AnsweringServices]:
    given, _ = answering
    given.reset()
    yield given
    given.reset()


@pytest_asyncio.fixture(scope="session")
async def client(base_settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    async with running(base_settings) as http:
        yield http


@pytest.fixture
def start_gateway() -> StartGateway:
    """Starts another gateway, with settings of the test's own."""
    return running
