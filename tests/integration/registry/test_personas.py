"""Personas, over gRPC on a real database."""

import asyncio
import uuid

import pytest
from persona.registry.v1 import persona_pb2
from persona.registry.v1 import registry_service_pb2 as pb

from tests.integration.registry.personas import Registry
from tests.support.rpc import refused


async def test_created_persona_can_be_read_back(registry: Registry) -> None:
    created = (
        await registry.stub.CreatePersona(pb.CreatePersonaRequest(display_name="Weekly"), metadata=registry.me)
    ).persona
    read = await registry.stub.GetPersona(pb.GetPersonaRequest(persona_id=created.id), metadata=registry.me)
    assert read.persona == created
    assert (created.display_name, created.language, created.etag) == ("Weekly", "en", "1")
    assert uuid.UUID(created.id).version == 7


async def test_persona_of_another_tenant_is_not_found_by_any_method(registry: Registry) -> None:
    mine = await registry.create("Mine")
    version = await registry.publish(mine.id)
    unknown = str(uuid.uuid4())
    for persona_id in (mine.id, unknown):
        calls = [
            registry.stub.GetPersona(pb.GetPersonaRequest(persona_id=persona_id), metadata=registry.stranger),
            registry.stub.UpdatePersona(
                pb.UpdatePersonaRequest(persona_id=persona_id, description="x"), metadata=registry.stranger
            ),
            registry.stub.DeletePersona(pb.DeletePersonaRequest(persona_id=persona_id), metadata=registry.stranger),
            registry.stub.ListPersonaVersions(
                pb.ListPersonaVersionsRequest(persona_id=persona_id), metadata=registry.stranger
            ),
            registry.stub.PublishPersonaVersion(
                pb.PublishPersonaVersionRequest(persona_id=persona_id, content={}), metadata=registry.stranger
            ),
        ]
        for call in calls:
            refusal = await refused(call)
            assert (refusal.code, refusal.reason) == ("NOT_FOUND", "PERSONA_NOT_FOUND")
    refusal = await refused(
        registry.stub.GetPersonaVersion(
            pb.GetPersonaVersionRequest(persona_id=mine.id, version_id=version.id), metadata=registry.stranger
        )
    )
    assert refusal.reason == "PERSONA_VERSION_NOT_FOUND"
    listed = await registry.stub.ListPersonas(pb.ListPersonasRequest(), metadata=registry.stranger)
    assert mine.id not in {persona.id for persona in listed.personas}
    still = await registry.stub.GetPersona(pb.GetPersonaRequest(persona_id=mine.id), metadata=registry.me)
    assert still.persona.description == ""


async def test_pages_hold_every_persona_once_newest_first(registry: Registry) -> None:
    created = [(await registry.create(f"P{number}")).id for number in range(7)]
    seen: list[str] = []
    token = ""
    while True:
        page = await registry.stub.ListPersonas(
            pb.ListPersonasRequest(page_size=3, page_token=token), metadata=registry.me
        )
        seen += [persona.id for persona in page.personas]
        token = page.next_page_token
        if not token:
            break
    assert [persona_id for persona_id in seen if persona_id in created] == created[::-1]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize("damaged", ["nonsense!", "AAAA", "x" * 40])
async def test_damaged_page_token_is_refused(registry: Registry, damaged: str) -> None:
    refusal = await refused(
        registry.stub.ListPersonas(pb.ListPersonasRequest(page_token=damaged), metadata=registry.me)
    )
    assert (refusal.code, refusal.reason, refusal.fields) == (
        "INVALID_ARGUMENT",
        "PAGE_TOKEN_INVALID",
        ("page_token",),
    )


async def test_page_token_of_another_list_is_refused(registry: Registry) -> None:
    one, other = await registry.create("One"), await registry.create("Other")
    first = await registry.publish(one.id)
    await registry.publish(one.id, parent=first.id)
    page = await registry.stub.ListPersonaVersions(
        pb.ListPersonaVersionsRequest(persona_id=one.id, page_size=1), metadata=registry.me
    )
    assert page.next_page_token
    request = pb.ListPersonaVersionsRequest(persona_id=other.id, page_size=1, page_token=page.next_page_token)
    assert (
        await refused(registry.stub.ListPersonaVersions(request, metadata=registry.me))
    ).reason == "PAGE_TOKEN_INVALID"


async def test_update_by_mask_changes_and_empties_the_named_fields_only(registry: Registry) -> None:
    created = await registry.create("Name", description="old", archetype="sage")
    request = pb.UpdatePersonaRequest(
        persona_id=created.id,
        display_name="ignored",
        core_belief="new",
        update_mask={"paths": ["description", "core_belief"]},
    )
    updated = (await registry.stub.UpdatePersona(request, metadata=registry.me)).persona
    assert (updated.display_name, updated.description, updated.archetype) == ("Name", "", "sage")
    assert (updated.core_belief, updated.etag) == ("new", "2")


async def test_update_without_mask_changes_what_was_sent(registry: Registry) -> None:
    created = await registry.create("Name", description="old")
    request = pb.UpdatePersonaRequest(persona_id=created.id, description="")
    assert (await registry.stub.UpdatePersona(request, metadata=registry.me)).persona.description == ""


async def test_name_cannot_be_emptied(registry: Registry) -> None:
    created = await registry.create("Name")
    request = pb.UpdatePersonaRequest(persona_id=created.id, update_mask={"paths": ["display_name"]})
    refusal = await refused(registry.stub.UpdatePersona(request, metadata=registry.me))
    assert (refusal.code, refusal.fields) == ("INVALID_ARGUMENT", ("display_name",))


async def test_mask_with_an_unknown_field_is_refused(registry: Registry) -> None:
    created = await registry.create("Name")
    request = pb.UpdatePersonaRequest(persona_id=created.id, update_mask={"paths": ["tenant_id"]})
    refusal = await refused(registry.stub.UpdatePersona(request, metadata=registry.me))
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELD", ("update_mask",))


async def test_stale_etag_changes_nothing_and_tells_the_current_one(registry: Registry) -> None:
    created = await registry.create("Name")
    change = pb.UpdatePersonaRequest(persona_id=created.id, description="first", etag=created.etag)
    await registry.stub.UpdatePersona(change, metadata=registry.me)
    change.description = "second"
    refusal = await refused(registry.stub.UpdatePersona(change, metadata=registry.me))
    assert (refusal.code, refusal.reason, refusal.metadata) == ("ABORTED", "ETAG_MISMATCH", {"currentEtag": "2"})
    read = await registry.stub.GetPersona(pb.GetPersonaRequest(persona_id=created.id), metadata=registry.me)
    assert read.persona.description == "first"


async def test_of_racing_updates_with_one_etag_exactly_one_wins(registry: Registry) -> None:
    created = await registry.create("Name")

    async def update(text: str) -> str:
        request = pb.UpdatePersonaRequest(persona_id=created.id, description=text, etag=created.etag)
        try:
            return (await registry.stub.UpdatePersona(request, metadata=registry.me)).persona.description
        except Exception:  # noqa: BLE001 -- whatever the error of the loser, it did not win
            return ""

    outcomes = await asyncio.gather(*(update(f"by {number}") for number in range(8)))
    winners = [outcome for outcome in outcomes if outcome]
    assert len(winners) == 1


async def test_same_request_id_creates_once_and_gives_the_first_answer(registry: Registry) -> None:
    request = pb.CreatePersonaRequest(display_name="Once", request_id=str(uuid.uuid4()))
    answers = await asyncio.gather(*(registry.stub.CreatePersona(request, metadata=registry.me) for _ in range(5)))
    assert len({answer.persona.id for answer in answers}) == 1
    renamed = pb.UpdatePersonaRequest(persona_id=answers[0].persona.id, display_name="Renamed")
    await registry.stub.UpdatePersona(renamed, metadata=registry.me)
    assert (await registry.stub.CreatePersona(request, metadata=registry.me)).persona == answers[0].persona


async def test_request_id_with_another_payload_is_refused(registry: Registry) -> None:
    request = pb.CreatePersonaRequest(display_name="Once", request_id=str(uuid.uuid4()))
    await registry.stub.CreatePersona(request, metadata=registry.me)
    request.display_name = "Twice"
    refusal = await refused(registry.stub.CreatePersona(request, metadata=registry.me))
    assert (refusal.code, refusal.reason, refusal.fields) == (
        "ALREADY_EXISTS",
        "REQUEST_ID_REUSED",
        ("request_id",),
    )


async def test_two_tenants_may_use_the_same_request_id(registry: Registry) -> None:
    request = pb.CreatePersonaRequest(display_name="Once", request_id=str(uuid.uuid4()))
    mine = await registry.stub.CreatePersona(request, metadata=registry.me)
    theirs = await registry.stub.CreatePersona(request, metadata=registry.stranger)
    assert mine.persona.id != theirs.persona.id


async def test_deleted_persona_is_gone_with_its_versions(registry: Registry) -> None:
    created = await registry.create("Name")
    version = await registry.publish(created.id)
    await registry.stub.DeletePersona(pb.DeletePersonaRequest(persona_id=created.id), metadata=registry.me)
    again = registry.stub.DeletePersona(pb.DeletePersonaRequest(persona_id=created.id), metadata=registry.me)
    assert (await refused(again)).reason == "PERSONA_NOT_FOUND"
    request = pb.GetPersonaVersionRequest(persona_id=created.id, version_id=version.id)
    assert (await refused(registry.stub.GetPersonaVersion(request, metadata=registry.me))).code == "NOT_FOUND"


async def test_watch_tells_changes_in_order_and_resumes_where_it_ended(registry: Registry) -> None:
    watch = registry.stub.WatchPersonas(pb.WatchPersonasRequest(), metadata=registry.me)
    first = await watch.read()
    assert first.WhichOneof("event") == "checkpoint"
    created = await registry.create("Seen")
    event = await watch.read()
    assert (event.change.kind, event.change.persona.id) == (persona_pb2.PersonaChange.KIND_UPSERTED, created.id)
    watch.cancel()
    await registry.stub.DeletePersona(pb.DeletePersonaRequest(persona_id=created.id), metadata=registry.me)
    await registry.stub.CreatePersona(pb.CreatePersonaRequest(display_name="Not theirs"), metadata=registry.stranger)
    resumed = registry.stub.WatchPersonas(
        pb.WatchPersonasRequest(resume_token=event.resume_token), metadata=registry.me
    )
    missed = await resumed.read()
    assert (missed.change.kind, missed.change.persona_id) == (persona_pb2.PersonaChange.KIND_DELETED, created.id)
    resumed.cancel()


async def test_damaged_resume_token_is_refused(registry: Registry) -> None:
    watch = registry.stub.WatchPersonas(pb.WatchPersonasRequest(resume_token="nonsense"), metadata=registry.me)
    refusal = await refused(watch.read())
    assert (refusal.code, refusal.reason) == ("INVALID_ARGUMENT", "RESUME_TOKEN_INVALID")
