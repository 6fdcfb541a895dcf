"""Converts the serialised response message of an RPC to the JSON that clients see."""

from collections.abc import Callable
from typing import Any, Protocol

import orjson
from protobuf import DescFieldValueMessage, message_to_json_value

from gateway.server.routes.route import Route

ResponseJson = Callable[[bytes], bytes]


class _JsonMessage(Protocol):
    def to_json(self, *, always_emit_implicit: bool, use_proto_field_name: bool) -> str: ...


def message_json(message: _JsonMessage) -> bytes:
    """Returns a message as JSON, with the names of the contract; zeros are written, not left out."""
    return message.to_json(always_emit_implicit=True, use_proto_field_name=True).encode()


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
