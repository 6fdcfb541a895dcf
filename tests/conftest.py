"""Fixtures shared by all tests. A module comes after those that it imports from, or pytest cannot rewrite them."""

import pytest
from hypothesis import settings

from tests.support.times import part_of

pytest_plugins = [
    "tests.support.times",
    "tests.support.postgres",
    "tests.support.identity",
    "tests.support.stack",
    "tests.support.served",
    "tests.support.front",
]

# How long an example takes depends on what else the machine does: speed is measured in tests/load.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# Quick parts first. Services that run in this process for the later ones draw random numbers, which Hypothesis forbids
# while it makes examples.
ORDER = ("unit", "property", "contract", "integration", "e2e")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: ORDER.index(part_of(item.nodeid).partition("/")[0]))
