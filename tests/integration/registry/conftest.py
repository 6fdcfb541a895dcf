"""A registry of its own for each test."""

import pytest_asyncio

from tests.integration.registry.personas import Registry
from tests.support.served import Serve


@pytest_asyncio.fixture
async def registry(serve: Serve) -> Registry:
    return Registry(await serve("registry"))
