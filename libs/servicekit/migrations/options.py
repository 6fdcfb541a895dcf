"""Alembic's options for a service's schema, the same for upgrading and for comparing."""

from collections.abc import Mapping
from typing import Any

from libs.servicekit.migrations.service import MigratedService

_VERSION_TABLE = "alembic_version"
# Tables that a library creates and describes itself.
_FOREIGN_TABLES = ("pgqueuer",)


def options(service: MigratedService) -> dict[str, Any]:
    """Keyword arguments of Alembic's configure."""

    def include(name: str | None, kind: str, _parents: Mapping[str, str | None]) -> bool:
        if kind == "schema":
            return name == service.name
        return not (kind == "table" and name is not None and name.startswith(_FOREIGN_TABLES))

    return {
        "target_metadata": service.metadata,
        "include_schemas": True,
        "include_name": include,
        "version_table": _VERSION_TABLE,
        "version_table_schema": service.name,
        "compare_type": True,
        "compare_server_default": True,
        "transaction_per_migration": True,
    }
