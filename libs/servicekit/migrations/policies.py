"""Row-level security of tables that a new version creates, which Alembic does not know of."""

from collections.abc import Iterable

from alembic.operations import ops
from alembic.runtime.migration import MigrationContext
from sqlalchemy import MetaData

from libs.servicekit.database import tables


def guard_new_tables(context: MigrationContext, _revision: object, directives: list[ops.MigrationScript]) -> None:
    """Write the tenant policy of each created table below its CREATE TABLE."""
    metadata = context.opts["target_metadata"]
    for script in directives:
        upgrade = script.upgrade_ops
        if upgrade is not None:
            upgrade.ops = [further for each in upgrade.ops for further in (each, *_policy(each, metadata))]


def _policy(operation: ops.MigrateOperation, metadata: MetaData) -> Iterable[ops.MigrateOperation]:
    if not isinstance(operation, ops.CreateTableOp):
        return ()
    table = metadata.tables[f"{operation.schema}.{operation.table_name}"]
    if not tables.is_guarded(table):
        return ()
    return [ops.ExecuteSQLOp(statement) for statement in tables.tenant_policy(table)]
