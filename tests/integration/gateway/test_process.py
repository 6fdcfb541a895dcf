"""The gateway as a process of its own."""

import asyncio
import os
import signal
import socket
import sys

import httpx
import pytest

from gateway.server.settings import GatewaySettings
from tests.support.served import NAMES


def environment(settings: GatewaySettings, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "PERSONA_GATEWAY_PORT": str(port),
        **{f"PERSONA_{name.upper()}_ADDRESS": settings.address_of(name) for name in NAMES},
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def start(settings: GatewaySettings, port: int) -> tuple[asyncio.subprocess.Process, bytes]:
    read_end, write_end = os.pipe()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "gateway.server",
        env={**environment(settings, port), "PERSONA_READY_FD": str(write_end)},
        pass_fds=[write_end],
        stderr=asyncio.subprocess.PIPE,
    )
    os.close(write_end)
    ready = await asyncio.to_thread(os.read, read_end, 100)
    os.close(read_end)
    return process, ready


@pytest.mark.parametrize("stop_signal", [signal.SIGTERM, signal.SIGINT])
async def test_it_says_when_it_listens_and_stops_when_told(
    base_settings: GatewaySettings, stop_signal: signal.Signals
) -> None:
    port = free_port()
    process, ready = await start(base_settings, port)
    assert ready == b"ready\n"
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
        assert (await client.get("/healthz")).status_code == 200
    process.send_signal(stop_signal)
    async with asyncio.timeout(10):
        assert await process.wait() == 0


async def test_a_taken_port_is_told_by_number_and_setting(base_settings: GatewaySettings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = int(taken.getsockname()[1])
        process, ready = await start(base_settings, port)
        _, stderr = await process.communicate()
    assert ready == b""
    assert process.returncode not in (0, None)
    assert str(port) in stderr.decode()
    assert "PERSONA_GATEWAY_PORT" in stderr.decode()
