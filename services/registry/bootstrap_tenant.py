"""Bootstraps a tenant: creates it with an API key, once.

`python -m services.registry.bootstrap_tenant --tenant NAME --key-file FILE`.

Run again it changes nothing, unless the key in the file is no longer good for that tenant: then it makes another.
"""

import argparse
import asyncio
import os
from datetime import UTC, datetime
from pathlib import Path

from persona.access.v1 import access_pb2
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.ext.asyncio import AsyncConnection

from libs.servicekit.calls.signing_keys import service_principal
from libs.servicekit.clock import utc_now
from libs.servicekit.database.engine import Database
from libs.servicekit.serving.settings import read_settings
from services.registry.domain import KeyRequest, TenantId, hash_secret
from services.registry.store import ApiKeyTable, SystemRows
from services.registry.use_cases.api_keys import issue_api_key

SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
KEY_NAME = "Local command line and browser"


class BootstrapSettings(BaseSettings):
    """All that is needed is the database."""

    model_config = SettingsConfigDict(env_prefix="PERSONA_REGISTRY_", frozen=True, extra="ignore")

    database_url: str = Field(description="postgresql+asyncpg://... of the registry's app role")


async def bootstrap(database: Database, tenant_name: str, key: str) -> str:
    """The key of the tenant: `key` if it is good, else a new one. Makes the tenant if it is missing."""
    async with database.system() as connection:
        tenant_id = await SystemRows(connection).ensure_tenant(tenant_name, datetime.now(UTC))
        if await _is_good(connection, tenant_id, key):
            return key
        request = KeyRequest(tenant_id, KEY_NAME, SCOPES)
        _, secret = await issue_api_key(ApiKeyTable(connection), utc_now, service_principal("registry"), request)
    return secret


async def _is_good(connection: AsyncConnection, tenant_id: TenantId, secret: str) -> bool:
    key = await SystemRows(connection).api_key_by_hash(hash_secret(secret))
    return key is not None and key.tenant_id == tenant_id and key.usable(datetime.now(UTC))


def _read(key_file: Path) -> str:
    return key_file.read_text().strip() if key_file.exists() else ""


def _write(key_file: Path, secret: str) -> None:
    key_file.parent.mkdir(parents=True, exist_ok=True)
    temporary = key_file.with_suffix(".new")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(secret + "\n")
    temporary.replace(key_file)


async def _run(tenant_name: str, key: str) -> str:
    database = Database(read_settings(BootstrapSettings).database_url, pool_size=1)
    try:
        return await bootstrap(database, tenant_name, key)
    finally:
        await database.dispose()


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tenant", required=True, help="name of the tenant")
    parser.add_argument("--key-file", required=True, type=Path, help="where the key is written")
    arguments = parser.parse_args()
    key = _read(arguments.key_file)
    bootstrapped = asyncio.run(_run(arguments.tenant, key))
    if bootstrapped != key:
        _write(arguments.key_file, bootstrapped)


if __name__ == "__main__":
    main()
