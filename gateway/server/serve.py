"""Runs the application under uvicorn: announces when it listens, and drains on a stop signal."""

import asyncio
import contextlib
import resource
import signal
import socket
import sys
from collections.abc import Generator
from functools import partial
from typing import cast

import uvicorn

from gateway.server.http.connections import Connections
from gateway.server.http.limited_protocol import LimitedProtocol, ProtocolLimits
from gateway.server.settings import GatewaySettings
from gateway.server.wiring import Gateway, build
from libs.servicekit.serving.readiness import announce_ready

# Channels, logs, and connections that wait for their refusal to be read.
_OTHER_FILES = 512

_STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class GatewayServer(uvicorn.Server):
    """uvicorn's server, with event streams that end at shutdown and an exit code of 0."""

    def __init__(self, gateway: Gateway, settings: GatewaySettings) -> None:
        super().__init__(
            uvicorn.Config(
                gateway.app,
                http=cast("type[asyncio.Protocol]", _protocol(settings)),
                access_log=False,
                log_config=None,
                server_header=False,
                proxy_headers=False,
                lifespan="on",
                ws="none",
                timeout_graceful_shutdown=settings.drain_seconds,
            )
        )
        self._closing = gateway.closing
        self.listening = asyncio.Event()

    @property
    def port(self) -> int:
        """The port that the server listens on, once started."""
        return int(self.servers[0].sockets[0].getsockname()[1])

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Starts to listen, and announces that the process is ready."""
        await super().startup(sockets)
        self.listening.set()
        announce_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Ends event streams, and lets other requests finish."""
        self._closing.set()
        await super().shutdown(sockets)

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leaves signals to `serve`: uvicorn would raise them again at the end, but a requested stop is a success."""
        yield

    def stop(self) -> None:
        """Drains and stops."""
        self.should_exit = True


def _protocol(settings: GatewaySettings) -> partial[LimitedProtocol]:
    """Returns the maker of connections, which share their counts."""
    limits = ProtocolLimits(
        head_bytes=settings.max_head_bytes,
        head_fields=settings.max_head_fields,
        head_seconds=settings.head_seconds,
        body_seconds=settings.body_seconds,
        body_rate=settings.min_body_rate,
        linger_seconds=settings.linger_seconds,
        stalled_seconds=settings.stalled_seconds,
    )
    admission = Connections(maximum=_max_connections(settings), per_peer=settings.max_connections_per_peer)
    return partial(LimitedProtocol, limits=limits, admission=admission)


def _max_connections(settings: GatewaySettings) -> int:
    """Returns the limit of the settings, or less if the process may not open that many files; raises that limit."""
    files, most_files = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = settings.max_connections + _OTHER_FILES
    if files < needed:
        files = min(needed, most_files)
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, most_files))
    return max(1, min(settings.max_connections, files - _OTHER_FILES))


async def serve(settings: GatewaySettings) -> None:
    """Serves until SIGTERM or SIGINT."""
    listener = listen(settings)
    server = GatewayServer(build(settings), settings)
    loop = asyncio.get_running_loop()
    for stop_signal in _STOP_SIGNALS:
        loop.add_signal_handler(stop_signal, server.stop)
    await server.serve([listener])


def listen(settings: GatewaySettings) -> socket.socket:
    """Returns the socket to serve on. If the address is not available: names its setting, and exits with 2."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        return socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        sys.stderr.write(
            f"{settings.host} port {settings.port}: {error.strerror}. "
            "Set PERSONA_GATEWAY_PORT (and PERSONA_GATEWAY_HOST) to another address.\n"
        )
        sys.exit(2)
