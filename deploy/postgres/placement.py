"""Placement of the server's files if its account cannot reach the requested directory.

This happens to root alone: the server then runs under another account, which may not enter, say, /root. Opening parent
directories would change files that are not ours, so the server's go to a directory of the system's state instead.
"""

import hashlib
import os
import shutil
from pathlib import Path

from deploy.postgres.account import Account
from deploy.postgres.errors import PostgresError
from deploy.postgres.postmaster import end_processes_in

OUTSIDE = Path("/var/lib/persona-postgres")
POINTER = "elsewhere"


def outside(name: str) -> Path:
    """Returns a path under the system's state directory, whose parents exist and can be searched by every account."""
    try:
        OUTSIDE.mkdir(mode=0o755, parents=True, exist_ok=True)
    except OSError as error:
        raise PostgresError(f"cannot create {OUTSIDE}: {error.strerror}") from error
    return OUTSIDE / name


def place(home: Path, account: Account | None) -> Path:
    """Create the server's home directory, owned by its account, and return its real path.

    A home that the account cannot reach holds a symbolic link to the real one. The link's absence beside an existing
    outside directory means that its user removed the home, so the outside directory is removed, too.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    if account is None:
        return home
    if account.can_reach(home.parent):
        account.own(home)
        return home
    real = outside(f"home-{hashlib.sha256(os.fsencode(home)).hexdigest()[:16]}")
    pointer = home / POINTER
    if not pointer.is_symlink():
        if real.exists():
            end_processes_in(real / "data")
            shutil.rmtree(real)
        pointer.symlink_to(real)
    real.mkdir(mode=0o700, exist_ok=True)
    account.own(real)
    return real
