"""Bring a service's schema to a version, and write new versions."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from libs.servicekit.database import faults
from libs.servicekit.migrations.service import MigratedService

T = TypeVar("T")

# Alembic keeps the migration that runs in a variable of the process.
_one_at_a_time = asyncio.Lock()


async def migrate(service: str, url: str, revision: str = "head") -> None:
    """Bring the schema to the version, by default the newest. `url` is of the schema's owner.

    When several processes start at once one migrates and the others wait for it. Each version is one transaction: a
    failing one leaves the schema at the version before it. Raises Unavailable when the server cannot be reached.
    """
    described = MigratedService.named(service)
    await run(described, url, lambda connection: command.upgrade(described.config(connection), revision))


async def new_version(service: str, url: str, message: str) -> None:
    """Write a version that leads from the newest one to what tables.py says now. Read it before you commit it."""
    described = MigratedService.named(service)
    described.versions.mkdir(parents=True, exist_ok=True)

    def write(connection: Connection) -> None:
        config = described.config(connection)
        command.upgrade(config, "head")
        number = sum(1 for _ in ScriptDirectory.from_config(config).walk_revisions()) + 1
        command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")

    await run(described, url, write)


async def run(service: MigratedService, url: str, work: Callable[[Connection], T]) -> T:
    """Do some work on the schema while no other process migrates it."""
    # Without a pool, so that the lock ends with the connection whatever happens.
    engine = create_async_engine(url, poolclass=NullPool)
    with faults.translated():
        async with _one_at_a_time, engine.connect() as connection, _only_migrator(connection, service.name):
            return await connection.run_sync(work)


@asynccontextmanager
async def _only_migrator(connection: AsyncConnection, service: str) -> AsyncGenerator[None]:
    key = {"key": f"migrate {service}"}
    # The owner's lock_timeout is for tables; another starter may rightly take longer.
    await connection.execute(text("SET LOCAL lock_timeout = 0"))
    await connection.execute(text("SELECT pg_advisory_lock(hashtextextended(:key, 0))"), key)
    await connection.commit()
    yield
    await connection.execute(text("SELECT pg_advisory_unlock(hashtextextended(:key, 0))"), key)
    await connection.commit()
