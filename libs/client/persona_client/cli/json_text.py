"""Messages as JSON text."""

from google.protobuf import json_format
from google.protobuf.message import Message

from persona_client.cli.printing import dumps


def to_json(message: Message, *, indent: int | None = 2) -> str:
    """The message in the contract's JSON: snake_case, zero values included, absent optional fields left out."""
    document = json_format.MessageToDict(
        message, preserving_proto_field_name=True, always_print_fields_with_no_presence=True
    )
    return dumps(document, indent=indent)
