"""Bindings that our contracts do not use yet: bodies of one field, nested paths, several routes for one method."""

import json
from pathlib import Path
from typing import Any

import pytest
from grpc_tools import protoc

from gateway.server.messages.request_message import RequestReader
from gateway.server.openapi.document import openapi_document
from gateway.server.problems.problem import ProblemError
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import Route, all_routes
from gateway.server.rpc.response_json import response_converter
from tests.support.stack import REPOSITORY

PROTOS = REPOSITORY / "protos"
LIBRARY = """
syntax = "proto3";
package persona.library.v1;
import "google/api/annotations.proto";
import "google/protobuf/timestamp.proto";
service LibraryService {
  rpc MoveBook(MoveBookRequest) returns (MoveBookResponse) {
    option (google.api.http) = {
      put: "/v1/shelves/{book.shelf_id}/books/{book.id}"
      body: "book"
      response_body: "titles"
      additional_bindings {post: "/api/move/{book.id}" body: "notes"}
      additional_bindings {custom: {kind: "report" path: "/v1/{book.path=files/**}"}}
    };
  }
}
message Book {
  string id = 1;
  string shelf_id = 2;
  string path = 3;
  int64 pages = 4;
  bool lent = 5;
  bytes cover = 6;
  map<string, double> marks = 7;
  google.protobuf.Timestamp due_time = 8;
}
message MoveBookRequest {
  Book book = 1;
  repeated string notes = 2;
  repeated int32 pages = 3;
}
message MoveBookResponse {
  repeated string titles = 1;
  Book book = 2;
}
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Contracts:
    folder = tmp_path_factory.mktemp("protos")
    (folder / "library.proto").write_text(LIBRARY)
    bundled = Path(protoc.__file__).parent / "_proto"
    output = folder / "library.binpb"
    includes = [f"-I{each}" for each in (folder, PROTOS / "third_party", bundled)]
    flags = ["--include_imports", "--include_source_info", f"--descriptor_set_out={output}"]
    assert protoc.main(["protoc", *includes, *flags, "library.proto"]) == 0
    return Contracts.from_bytes(output.read_bytes())


@pytest.fixture(scope="module")
def routes(library: Contracts) -> list[Route]:
    return list(all_routes(library))


def read(route: Route, body: bytes = b"", query: bytes = b"", **path: str) -> Any:
    variables = {key.replace("__", "."): value for key, value in path.items()}
    return route.rpc.input.type.from_binary(RequestReader(route).read(body=body, query=query, path=variables))


def violations(route: Route, body: bytes = b"", query: bytes = b"") -> dict[str, str]:
    with pytest.raises(ProblemError) as refused:
        read(route, body, query)
    return {each.field: each.description for each in refused.value.problem.violations}


def test_one_method_may_have_several_routes(routes: list[Route]) -> None:
    assert [(each.http_method, each.body) for each in routes] == [("PUT", "book"), ("POST", "notes"), ("REPORT", "")]


def test_a_body_that_is_one_message_field_is_joined_with_the_path(routes: list[Route]) -> None:
    request = read(routes[0], b'{"pages": "7", "id": "wrong"}', book__shelf_id="s", book__id="b%20c")
    assert (request.book.pages, request.book.shelf_id, request.book.id) == (7, "s", "b c")


def test_a_body_may_be_a_list(routes: list[Route]) -> None:
    request = read(routes[1], b'["one", "two"]', query=b"pages=1&pages=2&book.lent=true", book__id="b")
    assert (request.notes, request.pages, request.book.lent, request.book.id) == (["one", "two"], [1, 2], True, "b")


def test_a_path_may_end_in_many_segments(routes: list[Route]) -> None:
    template = routes[2].template
    assert read(routes[2], book__path=template.read(["v1", "files", "a", "b"])["book.path"]).book.path == "files/a/b"


def test_an_answer_that_is_a_list_is_written_as_one(routes: list[Route]) -> None:
    response = routes[0].rpc.output.type(titles=["one", "two"])
    assert json.loads(response_converter(routes[0])(response.to_binary())) == ["one", "two"]
    assert json.loads(response_converter(routes[0])(b"")) == []


def test_a_whole_answer_tells_zeros_and_leaves_absent_messages_out(routes: list[Route]) -> None:
    response = routes[2].rpc.output.type
    route = Route("GET", routes[2].template, "", None, routes[2].rpc, public=False)
    assert json.loads(response_converter(route)(response().to_binary())) == {"titles": []}


@pytest.mark.parametrize(
    ("body", "field", "words"),
    [
        (b'{"pages": 1.5}', "book.pages", "must be a whole number"),
        (b'{"pages": "99999999999999999999"}', "book.pages", "must be a whole number"),
        (b'{"lent": 1}', "book.lent", "must be true or false"),
        (b'{"cover": "?"}', "book.cover", "base64"),
        (b'{"marks": []}', "book.marks", "must be an object"),
        (b'{"marks": {"ada": "good"}}', 'book.marks["ada"]', "must be a number"),
        (b'{"due_time": "soon"}', "book.due_time", "must be a time such as"),
        (b'{"due_date": 1}', "book.due_date", 'did you mean "due_time"?'),
        (b'"text"', "book", "must be an object, not text"),
    ],
)
def test_each_kind_of_field_says_what_it_must_be(routes: list[Route], body: bytes, field: str, words: str) -> None:
    assert words in violations(routes[0], body)[field]


def test_values_that_protojson_allows_are_no_faults(routes: list[Route]) -> None:
    body = b'{"pages": 2.0, "cover": "_-8", "marks": {"a": "1.5", "b": "NaN"}, "due_time": null, "lent": null}'
    book = read(routes[0], body, book__shelf_id="s", book__id="b").book
    assert (book.pages, book.cover, book.marks["a"]) == (2, b"\xff\xef", 1.5)


@pytest.mark.parametrize(
    ("query", "field"), [(b"book.title=x", "book.title"), (b"notes=x", "notes"), (b"pages.x=1", "pages.x")]
)
def test_query_parameters_that_cannot_be_are_named(routes: list[Route], query: bytes, field: str) -> None:
    assert field in violations(routes[1], b"[]", query)


def test_a_query_that_is_not_utf8_is_refused(routes: list[Route]) -> None:
    with pytest.raises(ProblemError, match="not valid UTF-8"):
        read(routes[1], query=b"notes=%ff")


def test_each_route_of_a_method_has_an_operation_of_its_own(library: Contracts, routes: list[Route]) -> None:
    document = openapi_document(library, routes[:2])
    operations = {each["operationId"]: each for path in document["paths"].values() for each in path.values()}
    assert list(operations) == ["LibraryService_MoveBook", "LibraryService_MoveBook_2"]
    body = operations["LibraryService_MoveBook_2"]["requestBody"]["content"]["application/json"]["schema"]
    assert body == {"type": "array", "items": {"type": "string"}}
