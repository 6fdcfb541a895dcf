"""Logins of the database: per service a schema, an owner that migrates it and an application role that uses it.

An application role reads and writes rows of its own schema and nothing else: it creates nothing, sees no other schema
and cannot bypass row-level security.
"""

from collections.abc import Sequence

import asyncpg

from deploy.postgres.errors import MissingRightError, PostgresError
from deploy.postgres.logins import app_role, owner_role, role_password
from deploy.postgres.urls import database_name, for_libpq, with_database

# A query that runs longer than its caller waits has no use.
STATEMENT_TIMEOUT = "15s"
IDLE_IN_TRANSACTION_TIMEOUT = "30s"
LOCK_TIMEOUT = "5s"
# A migration that waits for a lock makes every later query of that table wait behind it.
MIGRATION_LOCK_TIMEOUT = "10s"

_MAINTENANCE_DATABASE = "postgres"
# Serialises two bootstraps of one database; any constant will do.
_BOOTSTRAP_LOCK = 0x70657273

_CREATE_ROLE = "CREATE ROLE {role} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"
_CONFIGURE_ROLES = """
ALTER ROLE {owner} PASSWORD '{owner_password}';
ALTER ROLE {app} PASSWORD '{app_password}';
ALTER ROLE {owner} SET search_path = pg_catalog;
ALTER ROLE {owner} SET lock_timeout = '{migration_lock_timeout}';
ALTER ROLE {app} SET search_path = {schema};
ALTER ROLE {app} SET statement_timeout = '{statement_timeout}';
ALTER ROLE {app} SET idle_in_transaction_session_timeout = '{idle_timeout}';
ALTER ROLE {app} SET lock_timeout = '{lock_timeout}';
"""
_CLOSE_DATABASE = """
REVOKE CONNECT, TEMPORARY ON DATABASE {database} FROM PUBLIC;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
"""
_RIGHTS = """
SELECT rolname AS name, quote_ident(rolname) AS quoted, rolsuper, rolcreaterole,
       quote_ident(datname) AS database, pg_has_role(current_user, datdba, 'MEMBER') AS owns
FROM pg_roles, pg_database
WHERE rolname = current_user AND datname = current_database()
"""
_GRANT_CONNECT = "GRANT CONNECT ON DATABASE {database} TO {roles}"
_CREATE_SCHEMA = """
CREATE SCHEMA IF NOT EXISTS {schema} AUTHORIZATION {owner};
REVOKE ALL ON SCHEMA {schema} FROM PUBLIC;
GRANT USAGE ON SCHEMA {schema} TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT USAGE, SELECT ON SEQUENCES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA {schema} GRANT EXECUTE ON FUNCTIONS TO {app};
"""


async def bootstrap(admin_dsn: str, services: Sequence[str], secret: str) -> None:
    """Create a schema and two logins for every service; a second run changes nothing.

    `admin_dsn` names the database, which is created if missing. Its login must be allowed to create roles and must own
    the database (or be a superuser). The database should serve this project alone: other logins lose access to it.

    Raises MissingRightError if the login lacks a right, PostgresError if the server cannot be reached.
    """
    connection = await _connect_creating(for_libpq(admin_dsn))
    try:
        await _check_rights(connection)
        async with connection.transaction():
            await connection.execute("SELECT pg_advisory_xact_lock($1)", _BOOTSTRAP_LOCK)
            for service in services:
                await create_roles(connection, service, secret)
            await open_database(connection, services)
            for service in services:
                await create_schema(connection, service)
    finally:
        await connection.close()


async def create_roles(connection: asyncpg.Connection, service: str, secret: str) -> None:
    """Create or reset a service's two logins, which all databases of the server share."""
    roles = (owner_role(service), app_role(service))
    for role in roles:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", role):
            await connection.execute(_CREATE_ROLE.format(role=role))
    await connection.execute(
        _CONFIGURE_ROLES.format(
            owner=roles[0],
            owner_password=role_password(secret, roles[0]),
            app=roles[1],
            app_password=role_password(secret, roles[1]),
            schema=service,
            migration_lock_timeout=MIGRATION_LOCK_TIMEOUT,
            statement_timeout=STATEMENT_TIMEOUT,
            idle_timeout=IDLE_IN_TRANSACTION_TIMEOUT,
            lock_timeout=LOCK_TIMEOUT,
        )
    )


async def open_database(connection: asyncpg.Connection, services: Sequence[str]) -> None:
    """Let the services' logins, and no others, connect to the current database.

    A database made from a template starts without this, for PostgreSQL copies no rights on the database itself.
    """
    database = await connection.fetchval("SELECT quote_ident(current_database())")
    roles = ", ".join(role for service in services for role in (owner_role(service), app_role(service)))
    await connection.execute(_CLOSE_DATABASE.format(database=database))
    if roles:
        await connection.execute(_GRANT_CONNECT.format(database=database, roles=roles))


async def create_schema(connection: asyncpg.Connection, service: str) -> None:
    """Create a service's schema in the current database, usable by its application role."""
    owner, app = owner_role(service), app_role(service)
    if not await connection.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user"):
        # Only a member of a role may make it the owner of a schema; having created the role is not enough.
        await connection.execute(f"GRANT {owner} TO CURRENT_USER")
    await connection.execute(_CREATE_SCHEMA.format(schema=service, owner=owner, app=app))


async def _connect_creating(dsn: str) -> asyncpg.Connection:
    try:
        return await asyncpg.connect(dsn)
    except asyncpg.InvalidCatalogNameError:
        await _create_database(dsn)
        return await asyncpg.connect(dsn)
    except (OSError, asyncpg.PostgresError) as error:
        raise PostgresError(f"cannot connect to the database server: {error}") from error


async def _create_database(dsn: str) -> None:
    name = database_name(dsn)
    connection = await asyncpg.connect(with_database(dsn, _MAINTENANCE_DATABASE))
    quoted = await connection.fetchval("SELECT quote_ident($1)", name)
    try:
        await connection.execute(f"CREATE DATABASE {quoted} TEMPLATE template0 ENCODING 'UTF8'")
    except asyncpg.InsufficientPrivilegeError as error:
        user = await connection.fetchval("SELECT current_user")
        raise MissingRightError(user=user, right="to create databases", remedy=f"CREATE DATABASE {quoted}") from error
    finally:
        await connection.close()


async def _check_rights(connection: asyncpg.Connection) -> None:
    """Check the rights before a statement fails half-way through, and name the missing one."""
    (row,) = await connection.fetch(_RIGHTS)
    user, quoted = row["name"], row["quoted"]
    if not (row["rolsuper"] or row["rolcreaterole"]):
        raise MissingRightError(user=user, right="CREATEROLE", remedy=f"ALTER ROLE {quoted} CREATEROLE")
    if not row["owns"]:
        database = row["database"]
        right = f"to own the database {database}"
        raise MissingRightError(user=user, right=right, remedy=f"ALTER DATABASE {database} OWNER TO {quoted}")
