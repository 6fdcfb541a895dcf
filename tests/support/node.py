"""A Node program that uses the services through a client loaded from protos/."""

import fcntl
import hashlib
import json
import os
import subprocess
import sysconfig
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parents[2]
_PROJECT = _ROOT / "tests" / "contract" / "node"
_WRITER = _ROOT / "demo" / "ada-field-notes"
_BIN = Path(sysconfig.get_path("scripts"))
_INSTALL_SECONDS = 300
_RUN_SECONDS = 60


def run_node_client(env: Mapping[str, str], *, writer: Path = _WRITER) -> dict[str, Any]:
    """What the Node client of tests/contract/node got from the services that `env` names.

    `env` has PERSONA_REGISTRY_ADDRESS, PERSONA_ANALYZER_ADDRESS and PERSONA_API_KEY. The answer has persona, added,
    fingerprint, score, error (of an unknown persona) and unsigned (of a call without a token); nothing of it
    stays behind.
    """
    install()
    run = subprocess.run(
        [_BIN / "node", "client.mjs", writer],
        cwd=_PROJECT,
        env=_environment() | dict(env),
        capture_output=True,
        text=True,
        timeout=_RUN_SECONDS,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


def install() -> None:
    """Install the packages of the lock file, once for each state of it."""
    state = hashlib.sha256((_PROJECT / "package-lock.json").read_bytes()).hexdigest()
    with (_PROJECT / "package.json").open(encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamp = _PROJECT / "node_modules" / ".stamp"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == state:
            return
        command = [_BIN / "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run = subprocess.run(
            command,
            cwd=_PROJECT,
            env=_environment(),
            capture_output=True,
            text=True,
            timeout=_INSTALL_SECONDS,
            check=False,
        )
        assert run.returncode == 0, f"npm ci failed: {run.stderr}"
        stamp.write_text(state, encoding="utf-8")


def _environment() -> dict[str, str]:
    """This process's environment, with the virtual environment's Node first."""
    return {**os.environ, "PATH": f"{_BIN}{os.pathsep}{os.environ.get('PATH', '')}"}
