"""Characters that act on a terminal or hide what a text says, written visibly.

Names, texts and messages come from other people. Printed as they are, an escape sequence in them could clear the screen
or set the window's title, and a control of direction could reorder what is read.
"""

import re

_DIRECTION = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SEPARATORS = r"\u2028\u2029"
_SURROGATES = r"\ud800-\udfff"
"""Halves of characters; bytes of a file name that are not UTF-8 are decoded to U+DC80 to U+DCFF."""
_ACTING = re.compile(rf"\r\n|[\x00-\x08\x0b-\x1f\x7f-\x9f{_DIRECTION}{_SEPARATORS}{_SURROGATES}]")
_ACTING_IN_JSON = re.compile(rf"[\x7f-\x9f{_DIRECTION}{_SEPARATORS}{_SURROGATES}]")
"""JSON itself escapes the characters below U+0020."""
_BYTES = range(0xDC80, 0xDD00)
_BYTE_BASE = 0xDC00
_MAX_BYTE = 0xFF


def visible(text: str) -> str:
    r"""Returns the text with its controls except newline and tab as escapes: ESC is \x1b, U+202E is \u202e.

    The line end CR LF is a newline.
    """
    return _ACTING.sub(_escape, text)


def visible_json(text: str) -> str:
    """Returns JSON text with the same meaning in which no character acts on a terminal."""
    return _ACTING_IN_JSON.sub(lambda match: f"\\u{ord(match[0]):04x}", text)


def _escape(match: re.Match[str]) -> str:
    if match[0] == "\r\n":
        return "\n"
    code = ord(match[0])
    if code in _BYTES:
        code -= _BYTE_BASE
    return f"\\x{code:02x}" if code <= _MAX_BYTE else f"\\u{code:04x}"
