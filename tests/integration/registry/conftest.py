"""A registry with new tenants for each test."""

import pytest

from tests.integration.registry.personas import Registry
from tests.support.served import Served


@pytest.fixture
def registry(served: Served) -> Registry:
    return Registry(served)
