"""Fixtures shared by all tests. A module comes after those that it imports from, or pytest cannot rewrite them."""

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.identity",
    "tests.support.registry",
    "tests.support.stack",
    "tests.support.analyzer",
]
