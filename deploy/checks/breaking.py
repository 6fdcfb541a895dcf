"""Compares the contracts with the promise: `python -m deploy.checks.breaking`; `--promise` renews the promise.

The promise is protos/promised.binpb, the contracts as an image. Within v1 it only grows: a promise that would break
an earlier one is refused.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

PROMISED = Path("protos/promised.binpb")


def _buf(*arguments: str) -> int:
    return subprocess.run(["buf", *arguments], check=False).returncode  # noqa: S603, S607


def main() -> int:
    """The exit code of `buf breaking`; if a new promise was asked for and may be given, it is written."""
    with tempfile.TemporaryDirectory() as folder:
        current = Path(folder) / "current.binpb"
        failed = _buf("build", "protos", "--exclude-source-info", "-o", str(current)) or _buf(
            "breaking",
            str(current),
            "--against",
            str(PROMISED),
            "--config",
            '{"version":"v2","breaking":{"use":["WIRE_JSON"]}}',
        )
        if not failed and sys.argv[1:] == ["--promise"]:
            PROMISED.write_bytes(current.read_bytes())
    return failed


if __name__ == "__main__":
    sys.exit(main())
