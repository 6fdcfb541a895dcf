"""Personas and versions made over the registry's own contract."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from persona.registry.v1 import (
    identity_service_pb2_grpc,
    persona_pb2,
    persona_version_pb2,
    registry_service_pb2,
    registry_service_pb2_grpc,
)

from tests.support.served import Metadata, Served

if TYPE_CHECKING:
    from persona.registry.v1.identity_service_pb2_grpc import IdentityServiceAsyncStub
    from persona.registry.v1.registry_service_pb2_grpc import RegistryServiceAsyncStub


@dataclass(frozen=True)
class Registry:
    """A served registry; `me` and `stranger` are the metadata of two tenants who must not see each other."""

    served: Served

    @cached_property
    def stub(self) -> "RegistryServiceAsyncStub":
        return self.served.stub(registry_service_pb2_grpc.RegistryServiceStub)

    @cached_property
    def identity(self) -> "IdentityServiceAsyncStub":
        return self.served.stub(identity_service_pb2_grpc.IdentityServiceStub)

    @property
    def tenant_id(self) -> uuid.UUID:
        return self.served.tenant_id

    @property
    def me(self) -> Metadata:
        return self.served.me

    @property
    def stranger(self) -> Metadata:
        return self.served.stranger

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
