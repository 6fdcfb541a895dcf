"""Versions of personas, over gRPC on a real database."""

import asyncio
import uuid

import grpc
from persona.registry.v1 import persona_version_pb2
from persona.registry.v1 import registry_service_pb2 as pb

from tests.integration.registry.personas import Registry
from tests.support.rpc import refused

Term = persona_version_pb2.Term
PREFERRED, BANNED = persona_version_pb2.TERM_RULE_PREFERRED, persona_version_pb2.TERM_RULE_BANNED


async def test_published_version_is_current_and_reads_back_whole(registry: Registry) -> None:
    persona = await registry.create("Name")
    content = persona_version_pb2.VersionContent(
        fingerprint={"revision": 3, "sample_count": 8, "word_count": 2000},
        terms=[Term(text="use", rule=PREFERRED), Term(text="leverage", rule=BANNED, note="say use")],
    )
    version = await registry.publish(persona.id, content=content, reason="first")
    assert (version.number, version.parent_version_id, version.content) == (1, "", content)
    read = await registry.stub.GetPersona(pb.GetPersonaRequest(persona_id=persona.id), metadata=registry.me)
    assert read.persona.current_version_id == version.id
    request = pb.GetPersonaVersionRequest(persona_id=persona.id, version_id=version.id)
    assert (await registry.stub.GetPersonaVersion(request, metadata=registry.me)).version == version


async def test_publish_on_top_of_an_old_version_conflicts_and_tells_the_current_one(registry: Registry) -> None:
    persona = await registry.create("Name")
    first = await registry.publish(persona.id)
    second = await registry.publish(persona.id, parent=first.id)
    request = pb.PublishPersonaVersionRequest(persona_id=persona.id, parent_version_id=first.id, content={})
    refusal = await refused(registry.stub.PublishPersonaVersion(request, metadata=registry.me))
    assert (refusal.code, refusal.reason) == ("ABORTED", "VERSION_CONFLICT")
    assert refusal.metadata == {"currentVersionId": second.id}


async def test_of_racing_publications_one_wins_and_numbers_have_no_gaps(registry: Registry) -> None:
    persona = await registry.create("Name")

    async def publish() -> str:
        try:
            return (await registry.publish(persona.id)).id
        except grpc.aio.AioRpcError as error:
            assert error.code() == grpc.StatusCode.ABORTED
            return ""

    outcomes = await asyncio.gather(*(publish() for _ in range(6)))
    winners = [outcome for outcome in outcomes if outcome]
    assert len(winners) == 1
    next_one = await registry.publish(persona.id, parent=winners[0])
    assert next_one.number == 2


async def test_roll_back_publishes_old_content_anew(registry: Registry) -> None:
    persona = await registry.create("Name")
    old = await registry.publish(persona.id, content={"terms": [Term(text="use", rule=PREFERRED)]})
    new = await registry.publish(persona.id, parent=old.id, content={})
    request = pb.RollBackPersonaRequest(persona_id=persona.id, version_id=old.id, parent_version_id=new.id)
    back = (await registry.stub.RollBackPersona(request, metadata=registry.me)).version
    assert (back.number, back.parent_version_id, back.restored_version_id) == (3, new.id, old.id)
    assert back.content == old.content


async def test_difference_names_terms_and_voices_that_differ(registry: Registry) -> None:
    persona = await registry.create("Name")
    old = await registry.publish(
        persona.id,
        content={
            "terms": [Term(text="same", rule=BANNED), Term(text="Gone", rule=BANNED), Term(text="turned", rule=BANNED)]
        },
    )
    new = await registry.publish(
        persona.id,
        parent=old.id,
        content={
            "fingerprint": {"revision": 1, "sample_count": 1, "word_count": 1},
            "terms": [Term(text="same", rule=BANNED), Term(text="turned", rule=PREFERRED)],
        },
    )
    request = pb.DiffPersonaVersionsRequest(persona_id=persona.id, from_version_id=old.id)
    found = (await registry.stub.DiffPersonaVersions(request, metadata=registry.me)).difference
    assert [(term.text, term.HasField("before"), term.HasField("after")) for term in found.terms] == [
        ("Gone", True, False),
        ("turned", True, True),
    ]
    assert (found.to_version_id, found.HasField("fingerprint_before")) == (new.id, False)
    assert found.fingerprint_after.revision == 1


async def test_version_does_not_differ_from_itself(registry: Registry) -> None:
    persona = await registry.create("Name")
    version = await registry.publish(persona.id, content={"terms": [Term(text="a", rule=BANNED)]})
    request = pb.DiffPersonaVersionsRequest(persona_id=persona.id, from_version_id=version.id, to_version_id=version.id)
    found = (await registry.stub.DiffPersonaVersions(request, metadata=registry.me)).difference
    assert (len(found.terms), found.HasField("fingerprint_after")) == (0, False)


async def test_term_with_two_rules_is_refused_by_place(registry: Registry) -> None:
    persona = await registry.create("Name")
    terms = [Term(text="Use", rule=BANNED), Term(text="use", rule=PREFERRED)]
    request = pb.PublishPersonaVersionRequest(persona_id=persona.id, content={"terms": terms})
    refusal = await refused(registry.stub.PublishPersonaVersion(request, metadata=registry.me))
    assert (refusal.reason, refusal.fields) == ("INVALID_FIELD", ("content.terms[1].text",))


async def test_version_of_another_persona_is_not_found(registry: Registry) -> None:
    one, other = await registry.create("One"), await registry.create("Other")
    version = await registry.publish(one.id)
    for version_id in (version.id, str(uuid.uuid4())):
        request = pb.GetPersonaVersionRequest(persona_id=other.id, version_id=version_id)
        refusal = await refused(registry.stub.GetPersonaVersion(request, metadata=registry.me))
        assert (refusal.reason, refusal.metadata) == ("PERSONA_VERSION_NOT_FOUND", {"versionId": version_id})


async def test_versions_are_listed_newest_first_over_pages(registry: Registry) -> None:
    persona = await registry.create("Name")
    parent = ""
    for _ in range(5):
        parent = (await registry.publish(persona.id, parent=parent)).id
    numbers: list[int] = []
    token = ""
    while True:
        request = pb.ListPersonaVersionsRequest(persona_id=persona.id, page_size=2, page_token=token)
        page = await registry.stub.ListPersonaVersions(request, metadata=registry.me)
        numbers += [version.number for version in page.versions]
        token = page.next_page_token
        if not token:
            break
    assert numbers == [5, 4, 3, 2, 1]
