"""Field masks in the spelling of the contract.

ProtoJSON writes the paths of a FieldMask in lowerCamelCase and nothing else; our JSON is snake_case
throughout, so both are read.
"""

import re

from protobuf import DescMessage

from gateway.server.fields import is_field_mask
from gateway.server.json_faults import Json

_UNDERSCORE = re.compile(r"_([a-z0-9])")


def has_field_mask(message: DescMessage) -> bool:
    """Whether the message has a mask among its own fields."""
    return any(is_field_mask(field) for field in message.fields)


def respell_masks(message: DescMessage, value: Json) -> None:
    """Turns the masks in the JSON of `message` into what ProtoJSON reads, in place."""
    if not isinstance(value, dict):
        return
    for field in message.fields:
        if is_field_mask(field):
            for name in (field.name, field.json_name):
                text = value.get(name)
                if isinstance(text, str):
                    value[name] = _UNDERSCORE.sub(lambda match: match[1].upper(), text)
