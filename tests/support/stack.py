"""The whole stack as a user starts it, on ports and a folder of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from deploy.local.services import GATEWAY, SERVICES

REPOSITORY = Path(__file__).resolve().parents[2]
START_SECONDS = 90
SAYS_READY = "Persona Services are ready"
"""The demo personas are there by then, too."""


@dataclass(frozen=True)
class Stack:
    """A running stack: where its parts listen, and the key of its local tenant."""

    url: str
    key: str
    environment: Mapping[str, str]
    var: Path
    process: subprocess.Popen[bytes]

    def http(self) -> httpx.Client:
        """A client of the gateway that is signed in."""
        return httpx.Client(base_url=self.url, headers={"authorization": f"Bearer {self.key}"}, timeout=30)

    def persona(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        """Runs the persona command in a pipe, as a script would."""
        command = Path(sys.executable).parent / "persona"
        return subprocess.run(
            [command, *arguments],
            env=dict(self.environment),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            cwd=REPOSITORY,
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def free_ports() -> Mapping[str, int]:
    """A free port for each part that listens."""
    return {service.name.upper(): free_port() for service in (*SERVICES, GATEWAY)}


def start(var: Path, ports: Mapping[str, int] | None = None, variables: Mapping[str, str] | None = None) -> Stack:
    """Starts a stack in `var`, on free ports unless given, and waits until everything is ready.

    `variables` are added to its environment.
    """
    ports = ports or free_ports()
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("PERSONA_")},
        **{f"PERSONA_{name}_PORT": str(port) for name, port in ports.items()},
        **{f"PERSONA_{name}_ADDRESS": f"127.0.0.1:{port}" for name, port in ports.items() if name != "GATEWAY"},
        "PERSONA_VAR": str(var),
        "NO_COLOR": "1",
        **(variables or {}),
    }
    with (var.parent / f"{var.name}.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "deploy.local", "run"],
            env=environment,
            cwd=REPOSITORY,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    url = f"http://127.0.0.1:{ports['GATEWAY']}"
    _wait_until_ready(process, url, Path(log.name))
    key = (var / "local.key").read_text().strip()
    return Stack(url, key, environment, var, process)


def stop(stack: Stack) -> None:
    """Ctrl-C, and wait until it is gone."""
    if stack.process.poll() is None:
        stack.process.send_signal(signal.SIGINT)
        stack.process.wait(timeout=30)


def _wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/healthz").status_code == httpx.codes.OK and SAYS_READY in log.read_text():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    process.kill()
    pytest.fail(f"the stack did not become ready:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """One stack for all tests that do not break it."""
    running = start(tmp_path_factory.mktemp("stack") / "var")
    yield running
    stop(running)
