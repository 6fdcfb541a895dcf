"""Creation of an empty database cluster, complete or not at all."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.postgres.account import Account, popen_options
from deploy.postgres.binaries import Binaries
from deploy.postgres.errors import PostgresError

SUPERUSER = "persona_admin"
_STAGING = "initializing"


def initialize(home: Path, password: str, *, binaries: Binaries, account: Account | None, durable: bool) -> None:
    """Create `home`/data with SCRAM authentication and one superuser.

    Everything is made in a staging directory and renamed, so that an interrupted run leaves no half cluster. The
    collation is PostgreSQL's own C.UTF-8: text sorts the same on every machine.
    """
    staging = home / _STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(mode=0o700)
    password_file = _password_file(staging, password)
    if account:
        account.own(staging)
        account.own(password_file)
    _run_initdb(staging / "data", password_file, binaries=binaries, account=account, durable=durable)
    os.rename(staging / "data", home / "data")
    if durable:
        _sync_directory(home)
    shutil.rmtree(staging)


def _password_file(directory: Path, password: str) -> Path:
    path = directory / "password"
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(password)
    return path


def _run_initdb(data: Path, password_file: Path, *, binaries: Binaries, account: Account | None, durable: bool) -> None:
    command = [
        str(binaries.initdb),
        f"--pgdata={data}",
        f"--username={SUPERUSER}",
        f"--pwfile={password_file}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--locale=C",
        *([] if durable else ["--no-sync"]),
    ]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/", **popen_options(account))
    if ended.returncode != 0:
        raise PostgresError(f"initdb failed with status {ended.returncode}: {ended.stderr.strip()}")


def _sync_directory(directory: Path) -> None:
    """Make the rename survive a power cut; macOS offers no such call on directories."""
    if sys.platform == "darwin":
        return
    descriptor = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
