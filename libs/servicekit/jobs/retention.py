"""Forgets what is kept for a limited time, once an hour."""

from collections.abc import Awaitable
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database.engine import Database
from libs.servicekit.jobs import Schedule

ON_THE_HOUR = "0 * * * *"


class Expiring(Protocol):
    """Something whose rows lose their use: answers to requests, handled events, changes, finished jobs."""

    def purge(self, connection: AsyncConnection) -> Awaitable[None]:
        """Removes the rows of all tenants that are past their time."""
        ...


def purge(database: Database, *expiring: Expiring) -> Schedule:
    """The schedule that purges them, for a service's worker."""

    async def run() -> None:
        for each in expiring:
            async with database.system() as connection:
                await each.purge(connection)

    return Schedule("purge", ON_THE_HOUR, run)
