"""Publishing, comparing and restoring versions."""

import uuid

import pytest
import pytest_asyncio
from persona.registry.v1.registry_service_pb2 import ListPersonaVersionsRequest

from libs.servicekit.calls.paging import page_of
from libs.servicekit.errors import PersonaNotFound
from services.registry.domain import (
    Content,
    Identity,
    Persona,
    PersonaId,
    Publication,
    Term,
    TermRule,
    Version,
    VersionId,
)
from services.registry.errors import NothingPublished, VersionConflict, VersionNotFound
from services.registry.use_cases.personas import create_persona
from services.registry.use_cases.versions import compare_versions, list_versions, publish_version, roll_back
from tests.unit.registry.rows import CALLER, Clock, MemoryRows

BANNED = Content(terms=(Term("leverage", TermRule.BANNED),))
REQUIRED = Content(terms=(Term("harbour", TermRule.REQUIRED),))
UNKNOWN = uuid.UUID(int=1)


@pytest_asyncio.fixture
async def persona(rows: MemoryRows, clock: Clock) -> Persona:
    return await create_persona(rows, clock, CALLER, Identity("Ada"), "en")


async def publish(
    rows: MemoryRows, clock: Clock, persona: Persona, parent: Version | None, content: Content = BANNED
) -> Version:
    publication = Publication(persona.id, parent and parent.id, "because")
    return await publish_version(rows, clock, CALLER, publication, content)


async def test_the_newest_version_is_the_current_one(rows: MemoryRows, clock: Clock, persona: Persona) -> None:
    first = await publish(rows, clock, persona, None)
    second = await publish(rows, clock, persona, first, REQUIRED)
    assert (first.number, second.number, second.parent_id) == (1, 2, first.id)
    assert (second.author, second.reason, second.content) == ("key:test", "because", REQUIRED)
    current = await rows.persona(persona.id)
    assert (current.current_version_id, current.etag) == (second.id, "3")


async def test_a_version_on_top_of_an_old_one_is_a_conflict(rows: MemoryRows, clock: Clock, persona: Persona) -> None:
    first = await publish(rows, clock, persona, None)
    before = await rows.persona(persona.id)
    with pytest.raises(VersionConflict) as caught:
        await publish(rows, clock, persona, None)
    assert caught.value.metadata == {"currentVersionId": str(first.id)}
    assert await rows.persona(persona.id) == before
    assert list(rows.versions_by_id) == [first.id]


async def test_an_old_content_is_restored_as_a_new_version(rows: MemoryRows, clock: Clock, persona: Persona) -> None:
    first = await publish(rows, clock, persona, None)
    second = await publish(rows, clock, persona, first, REQUIRED)
    restored = await roll_back(rows, clock, CALLER, Publication(persona.id, second.id, "better"), first.id)
    assert (restored.number, restored.restored_id, restored.content) == (3, first.id, BANNED)
    assert (await rows.persona(persona.id)).current_version_id == restored.id


async def test_a_version_of_another_persona_cannot_be_restored(
    rows: MemoryRows, clock: Clock, persona: Persona
) -> None:
    other = await create_persona(rows, clock, CALLER, Identity("Other"), "en")
    foreign = await publish(rows, clock, other, None)
    with pytest.raises(VersionNotFound):
        await roll_back(rows, clock, CALLER, Publication(persona.id, None, ""), foreign.id)


async def test_a_version_is_compared_with_the_current_one_unless_another_is_named(
    rows: MemoryRows, clock: Clock, persona: Persona
) -> None:
    first = await publish(rows, clock, persona, None)
    second = await publish(rows, clock, persona, first, REQUIRED)
    assert await compare_versions(rows, persona.id, first.id, None) == await compare_versions(
        rows, persona.id, first.id, second.id
    )
    back = await compare_versions(rows, persona.id, second.id, first.id)
    assert [term.text for term in back.terms] == ["harbour", "leverage"]


async def test_without_a_version_there_is_nothing_to_compare_with(rows: MemoryRows, persona: Persona) -> None:
    with pytest.raises(NothingPublished):
        await compare_versions(rows, persona.id, VersionId(UNKNOWN), None)


async def test_versions_are_listed_from_the_newest_and_only_of_a_persona_that_exists(
    rows: MemoryRows, clock: Clock, persona: Persona
) -> None:
    first = await publish(rows, clock, persona, None)
    second = await publish(rows, clock, persona, first)
    page = page_of(ListPersonaVersionsRequest(persona_id=str(persona.id)))
    assert await list_versions(rows, persona.id, page) == ([second, first], "")
    with pytest.raises(PersonaNotFound):
        await list_versions(rows, PersonaId(UNKNOWN), page)
