"""Tables of a service, as typed SQLAlchemy Core tables.

Core and not mapped classes: a store reads rows into frozen domain dataclasses and writes explicit statements, so
there is no identity map, no lazy loading and no flush order to think of; typed columns let the type checker see a
misspelt one. A service's tables.py is nothing but this:

    metadata = tables.metadata("registry")

    class PersonaColumns(TenantRow):
        id: Named[UUID] = Column(primary_key=True)
        name: Named[str]
        create_time: Named[datetime] = Column(Instant)

    persona = Table("persona", metadata, PersonaColumns, UniqueConstraint("tenant_id", "id"))

and its store.py, the only SQL of the service, reads and writes with it:

    row = (await connection.execute(select(persona.c.id, persona.c.name).where(persona.c.id == id))).one_or_none()
    await connection.execute(insert(persona).values(tenant_id=tenant_id, id=uuid7(), name=name, create_time=now))

Name the columns in a select: a statement that lists them survives a migration that adds one. Foreign keys see the rows
of all tenants, so make them composite:

    ForeignKeyConstraint(["tenant_id", "persona_id"], [persona.c.tenant_id, persona.c.id])
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import DateTime, MetaData, Named, Table, TypedColumns

# Every constraint has a name that a store can map to a domain error.
NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

TENANT_SETTING = "app.tenant_id"
SYSTEM_SETTING = "app.system"

SYSTEM_ACCESS = {"system_access": True}
"""`Table(..., info=SYSTEM_ACCESS)`: `Database.system()` sees this table's rows of all tenants.

For rows that are looked up before the tenant is known (API keys) or purged for all tenants at once.
"""

Instant = DateTime(timezone=True)
"""A moment, to the microsecond; values are aware datetimes."""

_OWN_ROW = f"tenant_id = NULLIF(current_setting('{TENANT_SETTING}', true), '')::uuid"
_SYSTEM = f"current_setting('{SYSTEM_SETTING}', true) = 'on'"


class TenantRow(TypedColumns):
    """Columns of a table that row-level security guards."""

    tenant_id: Named[UUID]


def metadata(schema: str) -> MetaData:
    """An empty collection for the tables of one service's schema."""
    return MetaData(schema=schema, naming_convention=NAMING)


def is_guarded(table: Table) -> bool:
    """True if row-level security guards the table, as it does every table with a tenant."""
    return "tenant_id" in table.c


def tenant_policy(table: Table) -> Sequence[str]:
    """Statements that let the application role see and write only rows of the current tenant.

    Without a tenant no row is visible. The owner role is not bound by it, so migrations see every row.
    """
    rule = f"{_OWN_ROW} OR {_SYSTEM}" if table.info.get("system_access") else _OWN_ROW
    name = f'"{table.schema}"."{table.name}"'
    return (
        f"ALTER TABLE {name} ENABLE ROW LEVEL SECURITY",
        f"CREATE POLICY tenant ON {name} USING ({rule}) WITH CHECK ({rule})",
    )
