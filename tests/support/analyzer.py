"""An analyzer and the registry that it asks, over sockets, on one database."""

import uuid
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest_asyncio
from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.events.v1 import subscriber_service_pb2_grpc
from persona.registry.v1 import registry_service_pb2, registry_service_pb2_grpc

from libs.servicekit.serving.server import Service, start
from libs.servicekit.serving.settings import ServiceSettings
from tests.support.identity import Token
from tests.support.postgres import Database, DatabaseFactory, migrated
from tests.support.registry import Metadata, add_tenant

if TYPE_CHECKING:
    from persona.analyzer.v1.analyzer_service_pb2_grpc import AnalyzerServiceAsyncStub
    from persona.events.v1.subscriber_service_pb2_grpc import SubscriberServiceAsyncStub
    from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub


@dataclass(frozen=True)
class Analyzer:
    """Stubs, and the metadata of two tenants who must not see each other."""

    database: Database
    stub: "AnalyzerServiceAsyncStub"
    registry: "RegistryServiceAsyncStub"
    subscriber: "SubscriberServiceAsyncStub"
    tenant_id: uuid.UUID
    me: Metadata
    stranger: Metadata

    async def persona(self, *texts: str) -> str:
        """A new persona with these samples."""
        create = registry_service_pb2.CreatePersonaRequest(display_name="Writer")
        persona_id = (await self.registry.CreatePersona(create, metadata=self.me)).persona.id
        if texts:
            await self.add(persona_id, *texts)
        return persona_id

    async def add(self, persona_id: str, *texts: str) -> analyzer_service_pb2.AddSamplesResponse:
        request = analyzer_service_pb2.AddSamplesRequest(
            persona_id=persona_id, samples=[{"text": text} for text in texts]
        )
        return await self.stub.AddSamples(request, metadata=self.me)

    async def revision(self, persona_id: str) -> int:
        request = analyzer_service_pb2.GetFingerprintRequest(persona_id=persona_id)
        return (await self.stub.GetFingerprint(request, metadata=self.me)).fingerprint.revision


async def _serve(stack: AsyncExitStack, service: Service, settings: ServiceSettings) -> int:
    for resource in service.resources:
        await stack.enter_async_context(resource)
    server, _, port = await start(service, settings)
    stack.push_async_callback(server.stop, 0)
    return port


@pytest_asyncio.fixture
async def analyzer(
    database: DatabaseFactory,
    jwks_file: Path,
    signing_key_file: Path,
    service_key_files: Mapping[str, Path],
    token: Token,
) -> AsyncIterator[Analyzer]:
    from services.analyzer import wiring as analyzer_wiring
    from services.analyzer.settings import AnalyzerSettings
    from services.registry import wiring as registry_wiring
    from services.registry.settings import RegistrySettings
    from tests.support.stack import free_port

    made = await database("registry", "analyzer", prepare=migrated)
    analyzer_port, jwks = free_port(), {"PERSONA_IDENTITY_JWKS_FILE": str(jwks_file)}
    registry_settings = RegistrySettings(
        port=0,
        database_url=made.app_url("registry"),
        signing_key_file=signing_key_file,
        identity_key_file=service_key_files["registry"],
        addresses={"registry": "127.0.0.1:0", "analyzer": f"127.0.0.1:{analyzer_port}"},
        **jwks,
    )
    mine, theirs = await add_tenant(made), await add_tenant(made)
    async with AsyncExitStack() as stack:
        registry_port = await _serve(stack, registry_wiring.build(registry_settings), registry_settings)
        analyzer_settings = AnalyzerSettings(
            port=analyzer_port,
            database_url=made.app_url("analyzer"),
            identity_key_file=service_key_files["analyzer"],
            addresses={"registry": f"127.0.0.1:{registry_port}"},
            **jwks,
        )
        await _serve(stack, analyzer_wiring.build(analyzer_settings), analyzer_settings)
        channel = await stack.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{analyzer_port}"))
        registry = await stack.enter_async_context(grpc.aio.insecure_channel(f"127.0.0.1:{registry_port}"))
        yield Analyzer(
            made,
            analyzer_service_pb2_grpc.AnalyzerServiceStub(channel),
            registry_service_pb2_grpc.RegistryServiceStub(registry),
            subscriber_service_pb2_grpc.SubscriberServiceStub(channel),
            mine,
            (("authorization", f"Bearer {token(mine)}"),),
            (("authorization", f"Bearer {token(theirs)}"),),
        )
