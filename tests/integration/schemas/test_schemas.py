"""The schemas of all services: as their tables say, guarded by tenant, and closed to each other."""

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from libs.servicekit.migrations import differences
from tests.support.postgres import DatabaseFactory, migrated
from tests.support.served import SCHEMAS

OTHERS = [(mine, theirs) for mine in SCHEMAS for theirs in SCHEMAS if mine != theirs]
UNGUARDED = {("registry", "tenant")}
"""Tenants are looked up before there is one."""


@pytest.mark.parametrize("service", SCHEMAS)
async def test_migrations_lead_to_what_the_tables_say(database: DatabaseFactory, service: str) -> None:
    made = await database(*SCHEMAS, prepare=migrated)
    assert await differences(service, made.owner_url(service)) == []


async def test_every_table_with_rows_of_tenants_is_guarded(database: DatabaseFactory) -> None:
    made = await database(*SCHEMAS, prepare=migrated)
    connection = await asyncpg.connect(made.admin_dsn)
    rows = await connection.fetch(
        """
        select n.nspname as schema, c.relname as name, c.relrowsecurity as guarded
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where n.nspname = any($1) and c.relkind = 'r'
          and c.relname not like 'pgqueuer%' and c.relname <> 'alembic_version'
        """,
        list(SCHEMAS),
    )
    await connection.close()
    assert len(rows) > 8
    assert {(row["schema"], row["name"]) for row in rows if not row["guarded"]} == UNGUARDED


@pytest.mark.parametrize(("mine", "theirs"), OTHERS)
async def test_role_of_a_service_sees_no_other_schema(database: DatabaseFactory, mine: str, theirs: str) -> None:
    made = await database(*SCHEMAS, prepare=migrated)
    engine = create_async_engine(made.app_url(mine))
    forbidden = (
        f"select * from {theirs}.request_log",
        f"insert into {theirs}.request_log values (null)",
        f"create table {theirs}.mine (id int)",
        f"set role persona_{theirs}_app",
    )
    for statement in forbidden:
        async with engine.connect() as connection:
            with pytest.raises(DBAPIError, match=r"permission denied|InsufficientPrivilege"):
                await connection.execute(text(statement))
    await engine.dispose()


@pytest.mark.parametrize("service", SCHEMAS)
async def test_without_a_tenant_no_row_is_visible_and_none_can_be_written(
    database: DatabaseFactory, service: str
) -> None:
    made = await database(*SCHEMAS, prepare=migrated)
    owner, app = create_async_engine(made.owner_url(service)), create_async_engine(made.app_url(service))
    insert = text(
        f"insert into {service}.request_log (tenant_id, request_type, request_id, digest)"
        " values (gen_random_uuid(), 'x', gen_random_uuid(), 'x')"
    )
    async with owner.begin() as connection:
        await connection.execute(insert)
    async with app.connect() as connection:
        assert (await connection.execute(text(f"select count(*) from {service}.request_log"))).scalar_one() == 0
        with pytest.raises(DBAPIError, match="row-level security"):
            await connection.execute(insert)
    await owner.dispose()
    await app.dispose()
