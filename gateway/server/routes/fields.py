"""Finds fields of messages by name and by path, as the contract or as ProtoJSON spells them."""

from protobuf import DescField, DescFieldValueMessage, DescMessage

FIELD_MASK = "google.protobuf.FieldMask"


def field_at(message: DescMessage, path: str) -> DescField | None:
    """Returns the field at a dotted path, in either spelling of each name; None if the message has no such field."""
    name, _, rest = path.partition(".")
    field = field_named(message, name)
    if field is None or not rest:
        return field
    return field_at(field.value.message, rest) if isinstance(field.value, DescFieldValueMessage) else None


def field_named(message: DescMessage, name: str) -> DescField | None:
    """Returns the field with this name, as the contract or as ProtoJSON spells it, or None."""
    return next((field for field in message.fields if name in (field.name, field.json_name)), None)


def is_field_mask(field: DescField) -> bool:
    """Returns True if the field is a google.protobuf.FieldMask."""
    return isinstance(field.value, DescFieldValueMessage) and field.value.message.type_name == FIELD_MASK
