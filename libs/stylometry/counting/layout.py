"""Sums over characters and lines: what tokens do not show. Each rare thing is looked for only where it can be."""

import re
from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.forms import INVISIBLE
from libs.stylometry.kernels.characters import POINTS, Class, look

COUNTS = (
    "em_dashes",
    "double_hyphens",
    "en_dashes",
    "line_breaks",
    "lines",
    "list_items",
    "headings",
    "title_case_headings",
    "quoted_lines",
    "bold",
    "double_spaces",
    "sentence_gaps",
    "odd_characters",
    "duplicate_line_characters",
    "line_characters",
    "emoji",
    "distinct_emoji",
    "hashtags",
    "camel_hashtags",
    "weighted_length",
    "quoted_words",
)

_FLAGS = "\U0001f1e6-\U0001f1ff"
_PICTURES = "\U0001f000-\U0001f1e5\U0001f200-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a\u231b\u23e9-\u23fa\u203c\u2049"
_BOLD_LETTERS = "\U0001d400-\U0001d7ff"
_ODD = INVISIBLE + "\u00a0\u2000-\u200a\u202a-\u202f\u205f\u3000\ue000-\uf8ff\ufffd"
_BLANK = "\t-\r\x1c- \x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_RANGE = re.compile(r"(.)(?:-(.))?", re.DOTALL)

# Each pattern begins, where it can, with a character of its own and looks back from there: such are found faster.
LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+•‣◦▪●→➡✓✔✅☑]|\d{1,3}[.)]|[a-z]\))[ \t]+(?=\S)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
BOLD = re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__|" + f"[{_BOLD_LETTERS}]+")
DASH = re.compile(r"—|―|--(?<!---)(?:-(?!-))?(?!-)|–(?<=\s–)(?=\s)")
HASHTAG = re.compile(r"(?<![\w&/#])#\w*[^\W\d_]\w*")
EMOJI = re.compile(
    f"[{_FLAGS}{_PICTURES}]"
    f"(?:(?<=[{_FLAGS}])[{_FLAGS}]"
    f"|(?<![{_FLAGS}])[\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
LINK = re.compile(r"\b(?:https?://|www\.)\S+")
DOUBLE_SPACE = re.compile(r"  (?<=[.!?]  ) *(?=\S)")
ODD = re.compile(f"[{_ODD}]")

LINK_WEIGHT = 23
"""Characters that X counts for any link; twitter-text configuration v3."""

EMOJI_WEIGHT = 2
"""Characters that X counts for any emoji; twitter-text configuration v3."""

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that X counts once; others count twice. twitter-text configuration v3."""


@cache
def _classes() -> NDArray[np.uint16]:
    """The classes of each code point, as bits (`kernels.characters.Class`)."""
    members = {
        Class.HASH: "#",
        Class.ANGLE: ">",
        Class.DASH: "—―–",
        Class.BOLD: _BOLD_LETTERS,
        Class.EMOJI: _FLAGS + _PICTURES,
        Class.ODD: _ODD,
        Class.BLANK: _BLANK,
        Class.CLOSER: ".!?",
        Class.TWO_HYPHENS: "-",
        Class.TWO_STARS: "*_",
        Class.TWO_SPACES: " ",
        Class.TWO_OF_LINK: "/w",
    }
    classes = np.full(POINTS, 1 << Class.HEAVY, np.uint16)
    for low, high in _LIGHT:
        classes[low : high + 1] = 0
    for class_, ranges in members.items():
        for first, last in _RANGE.findall(ranges):
            classes[ord(first) : ord(last or first) + 1] |= 1 << class_
    return classes


def count(text: str) -> dict[str, int]:
    """The sums of this module that are not 0, but the quoted words, which are found with the figures."""
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), np.uint32)
    present, heavy, gaps, line_breaks, lines, line_characters, duplicate = look(points, _classes()).tolist()
    emoji: list[str] = EMOJI.findall(text) if present >> Class.EMOJI & 1 else []
    sums = {
        "line_breaks": line_breaks,
        "lines": lines,
        "line_characters": line_characters,
        "duplicate_line_characters": duplicate,
        "sentence_gaps": gaps,
        "list_items": sum(1 for line in text.split("\n") if LIST_ITEM.match(line)),
        "weighted_length": _weighted_length(text, heavy, emoji, has_links=bool(present >> Class.TWO_OF_LINK & 1)),
    }
    if emoji:
        sums |= {"emoji": len(emoji), "distinct_emoji": len(set(emoji))}
    if present >> Class.HASH & 1:
        sums |= _headings(text) | _hashtags(text)
    if present >> Class.ANGLE & 1:
        sums["quoted_lines"] = _count(QUOTED_LINE, text)
    if present >> Class.DASH & 1 or present >> Class.TWO_HYPHENS & 1:
        sums |= _dashes(text)
    if present >> Class.BOLD & 1 or present >> Class.TWO_STARS & 1:
        sums["bold"] = _count(BOLD, text)
    if present >> Class.TWO_SPACES & 1:
        sums["double_spaces"] = _count(DOUBLE_SPACE, text)
    if present >> Class.ODD & 1:
        sums["odd_characters"] = _count(ODD, text)
    return sums


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _headings(text: str) -> dict[str, int]:
    titles = [match.group(1) for match in HEADING.finditer(text)]
    return {"headings": len(titles), "title_case_headings": sum(map(_is_title_case, titles))}


def _is_title_case(title: str) -> bool:
    """Whether all words of four letters or more begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 3]  # noqa: PLR2004 - "with" and longer
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _hashtags(text: str) -> dict[str, int]:
    tags = HASHTAG.findall(text)
    camel = sum(any(map(str.isupper, tag[2:])) and any(map(str.islower, tag)) for tag in tags)
    return {"hashtags": len(tags), "camel_hashtags": camel}


def _dashes(text: str) -> dict[str, int]:
    found = DASH.findall(text)
    hyphens = sum(dash.startswith("--") for dash in found)
    spaced = found.count("–")
    return {"em_dashes": len(found), "double_hyphens": hyphens, "en_dashes": spaced}


def _weighted_length(text: str, heavy: int, emoji: Sequence[str], *, has_links: bool) -> int:
    """Length as X counts it: links 23, emoji 2, most scripts 1, Chinese, Japanese, Korean and symbols 2."""
    links = [match.end() - match.start() for match in LINK.finditer(text)] if has_links else []
    within = "".join(emoji)
    length = len(text) + heavy - len(within) - sum(_is_heavy(ord(character)) for character in within)
    return length + EMOJI_WEIGHT * len(emoji) + LINK_WEIGHT * len(links) - sum(links)


def _is_heavy(point: int) -> bool:
    return not any(low <= point <= high for low, high in _LIGHT)
