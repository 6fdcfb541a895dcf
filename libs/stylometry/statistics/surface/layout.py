"""Sums over characters and lines, which tokens do not show. Each rare thing is searched only where it can occur."""

import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from libs.language.invisible import INVISIBLE
from libs.stylometry.kernels.characters import POINTS, Class, Seen, look
from libs.stylometry.statistics.surface import emoji, links, tags
from libs.stylometry.statistics.surface.length import LIGHT, weighted_length
from libs.stylometry.statistics.surface.unicode_patterns import matched_spans, unicode_pattern

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
    "mentions",
    "links",
    "weighted_length",
    "quoted_words",
)

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
DOUBLE_SPACE = re.compile(r"  (?<=[.!?]  ) *(?=\S)")
ODD = re.compile(f"[{_ODD}]")
LONG_WORD = re.compile(r"[^\W\d_]{4,}")


@cache
def _classes() -> NDArray[np.uint16]:
    """The classes of each code point, as bits (`kernels.characters.Class`)."""
    members = {
        Class.HASH: "#＃",
        Class.AT: "@＠",
        Class.ANGLE: ">",
        Class.DASH: "—―–",
        Class.BOLD: _BOLD_LETTERS,
        Class.ODD: _ODD,
        Class.BLANK: _BLANK,
        Class.CLOSER: ".!?",
        Class.TWO_HYPHENS: "-",
        Class.TWO_STARS: "*_",
        Class.TWO_SPACES: " ",
    }
    classes = np.full(POINTS, 1 << Class.HEAVY, np.uint16)
    for first, last in _RANGE.findall(LIGHT):
        classes[ord(first) : ord(last) + 1] = 0
    for class_, ranges in members.items():
        for first, last in _RANGE.findall(ranges):
            classes[ord(first) : ord(last or first) + 1] |= 1 << class_
    for point, _ in matched_spans(unicode_pattern(emoji.CHARACTERS), "".join(map(chr, range(POINTS)))):
        classes[point] |= 1 << Class.EMOJI
    return classes


def count(text: str) -> dict[str, int]:
    """The sums of this module that are not 0, except the quoted words, which are found with the figures."""
    points = np.frombuffer(text.encode("utf-32-le", errors="surrogatepass"), np.uint32)
    seen: list[int] = look(points, _classes()).tolist()
    present = seen[Seen.CLASSES]
    sums = {
        "line_breaks": seen[Seen.LINE_BREAKS],
        "lines": seen[Seen.LINES],
        "line_characters": seen[Seen.LINE_CHARACTERS],
        "duplicate_line_characters": seen[Seen.DUPLICATE_CHARACTERS],
        "sentence_gaps": seen[Seen.GAPS],
        "list_items": sum(1 for line in text.split("\n") if LIST_ITEM.match(line)),
    }
    sums |= _platform_marks(text, seen)
    if present >> Class.HASH & 1:
        sums |= _headings(text)
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


def _platform_marks(text: str, seen: list[int]) -> dict[str, int]:
    """Links, emoji, hashtags and mentions, and the length on X, which depends on the first two."""
    present = seen[Seen.CLASSES]
    found_links = links.find(text) if seen[Seen.INNER_DOTS] else []
    found_emoji = emoji.find(text) if present >> Class.EMOJI & 1 else []
    sums = {
        "links": len(found_links),
        "emoji": len(found_emoji),
        "distinct_emoji": len({text[start:end] for start, end in found_emoji}),
        "weighted_length": weighted_length(text, found_links, found_emoji),
    }
    if present >> Class.HASH & 1:
        hashtags = [text[start:end] for start, end in tags.hashtags(text, found_links)]
        sums |= {"hashtags": len(hashtags), "camel_hashtags": sum(map(_is_camel_case, hashtags))}
    if present >> Class.AT & 1:
        sums["mentions"] = len(tags.mentions(text, found_links))
    return sums


def _is_camel_case(hashtag: str) -> bool:
    return any(map(str.isupper, hashtag[2:])) and any(map(str.islower, hashtag))


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _headings(text: str) -> dict[str, int]:
    titles = [match.group(1) for match in HEADING.finditer(text)]
    return {"headings": len(titles), "title_case_headings": sum(map(_is_title_case, titles))}


def _is_title_case(title: str) -> bool:
    """Reports whether all words of four letters or more, at least two, begin with a capital."""
    words = 0
    for match in LONG_WORD.finditer(title):
        if not match[0][0].isupper():
            return False
        words += 1
    return words > 1


def _dashes(text: str) -> dict[str, int]:
    dashes = DASH.findall(text)
    hyphens = sum(dash.startswith("--") for dash in dashes)
    spaced = dashes.count("–")
    return {"em_dashes": len(dashes), "double_hyphens": hyphens, "en_dashes": spaced}
