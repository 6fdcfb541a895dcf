"""Tables that a test defines itself, created without migrations."""

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from libs.servicekit.database import tables
from tests.support.postgres import Prepare


def created(metadata: MetaData) -> Prepare:
    """A `prepare` that creates the tables, guarded as a migration would."""

    async def prepare(_service: str, url: str) -> None:
        engine = create_async_engine(url)
        async with engine.begin() as connection:
            await connection.run_sync(metadata.create_all)
            for table in filter(tables.is_guarded, metadata.tables.values()):
                for statement in tables.tenant_policy(table):
                    await connection.execute(text(statement))
        await engine.dispose()

    return prepare
