"""A database with the schema "probe", which each module prepares as its `prepared` says."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from libs.servicekit.database import Database
from tests.support import postgres

POOL_SIZE = 4
"""Connections of `db`, where a module names no POOL_SIZE of its own."""


@pytest_asyncio.fixture
async def made(database: postgres.DatabaseFactory, request: pytest.FixtureRequest) -> postgres.Database:
    return await database("probe", prepare=request.module.prepared)


@pytest_asyncio.fixture
async def db(made: postgres.Database, request: pytest.FixtureRequest) -> AsyncIterator[Database]:
    opened = Database(made.app_url("probe"), pool_size=getattr(request.module, "POOL_SIZE", POOL_SIZE))
    yield opened
    await opened.dispose()
