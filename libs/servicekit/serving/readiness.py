"""Reports to the process that started this one that it serves now, and from then on that it is alive."""

import asyncio
import os

VARIABLE = "PERSONA_READY_FD"
# The event loop writes a byte this often; a loop that hangs does not.
BEAT_SECONDS = 1.0


def announce_ready() -> None:
    """Writes one line to the pipe that the supervisor left open, then a heartbeat from the running event loop.

    Without a supervisor: nothing to do. Without a running loop: the line alone, then the pipe is closed.
    """
    fd = os.environ.pop(VARIABLE, None)
    if fd is None:
        return
    os.write(int(fd), b"ready\n")
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        os.close(int(fd))
        return
    os.set_blocking(int(fd), False)
    loop.call_later(BEAT_SECONDS, _beat, loop, int(fd))


def _beat(loop: asyncio.AbstractEventLoop, fd: int) -> None:
    try:
        os.write(fd, b".")
    except BlockingIOError:
        pass  # the supervisor pauses; the beats in the pipe are enough
    except OSError:
        os.close(fd)
        return
    loop.call_later(BEAT_SECONDS, _beat, loop, fd)
