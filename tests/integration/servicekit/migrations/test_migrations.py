"""Migrations of a service that is written into a temporary folder."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

import services
from deploy.checks.migration import write_version
from libs.servicekit.directory import TABLE_VARIABLE, directory
from libs.servicekit.errors import Unavailable
from libs.servicekit.migrations import differences, migrate, new_version
from tests.support import postgres
from tests.support.stack import REPOSITORY

FIRST = """
from uuid import UUID
from sqlalchemy import Column, Named, Table, UniqueConstraint
from libs.servicekit.database import tables
from libs.servicekit.database.tables import Instant, TenantRow

metadata = tables.metadata("ledger")

class EntryColumns(TenantRow):
    id: Named[UUID] = Column(primary_key=True)
    words: Named[str]

entry = Table("entry", metadata, EntryColumns, UniqueConstraint("tenant_id", "words"))
token = Table("token", metadata, EntryColumns, info=tables.SYSTEM_ACCESS)
unit = Table("unit", metadata, Column("symbol", primary_key=True, type_=__import__("sqlalchemy").Text()))
"""
SECOND = FIRST.replace("words: Named[str]", "words: Named[str]\n    page: Named[int | None]")
KIT = (
    FIRST
    + """
from libs.servicekit.watching.change_log import change_log_table
from libs.servicekit.database.idempotency import request_log_table
from libs.servicekit.events.inbox import event_log_table

request_log, event_log, change_log = (
    make(metadata) for make in (request_log_table, event_log_table, change_log_table)
)
"""
)
JOBS = '''
"""Jobs."""
from libs.servicekit.migrations.job_tables import install_jobs
revision, down_revision = "0002", "0001"

def upgrade() -> None:
    install_jobs("ledger")
'''
BROKEN = '''
"""Broken half-way."""
from alembic import op
revision, down_revision = "0002", "0001"

def upgrade() -> None:
    op.execute("CREATE TABLE ledger.half (id integer)")
    op.execute("SELECT 1/0")
'''


class Ledger:
    """The service's folder; its modules are imported anew after each change."""

    def __init__(self, folder: Path) -> None:
        self.versions = folder / "migrations" / "versions"
        self.versions.mkdir(parents=True)
        self._tables = folder / "tables.py"
        (folder / "__init__.py").touch()

    def describe(self, source: str) -> None:
        self._tables.write_text(source)
        forget()


def forget() -> None:
    for name in [name for name in sys.modules if name.startswith("services.ledger")]:
        del sys.modules[name]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ledger]:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setattr(services, "__path__", [*services.__path__, str(tmp_path)])
    (tmp_path / "services.toml").write_text('[[service]]\nname = "ledger"\nport = 50099\n')
    monkeypatch.setenv(TABLE_VARIABLE, str(tmp_path / "services.toml"))
    directory.cache_clear()
    made = Ledger(tmp_path / "ledger")
    made.describe(FIRST)
    yield made
    forget()
    directory.cache_clear()


@pytest_asyncio.fixture
async def made(database: postgres.DatabaseFactory) -> AsyncIterator[postgres.Database]:
    yield await database("ledger")


def _complaints_of_lint(version: Path) -> str:
    """About the file, as if it were in its place below services/."""
    place = f"services/ledger/migrations/versions/{version.name}"
    complaints = ""
    for command in (["check"], ["format", "--diff"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--stdin-filename", place, "-"]
        run = subprocess.run(
            ruff, cwd=REPOSITORY, input=version.read_text(), capture_output=True, text=True, check=False
        )
        complaints += run.stdout + run.stderr if run.returncode else ""
    return complaints


async def rows(made: postgres.Database, query: str) -> list[str]:
    connection = await asyncpg.connect(made.admin_dsn)
    try:
        return [row[0] for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def test_a_written_version_leads_to_what_the_tables_say(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    before = await differences("ledger", url)
    await new_version("ledger", url, "first")
    await migrate("ledger", url)
    assert before
    assert await differences("ledger", url) == []

    ledger.describe(SECOND)
    assert await differences("ledger", url)
    await new_version("ledger", url, "number pages")
    await migrate("ledger", url)
    assert await differences("ledger", url) == []
    assert sorted(file.name for file in ledger.versions.glob("*.py")) == ["0001_first.py", "0002_number_pages.py"]


async def test_a_written_version_guards_each_table_that_has_tenants(ledger: Ledger, made: postgres.Database) -> None:
    await new_version("ledger", made.owner_url("ledger"), "first")
    await migrate("ledger", made.owner_url("ledger"))
    assert await rows(made, "SELECT relname FROM pg_class WHERE relrowsecurity ORDER BY 1") == ["entry", "token"]
    policies = await rows(made, "SELECT qual FROM pg_policies ORDER BY tablename")
    assert ["app.system" in policy for policy in policies] == [False, True]


async def test_make_migration_writes_a_file_that_make_lint_accepts(ledger: Ledger, made: postgres.Database) -> None:
    written = await write_version("ledger", made.owner_url("ledger"), "first")
    assert _complaints_of_lint(written) == ""


async def test_a_table_without_its_policy_is_a_difference(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    await new_version("ledger", url, "first")
    await migrate("ledger", url)
    await rows(made, "ALTER TABLE ledger.entry DISABLE ROW LEVEL SECURITY")
    assert await differences("ledger", url) == ["ledger.entry has no tenant policy"]


async def test_starters_that_race_migrate_once(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    await new_version("ledger", url, "first")
    forget()
    racers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", RACER, str(ledger.versions.parents[2]), url, stderr=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]
    for racer in racers:
        _, errors = await racer.communicate()
        assert racer.returncode == 0, errors.decode()
    assert await rows(made, "SELECT version_num FROM ledger.alembic_version") == ["0001"]


RACER = """
import asyncio, sys, services
services.__path__.append(sys.argv[1])
from libs.servicekit.migrations import migrate
asyncio.run(migrate("ledger", sys.argv[2]))
"""


async def test_a_version_that_fails_leaves_the_one_before(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    await new_version("ledger", url, "first")
    (ledger.versions / "0002_broken.py").write_text(BROKEN)
    with pytest.raises(Exception, match="division by zero"):
        await migrate("ledger", url)
    assert await rows(made, "SELECT version_num FROM ledger.alembic_version") == ["0001"]
    assert await rows(made, "SELECT to_regclass('ledger.half')::text") == [None]


async def test_job_tables_are_installed_and_are_no_difference(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    await new_version("ledger", url, "first")
    (ledger.versions / "0002_jobs.py").write_text(JOBS)
    await migrate("ledger", url)
    assert await rows(made, "SELECT to_regclass('ledger.pgqueuer')::text") == ["ledger.pgqueuer"]
    assert await differences("ledger", url) == []


async def test_tables_of_the_service_kit_migrate_like_a_services_own(ledger: Ledger, made: postgres.Database) -> None:
    url = made.owner_url("ledger")
    ledger.describe(KIT)
    await new_version("ledger", url, "with logs")
    await migrate("ledger", url)
    assert await differences("ledger", url) == []


async def test_a_server_that_is_away_is_unavailable(ledger: Ledger) -> None:
    with pytest.raises(Unavailable):
        await migrate("ledger", "postgresql+asyncpg://nobody:none@127.0.0.1:1/nothing")
