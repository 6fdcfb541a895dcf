"""Environment of the libraries that we are compared with, whose version pins conflict with ours.

It is `.state/peers`, installed from `peers.lock` when it is first needed. Their part of a comparison, `peers_process`,
is a process of that environment, which answers line by line.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.load import peers_process
from tests.support.stack import REPOSITORY

ENVIRONMENT = REPOSITORY / ".state" / "peers"
_LOCK = Path(__file__).with_name("peers.lock")


def interpreter() -> Path:
    """Returns the interpreter of the peers' environment, which is installed again when its lock file has changed.

    Raises CalledProcessError or OSError if it cannot be installed.
    """
    python, stamp = ENVIRONMENT / "bin" / "python", ENVIRONMENT / "locked"
    digest = hashlib.sha256(_LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == digest:
        return python
    print(f"Installing TextDescriptives and textstat into {ENVIRONMENT.relative_to(REPOSITORY)}; once.", flush=True)
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    uv = str(Path(sys.executable).with_name("uv"))
    subprocess.run([uv, "venv", "-q", "--python", sys.executable, str(ENVIRONMENT)], check=True)
    install = [uv, "pip", "install", "-q", "--python", str(python), "--require-hashes", "-r", str(_LOCK)]
    subprocess.run(install, check=True)
    stamp.write_text(digest)
    return python


@contextmanager
def running(python: Path) -> Iterator["subprocess.Popen[str]"]:
    """Runs the peers' process; it ends when its input does."""
    command = [str(python), peers_process.__file__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process


def answer(process: "subprocess.Popen[str]", line: str) -> dict[str, Any]:
    """Sends a line and returns the process's answer. Raises RuntimeError if it ended; its output gives the reason."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(line + "\n")
    process.stdin.flush()
    if not (answered := process.stdout.readline()):
        raise RuntimeError("the peers' process ended")
    return json.loads(answered)
