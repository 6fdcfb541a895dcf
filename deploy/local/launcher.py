"""Launchers of the stack's processes: forks of the preloaded one on Linux, new interpreters elsewhere."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from deploy.local import variables
from deploy.local.services import Program
from deploy.local.settings import REPOSITORY


@dataclass(frozen=True, slots=True)
class Pipes:
    """Descriptors that a new process inherits; the launcher does not close them."""

    output: int
    """Becomes standard output and standard error."""
    ready: int
    """Its number is in PERSONA_READY_FD; the process writes a line to it when it serves."""
    life: int
    """Readable, because it is at its end, when the supervisor has ended."""


class Process(Protocol):
    """A started process."""

    @property
    def pid(self) -> int: ...

    async def wait(self) -> int:
        """Wait for the end; returns the exit code, negative: the signal that ended it."""
        ...

    def send(self, request: signal.Signals) -> None:
        """Send a signal, unless the process has ended."""
        ...


class Launcher(Protocol):
    """Starts processes."""

    async def launch(self, program: Program, environment: Mapping[str, str], pipes: Pipes) -> Process:
        """Start a program with exactly this environment and the pipes' variables."""
        ...

    async def close(self) -> None:
        """Release the launcher's resources; the processes have ended before."""
        ...


class SpawnedProcess:
    """A child of this process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @property
    def pid(self) -> int:
        return self._process.pid

    async def wait(self) -> int:
        return await self._process.wait()

    def send(self, request: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(request)


class SpawnLauncher:
    """A new interpreter per process: works everywhere, costs its own imports."""

    async def launch(self, program: Program, environment: Mapping[str, str], pipes: Pipes) -> Process:
        descriptors = {variables.READY_FD: str(pipes.ready), variables.LIFE_FD: str(pipes.life)}
        command = (sys.executable, "-m", "deploy.local.child", program.module, *program.arguments)
        return SpawnedProcess(
            await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=pipes.output,
                stderr=pipes.output,
                env={**environment, **descriptors},
                cwd=REPOSITORY,
                pass_fds=(pipes.ready, pipes.life),
                start_new_session=True,
            )
        )

    async def close(self) -> None:
        return None


def exited_with(status: int) -> str:
    """Return an exit code in words."""
    if status >= 0:
        return f"ended with status {status}"
    try:
        return f"was ended by {signal.Signals(-status).name}"
    except ValueError:
        return f"was ended by signal {-status}"
