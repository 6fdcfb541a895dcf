"""Personas and their changes as messages of the contract, and back."""

import uuid
from collections.abc import Iterable

from persona.registry.v1 import (
    persona_pb2,
    registry_service_pb2,
)

from libs.servicekit.clock import time_to_pb
from services.registry.domain import (
    Identity,
    IdentityChange,
    Persona,
    PersonaId,
    WatchEvent,
)

_IDENTITY_FIELDS = ("display_name", "description", "archetype", "core_belief", "brand_voice")


def persona_id_from_pb(text: str) -> PersonaId:
    return PersonaId(uuid.UUID(text))


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
