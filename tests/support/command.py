"""The persona command, run by a test."""

import io
import json
import subprocess
import sysconfig
import threading
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from persona_client.cli import run

from deploy.local.services import SERVICES

PERSONA = str(Path(sysconfig.get_path("scripts")) / "persona")
DEMO = Path(__file__).resolve().parents[2] / "demo"
_VARIABLES = (*(f"{service.prefix}ADDRESS" for service in SERVICES), "PERSONA_API_KEY")


class Result(NamedTuple):
    """What a run of the command left."""

    stdout: str
    stderr: str


@dataclass(frozen=True)
class Command:
    """Runs the command without a terminal: within this process, which is quick, or as a shell would with `process`."""

    folder: Path
    env: dict[str, str]

    def __call__(self, *arguments: str, stdin: str | bytes = "", check: int = 0) -> Result:
        given = io.TextIOWrapper(io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(_Pipe()) as out, redirect_stderr(_Pipe()) as err:
            patch.chdir(self.folder)
            patch.setenv("COLUMNS", "100")
            patch.setattr("sys.stdin", given)
            for name in _VARIABLES:
                patch.setenv(name, self.env.get(name, ""))
            code = run(list(arguments))
        assert code == check, (out.text(), err.text())
        return Result(out.text(), err.text())

    def process(self, *arguments: str, check: int = 0) -> Result:
        """A process of its own, with pipes."""
        command = [PERSONA, *arguments]
        done = subprocess.run(
            command, cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=30, check=False
        )
        assert done.returncode == check, done
        return Result(done.stdout, done.stderr)

    def json(self, *arguments: str, stdin: str = "", check: int = 0) -> dict[str, Any]:
        return json.loads(self(*arguments, "--json", stdin=stdin, check=check).stdout)

    def create(self, name: str) -> str:
        return self("create", name).stdout.strip()


class _Pipe(io.TextIOWrapper):
    """Standard output that is no terminal and keeps what the command wrote, not what services log in other threads."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="")
        self._writer = threading.get_ident()

    def write(self, text: str, /) -> int:
        return super().write(text) if threading.get_ident() == self._writer else len(text)

    def text(self) -> str:
        self.flush()
        content = self.buffer
        assert isinstance(content, io.BytesIO)
        return content.getvalue().decode()
