"""Runs a program of the set-up to its end."""

import asyncio
import os
import signal
from collections.abc import Mapping

from deploy.local.launcher import Launcher, Pipes, exited_with
from deploy.local.logs import ProcessLog
from deploy.local.pipes import copy_output, finish
from deploy.local.services import Program

_CANCEL_SECONDS = 5.0


class StepFailedError(RuntimeError):
    """A step of the start failed; `lines` are the last lines of its output."""

    def __init__(self, step: str, ending: str, lines: list[str]) -> None:
        super().__init__(f"{step} {ending}")
        self.lines = lines


async def run_once(
    name: str, program: Program, environment: Mapping[str, str], *, launcher: Launcher, log: ProcessLog, life: int
) -> None:
    """Run a program and wait for its end; ends it when cancelled.

    Raises StepFailedError if its exit code is not zero.
    """
    log.forget()
    output, output_end = os.pipe()
    ready, ready_end = os.pipe()
    copying = asyncio.create_task(copy_output(output, log))
    try:
        process = await launcher.launch(program, environment, Pipes(output_end, ready_end, life))
    finally:
        for descriptor in (output_end, ready, ready_end):
            os.close(descriptor)
    try:
        status = await process.wait()
    except asyncio.CancelledError:
        process.send(signal.SIGTERM)
        await asyncio.wait([asyncio.create_task(process.wait())], timeout=_CANCEL_SECONDS)
        process.send(signal.SIGKILL)
        raise
    finally:
        await finish(copying)
    if status != 0:
        raise StepFailedError(name, exited_with(status), log.tail())
