"""Properties of a word form by its letters alone: the kind of token, the normal form, the shape."""

import re

from libs.language.invisible import seen, shown
from libs.stylometry.kernels.codes import TokenKind
from libs.stylometry.text.confusables import latin

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2018\u2019\u02bc\u00b4`", "'"))
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|[a-z0-9-]+\.(?:com|org|net|io|co|uk|edu|gov)(?:/\S*)?",
    re.IGNORECASE,
)
_MENTION = re.compile(r"@\w+")
_EMOTICON = re.compile(
    r"[<>]?[:;=][\'^o-]?[)(\]\[dDpP/\\|oO*3@$]+|[)(\]\[dD][\'^o-]?[:;=]|<3+|</3|[xX]D+|\^[_.]?\^|-[_.]-|[oO]_[oO]|T_T"
)
_NUMBER = re.compile(r"[+-]?\d[\w.,:/'-]*|[+-]?\.\d+")
_WORDLIKE = re.compile(r".*[^\W_].*", re.DOTALL)
_LETTER_FACES = frozenset({"xD", "XD", "xDD", "XDD"})
_KINDS = (
    (_EMOTICON, TokenKind.EMOTICON),
    (_MENTION, TokenKind.MENTION),
    (_LINK, TokenKind.LINK),
    (_NUMBER, TokenKind.NUMBER),
    (_WORDLIKE, TokenKind.WORD),
)
"""Kinds of forms, by the first pattern that matches."""

_ELONGATED = re.compile(r"([^\W\d_])\1\1", re.IGNORECASE)


def visible(form: str) -> str:
    """The form as a reader sees it: nothing invisible, and in words of Latin letters no look-alikes of such."""
    return latin(shown(form))


def normal_form(form: str) -> str:
    """Normal form, equal for all spellings of a word: as seen (`visible`), lower case, straight apostrophes."""
    if form.isascii():
        return form.lower().replace("`", "'")
    return latin(seen(form)).translate(_APOSTROPHES).casefold()


def kind_of(form: str) -> TokenKind:
    """The kind of token a form is."""
    if form.isspace():
        return TokenKind.SPACE
    if form.isalpha() and form not in _LETTER_FACES:
        return TokenKind.WORD
    for pattern, kind in _KINDS:
        if pattern.fullmatch(form):
            return kind
    return TokenKind.PUNCTUATION if seen(form).isascii() else _beyond_ascii(form)


def _beyond_ascii(form: str) -> TokenKind:
    return (
        TokenKind.PUNCTUATION
        if any(character in "“”‘’«»„‚…—–‐‑―•·¿¡、。！？" for character in form)
        else TokenKind.SYMBOL
    )


def line_breaks(form: str) -> int:
    """Lines that a token of white space ends."""
    return len(form.splitlines()) if form.isspace() and form.strip(" \t\u00a0") else 0


def letters(form: str) -> int:
    """Letters and digits of a form."""
    return sum(map(str.isalnum, form))


def is_elongated(normal: str) -> bool:
    """A letter written three times or more in a row, as in "soooo"; Roman numerals and "www" are not."""
    return _ELONGATED.search(normal) is not None and normal.strip("ivxlcdm") != "" and normal != "www"
