"""Registry and identity from memory, for ContractServer."""

import asyncio
import itertools
import secrets
import time
import uuid
from collections.abc import AsyncIterator
from typing import Any

import grpc
from grpc_status import rpc_status
from persona.access.v1 import access_pb2
from persona.errors.v1 import error_reason_pb2 as reasons
from persona.registry.v1 import (
    api_key_pb2,
    identity_service_pb2_grpc,
    persona_pb2,
    persona_version_pb2,
    registry_service_pb2_grpc,
)
from persona.registry.v1 import identity_service_pb2 as identity_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb

from libs.servicekit.calls.status import to_status
from libs.servicekit.errors import Conflict, FieldViolation, InvalidArgument, NotFound, ServiceError, Unauthenticated

API_KEY = "psk_test_of_the_contract"
TENANT_ID = "0197a000-0000-7000-8000-00000000000a"
_CLOCK = itertools.count(1_780_000_000)
Context = grpc.aio.ServicerContext[Any, Any]


class PersonaNotFound(NotFound):
    """As the services say it."""

    reason = reasons.ERROR_REASON_PERSONA_NOT_FOUND


class VersionConflict(Conflict):
    """As the registry says it."""

    reason = reasons.ERROR_REASON_VERSION_CONFLICT


class EtagMismatch(Conflict):
    """As the registry says it."""

    reason = reasons.ERROR_REASON_ETAG_MISMATCH


class ApiKeyInvalid(Unauthenticated):
    """As the registry says it."""

    reason = reasons.ERROR_REASON_API_KEY_INVALID


async def refuse(context: Context, error: ServiceError) -> None:
    """End the call with an error, as the services do."""
    await context.abort_with_status(rpc_status.to_status(to_status(error)))


class MemoryIdentity(identity_service_pb2_grpc.IdentityServiceServicer):
    """One key; every exchange gives a token of its own. Put a token into `expired` to end it early."""

    def __init__(self) -> None:
        self.lifetime = 300.0
        self.tokens: list[str] = []
        self.expired: set[str] = set()
        self.refuses_all = False
        self.keys: list[api_key_pb2.ApiKey] = []

    def is_expired(self, token: str) -> bool:
        """Whether a call with this token is refused."""
        return self.refuses_all or token in self.expired

    def expire_all(self) -> None:
        """End every token that was given so far."""
        self.expired.update(self.tokens)

    async def ExchangeApiKey(self, request: Any, context: Any) -> identity_pb.ExchangeApiKeyResponse:
        if request.api_key != API_KEY:
            await refuse(context, ApiKeyInvalid("The API key is unknown, expired or revoked."))
        self.tokens.append(secrets.token_urlsafe(8))
        answer = identity_pb.ExchangeApiKeyResponse(access_token=self.tokens[-1])
        answer.expire_time.FromNanoseconds(int((time.time() + self.lifetime) * 1e9))
        return answer

    async def GetCaller(self, request: Any, context: Any) -> identity_pb.GetCallerResponse:
        scopes = [access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN]
        return identity_pb.GetCallerResponse(tenant_id=TENANT_ID, principal="key:test", scopes=scopes)

    async def CreateApiKey(self, request: Any, context: Any) -> identity_pb.CreateApiKeyResponse:
        key = api_key_pb2.ApiKey(id=_id(), display_name=request.display_name, prefix="psk_new", scopes=request.scopes)
        key.create_time.FromSeconds(next(_CLOCK))
        self.keys.insert(0, key)
        return identity_pb.CreateApiKeyResponse(api_key=key, secret="psk_new_secret")

    async def ListApiKeys(self, request: Any, context: Any) -> identity_pb.ListApiKeysResponse:
        return identity_pb.ListApiKeysResponse(api_keys=self.keys)

    async def RevokeApiKey(self, request: Any, context: Any) -> identity_pb.RevokeApiKeyResponse:
        key = next(each for each in self.keys if each.id == request.api_key_id)
        key.revoke_time.FromSeconds(next(_CLOCK))
        return identity_pb.RevokeApiKeyResponse(api_key=key)


class MemoryRegistry(registry_service_pb2_grpc.RegistryServiceServicer):
    """Personas and versions in dictionaries, the newest first in lists; at most `page_size` on a page."""

    def __init__(self) -> None:
        self.page_size = 200
        self.personas: dict[str, persona_pb2.Persona] = {}
        self.versions: dict[str, list[persona_version_pb2.PersonaVersion]] = {}
        self._answers: dict[str, persona_pb2.Persona] = {}
        self.changes: list[persona_pb2.PersonaChange] = []

    async def found(self, persona_id: str, context: Context) -> persona_pb2.Persona:
        """The persona, or the end of the call."""
        if persona_id not in self.personas:
            message = f"There is no persona {persona_id}."
            await refuse(context, PersonaNotFound(message, metadata={"personaId": persona_id}))
        return self.personas[persona_id]

    async def GetPersona(self, request: Any, context: Any) -> registry_pb.GetPersonaResponse:
        return registry_pb.GetPersonaResponse(persona=await self.found(request.persona_id, context))

    async def ListPersonas(self, request: Any, context: Any) -> registry_pb.ListPersonasResponse:
        newest = list(reversed(self.personas.values()))
        start = int(request.page_token or 0)
        end = start + min(request.page_size, self.page_size)
        token = str(end) if end < len(newest) else ""
        return registry_pb.ListPersonasResponse(personas=newest[start:end], next_page_token=token)

    async def CreatePersona(self, request: Any, context: Any) -> registry_pb.CreatePersonaResponse:
        if not request.display_name.strip():
            text = "must not be empty or white space only"
            error = InvalidArgument(f"display_name: {text}", violations=[FieldViolation("display_name", text)])
            await refuse(context, error)
        known = self._answers.get(request.request_id) if request.request_id else None
        persona = known or self._created(request)
        self._answers[request.request_id] = persona
        return registry_pb.CreatePersonaResponse(persona=persona)

    def _created(self, request: registry_pb.CreatePersonaRequest) -> persona_pb2.Persona:
        persona = persona_pb2.Persona(
            id=_id(),
            display_name=request.display_name,
            description=request.description,
            archetype=request.archetype,
            core_belief=request.core_belief,
            brand_voice=request.brand_voice,
            language=request.language or "en",
            etag="1",
            create_principal="key:test",
        )
        persona.create_time.FromSeconds(next(_CLOCK))
        persona.update_time.CopyFrom(persona.create_time)
        self.personas[persona.id] = persona
        self.changes.append(self._upserted(persona))
        return persona

    def _upserted(self, persona: persona_pb2.Persona) -> persona_pb2.PersonaChange:
        return persona_pb2.PersonaChange(
            kind=persona_pb2.PersonaChange.KIND_UPSERTED, persona_id=persona.id, persona=persona
        )

    async def UpdatePersona(self, request: Any, context: Any) -> registry_pb.UpdatePersonaResponse:
        persona = await self.found(request.persona_id, context)
        if request.etag and request.etag != persona.etag:
            message = "The persona was changed meanwhile. Read it again."
            await refuse(context, EtagMismatch(message, metadata={"currentEtag": persona.etag}))
        for name in request.update_mask.paths:
            setattr(persona, name, getattr(request, name))
        persona.etag = str(int(persona.etag) + 1)
        return registry_pb.UpdatePersonaResponse(persona=persona)

    async def DeletePersona(self, request: Any, context: Any) -> registry_pb.DeletePersonaResponse:
        persona = await self.found(request.persona_id, context)
        del self.personas[persona.id]
        return registry_pb.DeletePersonaResponse()

    async def GetPersonaVersion(self, request: Any, context: Any) -> registry_pb.GetPersonaVersionResponse:
        return registry_pb.GetPersonaVersionResponse(version=self._version(request.persona_id, request.version_id))

    async def ListPersonaVersions(self, request: Any, context: Any) -> registry_pb.ListPersonaVersionsResponse:
        return registry_pb.ListPersonaVersionsResponse(versions=self.versions.get(request.persona_id, ())[::-1])

    async def DiffPersonaVersions(self, request: Any, context: Any) -> registry_pb.DiffPersonaVersionsResponse:
        before = {term.text: term for term in self._version(request.persona_id, request.from_version_id).content.terms}
        after = {term.text: term for term in self._version(request.persona_id, request.to_version_id).content.terms}
        changed = sorted(text for text in {*before, *after} if before.get(text) != after.get(text))
        terms = [
            persona_version_pb2.TermDifference(text=text, before=before.get(text), after=after.get(text))
            for text in changed
        ]
        return registry_pb.DiffPersonaVersionsResponse(
            difference=persona_version_pb2.VersionDifference(
                from_version_id=request.from_version_id, to_version_id=request.to_version_id, terms=terms
            )
        )

    async def PublishPersonaVersion(self, request: Any, context: Any) -> registry_pb.PublishPersonaVersionResponse:
        version = await self._published(request.persona_id, request, request.content, context)
        return registry_pb.PublishPersonaVersionResponse(version=version)

    async def RollBackPersona(self, request: Any, context: Any) -> registry_pb.RollBackPersonaResponse:
        old = self._version(request.persona_id, request.version_id)
        version = await self._published(request.persona_id, request, old.content, context)
        version.restored_version_id = old.id
        return registry_pb.RollBackPersonaResponse(version=version)

    async def WatchPersonas(self, request: Any, context: Any) -> AsyncIterator[registry_pb.WatchPersonasResponse]:
        told = int(request.resume_token) if request.resume_token else len(self.changes)
        yield registry_pb.WatchPersonasResponse(
            checkpoint=registry_pb.WatchPersonasResponse.Checkpoint(), resume_token=str(told)
        )
        while True:
            for change in self.changes[told:]:
                told += 1
                yield registry_pb.WatchPersonasResponse(change=change, resume_token=str(told))
            await asyncio.sleep(0.02)

    def _version(self, persona_id: str, version_id: str) -> persona_version_pb2.PersonaVersion:
        return next(each for each in self.versions[persona_id] if each.id == version_id)

    async def _published(
        self, persona_id: str, request: Any, content: persona_version_pb2.VersionContent, context: Context
    ) -> persona_version_pb2.PersonaVersion:
        persona = await self.found(persona_id, context)
        if request.parent_version_id != persona.current_version_id:
            await refuse(context, VersionConflict("Somebody published meanwhile."))
        history = self.versions.setdefault(persona_id, [])
        version = persona_version_pb2.PersonaVersion(
            id=_id(),
            persona_id=persona_id,
            number=len(history) + 1,
            parent_version_id=request.parent_version_id,
            author="key:test",
            reason=request.reason,
            content=content,
        )
        version.create_time.FromSeconds(next(_CLOCK))
        history.append(version)
        persona.current_version_id = version.id
        return version


def _id() -> str:
    return str(uuid.uuid4())
