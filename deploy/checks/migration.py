"""Writes the next version of a service's schema from its tables.py.

`python -m deploy.checks.migration registry "add teams"`. On a throw-away server, so nothing has to run.
"""

import argparse
import asyncio
import secrets
import shutil
import tempfile
from pathlib import Path

from deploy.postgres import roles, urls
from deploy.postgres.cluster import Cluster
from deploy.postgres.logins import owner_role, role_password
from libs.servicekit.migrations import migrate, new_version


async def write_version(cluster: Cluster, service: str, message: str) -> None:
    """Brings an empty schema to the newest version, and writes the one that leads on to what tables.py says."""
    secret = secrets.token_urlsafe()
    admin = cluster.dsn()
    await roles.bootstrap(admin, [service], secret)
    owner = owner_role(service)
    url = urls.for_sqlalchemy(urls.with_login(admin, user=owner, password=role_password(secret, owner)))
    await migrate(service, url)
    await new_version(service, url, message)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("service", help="the service's name, e.g. registry")
    parser.add_argument("message", help="what changes, e.g. 'add teams'")
    arguments = parser.parse_args()
    home = Path(tempfile.mkdtemp(prefix="persona-migration-"))
    cluster = Cluster(home, secrets.token_urlsafe(), durable=False)
    cluster.start()
    try:
        asyncio.run(write_version(cluster, arguments.service, arguments.message))
    finally:
        cluster.stop()
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
