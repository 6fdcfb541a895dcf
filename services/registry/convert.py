"""Contract messages to domain values and back, in pairs."""

import uuid
from collections.abc import Iterable
from datetime import UTC

from persona.access.v1 import access_pb2
from persona.registry.v1 import (
    api_key_pb2,
    identity_service_pb2,
    persona_pb2,
    persona_version_pb2,
    registry_service_pb2,
)

from libs.servicekit.clock import time_to_pb
from services.registry.domain import (
    ApiKey,
    ApiKeyId,
    Content,
    Difference,
    FingerprintRef,
    Identity,
    IdentityChange,
    KeyRequest,
    Persona,
    PersonaId,
    Publication,
    TenantId,
    Term,
    TermRule,
    Version,
    VersionId,
    WatchEvent,
)

_IDENTITY_FIELDS = ("display_name", "description", "archetype", "core_belief", "brand_voice")


def persona_id_from_pb(text: str) -> PersonaId:
    return PersonaId(uuid.UUID(text))


def version_id_from_pb(text: str) -> VersionId:
    return VersionId(uuid.UUID(text))


def api_key_id_from_pb(text: str) -> ApiKeyId:
    return ApiKeyId(uuid.UUID(text))


def optional_version_id_from_pb(text: str) -> VersionId | None:
    return version_id_from_pb(text) if text else None


def identity_from_pb(request: registry_service_pb2.CreatePersonaRequest) -> Identity:
    return Identity(
        display_name=request.display_name,
        description=request.description,
        archetype=request.archetype,
        core_belief=request.core_belief,
        brand_voice=request.brand_voice,
    )


def identity_change_from_pb(request: registry_service_pb2.UpdatePersonaRequest) -> IdentityChange:
    present = {name: str(getattr(request, name)) for name in _IDENTITY_FIELDS if name in _present(request)}
    return IdentityChange(present, request.update_mask.paths if request.HasField("update_mask") else None)


def _present(request: registry_service_pb2.UpdatePersonaRequest) -> set[str]:
    return {field.name for field, _ in request.ListFields()}


def persona_to_pb(persona: Persona) -> persona_pb2.Persona:
    identity = persona.identity
    return persona_pb2.Persona(
        id=str(persona.id),
        display_name=identity.display_name,
        description=identity.description,
        archetype=identity.archetype,
        core_belief=identity.core_belief,
        brand_voice=identity.brand_voice,
        language=persona.language,
        current_version_id=str(persona.current_version_id or ""),
        etag=persona.etag,
        create_principal=persona.create_principal,
        create_time=time_to_pb(persona.create_time),
        update_time=time_to_pb(persona.update_time),
    )


def personas_to_pb(personas: Iterable[Persona]) -> list[persona_pb2.Persona]:
    return [persona_to_pb(persona) for persona in personas]


def watch_event_to_pb(event: WatchEvent) -> registry_service_pb2.WatchPersonasResponse:
    if event.persona_id is None:
        checkpoint = registry_service_pb2.WatchPersonasResponse.Checkpoint()
        return registry_service_pb2.WatchPersonasResponse(checkpoint=checkpoint, resume_token=event.resume_token)
    kind = persona_pb2.PersonaChange.KIND_UPSERTED if event.persona else persona_pb2.PersonaChange.KIND_DELETED
    change = persona_pb2.PersonaChange(
        kind=kind,
        persona_id=str(event.persona_id),
        persona=persona_to_pb(event.persona) if event.persona else None,
    )
    return registry_service_pb2.WatchPersonasResponse(change=change, resume_token=event.resume_token)


def publication_from_pb(request: registry_service_pb2.PublishPersonaVersionRequest) -> Publication:
    return Publication(
        persona_id_from_pb(request.persona_id), optional_version_id_from_pb(request.parent_version_id), request.reason
    )


def roll_back_from_pb(request: registry_service_pb2.RollBackPersonaRequest) -> Publication:
    return Publication(
        persona_id_from_pb(request.persona_id), version_id_from_pb(request.parent_version_id), request.reason
    )


def content_from_pb(content: persona_version_pb2.VersionContent) -> Content:
    fingerprint = fingerprint_from_pb(content.fingerprint) if content.HasField("fingerprint") else None
    return Content(fingerprint, tuple(term_from_pb(term) for term in content.terms))


def content_to_pb(content: Content) -> persona_version_pb2.VersionContent:
    return persona_version_pb2.VersionContent(
        fingerprint=fingerprint_to_pb(content.fingerprint), terms=[term_to_pb(term) for term in content.terms]
    )


def fingerprint_from_pb(ref: persona_version_pb2.FingerprintRef) -> FingerprintRef:
    return FingerprintRef(ref.revision, ref.sample_count, ref.word_count)


def fingerprint_to_pb(ref: FingerprintRef | None) -> persona_version_pb2.FingerprintRef | None:
    if ref is None:
        return None
    return persona_version_pb2.FingerprintRef(
        revision=ref.revision, sample_count=ref.sample_count, word_count=ref.word_count
    )


def term_from_pb(term: persona_version_pb2.Term) -> Term:
    return Term(term.text, TermRule(term.rule), term.note)


def term_to_pb(term: Term) -> persona_version_pb2.Term:
    return persona_version_pb2.Term(
        text=term.text, rule=persona_version_pb2.TermRule.ValueType(term.rule), note=term.note
    )


def version_to_pb(version: Version) -> persona_version_pb2.PersonaVersion:
    return persona_version_pb2.PersonaVersion(
        id=str(version.id),
        persona_id=str(version.persona_id),
        number=version.number,
        parent_version_id=str(version.parent_id or ""),
        restored_version_id=str(version.restored_id or ""),
        author=version.author,
        reason=version.reason,
        content=content_to_pb(version.content),
        create_time=time_to_pb(version.create_time),
    )


def difference_to_pb(difference: Difference) -> persona_version_pb2.VersionDifference:
    before, after = difference.fingerprints or (None, None)
    return persona_version_pb2.VersionDifference(
        from_version_id=str(difference.from_id),
        to_version_id=str(difference.to_id),
        terms=[
            persona_version_pb2.TermDifference(
                text=term.text,
                before=term_to_pb(term.before) if term.before else None,
                after=term_to_pb(term.after) if term.after else None,
            )
            for term in difference.terms
        ],
        fingerprint_before=fingerprint_to_pb(before),
        fingerprint_after=fingerprint_to_pb(after),
    )


def key_request_from_pb(tenant_id: uuid.UUID, request: identity_service_pb2.CreateApiKeyRequest) -> KeyRequest:
    expire_time = request.expire_time.ToDatetime(UTC) if request.HasField("expire_time") else None
    return KeyRequest(TenantId(tenant_id), request.display_name, tuple(request.scopes), expire_time)


def api_key_to_pb(key: ApiKey) -> api_key_pb2.ApiKey:
    return api_key_pb2.ApiKey(
        id=str(key.id),
        display_name=key.display_name,
        prefix=key.prefix,
        scopes=[access_pb2.Scope.ValueType(scope) for scope in sorted(key.scopes)],
        create_time=time_to_pb(key.create_time),
        expire_time=time_to_pb(key.expire_time),
        last_use_time=time_to_pb(key.last_use_time),
        revoke_time=time_to_pb(key.revoke_time),
    )
