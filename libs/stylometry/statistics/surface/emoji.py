"""Emoji sequences, after Unicode Technical Standard 51."""

import re

from libs.stylometry.statistics.surface.unicode_patterns import Offsets, unicode_pattern

_STYLE, _TEXT_STYLE, _JOINER, _KEYCAP = r"\ufe0f", r"\ufe0e", r"\u200d", r"\u20e3"
_TAGS = r"[\U000e0020-\U000e007e]+\U000e007f"
_TONED = rf"\p{{Emoji_Modifier_Base}}{_STYLE}?\p{{Emoji_Modifier}}"
_SHOWN = rf"[\p{{Emoji_Presentation}}--\p{{Regional_Indicator}}](?!{_TEXT_STYLE})(?:{_STYLE}|{_TAGS})?"
_ASKED_FOR = rf"[\p{{Emoji}}&&\p{{Extended_Pictographic}}](?:{_STYLE}|(?={_JOINER}\p{{Extended_Pictographic}}))"
_JOINED = rf"{_JOINER}(?:{_TONED}|\p{{Extended_Pictographic}}{_STYLE}?)"

_EMOJI = unicode_pattern(
    rf"\p{{Regional_Indicator}}{{2}}"
    rf"|[0-9#*]{_STYLE}?{_KEYCAP}"
    rf"|(?:{_TONED}|{_SHOWN}|{_ASKED_FOR})(?:{_JOINED})*"
)

_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
"""Candidates for emoji: all are beyond ASCII except the figure of a keycap, which is one character before.

One character at a time: Python's `re` then runs three times as fast as for a run of them.
"""

_TYPOGRAPHY = frozenset("‘’“”–—…•éèêëàáâäçñóöüß£€\u00a0")
"""The commonest characters beyond ASCII that are no part of any emoji."""

CHARACTERS = rf"[\p{{Emoji_Presentation}}{_STYLE}{_KEYCAP}{_JOINER}]"
"""The class of characters that every emoji has at least one of."""


def find(text: str) -> list[Offsets]:
    """Emoji that are displayed as such: in colour by default, or because of U+FE0F, a keycap or a joiner.

    Flags, keycaps, people with a skin tone and joined pictures are one emoji each; a sign that is displayed as text,
    such as ★ or ✓ or one with U+FE0E, is none.
    """
    return [found.span() for run in _runs(text) for found in _EMOJI.finditer(text, *run)]


def _runs(text: str) -> list[Offsets]:
    """Stretches that may hold emoji, one character before each included."""
    runs: list[Offsets] = []
    for match in _BEYOND_ASCII.finditer(text):
        at = match.start()
        if runs and runs[-1][1] == at:
            runs[-1] = (runs[-1][0], at + 1)
        elif match.group() not in _TYPOGRAPHY:
            runs.append((max(at - 1, 0), at + 1))
    return runs
