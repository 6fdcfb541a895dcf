"""Length on X (twitter-text, configuration v3)."""

import re
from collections.abc import Iterable, Sequence
from unicodedata import is_normalized, normalize

from libs.stylometry.statistics.surface import emoji, links
from libs.stylometry.statistics.surface.unicode_patterns import Offsets, disjoint

LINK_WEIGHT = 23
"""Characters that X counts for any link."""

EMOJI_WEIGHT = 2
"""Characters that X counts for any emoji."""

LIGHT = "\u0000-\u10ff\u2000-\u200d\u2010-\u201f\u2032-\u2037"
"""Characters that X counts once; others count twice."""

_HEAVY = re.compile(f"[^{LIGHT}]")


def weighted_length(text: str, within_links: Sequence[Offsets], pictures: Sequence[Offsets]) -> int:
    """Length as X counts it: links 23, emoji 2, most scripts 1, Chinese, Japanese, Korean and symbols 2.

    Takes the spans of links and of emoji in the text; if the text is not in composed form, they are searched again.
    """
    if text.isascii() and not within_links:
        return len(text)
    if not is_normalized("NFC", text):
        composed = normalize("NFC", text)
        return weighted_length(composed, links.find(composed), emoji.find(composed))
    outside = disjoint(pictures, within_links)
    rest = _without(text, sorted([*within_links, *outside]))
    weights = LINK_WEIGHT * len(within_links) + EMOJI_WEIGHT * len(outside)
    return weights + len(rest) + len(_HEAVY.findall(rest))


def _without(text: str, spans: Iterable[Offsets]) -> str:
    kept: list[str] = []
    last = 0
    for start, end in spans:
        kept.append(text[last:start])
        last = end
    return "".join([*kept, text[last:]])
