"""If-Match: a change of a state that another caller has changed since is refused, not lost."""

import grpc
import httpx
import pytest
from persona.registry.v1 import persona_pb2, registry_service_pb2

from tests.support.answering import AnsweringServices, error_info

PERSONA = "/v1/personas/p"


@pytest.fixture
def registry(services: AnsweringServices) -> AnsweringServices:
    persona = persona_pb2.Persona(id="p", etag="4")
    services.answer("GetPersona", registry_service_pb2.GetPersonaResponse(persona=persona))
    services.answer("UpdatePersona", registry_service_pb2.UpdatePersonaResponse(persona=persona))
    services.answer("DeletePersona", registry_service_pb2.DeletePersonaResponse())
    return services


@pytest.mark.parametrize("value", ['"3"', "3"])
async def test_if_match_is_the_etag_of_the_request(
    client: httpx.AsyncClient, registry: AnsweringServices, value: str
) -> None:
    headers = {"If-Match": value}
    assert (await client.patch(PERSONA, json={"description": "mine"}, headers=headers)).status_code == 200
    assert (await client.delete(PERSONA, headers=headers)).status_code == 200
    assert registry.last("UpdatePersona").request.etag == "3"
    assert registry.last("DeletePersona").request.etag == "3"


async def test_a_stale_if_match_is_a_failed_precondition(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    info = error_info("ETAG_MISMATCH", currentEtag="4")
    services.fail("UpdatePersona", grpc.StatusCode.ABORTED, "The persona was changed since.", info)
    stale = await client.patch(PERSONA, json={"description": "mine"}, headers={"If-Match": '"3"'})
    assert (stale.status_code, stale.json()["status"], stale.json()["reason"]) == (412, 412, "ETAG_MISMATCH")
    by_field = await client.patch(PERSONA, json={"description": "mine", "etag": "3"})
    assert by_field.status_code == 409


async def test_a_weak_etag_never_matches(client: httpx.AsyncClient, registry: AnsweringServices) -> None:
    response = await client.patch(PERSONA, json={"description": "mine"}, headers={"If-Match": 'W/"4"'})
    assert (response.status_code, response.json()["reason"]) == (412, "ETAG_MISMATCH")
    assert not registry.received


@pytest.mark.parametrize("value", ['"3", "4"', '"3', "3, 4", '"a" b'])
async def test_an_if_match_that_cannot_be_kept_is_refused(
    client: httpx.AsyncClient, registry: AnsweringServices, value: str
) -> None:
    response = await client.patch(PERSONA, json={"description": "mine"}, headers={"If-Match": value})
    assert (response.status_code, response.json()["violations"][0]["field"]) == (400, "If-Match")
    assert not registry.received


async def test_two_etags_that_differ_are_refused(client: httpx.AsyncClient, registry: AnsweringServices) -> None:
    body = {"description": "mine", "etag": "2"}
    response = await client.patch(PERSONA, json=body, headers={"If-Match": '"3"'})
    assert (response.status_code, response.json()["violations"][0]["field"]) == (400, "etag")
    assert (await client.delete(f"{PERSONA}?etag=2", headers={"If-Match": '"3"'})).status_code == 400
    assert not registry.received


async def test_any_state_matches_a_star(client: httpx.AsyncClient, registry: AnsweringServices) -> None:
    headers = {"If-Match": "*"}
    assert (await client.patch(PERSONA, json={"description": "mine"}, headers=headers)).status_code == 200
    assert registry.last("UpdatePersona").request.etag == ""


async def test_a_change_without_an_etag_does_not_ignore_if_match(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    response = await client.post("/v1/personas", json={"display_name": "A"}, headers={"If-Match": '"3"'})
    assert (response.status_code, response.json()["violations"][0]["field"]) == (400, "If-Match")
    assert not services.received


async def test_the_answer_carries_the_etag_to_send(client: httpx.AsyncClient, registry: AnsweringServices) -> None:
    response = await client.get(PERSONA, headers={"If-Match": '"3"'})
    assert (response.status_code, response.headers["etag"], response.json()["etag"]) == (200, '"4"', "4")
    assert "etag" not in (await client.delete(PERSONA)).headers
