"""Fixtures shared by all tests."""

pytest_plugins = [
    "tests.support.postgres",
    "tests.support.identity",
    "tests.support.analyzer",
    "tests.support.registry",
    "tests.support.stack",
]
