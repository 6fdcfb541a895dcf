"""From what people type to what calls need: personas by name, versions by number."""

import uuid
from collections.abc import Sequence

from persona.registry.v1 import persona_pb2, persona_version_pb2
from persona.registry.v1 import registry_service_pb2 as registry_pb

from persona_client.client import PersonaClient
from persona_client.errors import InvalidRequest, NotFound, Violation

CURRENT = "current"


def persona_id(client: PersonaClient, wanted: str) -> str:
    """The id of a persona that is named by its id or display name. An id is not looked up here."""
    return wanted if _is_id(wanted) else _named(client, wanted).id


def persona(client: PersonaClient, wanted: str) -> persona_pb2.Persona:
    """The persona that is named by its id or display name: exactly, else without regard to case.

    Raises NotFound if there is none, InvalidRequest if several bear the name.
    """
    if not _is_id(wanted):
        return _named(client, wanted)
    return client.registry.GetPersona(registry_pb.GetPersonaRequest(persona_id=wanted)).persona


def matching(personas: Sequence[persona_pb2.Persona], name: str) -> list[persona_pb2.Persona]:
    """Those with this display name; if there are none, those with the name in another case."""
    exact = [each for each in personas if each.display_name == name]
    return exact or [each for each in personas if each.display_name.casefold() == name.casefold()]


def version_id(client: PersonaClient, owner: persona_pb2.Persona, wanted: str) -> str:
    """The id of a version that is named by its id, its number, or "current"."""
    if _is_id(wanted):
        return wanted
    if wanted == CURRENT and owner.current_version_id:
        return owner.current_version_id
    return numbered(client, owner, wanted).id


def numbered(client: PersonaClient, owner: persona_pb2.Persona, wanted: str) -> persona_version_pb2.PersonaVersion:
    """The version with this number. Raises NotFound if there is none."""
    found = next((each for each in client.versions(owner.id) if str(each.number) == wanted), None)
    if found is None:
        message = f"“{owner.display_name}” has no version {wanted}. See `persona versions list`."
        raise NotFound(message, reason="PERSONA_VERSION_NOT_FOUND")
    return found


def _named(client: PersonaClient, name: str) -> persona_pb2.Persona:
    found = matching(list(client.personas()), name)
    if not found:
        raise NotFound(f"There is no persona “{name}”. See `persona list`.", reason="PERSONA_NOT_FOUND")
    if len(found) > 1:
        ids = ", ".join(each.id for each in found)
        message = f"{len(found)} personas are called “{name}”. Say which by its id: {ids}."
        raise InvalidRequest(message, reason="INVALID_FIELD", violations=[Violation("persona", message)])
    return found[0]


def _is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
