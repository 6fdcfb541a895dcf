"""Faults of the database as errors that are reported to the caller.

Every fault that has nothing to do with the request becomes `Unavailable("database")`; two transactions that met
become a Conflict that says "try again". All else (a broken constraint, wrong SQL) passes through unchanged.
"""

from collections.abc import Generator
from contextlib import contextmanager

import asyncpg
from persona.errors.v1 import error_reason_pb2 as reasons
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi

from libs.servicekit.errors import Conflict, Unavailable

# SQLSTATE classes and codes, PostgreSQL appendix A.
_UNAVAILABLE_CLASSES = ("08", "53")  # connection exceptions; insufficient resources
_UNAVAILABLE = frozenset(
    {
        "25P03",  # idle_in_transaction_session_timeout
        "55P03",  # lock_not_available: lock_timeout
        "57014",  # query_canceled: statement_timeout
        "57P01",  # admin_shutdown
        "57P02",  # crash_shutdown
        "57P03",  # cannot_connect_now: starting up, shutting down, recovering
        "57P05",  # idle_session_timeout
    }
)
_CONCURRENT_CHANGE = frozenset(
    {
        "40001",  # serialization_failure
        "40P01",  # deadlock_detected
    }
)

STALE_PLAN = AsyncAdapt_asyncpg_dbapi.InvalidCachedStatementError
"""A prepared statement does not fit the schema any more, because a migration changed it meanwhile."""


class ConcurrentChange(Conflict):
    """Two changes met and this one was undone; the same request may succeed when tried again."""

    reason = reasons.ERROR_REASON_CONCURRENT_CHANGE

    def __init__(self) -> None:
        super().__init__("Another change was made at the same time and this one was undone. Try again.")


@contextmanager
def translated() -> Generator[None]:
    """Turn faults of the database inside the block into Unavailable or ConcurrentChange.

    A failure of the network or of the pool is only known by its Python type, so the block should hold nothing but
    calls to the database; `statement_faults` is for blocks that hold more.
    """
    try:
        with statement_faults():
            yield
    except (OSError, TimeoutError, exc.TimeoutError) as error:
        raise Unavailable("database") from error


@contextmanager
def statement_faults() -> Generator[None]:
    """Like `translated`, for a block that also does other things: only SQLAlchemy's own errors are looked at."""
    try:
        yield
    except exc.DBAPIError as error:
        if is_concurrent_change(error):
            raise ConcurrentChange from error
        if is_unavailable(error):
            raise Unavailable("database") from error
        raise
    except exc.PendingRollbackError as error:
        # The block went on after it had lost its connection.
        raise Unavailable("database") from error


@contextmanager
def driver_faults() -> Generator[None]:
    """Like `translated`, for a block that speaks to the driver itself."""
    try:
        with translated():
            yield
    except (asyncpg.InterfaceError, asyncpg.InternalClientError, AsyncAdapt_asyncpg_dbapi.InterfaceError) as error:
        # The connection is closed, or about to be, or could not be made.
        raise Unavailable("database") from error
    except (asyncpg.PostgresError, AsyncAdapt_asyncpg_dbapi.Error) as error:
        if _is_unavailable(_code(error)):
            raise Unavailable("database") from error
        raise


def driver_error(error: exc.DBAPIError) -> BaseException | None:
    """The error of asyncpg that SQLAlchemy's adapter wrapped."""
    return error.orig.__cause__ or error.orig if error.orig is not None else None


def is_unavailable(error: exc.DBAPIError) -> bool:
    """True if the database, not the statement, is at fault."""
    return error.connection_invalidated or _is_unavailable(_sqlstate(error))


def is_concurrent_change(error: exc.DBAPIError) -> bool:
    """True if another transaction had this one undone: a race, a deadlock, or a migration under it."""
    return _sqlstate(error) in _CONCURRENT_CHANGE or isinstance(error.orig, STALE_PLAN)


def _sqlstate(error: exc.DBAPIError) -> str:
    return _code(driver_error(error))


def _code(error: BaseException | None) -> str:
    code = getattr(error, "sqlstate", None)
    return code if isinstance(code, str) else ""


def _is_unavailable(code: str) -> bool:
    return code in _UNAVAILABLE or code.startswith(_UNAVAILABLE_CLASSES)
