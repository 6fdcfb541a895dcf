"""Letters of other scripts that look like Latin ones and are mixed with these to mislead readers or programs.

After Unicode Technical Standard 39, "confusables": the pairs that look alike in most fonts, for Cyrillic and Greek.
"""

import re

_CYRILLIC = {
    **dict(zip("аеорсухкіјѕһԁԛԝӏѵ", "aeopcyxkijshdqwlv", strict=True)),
    **dict(zip("АВЕКМНОРСТУХІЈЅԌԚԜҮӀ", "ABEKMHOPCTYXIJSGQWYI", strict=True)),
}
_GREEK = {
    **dict(zip("οινρυκχϲϳ", "oivpukxcj", strict=True)),
    **dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧϹͿ", "ABEZHIKMNOPTYXCJ", strict=True)),
}

LATIN_OF = _CYRILLIC | _GREEK
"""The Latin letter of each look-alike."""

_TO_LATIN = str.maketrans(LATIN_OF)
_LOOK_ALIKE = re.compile(f"[{''.join(LATIN_OF)}]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]")
_CYRILLIC_OR_GREEK = re.compile(r"[\u0370-\u03ff\u0400-\u052f]")


def has_look_alikes(form: str) -> bool:
    """Reports whether a form has Latin letters and look-alikes of such, and no other letters of those scripts.

    False for a Russian or Greek word, and for one that takes a Latin stem ("ATMом") or a symbol ("TNFα").
    """
    if form.isascii() or not (_LOOK_ALIKE.search(form) and _LATIN.search(form)):
        return False
    return _CYRILLIC_OR_GREEK.search(form.translate(_TO_LATIN)) is None


def latin(form: str) -> str:
    """Returns the form in Latin letters alone if it has look-alikes; any other is returned unchanged."""
    return form.translate(_TO_LATIN) if has_look_alikes(form) else form
