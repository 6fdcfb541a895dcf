"""Names that a client sent, cut to a length that an error may repeat."""

MAX_CHARACTERS = 64


def cut(name: str, characters: int = MAX_CHARACTERS) -> str:
    """Returns the name, or its beginning and an ellipsis if it is longer."""
    return name if len(name) <= characters else f"{name[: characters - 1]}\N{HORIZONTAL ELLIPSIS}"
