"""Create, read, change and delete personas."""

from collections.abc import Sequence

from libs.servicekit.calls.call_context import Caller
from libs.servicekit.calls.paging import Page
from libs.servicekit.clock import Clock
from libs.servicekit.database.identifiers import uuid7
from services.registry.domain import Identity, IdentityChange, Persona, PersonaId
from services.registry.ports import PersonaRows


async def create_persona(rows: PersonaRows, clock: Clock, caller: Caller, identity: Identity, language: str) -> Persona:
    """A new persona with no version."""
    now = clock()
    persona = Persona(
        id=PersonaId(uuid7()),
        identity=identity,
        language=language,
        current_version_id=None,
        revision=1,
        create_principal=caller.principal,
        create_time=now,
        update_time=now,
    )
    await rows.insert_persona(persona)
    await rows.events.changed(persona.id)
    return persona


async def list_personas(rows: PersonaRows, page: Page) -> tuple[Sequence[Persona], str]:
    """A page of personas, the newest first, and the token of the next page."""
    return page.cut(await rows.personas(page))


async def update_persona(
    rows: PersonaRows, clock: Clock, persona_id: PersonaId, change: IdentityChange, etag: str
) -> Persona:
    """The persona with the fields changed. Raises PersonaNotFound, EtagMismatch, NameEmptied."""
    persona = await rows.persona_for_change(persona_id)
    persona.expect_etag(etag)
    fields = change.fields()
    if not fields:
        return persona
    changed = persona.changed(fields, clock())
    await rows.update_persona(changed)
    await rows.events.changed(persona_id)
    return changed


async def delete_persona(rows: PersonaRows, persona_id: PersonaId, etag: str) -> None:
    """Deletes the persona with its versions. Raises PersonaNotFound, EtagMismatch."""
    persona = await rows.persona_for_change(persona_id)
    persona.expect_etag(etag)
    await rows.delete_persona(persona_id)
    await rows.events.erased(persona_id)
