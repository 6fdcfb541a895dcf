"""Requests that are sent again have one effect, and get the answer of the first.

A service keeps the answers in a table of its own schema:

    request_log = idempotency.request_log_table(metadata)                       # tables.py
    requests = RequestLog(request_log)                                          # wiring.py

    async with database.transaction(tenant_id) as connection:                      # the use case
        return await requests.once(connection, request, CreatePersonaResponse, create)

Whether a request is a repetition is decided by the table's primary key in the transaction of the change itself: of two
that race, the later waits for the earlier to commit (and gets its answer) or to fail (and acts).
"""

import hashlib
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final, Protocol, TypeVar
from uuid import UUID

from google.protobuf.message import Message
from persona.errors.v1 import error_reason_pb2 as reasons
from sqlalchemy import Column, ColumnElement, Index, LargeBinary, MetaData, Named, Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_nothing
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.database import tables, tenant_of
from libs.servicekit.database.tables import Instant, TenantRow
from libs.servicekit.errors import Conflict, FieldViolation

RETENTION: Final = timedelta(hours=24)
"""Period in which a repeated request is recognised."""

Response = TypeVar("Response", bound=Message)


class Repeatable(Protocol):
    """A request message with a `request_id`, as the contracts declare it."""

    @property
    def request_id(self) -> str: ...

    @property
    def DESCRIPTOR(self) -> "MessageType": ...  # noqa: N802

    def SerializeToString(self, *, deterministic: bool = ...) -> bytes: ...  # noqa: N802


class MessageType(Protocol):
    """The name of a message type, which is unique to a method."""

    @property
    def full_name(self) -> str: ...


class RequestIdReused(Conflict):
    """The request id was used before, with another payload."""

    reason = reasons.ERROR_REASON_REQUEST_ID_REUSED

    def __init__(self, request_id: str) -> None:
        super().__init__(
            "This request id was used before with another payload. Use a new one for a new request.",
            metadata={"requestId": request_id},
            violations=[FieldViolation("request_id", "was used before with another payload")],
        )


class RequestLogColumns(TenantRow):
    """One request that was answered, or is being answered in a transaction that is not committed yet."""

    tenant_id: Named[UUID] = Column(primary_key=True)
    request_type: Named[str] = Column(primary_key=True)
    request_id: Named[UUID] = Column(primary_key=True)
    digest: Named[bytes] = Column(LargeBinary)
    response: Named[bytes | None] = Column(LargeBinary)
    create_time: Named[datetime] = Column(Instant, server_default=func.now())


def request_log_table(metadata: MetaData) -> Table[RequestLogColumns]:
    """The table of a service's answers, for its tables.py."""
    return Table("request_log", metadata, RequestLogColumns, Index(None, "create_time"), info=tables.SYSTEM_ACCESS)


class RequestLog:
    """The answers that a service has given to requests with an id."""

    def __init__(self, table: Table[RequestLogColumns]) -> None:
        self._table = table

    async def once(
        self,
        connection: AsyncConnection,
        request: Repeatable,
        response_type: type[Response],
        act: Callable[[], Awaitable[Response]],
    ) -> Response:
        """Act, in the connection's transaction, unless the same request was answered before; then give that answer.

        Without a request id it just acts. What fails is not remembered. Raises RequestIdReused when the request was
        seen with another payload.
        """
        if not request.request_id:
            return await act()
        request_id = UUID(request.request_id)
        if not await self._claim(connection, request, request_id):
            return response_type.FromString(await self._answer(connection, request, request_id))
        response = await act()
        answered = update(self._table).where(*self._key(connection, request, request_id))
        await connection.execute(answered.values(response=response.SerializeToString()))
        return response

    async def purge(self, connection: AsyncConnection) -> None:
        """Forget answers older than RETENTION, of all tenants; for a connection of `Database.system`."""
        await connection.execute(delete(self._table).where(self._table.c.create_time < func.now() - RETENTION))

    async def _claim(self, connection: AsyncConnection, request: Repeatable, request_id: UUID) -> bool:
        """Claims the id; True if it has no answer yet. Waits for a transaction that is about to answer it."""
        claim = insert_or_nothing(self._table).values(
            tenant_id=tenant_of(connection),
            request_type=request.DESCRIPTOR.full_name,
            request_id=request_id,
            digest=_digest(request),
        )
        claimed = claim.on_conflict_do_nothing().returning(self._table.c.request_id)
        return (await connection.execute(claimed)).one_or_none() is not None

    async def _answer(self, connection: AsyncConnection, request: Repeatable, request_id: UUID) -> bytes:
        log = self._table.c
        query = select(log.digest, log.response).where(*self._key(connection, request, request_id))
        digest, response = (await connection.execute(query)).one()
        if digest != _digest(request):
            raise RequestIdReused(request.request_id)
        return response or b""

    def _key(
        self, connection: AsyncConnection, request: Repeatable, request_id: UUID
    ) -> tuple[ColumnElement[bool], ...]:
        log = self._table.c
        return (
            log.tenant_id == tenant_of(connection),
            log.request_type == request.DESCRIPTOR.full_name,
            log.request_id == request_id,
        )


def _digest(request: Repeatable) -> bytes:
    """SHA-256 of the whole request."""
    return hashlib.sha256(request.SerializeToString(deterministic=True)).digest()
