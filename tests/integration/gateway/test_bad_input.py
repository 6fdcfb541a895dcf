"""Bad input is refused with a problem that names the field and the remedy, and reaches no service."""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import grpc
import httpx
import pytest
from google.rpc import error_details_pb2
from persona.analyzer.v1 import analyzer_service_pb2

from tests.support.answering import AnsweringServices, error_info

SAMPLES = "/v1/personas/p/samples"


async def post(client: httpx.AsyncClient, path: str, content: bytes) -> dict[str, Any]:
    response = await client.post(path, content=content)
    assert response.headers["content-type"] == "application/problem+json"
    document = response.json()
    assert document["status"] == response.status_code
    return document


@pytest.mark.parametrize(
    ("content", "line", "column"),
    [(b'{"display_name": "Ada",', 1, 24), (b'{\n "display_name": Ada}', 2, 18), (b"hello", 1, 1)],
)
async def test_json_that_is_not_json_is_told_with_its_place(
    client: httpx.AsyncClient, services: AnsweringServices, content: bytes, line: int, column: int
) -> None:
    problem = await post(client, "/v1/personas", content)
    assert (problem["status"], problem["reason"]) == (400, "MALFORMED_REQUEST")
    assert f"line {line}, column {column}" in problem["detail"]
    assert not services.received


@pytest.mark.parametrize(
    ("path", "content", "fault"),
    [
        ("/v1/personas", b'{"displayname": "Ada"}', ("displayname", 'did you mean "display_name"?')),
        ("/v1/personas", b'{"display_name": 3}', ("display_name", "must be text, not a number")),
        ("/v1/personas", b"[]", ("", "must be an object, not a list")),
        (SAMPLES, b'{"samples": {}}', ("samples", "must be a list, not an object")),
        (SAMPLES, b'{"samples": [{"text": "a"}, {"texts": "b"}]}', ("samples[1].texts", 'did you mean "text"?')),
        (SAMPLES, b'{"samples": [null]}', ("samples[0]", "must not be null")),
        (SAMPLES, b'{"samples": [{"retain_text": "yes"}]}', ("samples[0].retain_text", "must be true or false")),
        (SAMPLES, b'{"samples": [{"provenance": "HUMAN"}]}', ("samples[0].provenance", "PROVENANCE_HUMAN")),
        ("/v1/apiKeys", b'{"expire_time": "tomorrow"}', ("expire_time", "2025-01-31T12:00:00Z")),
    ],
)
async def test_unknown_fields_and_wrong_types_are_named(
    client: httpx.AsyncClient, services: AnsweringServices, path: str, content: bytes, fault: tuple[str, str]
) -> None:
    problem = await post(client, path, content)
    assert (problem["status"], problem["code"], problem["reason"]) == (400, "INVALID_ARGUMENT", "INVALID_FIELD")
    assert problem["violations"][0]["field"] == fault[0]
    assert fault[1] in problem["violations"][0]["description"]
    assert not services.received


async def test_every_wrong_field_is_named_at_once(client: httpx.AsyncClient) -> None:
    problem = await post(client, "/v1/personas", b'{"display_name": 1, "description": [], "nope": 1}')
    assert [each["field"] for each in problem["violations"]] == ["display_name", "description", "nope"]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b'{"display_name": "a\xff\xfe"}', "display_name"),
        (b'{"display_name": "caf\xe9"}', "display_name"),
        (b'{"display_name": "\\ud83c"}', "display_name"),
    ],
)
async def test_invalid_utf8_is_told_with_its_field(client: httpx.AsyncClient, content: bytes, field: str) -> None:
    problem = await post(client, "/v1/personas", content)
    assert (problem["status"], problem["reason"]) == (400, "MALFORMED_REQUEST")
    assert problem["violations"][0]["field"] == field
    assert "not valid UTF-8" in problem["detail"]


async def test_deep_nesting_is_refused(client: httpx.AsyncClient) -> None:
    problem = await post(client, "/v1/personas", b'{"display_name": ' + b"[" * 200_000)
    assert problem["status"] == 400


async def test_nul_characters_reach_the_service_which_names_the_field(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    violation = error_details_pb2.BadRequest.FieldViolation(field="text", description="must not contain NUL")
    details = (error_info("INVALID_FIELD"), error_details_pb2.BadRequest(field_violations=[violation]))
    services.fail("AnalyzeText", grpc.StatusCode.INVALID_ARGUMENT, "text: must not contain NUL", *details)
    problem = await post(client, "/v1/texts:analyze", b'{"text": "a\\u0000b"}')
    assert services.last("AnalyzeText").request.text == "a\0b"
    assert problem["violations"] == [{"field": "text", "description": "must not contain NUL"}]


async def test_a_malformed_id_is_for_the_service_to_refuse(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.fail(
        "GetPersona", grpc.StatusCode.INVALID_ARGUMENT, "persona_id: must be a UUID", error_info("INVALID_FIELD")
    )
    response = await client.get("/v1/personas/not-an-id")
    assert services.last("GetPersona").request.persona_id == "not-an-id"
    assert response.status_code == 400


async def test_a_ten_megabyte_body_is_refused_by_its_length(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    problem = await post(client, "/v1/texts:analyze", b'{"text": "' + b"a" * 10_000_000 + b'"}')
    assert (problem["status"], problem["reason"]) == (413, "BODY_TOO_LARGE")
    assert problem["metadata"] == {"maxBytes": str(4 * 2**20)}
    assert not services.received


async def test_a_large_body_of_unknown_length_is_not_read_to_its_end(client: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 2**30:
            sent += 2**16
            yield b" " * 2**16

    # The client may write on while the gateway drops the rest; what matters is that it ends.
    with suppress(httpx.TransportError):
        assert (await client.post("/v1/texts:analyze", content=endless())).status_code == 413
    assert sent < 2**30


@pytest.mark.parametrize(
    ("query", "field", "words"),
    [
        ("page_size=many", "page_size", "must be a whole number"),
        ("page_size=1&page_size=2", "page_size", "more than once"),
        ("pagesize=1", "pagesize", 'did you mean "page_size"?'),
        ("persona_id=other", "persona_id", "set by the path"),
        ("page_size.x=1", "page_size.x", "is not a query parameter"),
    ],
)
async def test_query_parameters_that_do_not_fit_are_named(
    client: httpx.AsyncClient, services: AnsweringServices, query: str, field: str, words: str
) -> None:
    problem = (await client.get(f"{SAMPLES}?{query}")).json()
    assert (problem["status"], problem["reason"]) == (400, "INVALID_FIELD")
    assert problem["violations"][0]["field"] == field
    assert words in problem["violations"][0]["description"]
    assert not services.received


async def test_query_parameters_beside_a_whole_body_are_refused(client: httpx.AsyncClient) -> None:
    response = await client.post("/v1/personas?display_name=Ada", json={})
    assert response.json()["violations"][0]["description"] == "belongs in the body, not in the query"


async def test_a_body_where_none_is_taken_is_not_ignored_in_silence(client: httpx.AsyncClient) -> None:
    response = await client.request("DELETE", "/v1/personas/p", content=b'{"etag": "3"}')
    assert response.status_code == 400
    assert "send the fields as query parameters" in response.json()["detail"]


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "nan", "999999"])
async def test_an_impossible_timeout_is_refused(client: httpx.AsyncClient, seconds: str) -> None:
    response = await client.get("/v1/personas", headers={"X-Timeout-Seconds": seconds})
    assert response.status_code == 400
    assert response.json()["violations"][0]["field"] == "X-Timeout-Seconds"


@pytest.mark.parametrize("path", ["/v1/nope", "/v1/personas/p:nope", "/v1/personas/", "/v2/personas", "//"])
async def test_unknown_paths_are_told_as_problems(client: httpx.AsyncClient, path: str) -> None:
    response = await client.get(path)
    assert (response.status_code, response.json()["reason"]) == (404, "ROUTE_NOT_FOUND")


async def test_a_path_without_the_method_says_which_it_has(client: httpx.AsyncClient) -> None:
    response = await client.put("/v1/personas/p")
    assert (response.status_code, response.json()["reason"]) == (405, "ROUTE_NOT_FOUND")
    assert response.headers["allow"] == "DELETE, GET, HEAD, OPTIONS, PATCH"


async def test_options_answers_with_the_methods_of_the_path(client: httpx.AsyncClient) -> None:
    response = await client.options("/v1/texts:analyze")
    assert (response.status_code, response.headers["allow"], response.content) == (204, "OPTIONS, POST", b"")
    assert (await client.options("/v1/nope")).status_code == 404


@pytest.mark.parametrize("place", ["body", "query", "path"])
async def test_no_name_of_any_length_is_repeated_in_an_error(client: httpx.AsyncClient, place: str) -> None:
    name = "n" * 60_000
    if place == "body":
        response = await client.post("/v1/personas", content=b'{"%b": 1}' % name.encode())
    elif place == "query":
        response = await client.get("/v1/personas", params={name: "1"})
    else:
        response = await client.get(f"/v1/{name}")
    assert response.status_code == (404 if place == "path" else 400)
    assert len(response.content) < 1_500
    if place != "path":
        assert response.json()["violations"][0]["field"] == "n" * 63 + "…"


async def test_wrong_fields_of_any_number_are_named_up_to_ten(client: httpx.AsyncClient) -> None:
    query = "&".join(f"{'n' * 60}{index}=1" for index in range(900))
    body = "{" + ",".join(f'"n{index}": 1' for index in range(5_000)) + "}"
    for response in (
        await client.get(f"/v1/personas?{query}"),
        await client.post(f"/v1/personas?{query}"),
        await client.post("/v1/personas", content=body),
    ):
        assert (response.status_code, len(response.json()["violations"])) == (400, 10)
        assert len(response.content) < 8_192


@pytest.mark.parametrize("value", ["shape", "²", "9" * 5_000, "4294967296", "-1"])
async def test_an_enum_fault_names_the_values_that_are_accepted(
    client: httpx.AsyncClient, services: AnsweringServices, value: str
) -> None:
    problem = (await client.get("/v1/metrics", params={"families": value})).json()
    assert (problem["status"], problem["violations"][0]["field"]) == (400, "families[0]")
    assert "must be one of METRIC_FAMILY_" in problem["detail"]
    assert "UNSPECIFIED" not in problem["detail"]
    assert not services.received


@pytest.mark.parametrize(
    ("field", "rule", "sentence"),
    [
        ("families[0]", "must not be in list [0]", "must be one of METRIC_FAMILY_"),
        ("families[0]", "value must be one of the defined enum values", "must be one of METRIC_FAMILY_"),
        ("families", "repeated value must contain unique items", "must not name the same value twice"),
        ("page_size", "must be in list [1, 2]", "must be in list [1, 2]"),
    ],
)
async def test_an_enum_fault_that_a_service_finds_names_the_values_too(
    client: httpx.AsyncClient, services: AnsweringServices, field: str, rule: str, sentence: str
) -> None:
    violation = error_details_pb2.BadRequest.FieldViolation(field=field, description=rule)
    details = (error_info("INVALID_FIELD"), error_details_pb2.BadRequest(field_violations=[violation]))
    services.fail("ListMetrics", grpc.StatusCode.INVALID_ARGUMENT, f"{field} {rule}", *details)
    problem = (await client.get("/v1/metrics?families=0")).json()
    assert problem["violations"][0]["description"].startswith(sentence)
    assert problem["detail"].startswith(f"{field} {sentence}")


async def test_a_flag_in_the_query_is_repeated_as_it_was_written(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/personas/p/fingerprint?include_unreliable=TRUE")
    fault = {"field": "include_unreliable", "description": 'must be true or false, not "TRUE"'}
    assert response.json()["violations"] == [fault]


@pytest.mark.parametrize("encoding", ["gzip", "br", "identity, gzip"])
async def test_a_compressed_body_is_refused_by_its_encoding(
    client: httpx.AsyncClient, services: AnsweringServices, encoding: str
) -> None:
    response = await client.post("/v1/texts:analyze", content=b"\x1f\x8b", headers={"Content-Encoding": encoding})
    assert (response.status_code, response.headers["accept-encoding"]) == (415, "identity")
    assert not services.received


async def test_a_body_that_says_it_is_not_compressed_is_read(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.answer("AnalyzeText", analyzer_service_pb2.AnalyzeTextResponse())
    headers = {"Content-Encoding": "identity"}
    assert (await client.post("/v1/texts:analyze", json={"text": "a"}, headers=headers)).status_code == 200
