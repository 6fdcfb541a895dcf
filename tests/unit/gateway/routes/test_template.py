"""Path templates of google.api.http, and finding routes by them."""

import pytest

from gateway.server.routes.path_template import Variable, parse_template, split_path
from gateway.server.routes.route_tree import RouteTree


@pytest.mark.parametrize(
    ("text", "segments", "verb"),
    [
        ("/v1/personas", ("v1", "personas"), ""),
        ("/v1/personas:watch", ("v1", "personas"), "watch"),
        ("/v1/personas/{id}:diff", ("v1", "personas", "*"), "diff"),
        ("/v1/{name=personas/*}/x", ("v1", "personas", "*", "x"), ""),
        ("/v1/{path=**}", ("v1", "**"), ""),
        ("/v1/*/x/{y}", ("v1", "*", "x", "*"), ""),
    ],
)
def test_templates_are_parsed(text: str, segments: tuple[str, ...], verb: str) -> None:
    template = parse_template(text)
    assert (template.segments, template.verb) == (segments, verb)


def test_a_variable_knows_the_segments_that_it_takes() -> None:
    template = parse_template("/v1/{name=personas/*}/samples/{sample.id}")
    assert template.variables == (Variable("name", 1, 3), Variable("sample.id", 4, 5))
    assert template.read(["v1", "personas", "a", "samples", "b"]) == {"name": "personas/a", "sample.id": "b"}


def test_a_rest_variable_takes_all_that_follows() -> None:
    assert parse_template("/v1/{path=files/**}").read(["v1", "files", "a", "b"]) == {"path": "files/a/b"}


@pytest.mark.parametrize("text", ["v1", "/v1/{", "/v1//x", "/v1/{a}{b}", "/v1/{p=**}/x", ""])
def test_malformed_templates_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_template(text)


def test_only_a_raw_colon_in_the_last_segment_starts_a_verb() -> None:
    assert split_path("/v1/a:b/c%3Ad") == (["v1", "a:b", "c%3Ad"], "")
    assert split_path("/v1/c:watch") == (["v1", "c"], "watch")


def tree(*routes: tuple[str, str]) -> RouteTree[str]:
    made: RouteTree[str] = RouteTree()
    for method, text in routes:
        made.add(parse_template(text), method, f"{method} {text}")
    return made


def find(made: RouteTree[str], method: str, path: str) -> str | None:
    segments, verb = split_path(path)
    return made.find(segments, verb, method)[0]


def test_a_literal_segment_goes_before_a_variable_one() -> None:
    made = tree(("GET", "/v1/{id}"), ("GET", "/v1/me"), ("GET", "/v1/{id}/x"))
    assert find(made, "GET", "/v1/me") == "GET /v1/me"
    assert find(made, "GET", "/v1/you") == "GET /v1/{id}"
    assert find(made, "GET", "/v1/me/x") == "GET /v1/{id}/x"


def test_a_variable_route_answers_a_method_that_the_literal_one_lacks() -> None:
    made = tree(("GET", "/v1/me"), ("DELETE", "/v1/{id}"))
    assert find(made, "DELETE", "/v1/me") == "DELETE /v1/{id}"
    assert made.find(["v1", "me"], "", "PUT") == (None, {"GET", "DELETE"})


def test_verbs_tell_routes_apart() -> None:
    made = tree(("GET", "/v1/{id}"), ("POST", "/v1/{id}:undo"), ("GET", "/v1/{path=**}"))
    assert find(made, "POST", "/v1/a:undo") == "POST /v1/{id}:undo"
    assert find(made, "POST", "/v1/a:redo") is None
    assert find(made, "GET", "/v1/a/b/c") == "GET /v1/{path=**}"


def test_an_empty_segment_is_no_value() -> None:
    assert find(tree(("GET", "/v1/{id}")), "GET", "/v1/") is None


def test_a_place_can_be_bound_once_only() -> None:
    with pytest.raises(ValueError, match="bound twice"):
        tree(("GET", "/v1/{id}"), ("GET", "/v1/{name}"))
