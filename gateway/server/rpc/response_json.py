"""Converts the serialised response message of an RPC to the JSON that clients see."""

import re
from collections.abc import Callable
from typing import Any, Protocol

import orjson
from protobuf import DescFieldValueMessage, message_to_json_value

from gateway.server.routes.fields import field_named
from gateway.server.routes.route import Route

_ETAG = re.compile(r"[\x21\x23-\x7e]*")

ResponseJson = Callable[[bytes], bytes]


class _JsonMessage(Protocol):
    def to_json(self, *, always_emit_implicit: bool, use_proto_field_name: bool) -> str: ...


def message_json(message: _JsonMessage) -> bytes:
    """Returns a message as JSON, with the names of the contract; zeros are written, not left out."""
    return message.to_json(always_emit_implicit=True, use_proto_field_name=True).encode()


def etag_reader(route: Route) -> Callable[[bytes], str] | None:
    """Returns the reader of the etag in a route's serialised responses; None if they have none."""
    field, response_type = route.response_field, route.rpc.output.type
    if field is None or not isinstance(field.value, DescFieldValueMessage):
        return None
    if field_named(field.value.message, "etag") is None:
        return None

    def etag(raw: bytes) -> str:
        inner: Any = response_type.from_binary(raw)[field]
        text = "" if inner is None else str(inner.etag)
        return text if _ETAG.fullmatch(text) else ""

    return etag


def response_converter(route: Route) -> ResponseJson:
    """Returns the converter of a route's responses: of the whole message, or of its `response_field`."""
    response_type, field = route.rpc.output.type, route.response_field

    def whole(raw: bytes) -> bytes:
        return message_json(response_type.from_binary(raw))

    def one_message(raw: bytes) -> bytes:
        inner: Any = response_type.from_binary(raw)[field] if field else None
        return b"null" if inner is None else message_json(inner)

    def one_value(raw: bytes) -> bytes:
        response = response_type.from_binary(raw)
        value = message_to_json_value(response, always_emit_implicit=True, use_proto_field_name=True)
        return orjson.dumps(value.get(field.name) if field and isinstance(value, dict) else None)

    if field is None:
        return whole
    return one_message if isinstance(field.value, DescFieldValueMessage) else one_value
