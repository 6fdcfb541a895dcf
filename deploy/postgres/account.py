"""Unprivileged account for PostgreSQL, which refuses to run as root."""

import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deploy.postgres.errors import PostgresError

# Accounts that exist on common systems; none is ever created.
CANDIDATES = ("postgres", "nobody")


@dataclass(frozen=True, slots=True)
class Account:
    """An existing account other than root."""

    name: str
    uid: int
    gid: int

    def popen_options(self) -> dict[str, Any]:
        """Returns keyword arguments that make subprocess run a program under this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def own(self, path: Path) -> None:
        """Give one file or directory, without its contents, to this account."""
        os.chown(path, self.uid, self.gid)

    def can_reach(self, path: Path) -> bool:
        """Returns True if the account may search a directory or execute a file, through all parents."""
        shell = shutil.which("sh") or "/bin/sh"
        check = [shell, "-c", 'test -x "$0"', str(path)]
        return subprocess.run(check, cwd="/", check=False, **self.popen_options()).returncode == 0


def server_account() -> Account | None:
    """Returns the account to run the server under; None means the current user, who is not root.

    Raises PostgresError when the current user is root and no unprivileged account exists.
    """
    if os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise PostgresError(
        "PostgreSQL refuses to run as root and none of the accounts "
        f"{', '.join(CANDIDATES)} exists: run as an ordinary user, or set PERSONA_DATABASE_URL to a server of yours"
    )


def popen_options(account: Account | None) -> dict[str, Any]:
    """Returns keyword arguments for subprocess; empty if the current user runs the server."""
    return account.popen_options() if account else {}
