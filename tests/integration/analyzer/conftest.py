"""An analyzer, and the registry that it asks, for each test."""

import pytest_asyncio

from tests.integration.analyzer.samples import Analyzer
from tests.support.served import Serve


@pytest_asyncio.fixture
async def analyzer(serve: Serve) -> Analyzer:
    return Analyzer(await serve("registry", "analyzer"))
