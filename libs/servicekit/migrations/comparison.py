"""Comparison of the migrated schema with tables.py."""

from collections.abc import Iterator, Sequence

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Table, text

from libs.servicekit.database import tables
from libs.servicekit.migrations.options import options
from libs.servicekit.migrations.runner import run
from libs.servicekit.migrations.service import MigratedService

_POLICIES = text("""
SELECT tablename, qual, with_check
FROM pg_policies JOIN pg_class ON pg_class.oid = format('%I.%I', schemaname, tablename)::regclass
WHERE schemaname = :schema AND policyname = 'tenant' AND relrowsecurity
""")


async def differences(service: str, url: str) -> Sequence[str]:
    """Changes that a new version would have to make, in words; empty when the versions lead to what tables.py says."""
    described = MigratedService.named(service)
    return await run(described, url, lambda connection: _differences(described, connection))


def _differences(service: MigratedService, connection: Connection) -> Sequence[str]:
    context = MigrationContext.configure(connection, opts=options(service))
    return [str(each) for each in compare_metadata(context, service.metadata)] + list(_unguarded(service, connection))


def _unguarded(service: MigratedService, connection: Connection) -> Iterator[str]:
    rows = connection.execute(_POLICIES, {"schema": service.name})
    policies = {row.tablename: f"{row.qual} {row.with_check}" for row in rows}
    for table in service.metadata.tables.values():
        policy = policies.get(table.name, "")
        if tables.is_guarded(table) and tables.TENANT_SETTING not in policy:
            yield f"{table.fullname} has no tenant policy"
        elif (tables.SYSTEM_SETTING in policy) != _for_system(table):
            yield f"the policy of {table.fullname} and its SYSTEM_ACCESS differ"


def _for_system(table: Table) -> bool:
    return tables.is_guarded(table) and bool(table.info.get("system_access"))
