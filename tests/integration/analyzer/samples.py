"""Personas with samples, made over the contracts of the registry and the analyzer."""

import uuid
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.events.v1 import subscriber_service_pb2_grpc
from persona.registry.v1 import registry_service_pb2, registry_service_pb2_grpc

from tests.support.postgres import Database
from tests.support.served import Metadata, Served

if TYPE_CHECKING:
    from persona.analyzer.v1.analyzer_service_pb2_grpc import AnalyzerServiceAsyncStub
    from persona.events.v1.subscriber_service_pb2_grpc import SubscriberServiceAsyncStub
    from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub


@dataclass(frozen=True)
class Analyzer:
    """A served analyzer and the registry that it asks; `me` and `stranger` are the metadata of two tenants."""

    served: Served

    @cached_property
    def stub(self) -> "AnalyzerServiceAsyncStub":
        return self.served.stub(analyzer_service_pb2_grpc.AnalyzerServiceStub)

    @cached_property
    def registry(self) -> "RegistryServiceAsyncStub":
        return self.served.stub(registry_service_pb2_grpc.RegistryServiceStub)

    @cached_property
    def subscriber(self) -> "SubscriberServiceAsyncStub":
        return self.served.stub(subscriber_service_pb2_grpc.SubscriberServiceStub, of="analyzer")

    @property
    def database(self) -> Database:
        return self.served.database

    @property
    def tenant_id(self) -> uuid.UUID:
        return self.served.tenant_id

    @property
    def me(self) -> Metadata:
        return self.served.me

    @property
    def stranger(self) -> Metadata:
        return self.served.stranger

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
