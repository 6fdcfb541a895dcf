"""Route table: one entry for every HTTP binding of every method, made from the contracts alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from protobuf import DescField, DescMessage, DescMethod

from gateway.server.routes.contracts import Contracts, domain_of
from gateway.server.routes.fields import field_at
from gateway.server.routes.path_template import Template, parse_template

WHOLE_BODY = "*"
_VERBS = {"get": "GET", "put": "PUT", "post": "POST", "delete": "DELETE", "patch": "PATCH"}


@dataclass(frozen=True, slots=True)
class Route:
    """One HTTP binding of one method.

    `body` is "*" (the whole request), the name of a field, or empty (no body); `response_field`
    is the field of the response message that is the JSON response, None for the whole message.
    """

    http_method: str
    template: Template
    body: str
    response_field: DescField | None
    rpc: DescMethod
    public: bool

    @property
    def domain(self) -> str:
        """The domain, which names the service process."""
        return domain_of(self.rpc.parent)

    @property
    def rpc_path(self) -> str:
        """The path of the method in gRPC."""
        return f"/{self.rpc.parent.type_name}/{self.rpc.name}"

    @property
    def streams(self) -> bool:
        """True if the response is a stream of events."""
        return self.rpc.method_kind == "server_streaming" or self.converses

    @property
    def converses(self) -> bool:
        """True if the method streams both ways (bidirectional streaming)."""
        return self.rpc.method_kind == "bidi_streaming"


def all_routes(contracts: Contracts) -> Iterator[Route]:
    """Yields every route, in the order of the contracts. ValueError: a binding does not fit its messages."""
    for method in contracts.methods():
        rule = contracts.http_rule(method)
        if rule is None or method.method_kind == "client_streaming":
            continue
        for binding in (rule, *rule.additional_bindings):
            yield _route(contracts, method, binding)


def _route(contracts: Contracts, method: DescMethod, binding: Any) -> Route:
    pattern = binding.pattern
    if pattern.field == "custom":
        http_method, path = pattern.value.kind.upper(), pattern.value.path
    else:
        http_method, path = _VERBS[pattern.field], pattern.value
    template = parse_template(path)
    for variable in template.variables:
        _require(method.input, variable.field_path, path)
    if binding.body not in ("", WHOLE_BODY):
        _require(method.input, binding.body, path)
    response_field = _require(method.output, binding.response_body, path) if binding.response_body else None
    return Route(http_method, template, binding.body, response_field, method, contracts.is_public(method))


def _require(message: DescMessage, name: str, path: str) -> DescField:
    field = field_at(message, name)
    if field is None:
        raise ValueError(f"{path}: {message.type_name} has no field {name!r}")
    return field
