"""Writes the next version of a service's schema from its tables.py, in the form that `make lint` accepts.

`python -m deploy.checks.migration registry "add teams"`. On a throw-away server, so nothing has to run.
"""

import argparse
import asyncio
import secrets
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from deploy.postgres import roles, urls
from deploy.postgres.cluster import Cluster
from deploy.postgres.logins import owner_role, role_password
from libs.servicekit.directory import directory
from libs.servicekit.migrations import migrate, new_version
from libs.servicekit.migrations.service import MigratedService

_STYLE = Path(__file__).resolve().parents[2] / "pyproject.toml"


async def write_version(service: str, url: str, message: str) -> Path:
    """Brings a schema to the newest version and writes the one that leads on to what tables.py says.

    `url` is of the schema's owner. Returns the file that was written.
    """
    versions = MigratedService.named(service).versions
    before = set(versions.glob("*.py"))
    await migrate(service, url)
    await new_version(service, url, message)
    (written,) = set(versions.glob("*.py")) - before
    _tidy(written)
    return written


def _tidy(file: Path) -> None:
    for command in (["check", "--quiet", "--fix"], ["format", "--quiet"]):
        # What ruff cannot fix by itself stays in the file; `make lint` reports it.
        subprocess.run([sys.executable, "-m", "ruff", *command, "--config", _STYLE, file], check=False)  # noqa: S603 -- the arguments are ours


async def write_version_on(cluster: Cluster, service: str, message: str) -> Path:
    """As `write_version`, in an empty schema of a server that is used for nothing else."""
    secret = secrets.token_urlsafe()
    admin = cluster.dsn()
    await roles.bootstrap(admin, [service], secret)
    owner = owner_role(service)
    url = urls.for_sqlalchemy(urls.with_login(admin, user=owner, password=role_password(secret, owner)))
    return await write_version(service, url, message)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", choices=directory().names, help="the service's name")
    parser.add_argument("message", help="what changes, e.g. 'add teams'")
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="persona-migration-"))
    cluster = Cluster(home, secrets.token_urlsafe(), durable=False)
    cluster.start()
    try:
        sys.stdout.write(f"{asyncio.run(write_version_on(cluster, arguments.service, arguments.message))}\n")
    finally:
        cluster.stop()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
