"""Entry point of every process of the stack: ensures that the process does not outlive the supervisor.

`python -m deploy.local.child MODULE ARGUMENTS...` runs the module as `python -m` would.
"""

import ctypes
import faulthandler
import os
import runpy
import signal
import sys
import threading
import time
from collections.abc import Sequence

from deploy.local import variables

# How long a process may take to finish what it is doing; then it is ended.
DRAIN_SECONDS = 10.0
_PR_SET_PDEATHSIG = 1


def run(module: str, arguments: Sequence[str]) -> None:
    """Run a module as the main program of this process, which ends with the supervisor."""
    faulthandler.enable(file=2)  # the supervisor ends a process that hangs by SIGABRT
    _end_with_parent()
    life = os.environ.pop(variables.LIFE_FD, None)
    if life is not None:
        threading.Thread(target=_end_with_supervisor, args=(int(life),), name="supervisor-watch", daemon=True).start()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _end_with_parent() -> None:
    """On Linux the kernel sends SIGTERM when the parent dies, which also covers a parent other than the supervisor."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _end_with_supervisor(life: int) -> None:
    """The pipe's only write end is the supervisor's: it closes when the supervisor ends, however it ends."""
    os.read(life, 1)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(DRAIN_SECONDS)
    os._exit(1)


if __name__ == "__main__":
    run(sys.argv[1], sys.argv[2:])
