"""HTTP/JSON becomes the message of the contract, and its answer becomes JSON."""

import httpx
import pytest
from persona.analyzer.v1 import analyzer_service_pb2, sample_pb2
from persona.registry.v1 import persona_pb2, registry_service_pb2
from persona.style.v1 import fingerprint_pb2, metric_pb2, score_pb2

from tests.support.answering import AnsweringServices

PERSONA_ID = "01970000-0000-7000-8000-000000000001"


@pytest.mark.parametrize("spelling", ["display_name", "displayName"])
async def test_both_spellings_of_a_field_are_read(
    client: httpx.AsyncClient, services: AnsweringServices, spelling: str
) -> None:
    services.answer("CreatePersona", registry_service_pb2.CreatePersonaResponse())
    response = await client.post("/v1/personas", json={spelling: "Ada 🌊"})
    assert response.status_code == 200
    assert services.last("CreatePersona").request == registry_service_pb2.CreatePersonaRequest(display_name="Ada 🌊")


async def test_the_answer_is_the_field_that_the_contract_names(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    persona = persona_pb2.Persona(id=PERSONA_ID, display_name="Ada")
    services.answer("GetPersona", registry_service_pb2.GetPersonaResponse(persona=persona))
    document = (await client.get(f"/v1/personas/{PERSONA_ID}")).json()
    assert document["id"] == PERSONA_ID
    assert document["display_name"] == "Ada"


async def test_zeros_are_told_and_absent_values_are_left_out(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.answer("ScoreText", analyzer_service_pb2.ScoreTextResponse(score=score_pb2.Score(persona_id=PERSONA_ID)))
    document = (await client.post(f"/v1/personas/{PERSONA_ID}:scoreText", json={"text": "Hello."})).json()
    assert document["sample_count"] == 0
    assert document["deviations"] == []
    assert document["evidence"] == "EVIDENCE_LEVEL_UNSPECIFIED"
    assert "match" not in document
    assert "interval" not in document


async def test_an_optional_zero_that_was_set_is_told(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("ScoreText", analyzer_service_pb2.ScoreTextResponse(score=score_pb2.Score(match=0.0)))
    document = (await client.post(f"/v1/personas/{PERSONA_ID}:scoreText", json={"text": "Hello."})).json()
    assert document["match"] == 0


async def test_wide_integers_are_text_as_protojson_says(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    fingerprint = fingerprint_pb2.Fingerprint(revision=2**53 + 1)
    services.answer("GetFingerprint", analyzer_service_pb2.GetFingerprintResponse(fingerprint=fingerprint))
    document = (await client.get(f"/v1/personas/{PERSONA_ID}/fingerprint")).json()
    assert document["revision"] == str(2**53 + 1)


async def test_the_path_wins_over_the_body(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("ScoreText", analyzer_service_pb2.ScoreTextResponse())
    await client.post(f"/v1/personas/{PERSONA_ID}:scoreText", json={"persona_id": "other", "text": "Hello."})
    assert services.last("ScoreText").request.persona_id == PERSONA_ID


async def test_percent_encoded_path_values_are_decoded(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("GetSample", analyzer_service_pb2.GetSampleResponse(sample=sample_pb2.Sample()))
    await client.get("/v1/personas/a%3Ab%2Fc/samples/%C3%A9")
    request = services.last("GetSample").request
    assert (request.persona_id, request.sample_id) == ("a:b/c", "é")


async def test_query_parameters_fill_the_message(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("ListSamples", analyzer_service_pb2.ListSamplesResponse())
    await client.get(f"/v1/personas/{PERSONA_ID}/samples?page_size=7&pageToken=a%2Bb")
    request = services.last("ListSamples").request
    assert (request.persona_id, request.page_size, request.page_token) == (PERSONA_ID, 7, "a+b")


async def test_repeated_query_parameters_become_a_list(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    await client.get("/v1/metrics?families=METRIC_FAMILY_TONE&families=2")
    request = services.last("ListMetrics").request
    assert list(request.families) == [metric_pb2.METRIC_FAMILY_TONE, metric_pb2.METRIC_FAMILY_DIVERSITY]


@pytest.mark.parametrize("mask", ["display_name,core_belief", "displayName,coreBelief"])
async def test_field_masks_are_read_in_both_spellings(
    client: httpx.AsyncClient, services: AnsweringServices, mask: str
) -> None:
    services.answer("UpdatePersona", registry_service_pb2.UpdatePersonaResponse())
    await client.patch(f"/v1/personas/{PERSONA_ID}", json={"display_name": "Ada", "update_mask": mask})
    request = services.last("UpdatePersona").request
    assert list(request.update_mask.paths) == ["display_name", "core_belief"]
    assert request.HasField("display_name")
    assert not request.HasField("description")


async def test_an_empty_body_is_an_empty_message(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("CreatePersona", registry_service_pb2.CreatePersonaResponse())
    assert (await client.post("/v1/personas")).status_code == 200
    assert services.last("CreatePersona").request == registry_service_pb2.CreatePersonaRequest()


async def test_head_answers_like_get_without_a_body(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    response = await client.head("/v1/metrics")
    assert (response.status_code, response.content) == (200, b"")
