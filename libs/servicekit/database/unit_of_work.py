"""Unit of work: one transaction of one tenant, and a service's rows in it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.call_context import caller
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import Repeatable, RequestLog, Response

Rows = TypeVar("Rows")


@dataclass(frozen=True, slots=True)
class TenantWork(Generic[Rows]):
    """Transactions of one tenant. A transaction is committed when its block ends, and undone if the block raises."""

    database: Database
    requests: RequestLog
    rows: Callable[[AsyncConnection, UUID], Rows]
    tenant_id: UUID

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Rows]:
        """A transaction to read and write."""
        async with self.connected() as (_, rows):
            yield rows

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Rows]:
        """A read-only transaction; all its statements see the same moment."""
        async with self.database.read(self.tenant_id) as connection:
            yield self.rows(connection, self.tenant_id)

    @asynccontextmanager
    async def connected(self) -> AsyncGenerator[tuple[AsyncConnection, Rows]]:
        """A transaction with its connection, for tables of servicekit that change together with the rows."""
        async with self.database.transaction(self.tenant_id) as connection:
            yield connection, self.rows(connection, self.tenant_id)

    async def once(
        self, request: Repeatable, response_type: type[Response], act: Callable[[Rows], Awaitable[Response]]
    ) -> Response:
        """Acts in a transaction, unless a request with the same id did: then returns its answer.

        Raises RequestIdReused.
        """
        async with self.connected() as (connection, rows):
            return await self.requests.once(connection, request, response_type, lambda: act(rows))


class UnitOfWork(Generic[Rows]):
    """The one way to a service's rows: for servicers, subscribers and jobs.

    `work.of(tenant_id)` works for any tenant; `work.transaction()`, `work.read()` and `work.once()` for the tenant of
    the call at hand (`call_context.caller`). `rows` makes the service's view of a transaction.
    """

    def __init__(self, database: Database, requests: RequestLog, rows: Callable[[AsyncConnection, UUID], Rows]) -> None:
        self._database = database
        self._requests = requests
        self._rows = rows

    def of(self, tenant_id: UUID) -> TenantWork[Rows]:
        """Work on the rows of a tenant."""
        return TenantWork(self._database, self._requests, self._rows, tenant_id)

    def transaction(self) -> AbstractAsyncContextManager[Rows]:
        """A transaction of the caller's tenant."""
        return self._of_caller().transaction()

    def read(self) -> AbstractAsyncContextManager[Rows]:
        """A read-only transaction of the caller's tenant."""
        return self._of_caller().read()

    async def once(
        self, request: Repeatable, response_type: type[Response], act: Callable[[Rows], Awaitable[Response]]
    ) -> Response:
        """As `TenantWork.once`, for the caller's tenant."""
        return await self._of_caller().once(request, response_type, act)

    def _of_caller(self) -> TenantWork[Rows]:
        return self.of(caller().tenant_id)


class SystemWork(Generic[Rows]):
    """Transactions that belong to no tenant: before a tenant is known, and to find the tenants that have work due."""

    def __init__(self, database: Database, rows: Callable[[AsyncConnection], Rows]) -> None:
        self._database = database
        self._rows = rows

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Rows]:
        """A transaction that sees tables without a tenant, and those marked `tables.SYSTEM_ACCESS`."""
        async with self._database.system() as connection:
            yield self._rows(connection)
