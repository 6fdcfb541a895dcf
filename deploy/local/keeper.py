"""Keeps one process of the stack running."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from enum import StrEnum

from deploy.local.child import DRAIN_SECONDS
from deploy.local.launcher import Launcher, Pipes, Process, exited_with
from deploy.local.liveness import DUMP_SECONDS, LIVENESS_SECONDS, TICK_SECONDS, Silence
from deploy.local.logs import ProcessLog
from deploy.local.pipes import PIECE_BYTES, copy_output, finish, reading
from deploy.local.restarts import PAUSES_SECONDS, RestartPolicy
from deploy.local.services import Program
from libs.servicekit.serving.readiness import BEAT_SECONDS

# A service that imports its own modules on a slow machine is ready long before this.
READY_SECONDS = 60.0
# Two heartbeats missed.
_LATE_SECONDS = 2.5 * BEAT_SECONDS


class State(StrEnum):
    """State of a kept process."""

    WAITING = "waiting"
    STARTING = "starting"
    READY = "ready"
    HANGING = "hanging"
    RESTARTING = "restarting"
    STOPPED = "stopped"


class Keeper:
    """Starts a program, waits until it serves, and starts it again whenever it ends, after growing pauses.

    A process that sends no heartbeat for `liveness_seconds` is ended, with the stacks of its threads in its log.
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
        pauses: Sequence[float] = PAUSES_SECONDS,
        liveness_seconds: float = LIVENESS_SECONDS,
    ) -> None:
        self.name = name
        self.log = log
        self.state = State.WAITING
        self.restarts = 0
        self.next_start: float | None = None
        """Time of the next start (seconds since the epoch), in the state RESTARTING."""
        self._program = program
        self._environment = environment
        self._launcher = launcher
        self._life = life
        self._changed = changed
        self._crashed = crashed
        self._policy = RestartPolicy(pauses)
        self._liveness_seconds = liveness_seconds
        self._process: Process | None = None
        self._settled = asyncio.Event()
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    async def start(self) -> bool:
        """Start and wait until the process serves, restarts included; returns False if it was stopped before."""
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
            self.restarts += 1
            self.next_start = time.time() + delay
            self._enter(State.RESTARTING)
            self._crashed(self, ending)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), delay)
            self.next_start = None
        self._enter(State.STOPPED)
        self._settled.set()

    async def _run_once(self) -> str:
        """Run the program to its end; returns the way it ended, in words."""
        self._enter(State.STARTING)
        self.log.forget()
        try:
            process, ready, copying = await self._launch()
        except OSError as error:
            return f"could not be started: {error}"
        return await self._attend(process, ready, copying)

    async def _launch(self) -> tuple[Process, int, asyncio.Task[None]]:
        """Start the program; returns its process, its readiness pipe and the copying of its output."""
        output, output_end = os.pipe()
        ready, ready_end = os.pipe()
        # Whatever the process prints past its own log queue must not wait for this one either.
        os.set_blocking(output_end, False)
        copying = asyncio.create_task(copy_output(output, self.log))
        try:
            pipes = Pipes(output_end, ready_end, self._life)
            process = self._process = await self._launcher.launch(self._program, self._environment, pipes)
        except BaseException:
            os.close(ready)
            raise
        finally:
            os.close(output_end)
            os.close(ready_end)
        return process, ready, copying

    async def _attend(self, process: Process, ready: int, copying: asyncio.Task[None]) -> str:
        if self._stopping.is_set():
            process.send(signal.SIGTERM)
        watching = asyncio.create_task(self._watch(process, ready))
        status = await process.wait()
        self._process = None
        await finish(copying)
        await finish(watching)
        hung = None if watching.cancelled() else watching.result()
        return hung or exited_with(status)

    async def _watch(self, process: Process, ready: int) -> str | None:
        """Follow the process's signs of life; if they fail to come, end it and return the reason."""
        silence = Silence(time.monotonic())
        listening = asyncio.create_task(self._listen(ready, silence))
        try:
            while not listening.done():
                await asyncio.wait([listening], timeout=TICK_SECONDS)
                silence.look(time.monotonic())
                reason = None if self._stopping.is_set() else self._judge(silence)
                if reason is not None:
                    await _end_with_stacks(process)
                    return reason
        finally:
            listening.cancel()
        return None

    async def _listen(self, ready: int, silence: Silence) -> None:
        """Read the line of readiness, then heartbeats, to the end of the pipe."""
        async with reading(ready) as reader:
            if not await reader.readline() or self._stopping.is_set():
                return
            silence.beat()
            self._enter(State.READY)
            self._settled.set()
            while await reader.read(PIECE_BYTES):
                silence.beat()

    def _judge(self, silence: Silence) -> str | None:
        """Return the reason to end the process, if it is silent for too long; else note if it is late."""
        if self.state is State.STARTING:
            return f"was not ready after {READY_SECONDS:.0f} s" if silence.seconds >= READY_SECONDS else None
        if silence.seconds >= self._liveness_seconds:
            return f"hung for {self._liveness_seconds:.0f} s and was ended; its log shows its stacks"
        state = State.HANGING if silence.seconds >= _LATE_SECONDS else State.READY
        if state is not self.state:
            self._enter(state)
        return None

    def _enter(self, state: State) -> None:
        self.state = state
        self._changed()


async def _end_with_stacks(process: Process) -> None:
    """Make a process that hangs write the stacks of its threads (faulthandler, see child.py) and end."""
    process.send(signal.SIGABRT)
    process.send(signal.SIGCONT)  # a suspended process receives the other signal only when it goes on
    await asyncio.wait([asyncio.create_task(process.wait())], timeout=DUMP_SECONDS)
    process.send(signal.SIGKILL)
