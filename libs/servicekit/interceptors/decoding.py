"""Diagnosis of bytes that are not a message: names the field with invalid UTF-8, if that is the fault."""

from typing import cast

from google.protobuf.descriptor import Descriptor, FieldDescriptor
from google.protobuf.message import Message
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.errors import FieldViolation, InvalidArgument
from libs.servicekit.interceptors.wire import LENGTH_DELIMITED, MAX_DEPTH, BrokenWireError, read_field


class MalformedRequest(InvalidArgument):
    """The bytes could not be read as the method's request."""

    reason = reasons.ERROR_REASON_MALFORMED_REQUEST


def malformed(raw: bytes, request_type: type[Message]) -> MalformedRequest:
    """The error for bytes that did not parse; it names the field where a text is not UTF-8."""
    descriptor = cast("Descriptor", request_type.DESCRIPTOR)
    field = _invalid_text(raw, descriptor, 0)
    if field is None:
        return MalformedRequest(
            f"The bytes are not a {descriptor.full_name}. Encode the request with the published contract."
        )
    return MalformedRequest(
        f"The text in {field} is not valid UTF-8. Encode it as UTF-8 and send it again.",
        violations=[FieldViolation(field, "is not valid UTF-8; encode the text as UTF-8")],
    )


def _invalid_text(raw: bytes, descriptor: Descriptor, depth: int) -> str | None:
    """Path of the first string field that is not UTF-8. Walks the wire format, as far as it can be read."""
    if depth > MAX_DEPTH:
        return None
    seen: dict[int, int] = {}
    position = 0
    while position < len(raw):
        try:
            number, wire_type, start, position = read_field(raw, position, len(raw))
        except BrokenWireError:
            return None
        field = descriptor.fields_by_number.get(number)
        if field is None or wire_type != LENGTH_DELIMITED:
            continue
        value = raw[start:position]
        index = seen[field.number] = seen.get(field.number, -1) + 1
        name = f"{field.name}[{index}]" if field.is_repeated else field.name
        if field.type == FieldDescriptor.TYPE_STRING and not _is_utf8(value):
            return name
        if field.type == FieldDescriptor.TYPE_MESSAGE and field.message_type is not None:
            inner = _invalid_text(value, field.message_type, depth + 1)
            if inner is not None:
                return f"{name}.{inner}"
    return None


def _is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True
