"""Inbox: handles each event once, even if it is delivered again.

event_log = inbox.event_log_table(metadata)            # tables.py
subscriber = EventSubscriber("analyzer", directory(), Inbox(event_log), work, handlers)        # wiring.py
"""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from persona.events.v1.event_pb2 import Event, Receipt
from sqlalchemy import BigInteger, Column, Index, MetaData, Named, Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tables, tenant_of
from libs.servicekit.database.tables import Instant, TenantRow

RETENTION: Final = timedelta(days=30)
"""Period in which a repeated delivery is recognised; as long as dead letters are worth replaying."""


class EventLogColumns(TenantRow):
    """One event that was handled."""

    tenant_id: Named[UUID] = Column(primary_key=True)
    event_id: Named[UUID] = Column(primary_key=True)
    rows_removed: Named[int] = Column(BigInteger, server_default="0")
    receive_time: Named[datetime] = Column(Instant, server_default=func.now())


def event_log_table(metadata: MetaData) -> Table[EventLogColumns]:
    """The table of handled events, for the tables.py of a service that subscribes to others."""
    return Table("event_log", metadata, EventLogColumns, Index(None, "receive_time"), info=tables.SYSTEM_ACCESS)


class Inbox:
    """The events that a service has handled."""

    def __init__(self, table: Table[EventLogColumns]) -> None:
        self._table = table

    async def handle_once(
        self, connection: AsyncConnection, event: Event, handle: Callable[[], Awaitable[int]]
    ) -> Receipt:
        """Handle the event in the connection's transaction, unless it was handled before.

        `handle` returns how many rows it removed, which the receipt reports; a repeated delivery is answered with the
        number of the first. The connection must be of the event's tenant; raises ValueError when it is not.
        """
        if UUID(event.tenant_id) != tenant_of(connection):
            raise ValueError("the event is of another tenant than the connection")
        log = self._table.c
        this = (log.tenant_id == tenant_of(connection), log.event_id == UUID(event.id))
        if not await self._claim(connection, event):
            removed = (await connection.scalars(select(log.rows_removed).where(*this))).one()
            return Receipt(event_id=event.id, repeated_delivery=True, rows_removed=removed)
        removed = await handle()
        if removed:
            await connection.execute(update(self._table).where(*this).values(rows_removed=removed))
        return Receipt(event_id=event.id, rows_removed=removed)

    async def purge(self, connection: AsyncConnection) -> None:
        """Forget events handled longer than RETENTION ago, of all tenants; for a connection of `Database.system`."""
        await connection.execute(delete(self._table).where(self._table.c.receive_time < func.now() - RETENTION))

    async def _claim(self, connection: AsyncConnection, event: Event) -> bool:
        """True: this is the first delivery. Waits for another that is being handled."""
        claim = insert(self._table).values(tenant_id=tenant_of(connection), event_id=UUID(event.id))
        claimed = claim.on_conflict_do_nothing().returning(self._table.c.event_id)
        return (await connection.execute(claimed)).one_or_none() is not None
