"""Characters that no reader sees."""

JOINER = "\u200d"
"""Zero-width joiner, which makes one emoji of several."""

INVISIBLE = f"\u200b\u200c{JOINER}\u2060\ufeff\u00ad"
"""Zero-width characters and soft hyphens, which are no part of the word that contains them."""

_DELETED = dict.fromkeys(map(ord, INVISIBLE))


def seen(form: str) -> str:
    """The visible part of the form; empty if all of it is invisible."""
    return form.translate(_DELETED)


def shown(form: str) -> str:
    """The visible part of the form; a form without any is returned unchanged."""
    return form if form.isascii() else seen(form) or form
