"""Emoji, as Unicode Technical Standard 51 puts them together."""

import re

from libs.stylometry.counting.places import Place, expression

_STYLE, _TEXT_STYLE, _JOINER, _KEYCAP = r"\ufe0f", r"\ufe0e", r"\u200d", r"\u20e3"
_TAGS = r"[\U000e0020-\U000e007e]+\U000e007f"
_TONED = rf"\p{{Emoji_Modifier_Base}}{_STYLE}?\p{{Emoji_Modifier}}"
_SHOWN = rf"[\p{{Emoji_Presentation}}--\p{{Regional_Indicator}}](?!{_TEXT_STYLE})(?:{_STYLE}|{_TAGS})?"
_ASKED_FOR = rf"[\p{{Emoji}}&&\p{{Extended_Pictographic}}](?:{_STYLE}|(?={_JOINER}\p{{Extended_Pictographic}}))"
_JOINED = rf"{_JOINER}(?:{_TONED}|\p{{Extended_Pictographic}}{_STYLE}?)"

_EMOJI = expression(
    rf"\p{{Regional_Indicator}}{{2}}"
    rf"|[0-9#*]{_STYLE}?{_KEYCAP}"
    rf"|(?:{_TONED}|{_SHOWN}|{_ASKED_FOR})(?:{_JOINED})*"
)

_RUN = re.compile(r"[^\x00-\x7f]+")
"""Where emoji may be: all are beyond ASCII but for the figure of a keycap, which is one character before."""

CHARACTERS = rf"[\p{{Emoji_Presentation}}{_STYLE}{_KEYCAP}{_JOINER}]"
"""The class of characters of which every emoji has at least one."""


def find(text: str) -> list[Place]:
    """Emoji that show as such: in colour by themselves, or because U+FE0F, a keycap or a joiner asks for it.

    Flags, keycaps, people with a skin tone and pictures that are joined are one emoji each; a sign that shows as text,
    such as ★ or ✓ or one with U+FE0E, is none.
    """
    runs = [(max(run.start() - 1, 0), run.end()) for run in _RUN.finditer(text)]
    return [found.span() for run in runs for found in _EMOJI.finditer(text, *run)]
