"""Publish, read, compare and take up versions again."""

from collections.abc import Sequence

from libs.servicekit.calls.call_context import Caller
from libs.servicekit.calls.paging import Page
from libs.servicekit.clock import Clock
from libs.servicekit.database.identifiers import uuid7
from services.registry.domain import Content, Difference, PersonaId, Publication, Version, VersionId, difference
from services.registry.errors import NothingPublished
from services.registry.ports import VersionRows


async def list_versions(rows: VersionRows, persona_id: PersonaId, page: Page) -> tuple[Sequence[Version], str]:
    """A page of versions, the newest first, and the token of the next page. Raises PersonaNotFound."""
    await rows.persona(persona_id)
    return page.cut(await rows.versions(persona_id, page))


async def compare_versions(
    rows: VersionRows, persona_id: PersonaId, from_id: VersionId, to_id: VersionId | None
) -> Difference:
    """Difference of two versions; without `to_id`, to the current one. Raises VersionNotFound, NothingPublished."""
    if to_id is None:
        to_id = (await rows.persona(persona_id)).current_version_id
        if to_id is None:
            raise NothingPublished
    return difference(await rows.version(persona_id, from_id), await rows.version(persona_id, to_id))


async def publish_version(
    rows: VersionRows, clock: Clock, caller: Caller, publication: Publication, content: Content
) -> Version:
    """Makes a new version the current one. Raises PersonaNotFound, VersionConflict."""
    return await _publish(rows, clock, caller, publication, content, restored_id=None)


async def roll_back(
    rows: VersionRows, clock: Clock, caller: Caller, publication: Publication, restored_id: VersionId
) -> Version:
    """Makes a new version of an old one's content the current one. Raises VersionNotFound, VersionConflict."""
    restored = await rows.version(publication.persona_id, restored_id)
    return await _publish(rows, clock, caller, publication, restored.content, restored_id=restored_id)


async def _publish(
    rows: VersionRows,
    clock: Clock,
    caller: Caller,
    publication: Publication,
    content: Content,
    *,
    restored_id: VersionId | None,
) -> Version:
    persona = await rows.persona_for_change(publication.persona_id)
    now = clock()
    version = Version(
        id=VersionId(uuid7()),
        persona_id=persona.id,
        number=await rows.last_number(persona.id) + 1,
        parent_id=publication.parent_id,
        restored_id=restored_id,
        author=caller.principal,
        reason=publication.reason,
        content=content,
        create_time=now,
    )
    changed = persona.with_version(version, now)
    await rows.insert_version(version)
    await rows.update_persona(changed)
    await rows.events.changed(persona.id)
    return version
