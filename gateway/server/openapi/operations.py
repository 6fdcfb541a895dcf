"""Routes as operations of OpenAPI 3.1."""

import re
from collections.abc import Iterator

from protobuf import DescField, DescFieldValueList, DescFieldValueMessage, DescMessage

from gateway.server.openapi.comments import Comments, first_sentence
from gateway.server.openapi.limits import Schema
from gateway.server.openapi.schemas import Schemas
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.fields import field_at, is_field_mask
from gateway.server.routes.route import WHOLE_BODY, Route
from gateway.server.streams.event_stream import RESUME_TOKEN

_DEEPEST_QUERY = 2
_VARIABLE = re.compile(r"\{([\w.]+)(?:=[^{}]*)?\}")
_PROBLEM = {"$ref": "#/components/responses/Problem"}
_SIMPLE_MESSAGES = ("google.protobuf.Timestamp", "google.protobuf.Duration", "google.protobuf.FieldMask")


_EVENTS = "Server-sent events: the data of each is this message. One named `error` holds a problem and ends them."
_STREAM_ID = "Names the stream while it is open: further POSTs to this path with it add messages."
_CONVERSATION = (
    "A message; or, as newline-delimited JSON, one a line. Path and query are the first message of the stream, the body"
    " holds those that follow, and its end is theirs. Without a body the stream stays open: POST messages to the same"
    " path, with the X-Stream-Id from the head of the answer; each is answered by 204. So a browser, which reads no"
    " answer while it sends, holds one answer open and sends each message by a request of its own."
)


class Operations:
    """Makes the operation of a route."""

    def __init__(self, contracts: Contracts, comments: Comments, schemas: Schemas) -> None:
        self._contracts = contracts
        self._comments = comments
        self._schemas = schemas

    def operation(self, route: Route, operation_id: str) -> Schema:
        """Returns the OpenAPI operation of one route."""
        comment = self._comments.get(f"{route.rpc.parent.type_name}.{route.rpc.name}", "")
        operation: Schema = {
            "operationId": operation_id,
            "tags": [route.rpc.parent.name],
            "summary": first_sentence(comment),
            "description": comment,
            "parameters": [*self._path_parameters(route), *self._query_parameters(route), *_headers(route)],
            **self._access(route),
            "responses": {"200": self._response(route), "default": _PROBLEM},
        }
        body = self._body(route)
        return {**operation, "requestBody": body} if body else operation

    def _access(self, route: Route) -> Schema:
        if route.public:
            return {"security": []}
        access = self._contracts.access(route.rpc)
        return {"x-scope": access.scope.name.lower()} if access is not None else {}

    def _path_parameters(self, route: Route) -> Iterator[Schema]:
        for variable in route.template.variables:
            field = field_at(route.rpc.input, variable.field_path)
            if field is not None:
                yield _parameter("path", variable.field_path, self._schemas.field(field), required=True)

    def _query_parameters(self, route: Route) -> Iterator[Schema]:
        if route.body == WHOLE_BODY and not route.converses:
            return
        given = {variable.field_path for variable in route.template.variables} | {route.body}
        for path, field in _query_fields(route.rpc.input, "", _DEEPEST_QUERY):
            if path not in given:
                required = "." not in path and self._schemas.required(field)
                yield _parameter("query", path, self._schemas.field(field), required=required)

    def _body(self, route: Route) -> Schema | None:
        if not route.body:
            return None
        if route.converses:
            schema = self._schemas.message_ref(route.rpc.input)
            content = {"application/json": {"schema": schema}, "application/x-ndjson": {"schema": schema}}
            return {"description": _CONVERSATION, "required": False, "content": content}
        if route.body == WHOLE_BODY:
            given = frozenset(variable.field_path for variable in route.template.variables)
            schema = self._schemas.message(route.rpc.input, without=given, request=True)
        else:
            field = field_at(route.rpc.input, route.body)
            schema = self._schemas.field(field) if field else {}
        return {"required": "required" in schema, "content": {"application/json": {"schema": schema}}}

    def _response(self, route: Route) -> Schema:
        field = route.response_field
        schema = self._schemas.field(field) if field else self._schemas.message_ref(route.rpc.output)
        about = self._comments.get(route.rpc.output.type_name, "The answer.")
        if not route.streams:
            return {"description": about, "content": {"application/json": {"schema": schema}}}
        if route.converses:
            streamed = {"description": f"{about}\n\n{_EVENTS}", "content": {"text/event-stream": {"schema": schema}}}
            return {**streamed, "headers": {"X-Stream-Id": {"description": _STREAM_ID, "schema": {"type": "string"}}}}
        note = "Server-sent events: the data of each is this message, its id the resume token, its name the kind."
        return {"description": f"{about}\n\n{note}", "content": {"text/event-stream": {"schema": schema}}}


def openapi_path(route: Route) -> str:
    """Returns the route's path in OpenAPI's spelling, which has no patterns for variables."""
    return _VARIABLE.sub(r"{\1}", route.template.text)


def _query_fields(message: DescMessage, prefix: str, depth: int) -> Iterator[tuple[str, DescField]]:
    for field in message.fields:
        path = f"{prefix}{field.name}"
        if not isinstance(field.value, DescFieldValueMessage):
            if not (isinstance(field.value, DescFieldValueList) and isinstance(field.value.element, DescMessage)):
                yield path, field
        elif is_field_mask(field) or field.value.message.type_name in _SIMPLE_MESSAGES:
            yield path, field
        elif depth > 0:
            yield from _query_fields(field.value.message, f"{path}.", depth - 1)


def _headers(route: Route) -> list[Schema]:
    shared = [{"$ref": "#/components/parameters/Timeout"}, {"$ref": "#/components/parameters/RequestId"}]
    if field_at(route.rpc.input, "etag") is not None:
        return [*shared, {"$ref": "#/components/parameters/IfMatch"}]
    if route.converses:
        return [*shared, {"$ref": "#/components/parameters/StreamId"}]
    resumes = route.streams and any(field.name == RESUME_TOKEN for field in route.rpc.input.fields)
    return [*shared, {"$ref": "#/components/parameters/LastEventId"}] if resumes else shared


def _parameter(place: str, name: str, schema: Schema, *, required: bool) -> Schema:
    described = {"description": schema["description"]} if "description" in schema else {}
    bare = {key: value for key, value in schema.items() if key != "description"}
    return {"name": name, "in": place, "required": required, **described, "schema": bare}
