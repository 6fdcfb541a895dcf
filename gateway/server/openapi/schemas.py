"""Messages and enums as schemas of OpenAPI 3.1, with their comments and limits."""

from typing import Any

from protobuf import (
    DescEnum,
    DescField,
    DescFieldValueEnum,
    DescFieldValueList,
    DescFieldValueMap,
    DescFieldValueMessage,
    DescMessage,
    ScalarType,
)

from gateway.server.openapi.comments import Comments
from gateway.server.openapi.limits import Limits, Schema

_TIME: Schema = {"type": "string", "format": "date-time", "examples": ["2025-01-31T12:00:00Z"]}
_WELL_KNOWN: dict[str, Schema] = {
    "google.protobuf.Timestamp": _TIME,
    "google.protobuf.Duration": {"type": "string", "pattern": r"^-?\d+(\.\d+)?s$", "examples": ["1.5s"]},
    "google.protobuf.FieldMask": {"type": "string", "examples": ["display_name,description"]},
    "google.protobuf.Empty": {"type": "object"},
}
_WIDE = (ScalarType.INT64, ScalarType.SINT64, ScalarType.SFIXED64, ScalarType.UINT64, ScalarType.FIXED64)
_SCALARS: dict[ScalarType, Schema] = {
    **{key: {"type": "string", "format": "int64", "pattern": r"^-?\d+$"} for key in _WIDE},
    **{key: {"type": "number", "format": "double"} for key in (ScalarType.DOUBLE, ScalarType.FLOAT)},
    ScalarType.BOOL: {"type": "boolean"},
    ScalarType.STRING: {"type": "string"},
    ScalarType.BYTES: {"type": "string", "contentEncoding": "base64"},
}
_INTEGER: Schema = {"type": "integer", "format": "int32"}


class Schemas:
    """Makes schemas, and collects those that are referred to by name."""

    def __init__(self, comments: Comments, limits: Limits) -> None:
        self._comments = comments
        self._limits = limits
        self.named: dict[str, Schema] = {}

    def message_ref(self, message: DescMessage) -> Schema:
        """Returns a reference to the message's schema, or the schema itself for well-known types."""
        if message.type_name in _WELL_KNOWN:
            return dict(_WELL_KNOWN[message.type_name])
        name = schema_name(message.type_name)
        if name not in self.named:
            self.named[name] = {}  # set before its fields are read, because messages may be recursive
            self.named[name] = self.message(message)
        return {"$ref": f"#/components/schemas/{name}"}

    def message(self, message: DescMessage, *, without: frozenset[str] = frozenset(), request: bool = False) -> Schema:
        """Returns the schema of a message, without the fields that another part of the request supplies."""
        fields = [field for field in message.fields if field.name not in without]
        schema: Schema = {"type": "object", "properties": {field.name: self.field(field) for field in fields}}
        required = [field.name for field in fields if self._limits.required(field)]
        if required:
            schema["required"] = required
        if request:
            schema["additionalProperties"] = False
        return self._described(message.type_name, schema)

    def field(self, field: DescField) -> Schema:
        """Returns the schema of a field, with its comment and limits."""
        schema = self._limits.apply(field, self._value(field))
        return self._described(f"{field.parent.type_name}.{field.name}", schema)

    def required(self, field: DescField) -> bool:
        """Returns True if a request without the field would be refused."""
        return self._limits.required(field)

    def _value(self, field: DescField) -> Schema:
        match field.value:
            case DescFieldValueMessage(message=message):
                return self.message_ref(message)
            case DescFieldValueEnum(enum=enum):
                return self._enum_ref(enum)
            case DescFieldValueList(element=element):
                return {"type": "array", "items": self._element(element)}
            case DescFieldValueMap(value=element):
                return {"type": "object", "additionalProperties": self._element(element)}
            case scalar:
                return dict(_SCALARS.get(scalar.scalar, _INTEGER))

    def _element(self, element: DescMessage | DescEnum | ScalarType) -> Schema:
        if isinstance(element, DescMessage):
            return self.message_ref(element)
        return self._enum_ref(element) if isinstance(element, DescEnum) else dict(_SCALARS.get(element, _INTEGER))

    def _enum_ref(self, enum: DescEnum) -> Schema:
        name = schema_name(enum.type_name)
        if name not in self.named:
            lines = [f"- `{value.name}`: {self._value_comment(enum, value.name)}" for value in enum.values]
            about = self._comments.get(enum.type_name, "")
            self.named[name] = {
                "type": "string",
                "enum": [value.name for value in enum.values],
                "description": "\n\n".join(part for part in (about, "\n".join(lines)) if part),
            }
        return {"$ref": f"#/components/schemas/{name}"}

    def _value_comment(self, enum: DescEnum, value: str) -> str:
        return " ".join(self._comments.get(f"{enum.type_name}.{value}", "").split("\n\n")[0].split())

    def _described(self, name: str, schema: Schema) -> Schema:
        comment = self._comments.get(name)
        return {"description": comment, **schema} if comment else schema


def schema_name(type_name: str) -> str:
    """Returns the name of a type among the schemas: without the package that all of them share."""
    return type_name.removeprefix("persona.")


def problem_schema(reasons: dict[str, str]) -> Schema:
    """Returns the schema of a problem; `reasons` are the documented ones with their comments."""
    text: Schema = {"type": "string"}
    violation: dict[str, Any] = {
        "type": "object",
        "required": ["field", "description"],
        "properties": {
            "field": {**text, "description": "Path of the field in the request, e.g. samples[0].text."},
            "description": {**text, "description": "What is wrong, and what to do."},
        },
    }
    reason = {**text, "description": "For programs; empty if none is known. New ones may come.", "x-reasons": reasons}
    return {
        "type": "object",
        "description": "What went wrong (RFC 9457).",
        "required": ["type", "title", "status", "detail", "code", "reason", "violations", "request_id"],
        "properties": {
            "type": {**text, "format": "uri-reference", "description": "Where the reason is explained."},
            "title": {**text, "description": "The reason, for people."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {**text, "description": "What went wrong this time, as a sentence."},
            "code": {**text, "description": "Name of the gRPC code.", "examples": ["INVALID_ARGUMENT"]},
            "reason": reason,
            "metadata": {"type": "object", "additionalProperties": text, "description": "What the reason is about."},
            "violations": {"type": "array", "items": violation, "description": "The fields that break a rule."},
            "retry_after_seconds": {"type": "number", "description": "When a retry may help. Absent: it will not."},
            "request_id": {**text, "description": "Finds the request in the logs."},
            "instance": {**text, "description": "The path of the request."},
        },
    }
