"""Transactions on a service's database."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy import Connection, event, exc
from sqlalchemy.engine import ExecutionContext
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection

from libs.servicekit.database import faults
from libs.servicekit.database.scope import ScopedConnection

POOL_SIZE = 10
# A caller that waits longer than this for a connection is better told to come back.
POOL_WAIT_SECONDS = 5.0
CONNECT_SECONDS = 5.0

_SCOPE: Final = "scope"


class Database:
    """The pool of one service's application role.

        async with database.transaction(tenant_id) as session:
            await session.execute(insert(persona).values(...))

    The block is one transaction: committed when it ends, undone when it raises. Its session sees and writes rows of
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
    async def transaction(self, tenant_id: UUID) -> AsyncGenerator[AsyncSession]:
        """A transaction that sees and writes the rows of one tenant."""
        async with self._begin(tenant_id, read_only=False) as session:
            yield session

    @asynccontextmanager
    async def read(self, tenant_id: UUID) -> AsyncGenerator[AsyncSession]:
        """A read-only transaction of one tenant; all its statements see the same moment."""
        async with self._begin(tenant_id, read_only=True) as session:
            yield session

    @asynccontextmanager
    async def system(self) -> AsyncGenerator[AsyncSession]:
        """A transaction without a tenant: sees tables that have none, and those marked `tables.SYSTEM_ACCESS`."""
        async with self._begin(None, read_only=False) as session:
            yield session

    async def dispose(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.dispose()

    @asynccontextmanager
    async def _begin(self, tenant_id: UUID | None, *, read_only: bool) -> AsyncGenerator[AsyncSession]:
        session = _ScopedSession(self._engine, expire_on_commit=False, info={_SCOPE: (tenant_id, read_only)})
        with faults.statement_faults():
            async with session:
                # Connect now: what a failed connection raises could not be told from an error of the block.
                with faults.translated():
                    await session.connection()
                yield session
                await session.commit()


def tenant_of(session: AsyncSession) -> UUID:
    """The tenant whose rows the session sees. Raises LookupError for one of `Database.system`."""
    tenant_id, _ = session.info[_SCOPE]
    if tenant_id is None:
        raise LookupError("a transaction of the system has no tenant")
    return tenant_id


class _SyncScopedSession(Session):
    """A type of its own, so that the hook below concerns no other session."""


class _ScopedSession(AsyncSession):
    sync_session_class = _SyncScopedSession


@event.listens_for(_SyncScopedSession, "after_begin")
def _take_scope(session: Session, _transaction: SessionTransaction, connection: Connection) -> None:
    """Costs no round trip: the driver sends BEGIN, with the setting, before the first statement."""
    tenant_id, read_only = session.info[_SCOPE]
    _driver(connection.connection).take_scope(tenant_id, read_only=read_only)


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
