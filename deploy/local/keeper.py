"""Keeps one process of the stack running."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping
from enum import StrEnum

from deploy.local.child import DRAIN_SECONDS
from deploy.local.launcher import Launcher, Pipes, Process, exited_with
from deploy.local.logs import ProcessLog
from deploy.local.pipes import copy_output, finish, read_line
from deploy.local.restarts import RestartPolicy
from deploy.local.services import Program

# A service that imports its own modules on a slow machine is ready long before this.
READY_SECONDS = 60.0


class State(StrEnum):
    """State of a kept process."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    GIVEN_UP = "given up"
    STOPPED = "stopped"


class Keeper:
    """Starts a program, waits until it serves, and starts it again when it ends, up to a limit (restarts.py).

    `changed` is called at each change of state, `crashed` with a sentence if the process ended by itself.
    """

    def __init__(
        self,
        name: str,
        program: Program,
        environment: Mapping[str, str],
        *,
        launcher: Launcher,
        log: ProcessLog,
        life: int,
        changed: Callable[[], None],
        crashed: Callable[["Keeper", str], None],
    ) -> None:
        self.name = name
        self.log = log
        self.state = State.WAITING
        self.restarts = 0
        self._program = program
        self._environment = environment
        self._launcher = launcher
        self._life = life
        self._changed = changed
        self._crashed = crashed
        self._policy = RestartPolicy()
        self._process: Process | None = None
        self._settled = asyncio.Event()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> bool:
        """Start and wait until the process serves; returns False if it was given up."""
        self._task = asyncio.create_task(self._keep())
        await self._settled.wait()
        return self.state is State.READY

    async def stop(self) -> None:
        """Signal the process to end, wait while it finishes its work, then kill it."""
        self._stopping.set()
        if self._task is None:
            return
        self._send(signal.SIGTERM)
        done, _ = await asyncio.wait([self._task], timeout=DRAIN_SECONDS)
        if not done:
            self.kill()
            await self._task
        await self._task

    def kill(self) -> None:
        """Kill the process at once."""
        self._stopping.set()
        self._send(signal.SIGKILL)

    def _send(self, request: signal.Signals) -> None:
        if self._process is not None:
            self._process.send(request)

    async def _keep(self) -> None:
        while not self._stopping.is_set():
            began = time.monotonic()
            ending = await self._run_once()
            if self._stopping.is_set():
                break
            delay = self._policy.delay_after(time.monotonic() - began)
            self._enter(State.GIVEN_UP if delay is None else State.RESTARTING)
            self._crashed(self, ending)
            if delay is None:
                self._settled.set()
                return
            self.restarts += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
        self._enter(State.STOPPED)
        self._settled.set()

    async def _run_once(self) -> str:
        """Run the program to its end; returns the way it ended, in words."""
        self._enter(State.STARTING)
        self.log.forget()
        output, output_end = os.pipe()
        ready, ready_end = os.pipe()
        copying = asyncio.create_task(copy_output(output, self.log))
        pipes = Pipes(output_end, ready_end, self._life)
        try:
            process = self._process = await self._launcher.launch(self._program, self._environment, pipes)
        except OSError as error:
            os.close(ready)
            return f"could not be started: {error}"
        finally:
            os.close(output_end)
            os.close(ready_end)
        return await self._attend(process, ready, copying)

    async def _attend(self, process: Process, ready: int, copying: asyncio.Task[None]) -> str:
        if self._stopping.is_set():
            process.send(signal.SIGTERM)
        waiting = asyncio.create_task(self._await_readiness(process, ready))
        status = await process.wait()
        self._process = None
        await finish(copying)
        await finish(waiting)
        late = None if waiting.cancelled() else waiting.result()
        return late or exited_with(status)

    async def _await_readiness(self, process: Process, ready: int) -> str | None:
        """Wait for the line on the pipe; if none comes in time, kill the process and return the reason."""
        try:
            said = await asyncio.wait_for(read_line(ready), READY_SECONDS)
        except TimeoutError:
            process.send(signal.SIGKILL)
            return f"was not ready after {READY_SECONDS:.0f} s"
        if said and not self._stopping.is_set():
            self._enter(State.READY)
            self._settled.set()
        return None

    def _enter(self, state: State) -> None:
        self.state = state
        self._changed()
