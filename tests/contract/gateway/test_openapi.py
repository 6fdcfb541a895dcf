"""The OpenAPI document is valid, complete, and says what the contracts say."""

import re
from collections.abc import Iterator
from typing import Any

import openapi_spec_validator
import pytest

from gateway.server.openapi.document import openapi_document
from gateway.server.openapi.operations import openapi_path
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import all_routes

CONTRACTS = Contracts.installed()
ROUTES = tuple(all_routes(CONTRACTS))


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    return openapi_document(CONTRACTS, ROUTES)


def parts(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from parts(each)
    elif isinstance(value, list):
        for each in value:
            yield from parts(each)


def test_it_is_valid_openapi_3_1(document: dict[str, Any]) -> None:
    openapi_spec_validator.validate(document, cls=openapi_spec_validator.OpenAPIV31SpecValidator)


def test_every_route_is_described(document: dict[str, Any]) -> None:
    for route in ROUTES:
        operation = document["paths"][openapi_path(route)][route.http_method.lower()]
        assert operation["description"]
        assert operation["summary"]
    ids = [operation["operationId"] for path in document["paths"].values() for operation in path.values()]
    assert len(ids) == len(set(ids)) == len(ROUTES)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    references = [part["$ref"] for part in parts(document) if "$ref" in part]
    assert references
    for reference in references:
        _, _, kind, name = reference.split("/")
        assert name in document["components"][kind]


def test_path_variables_are_parameters_and_not_in_the_body(document: dict[str, Any]) -> None:
    for path, methods in document["paths"].items():
        for operation in methods.values():
            in_path = {each["name"] for each in operation["parameters"] if each.get("in") == "path"}
            assert in_path == set(re.findall(r"{(.+?)}", path))
            body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
            assert not in_path & set(body.get("properties", {}))


def test_limits_of_the_contract_are_told(document: dict[str, Any]) -> None:
    create = document["paths"]["/v1/personas"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    name = create["properties"]["display_name"]
    assert (name["minLength"], name["maxLength"]) == (1, 200)
    assert re.search(name["pattern"], "Ada Lovelace")
    assert not any(re.search(name["pattern"], bad) for bad in ("", "   ", "two\nlines"))
    assert create["required"] == ["display_name"]
    size = next(
        each for each in document["paths"]["/v1/personas"]["get"]["parameters"] if each.get("name") == "page_size"
    )
    assert (size["schema"]["minimum"], size["schema"]["maximum"], size["required"]) == (0, 200, False)
    text = document["paths"]["/v1/texts:analyze"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    assert text["properties"]["text"]["pattern"] == r"\S"


def test_an_answer_is_the_field_that_the_route_gives(document: dict[str, Any]) -> None:
    answer = document["paths"]["/v1/personas/{persona_id}"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"] == "#/components/schemas/registry.v1.Persona"


def test_streams_are_event_streams_that_can_be_resumed(document: dict[str, Any]) -> None:
    watch = document["paths"]["/v1/personas:watch"]["get"]
    assert list(watch["responses"]["200"]["content"]) == ["text/event-stream"]
    assert {"$ref": "#/components/parameters/LastEventId"} in watch["parameters"]


def test_streams_both_ways_tell_how_messages_are_sent(document: dict[str, Any]) -> None:
    stream = document["paths"]["/v1/personas/{target.persona_id}:streamScore"]["post"]
    assert list(stream["requestBody"]["content"]) == ["application/json", "application/x-ndjson"]
    assert list(stream["responses"]["200"]["content"]) == ["text/event-stream"]
    assert "X-Stream-Id" in stream["responses"]["200"]["headers"]
    names = {each.get("name", each.get("$ref", "").rpartition("/")[2]) for each in stream["parameters"]}
    assert {"target.persona_id", "target.include_details", "StreamId"} <= names


def test_what_is_public_asks_for_no_key(document: dict[str, Any]) -> None:
    assert document["paths"]["/v1/tokens:exchange"]["post"]["security"] == []
    assert document["security"]


def test_every_error_reason_is_explained(document: dict[str, Any]) -> None:
    reasons = document["components"]["schemas"]["Problem"]["properties"]["reason"]["x-reasons"]
    assert {"INVALID_FIELD", "PERSONA_NOT_FOUND", "ROUTE_NOT_FOUND"} <= set(reasons)
    assert all(reasons.values())
