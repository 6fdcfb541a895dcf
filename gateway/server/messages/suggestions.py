"""Suggestions for names of fields that do not exist."""

import difflib

from protobuf import DescMessage

from gateway.server.problems.names import MAX_CHARACTERS


def suggestion(message: DescMessage, name: str) -> str:
    """Returns the end of a sentence that asks for the most similar field, or nothing.

    A long name has none: the comparison takes time that grows with the square of the length.
    """
    if len(name) >= MAX_CHARACTERS:
        return ""
    near = difflib.get_close_matches(name, [field.name for field in message.fields], n=1)
    return f'; did you mean "{near[0]}"?' if near else ""
