"""What every method of the contracts owes to those who call it over HTTP."""

import pytest
from persona.events.v1.event_pb2 import Event
from protobuf import DescMethod

from deploy.checks import client_services
from gateway.server.openapi.comments import comments
from gateway.server.routes.contracts import Contracts, domain_of
from gateway.server.routes.route import all_routes
from libs.servicekit.directory import directory
from tests.contract.gateway.route_table import GOLDEN, table

CONTRACTS = Contracts.installed()
COMMENTS = comments(CONTRACTS.files)
ROUTES = tuple(all_routes(CONTRACTS))

OURS = [method for method in CONTRACTS.methods() if method.parent.type_name.startswith("persona.")]
PUBLIC = [
    method
    for method in OURS
    if not method.parent.type_name.startswith("persona.events.")
    and (method.method_kind in ("unary", "server_streaming") or CONTRACTS.http_rule(method) is not None)
]


def name(method: DescMethod) -> str:
    return f"{method.parent.name}.{method.name}"


def test_the_route_table_is_the_agreed_one() -> None:
    assert table(CONTRACTS) == GOLDEN.read_text(), (
        "The routes changed. If that is meant, run `make routes` and commit tests/contract/gateway/routes.txt."
    )


@pytest.mark.parametrize("method", PUBLIC, ids=name)
def test_every_method_has_a_route(method: DescMethod) -> None:
    assert any(route.rpc is method for route in ROUTES)


@pytest.mark.parametrize("method", OURS, ids=name)
def test_every_method_has_a_comment(method: DescMethod) -> None:
    assert len(COMMENTS.get(f"{method.parent.type_name}.{method.name}", "")) > 10


@pytest.mark.parametrize("method", OURS, ids=name)
def test_every_method_says_who_may_call_it(method: DescMethod) -> None:
    access = CONTRACTS.access(method)
    assert access is not None
    assert access.public or access.scope.name != "UNSPECIFIED"


@pytest.mark.parametrize("method", PUBLIC, ids=name)
def test_only_what_makes_something_new_may_leave_out_its_idempotency(method: DescMethod) -> None:
    if method.idempotency.name == "IDEMPOTENCY_UNKNOWN":
        assert method.name.startswith(("Create", "Add", "Publish", "RollBack", "Import"))


@pytest.mark.parametrize("method", PUBLIC, ids=name)
def test_what_only_reads_is_reached_by_get_or_carries_a_text(method: DescMethod) -> None:
    verbs = {route.http_method for route in ROUTES if route.rpc is method}
    if "GET" in verbs:
        assert method.idempotency.name == "NO_SIDE_EFFECTS"
    if "DELETE" in verbs:
        assert method.idempotency.name == "IDEMPOTENT"


@pytest.mark.parametrize("message", sorted({method.input.type_name for method in PUBLIC}))
def test_every_request_field_has_a_comment(message: str) -> None:
    fields = CONTRACTS.message(message).fields
    assert [field.name for field in fields if not COMMENTS.get(f"{message}.{field.name}")] == []


def test_every_service_of_the_contracts_is_in_the_directory() -> None:
    assert {domain_of(method.parent) for method in PUBLIC} == set(directory().names)


def test_every_kind_of_event_in_the_directory_is_in_the_contract() -> None:
    kinds = {field.name for field in Event.DESCRIPTOR.oneofs_by_name["kind"].fields}
    for row in directory().services:
        assert {*row.publishes, *row.subscribes} <= kinds


def test_every_event_that_a_service_subscribes_to_is_published_by_one() -> None:
    published = {kind for row in directory().services for kind in row.publishes}
    assert {kind for row in directory().services for kind in row.subscribes} <= published


def test_the_client_knows_the_services_of_the_directory() -> None:
    assert client_services.PAGE.read_text() == client_services.page()
