"""Converts an HTTP request to the serialised request message of the RPC."""

from collections.abc import Mapping
from itertools import islice
from typing import Never

from protobuf import DescFieldValueScalar, message_from_json_value

from gateway.server.messages.field_masks import respell_masks
from gateway.server.messages.json_body import MAX_FAULTS, parse_json
from gateway.server.messages.json_faults import Json, message_faults
from gateway.server.messages.query import Tree, add_parameters, parse_query, set_text
from gateway.server.problems.names import cut
from gateway.server.problems.problem import Violation, invalid_field, malformed
from gateway.server.routes.fields import field_named
from gateway.server.routes.path_template import decode
from gateway.server.routes.route import WHOLE_BODY, Route

_NO_FIELDS = b"{}"
_ETAG = "etag"


class RequestReader:
    """Reads the requests of one route."""

    def __init__(self, route: Route) -> None:
        self._message = route.rpc.input
        self._type = self._message.type
        self._body = route.body
        in_path = {variable.field_path.partition(".")[0] for variable in route.template.variables}
        etag = field_named(self._message, _ETAG)
        self.takes_etag = etag is not None and isinstance(etag.value, DescFieldValueScalar)
        """True if the message names the state that the caller has read, by a field `etag`."""
        self._taken = frozenset(in_path | ({route.body} - {"", WHOLE_BODY}))

    def read(
        self,
        *,
        body: bytes,
        query: bytes,
        path: Mapping[str, str],
        resume_token: str | None = None,
        etag: str | None = None,
    ) -> bytes:
        """Returns the serialised message. ProblemError: the request does not fit it."""
        tree = self._from_body(body.strip())
        self._add_query(tree, query)
        if resume_token is not None:
            tree["resume_token"] = resume_token
        if etag is not None:
            if tree.setdefault(_ETAG, etag) not in (etag, ""):
                raise invalid_field(Violation(_ETAG, "differs from If-Match; send one of them"))
            tree[_ETAG] = etag
        for field_path, raw in path.items():
            set_text(tree, self._message, field_path, _decoded(field_path, raw))
        respell_masks(self._message, tree)
        return self._serialised(tree)

    def first(self, *, query: bytes, path: Mapping[str, str]) -> bytes:
        """Returns the serialised first message of a request stream, from path and query."""
        tree: Tree = {}
        add_parameters(tree, self._message, parse_query(query), self._taken)
        for field_path, raw in path.items():
            set_text(tree, self._message, field_path, _decoded(field_path, raw))
        return self._serialised(tree)

    def further(self, part: bytes) -> bytes:
        """Returns a later message of a request stream, serialised. ProblemError: the JSON does not fit it."""
        return self._serialised(self._from_body(part))

    def _from_body(self, body: bytes) -> Tree:
        if not body:
            return {}
        if self._body == WHOLE_BODY:
            value = parse_json(self._message, body)
            if not isinstance(value, dict):
                self._refuse(value)
            return value
        if self._body:
            return {self._body: parse_json(self._message, body)}
        if body != _NO_FIELDS:
            raise malformed("This route accepts no body; send the fields as query parameters.")
        return {}

    def _add_query(self, tree: Tree, query: bytes) -> None:
        pairs = parse_query(query)
        if pairs and self._body == WHOLE_BODY:
            misplaced = (Violation(cut(name), "belongs in the body, not in the query") for name, _ in pairs)
            raise invalid_field(*islice(misplaced, MAX_FAULTS))
        add_parameters(tree, self._message, pairs, self._taken)

    def _serialised(self, tree: Tree) -> bytes:
        try:
            return message_from_json_value(self._type, tree).to_binary()
        except (ValueError, TypeError, OverflowError, RecursionError):
            self._refuse(tree)

    def _refuse(self, value: Json) -> Never:
        faults = tuple(islice(message_faults(self._message, value), MAX_FAULTS))
        if faults:
            raise invalid_field(*faults)
        raise malformed(f"The request is not the JSON of a {self._message.name}.")


def _decoded(field_path: str, raw: str) -> str:
    try:
        return "/".join(decode(segment) for segment in raw.split("/"))
    except UnicodeDecodeError:
        fault = Violation(field_path, "is not valid UTF-8; percent-encode the UTF-8 bytes")
        raise malformed(f"{field_path}: {fault.description}", fault) from None
