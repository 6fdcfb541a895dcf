"""Roles on a real server: each service reaches its own schema and nothing else."""

import asyncio

import asyncpg
import pytest

from deploy.postgres import logins, roles, urls
from deploy.postgres.errors import MissingRightError, PostgresError
from tests.support.postgres import Database, DatabaseFactory, PostgresServer

SERVICES = ("registry", "analyzer")


async def connect(url: str) -> asyncpg.Connection:
    return await asyncpg.connect(urls.for_libpq(url))


async def execute(url: str, statement: str) -> object:
    connection = await connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


async def with_table(service: str, url: str) -> None:
    await execute(url, f"CREATE TABLE {service}.notes (id serial PRIMARY KEY, word text)")


async def test_the_application_role_uses_the_tables_that_its_owner_made(database: DatabaseFactory) -> None:
    db = await database(*SERVICES, prepare=with_table)
    url = db.app_url("registry")
    assert await execute(url, "INSERT INTO notes (word) VALUES ('a') RETURNING word") == "a"
    assert await execute(url, "UPDATE notes SET word = 'b' RETURNING word") == "b"
    assert await execute(url, "DELETE FROM notes RETURNING word") == "b"


@pytest.mark.parametrize(
    "forbidden",
    [
        "SELECT * FROM analyzer.notes",
        "CREATE TABLE registry.mine (id int)",
        "CREATE TABLE public.mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE TEMPORARY TABLE mine (id int)",
        "TRUNCATE registry.notes",
        "SET ROLE persona_registry_owner",
        "CREATE ROLE mine",
    ],
)
async def test_the_application_role_may_not(database: DatabaseFactory, forbidden: str) -> None:
    db = await database(*SERVICES, prepare=with_table)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(db.app_url("registry"), forbidden)


async def test_an_owner_does_not_reach_another_schema(database: DatabaseFactory) -> None:
    db = await database(*SERVICES, prepare=with_table)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(db.owner_url("registry"), "SELECT * FROM analyzer.notes")


async def test_search_paths_are_pinned(database: DatabaseFactory) -> None:
    db = await database("registry")
    assert await execute(db.app_url("registry"), "SHOW search_path") == "registry"
    assert await execute(db.owner_url("registry"), "SHOW search_path") == "pg_catalog"
    assert await execute(db.app_url("registry"), "SHOW statement_timeout") == roles.STATEMENT_TIMEOUT


async def test_a_role_of_another_service_may_not_connect(database: DatabaseFactory) -> None:
    await database(*SERVICES)
    db = await database("registry")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await execute(db.app_url("analyzer"), "SELECT 1")


async def test_databases_of_a_template_start_alike_and_stay_apart(database: DatabaseFactory) -> None:
    first = await database(*SERVICES, prepare=with_table)
    await execute(first.app_url("registry"), "INSERT INTO notes (word) VALUES ('a')")
    second = await database(*SERVICES, prepare=with_table)
    assert await execute(second.app_url("registry"), "SELECT count(*) FROM notes") == 0


async def test_bootstrap_again_changes_nothing(database: DatabaseFactory) -> None:
    db = await database(*SERVICES, prepare=with_table)
    await execute(db.app_url("registry"), "INSERT INTO notes (word) VALUES ('kept')")
    await roles.bootstrap(db.admin_dsn, SERVICES, db.secret)
    assert await execute(db.app_url("registry"), "SELECT word FROM notes") == "kept"


async def test_bootstraps_of_one_database_may_race(database: DatabaseFactory) -> None:
    db = await database()
    await asyncio.gather(*(roles.bootstrap(db.admin_dsn, SERVICES, db.secret) for _ in range(3)))
    assert await execute(db.app_url("analyzer"), "SELECT 1") == 1


async def test_a_service_name_is_no_way_into_a_statement() -> None:
    with pytest.raises(ValueError, match="lower-case"):
        logins.owner_role("registry; DROP DATABASE persona")


async def as_administrator(db: Database, rights: str) -> str:
    """The URL of an administrator of the kind that a hosted database offers: no superuser."""
    await execute(db.admin_dsn, "DROP ROLE IF EXISTS hosted")
    await execute(db.admin_dsn, f"CREATE ROLE hosted LOGIN PASSWORD 'hosted' {rights}")
    return urls.with_login(db.admin_dsn, user="hosted", password="hosted")


async def forget_administrator(db: Database, *services: str) -> None:
    await execute(db.admin_dsn, f"ALTER DATABASE {db.name} OWNER TO persona_admin")
    for service in services:
        for role in (logins.app_role(service), logins.owner_role(service)):
            await execute(db.admin_dsn, f"DROP OWNED BY {role}")
            await execute(db.admin_dsn, f"DROP ROLE {role}")
    await execute(db.admin_dsn, "DROP OWNED BY hosted")
    await execute(db.admin_dsn, "DROP ROLE hosted")


async def test_an_administrator_who_may_create_roles_and_owns_the_database_is_enough(database: DatabaseFactory) -> None:
    db = await database()
    url = await as_administrator(db, "CREATEROLE")
    await execute(db.admin_dsn, f"ALTER DATABASE {db.name} OWNER TO hosted")
    try:
        for _ in range(2):
            await roles.bootstrap(url, ["elsewhere"], db.secret)
        await with_table("elsewhere", db.owner_url("elsewhere"))
        assert await execute(db.app_url("elsewhere"), "SELECT count(*) FROM notes") == 0
    finally:
        await forget_administrator(db, "elsewhere")


async def test_a_missing_right_is_named_with_its_remedy(database: DatabaseFactory) -> None:
    db = await database()
    url = await as_administrator(db, "CREATEROLE")
    await execute(db.admin_dsn, f"GRANT CONNECT ON DATABASE {db.name} TO hosted")
    try:
        with pytest.raises(MissingRightError, match=f"ALTER DATABASE {db.name} OWNER TO hosted"):
            await roles.bootstrap(url, ["registry"], db.secret)
        await execute(db.admin_dsn, "ALTER ROLE hosted NOCREATEROLE")
        with pytest.raises(MissingRightError, match="ALTER ROLE hosted CREATEROLE"):
            await roles.bootstrap(url, ["registry"], db.secret)
        with pytest.raises(MissingRightError, match="CREATE DATABASE absent"):
            await roles.bootstrap(urls.with_database(url, "absent"), ["registry"], db.secret)
    finally:
        await forget_administrator(db)


async def test_a_server_that_is_not_there_is_a_clear_error() -> None:
    with pytest.raises(PostgresError, match="cannot connect"):
        await roles.bootstrap("postgresql://user:password@/persona?host=/nowhere", ["registry"], "secret")


async def test_a_template_is_built_once(postgres: PostgresServer) -> None:
    built: list[str] = []

    async def prepare(service: str, url: str) -> None:
        built.append(service)

    names = await asyncio.gather(*(postgres.template(("probe",), prepare) for _ in range(3)))
    assert len(set(names)) == 1
    assert built == ["probe"]
