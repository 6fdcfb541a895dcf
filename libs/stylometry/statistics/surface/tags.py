"""Hashtags and mentions, found by the rules of X (twitter-text 3)."""

from collections.abc import Sequence

from libs.stylometry.statistics.surface.unicode_patterns import Offsets, disjoint, matched_spans, unicode_pattern

_LETTER = r"\p{L}\p{M}"
_JOINING = r"_\u200c\u200d\ua67e\u05be\u05f3\u05f4\uff5e\u301c\u309b\u309c\u30a0\u30fb\u3003\u0f0b\u0f0c\u00b7"
_IN_TAG = rf"{_LETTER}\p{{Nd}}{_JOINING}"

_HASHTAG = unicode_pattern(
    rf"[#＃](?:(?<=[\ufe0e\ufe0f].)|(?<![{_IN_TAG}&].))(?![\ufe0f\u20e3])"
    rf"(?=[{_IN_TAG}--{_LETTER}]*+[{_LETTER}])[{_IN_TAG}]++(?![#＃]|://)"
)
_MENTION = unicode_pattern(
    r"[@＠](?:(?<![A-Za-z0-9_!#$%&*@＠].)|(?<=(?<![A-Za-z0-9_+~.-])[Rr][Tt]:?.))[A-Za-z0-9_]{1,20}+"
    r"(?:/[A-Za-z][A-Za-z0-9_-]{0,24}+)?(?![@＠\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f]|://)"
)


def hashtags(text: str, links: Sequence[Offsets]) -> list[Offsets]:
    """Hashtags with their sign, outside of links: letters and marks of all scripts, and not digits alone."""
    return disjoint(matched_spans(_HASHTAG, text), links)


def mentions(text: str, links: Sequence[Offsets]) -> list[Offsets]:
    """Names with @, and lists of such ("@someone/list"), outside of links."""
    return disjoint(matched_spans(_MENTION, text), links)
