"""Pipes from processes to the supervisor."""

import asyncio
import os
from typing import Any

from deploy.local.logs import ProcessLog

_PIECE_BYTES = 64 * 1024
_LEFTOVER_SECONDS = 1.0


async def finish(task: "asyncio.Task[Any]") -> None:
    """Wait for the reader of an ended process; cancel it if a descendant of the process keeps the pipe open."""
    await asyncio.wait([task], timeout=_LEFTOVER_SECONDS)
    task.cancel()
    await asyncio.wait([task])


async def copy_output(descriptor: int, log: ProcessLog) -> None:
    """Copy a pipe to the log, to its end; closes the descriptor."""
    reader = await _reader(descriptor)
    while piece := await reader.read(_PIECE_BYTES):
        log.write(piece)


async def read_line(descriptor: int) -> bytes:
    """Return the first line from a pipe, empty if the pipe ends; closes the descriptor."""
    return await (await _reader(descriptor)).readline()


async def _reader(descriptor: int) -> asyncio.StreamReader:
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
    )
    return reader
