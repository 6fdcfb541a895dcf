"""Fixtures shared by all tests. A module comes after those that it imports from, or pytest cannot rewrite them."""

from hypothesis import settings

pytest_plugins = [
    "tests.support.parts",
    "tests.support.postgres",
    "tests.support.identity",
    "tests.support.stack",
    "tests.support.served",
    "tests.support.front",
]

# How long an example takes depends on what else the machine does: speed is measured in tests/load.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
