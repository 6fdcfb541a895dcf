"""Characters that no reader sees."""

JOINER = "\u200d"
"""Zero-width joiner, which makes one emoji of several."""

INVISIBLE = f"\u200b\u200c{JOINER}\u2060\ufeff\u00ad"
"""Zero-width characters and soft hyphens: no part of the word they stand in."""

_DELETED = dict.fromkeys(map(ord, INVISIBLE))


def seen(form: str) -> str:
    """What a reader sees of the form; nothing, where all of it is invisible."""
    return form.translate(_DELETED)


def shown(form: str) -> str:
    """The form as a reader sees it; one of which nothing is seen stays as it is."""
    return form if form.isascii() else seen(form) or form
