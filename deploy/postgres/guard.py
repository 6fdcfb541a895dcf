"""Runs the server, and stops it without losing data when the process that started it has ended.

A program of its own on the standard library alone, so that it costs a few megabytes:
`python guard.py LIFE_FD UID GID -- COMMAND...`. LIFE_FD is the read end of a pipe whose write end only the starter
holds: it closes when the starter ends, however it ends. UID is -1 to keep the current user.
"""

import ctypes
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable

_PR_SET_PDEATHSIG = 1


def main(arguments: list[str]) -> int:
    life, uid, gid = (int(argument) for argument in arguments[:3])
    command = arguments[arguments.index("--") + 1 :]
    identity = {} if uid < 0 else {"user": uid, "group": gid, "extra_groups": list[int]()}
    server = subprocess.Popen(command, cwd="/", preexec_fn=_fast_shutdown_with_parent(), **identity)  # noqa: PLW1509 - one thread so far
    for request in (signal.SIGTERM, signal.SIGINT):
        signal.signal(request, lambda *_: server.send_signal(signal.SIGINT))
    threading.Thread(target=_stop_at_end_of_life, args=(life, server), daemon=True).start()
    return server.wait()


def _stop_at_end_of_life(life: int, server: "subprocess.Popen[bytes]") -> None:
    os.read(life, 1)
    server.send_signal(signal.SIGINT)


def _fast_shutdown_with_parent() -> Callable[[], object] | None:
    """On Linux the kernel signals the guard's death to the server; runs after the change of user, which resets it."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
