"""Transactions on a service's database."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, Final, Self
from uuid import UUID

import asyncpg
from sqlalchemy import event, exc
from sqlalchemy.engine import ExecutionContext
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection
from sqlalchemy.util import greenlet_spawn

from libs.servicekit.database import faults
from libs.servicekit.database.scope import ScopedConnection

POOL_SIZE = 10
# A caller that waits longer than this for a connection does better to try again later.
POOL_WAIT_SECONDS = 5.0
CONNECT_SECONDS = 5.0

_TENANT: Final = "tenant"


class Database:
    """The pool of one service's application role.

        async with database.transaction(tenant_id) as connection:
            await connection.execute(insert(persona).values(...))

    The block is one transaction: committed when it ends, undone when it raises. Its connection sees and writes rows of
    that tenant alone. Raises Unavailable while the server cannot be reached (the pool recovers by itself), and
    ConcurrentChange when another transaction forced this one to be undone.
    """

    def __init__(self, url: str, *, pool_size: int = POOL_SIZE) -> None:
        self._engine = create_async_engine(
            url,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=POOL_WAIT_SECONDS,
            # Values are people's texts, and errors end up in logs.
            hide_parameters=True,
            connect_args={
                "connection_class": ScopedConnection,
                "timeout": CONNECT_SECONDS,
                # Compiling a plan costs more than the short statements of a service ever win back.
                "server_settings": {"jit": "off"},
            },
        )
        event.listen(self._engine.sync_engine, "checkout", _discard_if_closed)
        event.listen(self._engine.sync_engine, "do_execute", _execute_again_after_migration)

    @asynccontextmanager
    async def transaction(self, tenant_id: UUID) -> AsyncGenerator[AsyncConnection]:
        """A transaction that sees and writes the rows of one tenant."""
        async with self._begin(tenant_id, read_only=False) as connection:
            yield connection

    @asynccontextmanager
    async def read(self, tenant_id: UUID) -> AsyncGenerator[AsyncConnection]:
        """A read-only transaction of one tenant; all its statements see the same moment."""
        async with self._begin(tenant_id, read_only=True) as connection:
            yield connection

    async def ask(self, question: str, *values: object) -> asyncpg.Record:
        """The one row that answers a statement of SQL with values for $1, $2 and so on; for what is asked all the time.

        It is a transaction of its own, so that takes one round trip instead of three, and it goes straight to the
        driver, for SQLAlchemy would take longer than the server. No row of a tenant is visible, but to a function of
        the database that takes the tenant and sets it. Raises LookupError where no row answers.
        """
        with faults.driver_faults():
            connection = await self._engine.raw_connection()
            try:
                row: asyncpg.Record | None = await _driver(connection).fetchrow(question, *values)
            except asyncpg.InternalClientError:
                # The server has said goodbye on it, though the line is still open.
                await greenlet_spawn(connection.invalidate)
                raise
            finally:
                await greenlet_spawn(connection.close)
        if row is None:
            raise LookupError(f"no row answers {question!r}")
        return row

    @asynccontextmanager
    async def system(self) -> AsyncGenerator[AsyncConnection]:
        """A transaction without a tenant: sees tables that have none, and those marked `tables.SYSTEM_ACCESS`."""
        async with self._begin(None, read_only=False) as connection:
            yield connection

    async def dispose(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.dispose()

    @asynccontextmanager
    async def _begin(self, tenant_id: UUID | None, *, read_only: bool) -> AsyncGenerator[AsyncConnection]:
        with faults.statement_faults():
            async with AsyncExitStack() as stack:
                # What a failed connection raises could not be distinguished from an error of the block.
                with faults.translated():
                    connection = await stack.enter_async_context(self._engine.connect())
                # What the one before left on it must not be taken for this.
                connection.info[_TENANT] = tenant_id
                # Costs no round trip: the driver sends BEGIN, with the tenant, before the first statement.
                driver = _driver(await connection.get_raw_connection())
                driver.take_scope(tenant_id, read_only=read_only)
                yield connection
                await connection.commit()


def tenant_of(connection: AsyncConnection) -> UUID:
    """The tenant whose rows the connection sees. Raises LookupError for one of `system`."""
    tenant_id: UUID | None = connection.info[_TENANT]
    if tenant_id is None:
        raise LookupError("a transaction of the system has no tenant")
    return tenant_id


def _discard_if_closed(_connection: object, _entry: ConnectionPoolEntry, proxy: PoolProxiedConnection) -> None:
    """Instead of a ping for each transaction: asyncpg knows at once when the server has hung up."""
    if _driver(proxy).is_closed():
        raise exc.InvalidatePoolError


def _execute_again_after_migration(
    cursor: DBAPICursor, statement: str, parameters: Any, context: ExecutionContext
) -> bool:
    """A migration under a live pool makes prepared statements stale; the first statement of a transaction is repeated.

    Nothing has happened in the transaction by then. A later statement raises, and becomes a ConcurrentChange.
    """
    proxy = context.root_connection.connection
    if _driver(proxy).is_in_transaction():
        return False
    try:
        cursor.execute(statement, parameters)
    except faults.STALE_PLAN as error:
        proxy.rollback()
        context.handle_dbapi_exception(error)  # forgets all prepared statements
        context.pre_exec()  # lets this cursor know
        cursor.execute(statement, parameters)
    return True


def _driver(connection: PoolProxiedConnection) -> ScopedConnection:
    driver = connection.driver_connection
    if not isinstance(driver, ScopedConnection):
        raise TypeError(f"expected a ScopedConnection, got {type(driver)}")
    return driver
