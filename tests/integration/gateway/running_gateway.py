"""The gateway on a free loopback port, for as long as a block lasts."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx

from gateway.server.serve import GatewayServer, listen
from gateway.server.settings import GatewaySettings
from gateway.server.wiring import build

CALLER = {"Authorization": "Bearer eyJ.of.tests"}
"""The credential of the client; the services of these tests do not verify it."""

StartGateway = Callable[[GatewaySettings], AbstractAsyncContextManager[httpx.AsyncClient]]


def at(settings: GatewaySettings, addresses: Mapping[str, str]) -> GatewaySettings:
    """The settings with services at these addresses; an empty one says that there is no such service."""
    return settings.model_copy(update={"addresses": {**settings.addresses, **addresses}})


@asynccontextmanager
async def running(settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    """Serves with the settings; gives a client of it."""
    server = GatewayServer(build(settings), settings)
    serving = asyncio.ensure_future(server.serve([listen(settings)]))
    await server.listening.wait()
    url = f"http://127.0.0.1:{server.port}"
    async with httpx.AsyncClient(base_url=url, headers=CALLER, timeout=20, trust_env=False) as http:
        yield http
    server.stop()
    await serving
