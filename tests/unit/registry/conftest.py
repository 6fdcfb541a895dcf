"""Rows and a clock for each test."""

import pytest

from tests.unit.registry.rows import Clock, MemoryKeys, MemoryRows


@pytest.fixture
def rows() -> MemoryRows:
    return MemoryRows()


@pytest.fixture
def keys() -> MemoryKeys:
    return MemoryKeys()


@pytest.fixture
def clock() -> Clock:
    return Clock()
