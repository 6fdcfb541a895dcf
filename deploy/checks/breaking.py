"""Fails if the contracts broke what an earlier commit promised: `python -m deploy.checks.breaking`.

Compares with the last release tag, or, before the first release, with the first commit that has contracts.
"""

import subprocess
import sys


def main() -> int:
    """The exit code of `buf breaking`; 0 where there is nothing earlier to compare with."""
    base = _release() or _first_contracts()
    if not base:
        return 0
    against = f"../.git#ref={base},subdir=protos"
    return subprocess.run(["buf", "breaking", "--against", against], cwd="protos", check=False).returncode  # noqa: S603, S607


def _release() -> str:
    return _git("describe", "--tags", "--abbrev=0", "--match", "v*")


def _first_contracts() -> str:
    """The commit from which on v1 only grows; a shallow checkout that lacks it has nothing to compare with."""
    return (_git("rev-list", "--reverse", "HEAD", "--", "protos/buf.yaml").splitlines() or [""])[0]


def _git(*arguments: str) -> str:
    found = subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)  # noqa: S603, S607
    return found.stdout.strip() if found.returncode == 0 else ""


if __name__ == "__main__":
    sys.exit(main())
