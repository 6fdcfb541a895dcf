"""A log of changes that can be read on from a cursor without missing one, whatever order transactions commit in.

Ids and times are given out before the commit, so a reader that goes by them passes over a change that commits late.
Each change here carries the number of its transaction, and a reader sees only changes of transactions older than every
one that still runs (`pg_snapshot_xmin`): what is committed later is always behind its cursor. Writers do not wait for
each other. A change is held back while an older writing transaction of the database runs.

    change_log = ChangeLog(change_log_table(metadata))
    await change_log.record(connection, persona_id, payload)
    progress = await change_log.read_after(connection, cursor)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Identity,
    Index,
    LargeBinary,
    MetaData,
    Named,
    Table,
    delete,
    func,
    insert,
    literal_column,
    select,
    text,
    tuple_,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tables, tenant_of
from libs.servicekit.database.tables import Instant, TenantRow
from libs.servicekit.watching.watch import Progress

RETENTION: Final = timedelta(days=7)
"""Period in which a watch can resume from a cursor."""
BATCH: Final = 100

_THIS_TRANSACTION: Final = "((pg_current_xact_id())::text)::bigint"
_OLDEST_RUNNING = literal_column("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", BigInteger)


@dataclass(frozen=True, slots=True, order=True)
class ChangeCursor:
    """Between two changes: after the change `number` of `transaction`."""

    transaction: int
    number: int


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """A change, in the form that its writer recorded."""

    subject_id: UUID
    payload: bytes


class ChangeLogColumns(TenantRow):
    """One change."""

    tenant_id: Named[UUID] = Column(primary_key=True)
    transaction: Named[int] = Column(BigInteger, primary_key=True, server_default=text(_THIS_TRANSACTION))
    number: Named[int] = Column(BigInteger, Identity(always=True), primary_key=True)
    subject_id: Named[UUID]
    payload: Named[bytes] = Column(LargeBinary)
    create_time: Named[datetime] = Column(Instant, server_default=func.now())


def change_log_table(metadata: MetaData) -> Table[ChangeLogColumns]:
    """The table of changes, for the tables.py of a service that can be watched."""
    return Table("change_log", metadata, ChangeLogColumns, Index(None, "create_time"), info=tables.SYSTEM_ACCESS)


class ChangeLog:
    """The changes of a service's tenants."""

    def __init__(self, table: Table[ChangeLogColumns]) -> None:
        self._table = table

    async def record(self, connection: AsyncConnection, subject_id: UUID, payload: bytes = b"") -> None:
        """Note a change, in the transaction that makes it."""
        row = {"tenant_id": tenant_of(connection), "subject_id": subject_id, "payload": payload}
        await connection.execute(insert(self._table).values(row))

    async def now(self, connection: AsyncConnection) -> ChangeCursor:
        """The cursor after all changes that are settled by now."""
        return ChangeCursor((await connection.scalars(select(_OLDEST_RUNNING))).one(), -1)

    async def read_after(
        self, connection: AsyncConnection, cursor: ChangeCursor, limit: int = BATCH
    ) -> Progress[RecordedChange, ChangeCursor]:
        """The tenant's next changes after the cursor, oldest first, at most `limit`."""
        log = self._table.c
        settled = await self.now(connection)
        query = (
            select(log.transaction, log.number, log.subject_id, log.payload)
            .where(tuple_(log.transaction, log.number) > tuple_(cursor.transaction, cursor.number))
            .where(log.transaction < settled.transaction, log.tenant_id == tenant_of(connection))
            .order_by(log.transaction, log.number)
            .limit(limit)
        )
        rows = (await connection.execute(query)).all()
        after = ChangeCursor(rows[-1].transaction, rows[-1].number) if rows else max(cursor, settled)
        return Progress([RecordedChange(row.subject_id, row.payload) for row in rows], after)

    async def purge(self, connection: AsyncConnection) -> None:
        """Forget changes older than RETENTION, of all tenants; for a connection of `Database.system`."""
        await connection.execute(delete(self._table).where(self._table.c.create_time < func.now() - RETENTION))
