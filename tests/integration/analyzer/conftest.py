"""An analyzer, and the registry that it asks, with new tenants for each test."""

import pytest

from tests.integration.analyzer.samples import Analyzer
from tests.support.served import Served


@pytest.fixture
def analyzer(served: Served) -> Analyzer:
    return Analyzer(served)
