"""Field masks in the spelling of the contract (snake_case).

ProtoJSON writes the paths of a FieldMask in lowerCamelCase and nothing else; our JSON is snake_case
throughout, so both are read.
"""

import re

from protobuf import DescMessage

from gateway.server.messages.json_faults import Json
from gateway.server.routes.fields import is_field_mask

_UNDERSCORE = re.compile(r"_([a-z0-9])")


def respell_masks(message: DescMessage, tree: dict[str, Json]) -> None:
    """Rewrites the masks among the fields of `message` to the spelling that ProtoJSON reads, in place."""
    for field in message.fields:
        if is_field_mask(field):
            for name in (field.name, field.json_name):
                text = tree.get(name)
                if isinstance(text, str):
                    tree[name] = _UNDERSCORE.sub(lambda match: match[1].upper(), text)
