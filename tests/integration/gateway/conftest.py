"""The gateway on a real socket, in front of real gRPC servers on real sockets."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
import pytest_asyncio

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import StartGateway, running
from tests.support.answering import AnsweringServices


@pytest_asyncio.fixture(scope="session")
async def running_services() -> AsyncIterator[tuple[AnsweringServices, dict[str, str]]]:
    services = AnsweringServices()
    registry, registry_address = await services.serve("registry")
    analyzer, analyzer_address = await services.serve("analyzer")
    yield services, {"registry_address": registry_address, "analyzer_address": analyzer_address}
    await registry.stop(None)
    await analyzer.stop(None)


@pytest.fixture(scope="session")
def base_settings(running_services: tuple[AnsweringServices, dict[str, str]]) -> GatewaySettings:
    """The settings of `client`; a test that needs others copies and updates them."""
    settings = GatewaySettings(port=0, health_seconds=0.001, keep_alive_seconds=0.2, drain_seconds=5)
    return settings.model_copy(update=running_services[1])


@pytest.fixture(autouse=True)
def services(running_services: tuple[AnsweringServices, dict[str, str]]) -> Iterator[AnsweringServices]:
    answering, _ = running_services
    answering.reset()
    yield answering
    answering.reset()


@pytest_asyncio.fixture(scope="session")
async def client(base_settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    async with running(base_settings) as http:
        yield http


@pytest.fixture
def start_gateway() -> StartGateway:
    """Starts another gateway, with settings of the test's own."""
    return running
