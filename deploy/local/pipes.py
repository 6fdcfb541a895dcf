"""Pipes from processes to the supervisor."""

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from deploy.local.logs import ProcessLog

PIECE_BYTES = 64 * 1024
_LEFTOVER_SECONDS = 1.0


async def finish(task: "asyncio.Task[Any]") -> None:
    """Wait for the reader of an ended process; cancel it if a descendant of the process keeps the pipe open."""
    await asyncio.wait([task], timeout=_LEFTOVER_SECONDS)
    task.cancel()
    await asyncio.wait([task])


async def copy_output(descriptor: int, log: ProcessLog) -> None:
    """Copy a pipe to the log, to its end; closes the descriptor."""
    async with reading(descriptor) as reader:
        while piece := await reader.read(PIECE_BYTES):
            log.write(piece)


@asynccontextmanager
async def reading(descriptor: int) -> AsyncIterator[asyncio.StreamReader]:
    """Reader of a pipe; closes the descriptor."""
    reader = asyncio.StreamReader()
    transport, _ = await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(descriptor, "rb", buffering=0)
    )
    try:
        yield reader
    finally:
        transport.close()
