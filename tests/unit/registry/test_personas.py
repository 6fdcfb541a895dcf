"""Creating, changing, listing and deleting personas."""

import uuid

import pytest
from persona.registry.v1.registry_service_pb2 import ListPersonasRequest

from libs.servicekit.calls.paging import page_of
from libs.servicekit.errors import PersonaNotFound
from services.registry.domain import Identity, IdentityChange, Persona, PersonaId
from services.registry.errors import EtagMismatch, NameEmptied
from services.registry.use_cases.personas import create_persona, delete_persona, list_personas, update_persona
from tests.unit.registry.rows import CALLER, Clock, MemoryRows

UNKNOWN = PersonaId(uuid.UUID(int=1))


async def create(rows: MemoryRows, clock: Clock, name: str = "Ada") -> Persona:
    return await create_persona(rows, clock, CALLER, Identity(name, description="Notes"), "en")


async def update(rows: MemoryRows, clock: Clock, persona: Persona, etag: str = "", **present: str) -> Persona:
    return await update_persona(rows, clock, persona.id, IdentityChange(present, None), etag)


async def test_a_new_persona_has_its_first_revision_and_no_version(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    assert rows.personas_by_id == {persona.id: persona}
    assert (persona.etag, persona.current_version_id) == ("1", None)
    assert (persona.create_principal, persona.create_time, persona.update_time) == ("key:test", clock.now, clock.now)


async def test_a_list_goes_page_by_page_from_the_newest(rows: MemoryRows, clock: Clock) -> None:
    made = [await create(rows, clock, str(number)) for number in range(5)]
    listed, token = list[Persona](), ""
    sizes: list[int] = []
    while token or not sizes:
        request = ListPersonasRequest(page_size=2, page_token=token)
        page, token = await list_personas(rows, page_of(request))
        listed += page
        sizes.append(len(page))
    assert sizes == [2, 2, 1]
    assert listed == sorted(made, key=lambda persona: persona.id, reverse=True)


async def test_what_was_sent_changes_and_the_rest_stays(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    later = clock.tick()
    changed = await update(rows, clock, persona, archetype="Sage")
    assert changed.identity == Identity("Ada", description="Notes", archetype="Sage")
    assert (changed.etag, changed.update_time, changed.create_time) == ("2", later, persona.create_time)
    assert rows.personas_by_id[persona.id] == changed


async def test_a_mask_empties_what_was_not_sent(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    change = IdentityChange({"display_name": "Not named by the mask"}, ["description"])
    changed = await update_persona(rows, clock, persona.id, change, "")
    assert changed.identity == Identity("Ada")


async def test_an_update_of_nothing_is_no_change(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    clock.tick()
    assert await update(rows, clock, persona) == persona


@pytest.mark.parametrize(("present", "mask"), [({"display_name": ""}, None), ({}, ["display_name"])])
async def test_a_persona_keeps_a_name(
    rows: MemoryRows, clock: Clock, present: dict[str, str], mask: list[str] | None
) -> None:
    persona = await create(rows, clock)
    with pytest.raises(NameEmptied):
        await update_persona(rows, clock, persona.id, IdentityChange(present, mask), "")


async def test_a_stale_etag_changes_and_deletes_nothing(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    changed = await update(rows, clock, persona, etag="1", description="New")
    with pytest.raises(EtagMismatch) as caught:
        await update(rows, clock, persona, etag="1", description="Newer")
    with pytest.raises(EtagMismatch):
        await delete_persona(rows, persona.id, "1")
    assert caught.value.metadata == {"currentEtag": "2"}
    assert rows.personas_by_id == {persona.id: changed}


async def test_a_deleted_persona_is_gone(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    await delete_persona(rows, persona.id, persona.etag)
    assert not rows.personas_by_id


async def test_an_unknown_persona_cannot_be_changed_or_deleted(rows: MemoryRows, clock: Clock) -> None:
    with pytest.raises(PersonaNotFound):
        await update_persona(rows, clock, UNKNOWN, IdentityChange({"description": "x"}, None), "")
    with pytest.raises(PersonaNotFound):
        await delete_persona(rows, UNKNOWN, "")


async def test_each_change_is_published_and_what_fails_is_not(rows: MemoryRows, clock: Clock) -> None:
    persona = await create(rows, clock)
    await update(rows, clock, persona, description="Other notes")
    with pytest.raises(EtagMismatch):
        await update(rows, clock, persona, etag="7", description="Lost")
    await delete_persona(rows, persona.id, "")
    assert rows.events.published == [("changed", persona.id), ("changed", persona.id), ("erased", persona.id)]
