"""Runs the application under uvicorn: says when it listens, and drains when told to stop."""

import asyncio
import contextlib
import signal
import socket
from collections.abc import Generator

import uvicorn

from gateway.server.settings import GatewaySettings
from gateway.server.wiring import Gateway, build
from libs.servicekit.ready import announce_ready

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class GatewayServer(uvicorn.Server):
    """uvicorn's server, with event streams that end at shutdown and an exit code of 0."""

    def __init__(self, gateway: Gateway, settings: GatewaySettings) -> None:
        super().__init__(
            uvicorn.Config(
                gateway.app,
                host=settings.host,
                port=settings.port,
                access_log=False,
                log_config=None,
                server_header=False,
                lifespan="on",
                ws="none",
                timeout_graceful_shutdown=settings.drain_seconds,
            )
        )
        self._closing = gateway.closing

    @property
    def port(self) -> int:
        """The port that it listens on, once started."""
        return int(self.servers[0].sockets[0].getsockname()[1])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listens, and says so."""
        await super().startup(sockets)
        announce_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends event streams, lets other requests finish."""
        self._closing.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stops on SIGINT and SIGTERM, without raising them again: to stop when told is success."""
        loop = asyncio.get_running_loop()
        for each in _STOP_SIGNALS:
            loop.add_signal_handler(each, self.handle_exit, each, None)
        try:
            yield
        finally:
            for each in _STOP_SIGNALS:
                loop.remove_signal_handler(each)


async def serve(settings: GatewaySettings) -> None:
    """Serves until SIGTERM or SIGINT."""
    await GatewayServer(build(settings), settings).serve()
