"""A real PostgreSQL for tests: one throw-away server a session, a fresh database a test.

A test asks for `database` and calls it with the services it needs:

    async def test_something(database: DatabaseFactory) -> None:
        db = await database("registry", prepare=migrated)
        engine = create_async_engine(db.app_url("registry"))

The database is cloned from a template in ~60 ms; the template of a set of services is built when first asked for.
"""

import asyncio
import itertools
import secrets
import shutil
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import asyncpg
import pytest
import pytest_asyncio

from deploy.postgres import logins, roles, urls
from deploy.postgres.cluster import Cluster

Prepare = Callable[[str, str], Awaitable[None]]
"""Called once per service while a template is built, with the service's name and the URL of its owner role."""


@dataclass(frozen=True, slots=True)
class Database:
    """A database of one test; URLs are for SQLAlchemy's asyncpg dialect unless said otherwise."""

    name: str
    admin_dsn: str
    """The superuser's `postgresql://` URL, for asyncpg.connect."""
    secret: str

    def owner_url(self, service: str) -> str:
        """The login that owns the service's schema, which migrations use."""
        return self._url(logins.owner_role(service))

    def app_url(self, service: str) -> str:
        """The login that the running service uses."""
        return self._url(logins.app_role(service))

    def _url(self, role: str) -> str:
        password = logins.role_password(self.secret, role)
        return urls.for_sqlalchemy(urls.with_login(self.admin_dsn, user=role, password=password))


class DatabaseFactory(Protocol):
    """Makes databases that live until the end of the test."""

    async def __call__(self, *services: str, prepare: Prepare | None = None) -> Database:
        """A new database with the services' roles and schemas, empty or as `prepare` left the template."""
        ...


async def migrated(service: str, url: str) -> None:
    """A `prepare` that applies the service's migrations."""
    from libs.servicekit.migrations import migrate

    await migrate(service, url)


class PostgresServer:
    """The session's server and its templates."""

    def __init__(self, cluster: Cluster, secret: str) -> None:
        self._cluster = cluster
        self._secret = secret
        self._templates: dict[tuple[tuple[str, ...], Prepare | None], asyncio.Task[str]] = {}
        self._numbers = itertools.count(1)

    def database(self, name: str) -> Database:
        return Database(name, self._cluster.dsn(database=name), self._secret)

    async def template(self, services: tuple[str, ...], prepare: Prepare | None) -> str:
        """The name of the template for these services; built once, also when asked for twice at a time."""
        key = (tuple(sorted(set(services))), prepare)
        if key not in self._templates:
            self._templates[key] = asyncio.create_task(self._build(*key))
        return await self._templates[key]

    async def clone(self, template: str, services: tuple[str, ...]) -> Database:
        database = self.database(f"test_{next(self._numbers)}")
        await self._administer(f"CREATE DATABASE {database.name} TEMPLATE {template} STRATEGY file_copy")
        connection = await asyncpg.connect(database.admin_dsn)
        try:
            await roles.open_database(connection, services)
        finally:
            await connection.close()
        return database

    async def drop(self, database: Database) -> None:
        await self._administer(f"DROP DATABASE {database.name} WITH (FORCE)")

    async def _build(self, services: tuple[str, ...], prepare: Prepare | None) -> str:
        database = self.database(f"template_{next(self._numbers)}")
        await roles.bootstrap(database.admin_dsn, services, self._secret)
        if prepare is not None:
            for service in services:
                await prepare(service, database.owner_url(service))
        await self._administer(f"ALTER DATABASE {database.name} ALLOW_CONNECTIONS false")
        return database.name

    async def _administer(self, statement: str) -> None:
        connection = await asyncpg.connect(self._cluster.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """A temporary directory that the server's account can enter also when root runs the tests; pytest's are closed."""
    directory = Path(tempfile.mkdtemp(prefix="persona-test-"))
    directory.chmod(0o711)
    try:
        yield directory
    finally:
        shutil.rmtree(directory)


@pytest.fixture(scope="session")
def postgres_cluster() -> Iterator[Cluster]:
    """A server in a temporary directory, gone with the session however it ends."""
    with reachable_directory() as directory:
        cluster = Cluster(directory / "postgres", secrets.token_urlsafe(24), durable=False)
        cluster.start()
        yield cluster
        cluster.stop()


@pytest.fixture(scope="session")
def postgres(postgres_cluster: Cluster) -> PostgresServer:
    """The session's server."""
    return PostgresServer(postgres_cluster, secrets.token_urlsafe(24))


@pytest_asyncio.fixture
async def database(postgres: PostgresServer) -> AsyncIterator[DatabaseFactory]:
    """Makes fresh databases and drops them after the test, ending whatever session is left in them."""
    made: list[Database] = []

    async def make(*services: str, prepare: Prepare | None = None) -> Database:
        template = await postgres.template(services, prepare)
        made.append(await postgres.clone(template, services))
        return made[-1]

    yield make
    for each in made:
        await postgres.drop(each)
