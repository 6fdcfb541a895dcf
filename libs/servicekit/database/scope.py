"""A driver connection whose transactions begin and take on their tenant in one round trip.

The setting is local to the transaction, so that a pooled connection never carries a tenant into its next use.
"""

from uuid import UUID

import asyncpg
from asyncpg.transaction import Transaction

from libs.servicekit.database.tables import SYSTEM_SETTING, TENANT_SETTING


class ScopedConnection(asyncpg.Connection):
    """The scope for the next transaction is set before its first statement; without one no guarded row is visible."""

    _begin = "BEGIN"

    def take_scope(self, tenant_id: UUID | None, *, read_only: bool) -> None:
        """Say whose rows the next transaction sees: a tenant's, or (None) those that the system may see."""
        mode = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if read_only else "BEGIN"
        setting, value = (SYSTEM_SETTING, "on") if tenant_id is None else (TENANT_SETTING, str(tenant_id))
        self._begin = f"{mode}; SELECT set_config('{setting}', '{value}', true)"

    def transaction(self, **_options: object) -> "ScopedTransaction":
        """Transaction that SQLAlchemy starts before the first statement, and ends."""
        return ScopedTransaction(self, self._begin)


class ScopedTransaction(Transaction):
    """One transaction; the simple query protocol carries BEGIN and the setting together."""

    def __init__(self, connection: ScopedConnection, begin: str) -> None:
        super().__init__(connection, isolation=None, readonly=False, deferrable=False)
        self._scoped = connection
        self._begin = begin

    async def start(self) -> None:
        await self._scoped.execute(self._begin)

    async def commit(self) -> None:
        await self._scoped.execute("COMMIT")

    async def rollback(self) -> None:
        await self._scoped.execute("ROLLBACK")
