"""A connection outside of the pool, for what lasts as long as the process: LISTEN and the job worker."""

from typing import TYPE_CHECKING, Any

import asyncpg
from sqlalchemy import make_url

from libs.servicekit.database.engine import CONNECT_SECONDS

if TYPE_CHECKING:  # at run time asyncpg's class takes no parameters
    Connection = asyncpg.Connection[Any]
else:
    Connection = asyncpg.Connection

ERRORS = (asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)
"""Exceptions of connecting and listening, besides OSError."""


async def connect(url: str) -> Connection:
    """Connect by a URL as SQLAlchemy reads it. No tenant is set, so no guarded row is visible."""
    parsed = make_url(url)
    # asyncpg.connect calls this argument differently than its URLs do.
    query = {"sslmode" if key == "ssl" else key: value for key, value in parsed.query.items()}
    dsn = parsed.set(drivername="postgresql", query=query).render_as_string(hide_password=False)
    return await asyncpg.connect(dsn, timeout=CONNECT_SECONDS, server_settings={"jit": "off"})
