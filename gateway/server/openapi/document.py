"""Makes the OpenAPI 3.1 document of the whole gateway from the contracts."""

from collections import Counter
from collections.abc import Iterable

from protobuf import DescMethod

from gateway.server.openapi.comments import Comments, comments
from gateway.server.openapi.limits import Limits, Schema
from gateway.server.openapi.operations import Operations, openapi_path
from gateway.server.openapi.schemas import Schemas, problem_schema
from gateway.server.routes.contracts import Contracts
from gateway.server.routes.route import Route

_VERSION = "1"
_REASONS = "persona.errors.v1.ErrorReason"
_ABOUT = """Measures a writer's voice, scores texts against it and explains the score.

Names in JSON are the field names of the contract (snake_case); lowerCamelCase is read too. 64-bit integers are
text. Send `Authorization: Bearer` with an API key (`psk_...`) or an access token. Every failure is a problem
(RFC 9457) whose `reason` is for programs and whose `detail` is for people."""


def openapi_document(contracts: Contracts, routes: Iterable[Route]) -> Schema:
    """Returns the document as JSON-ready values."""
    texts = comments(contracts.files)
    schemas = Schemas(texts, Limits(contracts))
    paths = _paths(Operations(contracts, texts, schemas), tuple(routes))
    schemas.named["Problem"] = problem_schema(error_reasons(contracts, texts))
    return {
        "openapi": "3.1.0",
        "info": {"title": "Persona Services", "version": _VERSION, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"bearer": []}, {"apiKey": []}],
        "tags": _tags(contracts, texts, paths),
        "paths": paths,
        "components": {
            "schemas": dict(sorted(schemas.named.items())),
            "parameters": _PARAMETERS,
            "responses": {"Problem": _PROBLEM_RESPONSE},
            "securitySchemes": _SECURITY,
        },
    }


def error_reasons(contracts: Contracts, texts: Comments) -> dict[str, str]:
    """Returns every error reason, without its prefix, with its comment (without the example)."""
    enum = contracts.registry.enum(_REASONS)
    values = enum.values[1:] if enum else ()
    return {
        value.name.removeprefix("ERROR_REASON_"): " ".join(
            texts.get(f"{_REASONS}.{value.name}", "").split("\n\n")[0].split()
        )
        for value in values
    }


def _paths(operations: Operations, routes: tuple[Route, ...]) -> dict[str, Schema]:
    paths: dict[str, Schema] = {}
    bound: Counter[DescMethod] = Counter()
    for route in routes:
        bound[route.rpc] += 1
        suffix = f"_{bound[route.rpc]}" if bound[route.rpc] > 1 else ""
        operation_id = f"{route.rpc.parent.name}_{route.rpc.name}{suffix}"
        path = paths.setdefault(openapi_path(route), {})
        path[route.http_method.lower()] = operations.operation(route, operation_id)
    return paths


def _tags(contracts: Contracts, texts: Comments, paths: dict[str, Schema]) -> list[Schema]:
    used = {operation["tags"][0] for path in paths.values() for operation in path.values()}
    return [
        {"name": service.name, "description": texts.get(service.type_name, "")}
        for service in contracts.services()
        if service.name in used
    ]


_PARAMETERS: dict[str, Schema] = {
    "Timeout": {
        "name": "X-Timeout-Seconds",
        "in": "header",
        "description": "How long the call may take. Absent: 30 seconds; a watch: an hour.",
        "schema": {"type": "number", "exclusiveMinimum": 0, "maximum": 3600},
    },
    "RequestId": {
        "name": "X-Request-Id",
        "in": "header",
        "description": "An id of yours for the logs. Absent: one is made. The answer carries it too.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._:-]{1,128}$"},
    },
    "LastEventId": {
        "name": "Last-Event-ID",
        "in": "header",
        "description": "The id of the last event that was seen; goes before resume_token.",
        "schema": {"type": "string"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "description": "The etag of the state that was read, in quotes, as the ETag header and the field etag give it."
        " If the state has changed since, the answer is 412 and nothing is changed.",
        "schema": {"type": "string"},
    },
    "StreamId": {
        "name": "X-Stream-Id",
        "in": "header",
        "description": "Adds the body's messages to this open stream, and is answered by 204. Absent: a new stream.",
        "schema": {"type": "string"},
    },
}
_PROBLEM_RESPONSE: Schema = {
    "description": "What went wrong.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}
_SECURITY: dict[str, Schema] = {
    "bearer": {"type": "http", "scheme": "bearer", "description": "An API key (psk_...) or an access token."},
    "apiKey": {"type": "apiKey", "in": "header", "name": "X-Api-Key", "description": "An API key (psk_...)."},
}
