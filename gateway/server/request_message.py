"""From an HTTP request to the bytes of the RPC's request message."""

import json
from collections.abc import Mapping
from itertools import islice

import orjson
from protobuf import DescMessage, merge_from_json

from gateway.server.field_masks import has_field_mask, respell_masks
from gateway.server.json_faults import Json, message_faults
from gateway.server.problem import ProblemError, Violation, invalid_field, malformed
from gateway.server.query import Tree, add_parameters, parse_query, set_text
from gateway.server.routes import WHOLE_BODY, Route
from gateway.server.template import decode

_MAX_FAULTS = 20
_EMPTY = b"{}"


class RequestReader:
    """Reads the requests of one route."""

    def __init__(self, route: Route) -> None:
        self._message = route.rpc.input
        self._type = self._message.type
        self._body = route.body
        in_path = {each.field_path.partition(".")[0] for each in route.template.variables}
        self._taken = frozenset(in_path | ({route.body} - {"", WHOLE_BODY}))
        self._has_mask = has_field_mask(self._message)

    def read(self, *, body: bytes, query: bytes, path: Mapping[str, str], resume_token: str | None = None) -> bytes:
        """The serialised message. ProblemError: the request does not fit it."""
        tree = self._parameters(query)
        if resume_token is not None:
            tree["resume_token"] = resume_token
        if self._body == WHOLE_BODY:
            message_json = body if body.strip() else _EMPTY
        else:
            message_json = _EMPTY
            self._add_body(tree, body)
        for field_path, raw in path.items():
            set_text(tree, self._message, field_path, _decoded(field_path, raw))
        return self._binary(message_json, tree)

    def _parameters(self, query: bytes) -> Tree:
        tree: Tree = {}
        pairs = parse_query(query)
        if pairs and self._body == WHOLE_BODY:
            raise invalid_field(*(Violation(name, "belongs into the body, not into the query") for name, _ in pairs))
        add_parameters(tree, self._message, pairs, self._taken)
        return tree

    def _add_body(self, tree: Tree, body: bytes) -> None:
        if not body.strip():
            return
        if self._body:
            tree[self._body] = _parsed(self._message, body)
        elif body.strip() != _EMPTY:
            raise malformed("This route takes no body; send the fields as query parameters.")

    def _binary(self, message_json: bytes, tree: Tree) -> bytes:
        try:
            if self._has_mask:
                message_json, tree = self._respelled(message_json, tree)
            message = self._type.from_json(message_json)
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise explain(self._message, message_json, error) from None
        if not tree:
            return message.to_binary()
        try:
            merge_from_json(message, orjson.dumps(tree))
        except (ValueError, TypeError, OverflowError, RecursionError) as error:
            raise _explain_value(self._message, tree, error) from None
        return message.to_binary()

    def _respelled(self, message_json: bytes, tree: Tree) -> tuple[bytes, Tree]:
        value: Json = orjson.loads(message_json)
        respell_masks(self._message, value)
        respell_masks(self._message, tree)
        return orjson.dumps(value), tree


def explain(message: DescMessage, body: bytes, error: Exception) -> ProblemError:
    """Why `body` is not the JSON of `message`, with the fields where they can be told."""
    try:
        body.decode("utf-8")
    except UnicodeDecodeError as encoding_error:
        where = f"The body is not valid UTF-8 at byte {encoding_error.start}; send the text as UTF-8."
        return malformed(where, *_faults_of_text(message, body.decode("utf-8", "surrogateescape")))
    if isinstance(error, json.JSONDecodeError):
        faults = _faults_of_text(message, body.decode("utf-8"))
        if faults:
            return malformed(f"{faults[0].field}: {faults[0].description}", *faults)
        return malformed(f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}.")
    faults = _faults_of_text(message, body.decode("utf-8"))
    return invalid_field(*faults) if faults else _unexplained(message, error)


def _explain_value(message: DescMessage, value: Json, error: Exception) -> ProblemError:
    faults = tuple(islice(message_faults(message, value), _MAX_FAULTS))
    return invalid_field(*faults) if faults else _unexplained(message, error)


def _faults_of_text(message: DescMessage, text: str) -> tuple[Violation, ...]:
    try:
        return tuple(islice(message_faults(message, json.loads(text)), _MAX_FAULTS))
    except (ValueError, RecursionError):
        return ()


def _unexplained(message: DescMessage, error: Exception) -> ProblemError:
    if isinstance(error, RecursionError):
        return malformed("The body is nested too deeply.")
    return malformed(f"The body is not the JSON of a {message.name}.")


def _parsed(message: DescMessage, body: bytes) -> Json:
    try:
        value: Json = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise explain(message, body, error) from None
    return value


def _decoded(field_path: str, raw: str) -> str:
    try:
        return "/".join(decode(each) for each in raw.split("/"))
    except UnicodeDecodeError:
        fault = Violation(field_path, "is not valid UTF-8; percent-encode the UTF-8 bytes")
        raise malformed(f"{field_path}: {fault.description}", fault) from None
