"""Characters that no reader sees."""

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
"""Zero-width characters and soft hyphens: no part of the word they stand in."""

_DELETED = dict.fromkeys(map(ord, INVISIBLE))


def shown(form: str) -> str:
    """The form as a reader sees it; one of which nothing is seen stays as it is."""
    return form if form.isascii() else form.translate(_DELETED) or form
