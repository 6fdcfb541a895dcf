"""A registry that serves over a socket on a database of its own."""

import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest_asyncio
from persona.registry.v1 import (
    identity_service_pb2_grpc,
    persona_pb2,
    persona_version_pb2,
    registry_service_pb2,
    registry_service_pb2_grpc,
)
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from libs.servicekit.serving.server import start
from tests.support.identity import Token
from tests.support.postgres import Database, DatabaseFactory, migrated

if TYPE_CHECKING:
    from persona.registry.v1.identity_service_pb2_grpc import IdentityServiceAsyncStub
    from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub

Metadata = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Registry:
    """Stubs, and the metadata of two tenants who must not see each other."""

    address: str
    database: Database
    stub: "RegistryServiceAsyncStub"
    identity: "IdentityServiceAsyncStub"
    tenant_id: uuid.UUID
    me: Metadata
    stranger: Metadata

    async def create(self, name: str, **fields: str) -> persona_pb2.Persona:
        request = registry_service_pb2.CreatePersonaRequest(display_name=name, **fields)
        return (await self.stub.CreatePersona(request, metadata=self.me)).persona

    async def publish(
        self,
        persona_id: str,
        *,
        parent: str = "",
        content: persona_version_pb2.VersionContent | Mapping[str, object] | None = None,
        reason: str = "",
    ) -> persona_version_pb2.PersonaVersion:
        request = registry_service_pb2.PublishPersonaVersionRequest(
            persona_id=persona_id, parent_version_id=parent, content=content or {}, reason=reason
        )
        return (await self.stub.PublishPersonaVersion(request, metadata=self.me)).version


async def add_tenant(database: Database) -> uuid.UUID:
    """A tenant in the registry's own table."""
    tenant_id = uuid.uuid4()
    engine = create_async_engine(database.owner_url("registry"))
    async with engine.begin() as connection:
        await connection.execute(
            text("insert into registry.tenant (id, name, create_time) values (:id, :name, now())"),
            {"id": tenant_id, "name": str(tenant_id)},
        )
    await engine.dispose()
    return tenant_id


@pytest_asyncio.fixture
async def registry(
    database: DatabaseFactory,
    jwks_file: Path,
    signing_key_file: Path,
    service_key_files: Mapping[str, Path],
    token: Token,
) -> AsyncIterator[Registry]:
    from services.registry.settings import RegistrySettings
    from services.registry.wiring import build

    made = await database("registry", prepare=migrated)
    settings = RegistrySettings(
        port=0,
        database_url=made.app_url("registry"),
        signing_key_file=signing_key_file,
        identity_key_file=service_key_files["registry"],
        PERSONA_IDENTITY_JWKS_FILE=str(jwks_file),
    )
    mine, theirs = await add_tenant(made), await add_tenant(made)
    service = build(settings)
    async with AsyncExitStack() as stack:
        for resource in service.resources:
            await stack.enter_async_context(resource)
        server, _, port = await start(service, settings)
        stack.push_async_callback(server.stop, 0)
        address = f"127.0.0.1:{port}"
        channel = await stack.enter_async_context(grpc.aio.insecure_channel(address))
        yield Registry(
            address,
            made,
            registry_service_pb2_grpc.RegistryServiceStub(channel),
            identity_service_pb2_grpc.IdentityServiceStub(channel),
            mine,
            (("authorization", f"Bearer {token(mine)}"),),
            (("authorization", f"Bearer {token(theirs)}"),),
        )
