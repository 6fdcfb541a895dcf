"""Reports to the process that started this one that it serves now."""

import os

VARIABLE = "PERSONA_READY_FD"


def announce_ready() -> None:
    """Writes one line to the pipe that the supervisor left open, once. Without a supervisor: nothing to do."""
    fd = os.environ.pop(VARIABLE, None)
    if fd is not None:
        os.write(int(fd), b"ready\n")
        os.close(int(fd))
