"""Launcher that forks processes from the preloaded one: the supervisor's side of preload.py."""

import asyncio
import contextlib
import itertools
import json
import os
import signal
import socket
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import psutil

from deploy.local.launcher import Pipes, Process
from deploy.local.liveness import LIVENESS_SECONDS, TICK_SECONDS, Silence
from deploy.local.preload import MESSAGE_BYTES
from deploy.local.processes import end_late
from deploy.local.services import Program
from deploy.local.settings import REPOSITORY

# The assumed exit code of a process if the preloaded process, which alone could report it, has died.
UNKNOWN_STATUS = -signal.SIGKILL
_GRACE_SECONDS = 2.0
# The preloaded process answers once it has imported all modules: after 4 s, or minutes on a machine short of memory.
_IMPORT_SECONDS = 600.0


class ForkedProcess:
    """A grandchild of this process; its parent, the preloaded process, reports its end."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended: asyncio.Future[int] = asyncio.get_running_loop().create_future()

    @property
    def pid(self) -> int:
        return self._pid

    async def wait(self) -> int:
        return await asyncio.shield(self._ended)

    def send(self, request: signal.Signals) -> None:
        if not self._ended.done():
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._pid, request)

    def end(self, status: int) -> None:
        """Record that the process has ended."""
        if not self._ended.done():
            self._ended.set_result(status)


class ForkLauncher:
    """Forks every process from a preloaded one, which has imported the given modules; restarts that one when it dies.

    `log` receives the output of the preloaded process itself; each start of it overwrites the file. A preloaded process
    that does not answer for `liveness_seconds` is killed: only it can fork and report the end of a process.
    """

    def __init__(
        self,
        modules: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        liveness_seconds: float = LIVENESS_SECONDS,
    ) -> None:
        self._modules = modules
        self._environment = dict(environment)
        self._log = log
        self._preloaded: asyncio.subprocess.Process | None = None
        self._control: socket.socket | None = None
        self._numbers = itertools.count(1)
        self._asked: dict[int, asyncio.Future[ForkedProcess]] = {}
        self._running: dict[int, ForkedProcess] = {}
        self._starting = asyncio.Lock()
        self._farewell: asyncio.Task[None] | None = None
        self._liveness_seconds = liveness_seconds
        self._answers = 0
        self._watching: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int | None:
        """The id of the preloaded process, while it lives."""
        return self._preloaded.pid if self._preloaded and self._control else None

    async def start(self) -> None:
        """Begin importing; launches requested before its end wait for it."""
        await self._connect()

    async def launch(self, program: Program, environment: Mapping[str, str], pipes: Pipes) -> Process:
        control = await self._connect()
        number = next(self._numbers)
        asked = self._asked[number] = asyncio.get_running_loop().create_future()
        request = {
            "id": number,
            "module": program.module,
            "arguments": list(program.arguments),
            "environment": dict(environment),
        }
        socket.send_fds(control, [json.dumps(request).encode()], [pipes.output, pipes.ready, pipes.life])
        return await asked

    async def close(self) -> None:
        self._hang_up()
        if self._preloaded is not None:
            with contextlib.suppress(ProcessLookupError):
                self._preloaded.terminate()  # at once, even while it still imports
            await self._preloaded.wait()
        if self._farewell is not None:
            await self._farewell

    async def _connect(self) -> socket.socket:
        """Return the socket to the preloaded process, which is started if none lives."""
        async with self._starting:
            if self._control is not None:
                return self._control
            ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            with theirs, self._log.open("wb") as log:
                self._preloaded = await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "deploy.local.preload", str(theirs.fileno()), *self._modules),
                    stdin=asyncio.subprocess.DEVNULL,
                    stdout=log,
                    stderr=log,
                    env=self._environment,
                    cwd=REPOSITORY,
                    pass_fds=(theirs.fileno(),),
                    start_new_session=True,
                )
            ours.setblocking(False)
            asyncio.get_running_loop().add_reader(ours, self._receive, ours)
            self._control = ours
            self._answers = 0
            self._watching = asyncio.create_task(self._watch(self._preloaded, ours))
            return ours

    async def _watch(self, preloaded: asyncio.subprocess.Process, control: socket.socket) -> None:
        """Ask the preloaded process for an answer again and again; kill it if none comes."""
        silence = Silence(time.monotonic())
        asked = answered = 0
        while self._control is control:
            if asked == self._answers:
                with contextlib.suppress(OSError):
                    control.send(json.dumps({"asks": True}).encode())
                    asked += 1
            await asyncio.sleep(TICK_SECONDS)
            silence.look(time.monotonic())
            if self._answers != answered:
                answered = self._answers
                silence.beat()
            if silence.seconds >= (self._liveness_seconds if answered else _IMPORT_SECONDS):
                with contextlib.suppress(ProcessLookupError):
                    preloaded.kill()
                return

    def _receive(self, control: socket.socket) -> None:
        try:
            message = control.recv(MESSAGE_BYTES)
        except ConnectionError:
            message = b""
        if not message:
            self._hang_up()
            return
        answer: dict[str, int] = json.loads(message)
        if not answer:
            self._answers += 1
            return
        pid = answer["pid"]
        if "status" in answer:
            self._running.pop(pid).end(answer["status"])
        else:
            self._running[pid] = ForkedProcess(pid)
            asked = self._asked.pop(answer["id"])
            # The request may have been cancelled; `close` then ends the process with the others.
            if not asked.done():
                asked.set_result(self._running[pid])

    def _hang_up(self) -> None:
        if self._control is None:
            return
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        self._control = None
        if self._watching is not None:
            self._watching.cancel()
        for asked in (launch for launch in self._asked.values() if not launch.done()):
            asked.set_exception(ConnectionResetError("the preloaded process ended"))
        self._asked.clear()
        orphans = list(self._running.values())
        self._running.clear()
        if orphans:
            self._farewell = asyncio.create_task(_end_orphans(orphans))


async def _end_orphans(processes: Sequence[ForkedProcess]) -> None:
    """Ensure that processes without their parent, which the kernel has signalled, end; then record their end."""
    await asyncio.to_thread(_ensure_ended, [process.pid for process in processes])
    for process in processes:
        process.end(UNKNOWN_STATUS)


def _ensure_ended(pids: Sequence[int]) -> None:
    processes: list[psutil.Process] = []
    for pid in pids:
        with contextlib.suppress(psutil.NoSuchProcess):
            processes.append(psutil.Process(pid))
    end_late(processes, grace_seconds=_GRACE_SECONDS)
