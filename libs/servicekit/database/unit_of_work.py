"""One transaction of the caller's tenant for one call, and a service's rows in it."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.call_context import caller
from libs.servicekit.database.engine import Database
from libs.servicekit.database.idempotency import Repeatable, RequestLog, Response

Rows = TypeVar("Rows")


class UnitOfWork(Generic[Rows]):
    """What a servicer opens around a use case; `rows` makes the service's view of the transaction.

    The tenant is the verified caller's. Everything the use case does is kept when it returns, and undone if it raises.
    """

    def __init__(self, database: Database, requests: RequestLog, rows: Callable[[AsyncConnection, UUID], Rows]) -> None:
        self._database = database
        self._requests = requests
        self._rows = rows

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[Rows]:
        """To read and write."""
        tenant_id = caller().tenant_id
        async with self._database.transaction(tenant_id) as connection:
            yield self._rows(connection, tenant_id)

    @asynccontextmanager
    async def read(self) -> AsyncGenerator[Rows]:
        """To read, all of one moment."""
        tenant_id = caller().tenant_id
        async with self._database.read(tenant_id) as connection:
            yield self._rows(connection, tenant_id)

    async def once(
        self, request: Repeatable, answer_type: type[Response], act: Callable[[Rows], Awaitable[Response]]
    ) -> Response:
        """Acts in a transaction, unless a request with the same id did: then its answer. Raises RequestIdReused."""
        tenant_id = caller().tenant_id
        async with self._database.transaction(tenant_id) as connection:
            rows = self._rows(connection, tenant_id)
            return await self._requests.once(connection, request, answer_type, lambda: act(rows))
