"""Sums over characters and lines: what tokens do not show. Each rare thing is looked for only where it can be."""

import re
from collections import Counter

import numpy as np

from libs.stylometry.document import Document
from libs.stylometry.forms import INVISIBLE

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

LIST_ITEM = re.compile(r"^[ \t]*(?:[-*+•‣◦▪●→➡✓✔✅☑]|\d{1,3}[.)]|[a-z]\))[ \t]+(?=\S)", re.MULTILINE)
HEADING = re.compile(r"^#{1,6}[ \t]+(\S.*)$", re.MULTILINE)
QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
BOLD = re.compile(r"\*\*[^*\n]+\*\*|__[^_\n]+__|[\U0001D400-\U0001D7FF]+")
DASH = re.compile(r"[—―]|(?<!-)--(?:-(?!-))?(?!-)|(?<=\s)–(?=\s)")
HASHTAG = re.compile(r"(?<![\w&/#])#\w*[^\W\d_]\w*")
EMOJI = re.compile(
    "(?:[\U0001f1e6-\U0001f1ff]{2}"
    "|[\U0001f000-\U0001f1e5\U0001f200-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a\u231b\u23e9-\u23fa\u203c\u2049]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*"
    "(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf][\ufe0f\U0001f3fb-\U0001f3ff]*)*)"
)
LINK = re.compile(r"\b(?:https?://|www\.)\S+")
DOUBLE_SPACE = re.compile(r"(?<=[.!?]) {2,}(?=\S)")
ODD = re.compile("[" + INVISIBLE + "\u00a0\u2000-\u200a\u202a-\u202f\u205f\u3000\ue000-\uf8ff\ufffd]")

LINK_WEIGHT = 23
"""Characters that X counts for any link; twitter-text configuration v3."""

_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))
"""Code points that X counts once; others count twice. twitter-text configuration v3."""


def count(document: Document) -> dict[str, float]:
    """The sums of this module."""
    text = document.text
    sums = _lines(text) | _spaces(text) | _hashtags(text)
    sums["weighted_length"] = weighted_length(text)
    if document.count("straight_quote") or document.count("curly_quote"):
        sums["quoted_words"] = len(quoted_words(document))
    if "--" in text or not text.isascii():
        sums |= _dashes(text)
    if "**" in text or "__" in text or not text.isascii():
        sums["bold"] = _count(BOLD, text)
    if not text.isascii():
        emoji: list[str] = EMOJI.findall(text)
        sums |= {"emoji": len(emoji), "distinct_emoji": len(set(emoji)), "odd_characters": _count(ODD, text)}
    return sums


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def _lines(text: str) -> dict[str, float]:
    sums: dict[str, float] = {
        "line_breaks": text.count("\n"),
        "list_items": _count(LIST_ITEM, text) if "\n" in text else int(LIST_ITEM.match(text) is not None),
    }
    if "#" in text:
        titles = [match.group(1) for match in HEADING.finditer(text)]
        sums |= {"headings": len(titles), "title_case_headings": sum(map(_is_title_case, titles))}
    if ">" in text:
        sums["quoted_lines"] = _count(QUOTED_LINE, text)
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    lengths = sum(map(len, lines))
    sums |= {"lines": len(lines), "line_characters": lengths}
    if len(lines) > 1 and len(distinct := set(lines)) < len(lines):
        sums["duplicate_line_characters"] = lengths - sum(map(len, distinct))
    return sums


def _is_title_case(title: str) -> bool:
    """Whether all words of four letters or more begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_]+", title) if len(word) > 3]  # noqa: PLR2004 - "with" and longer
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _spaces(text: str) -> dict[str, float]:
    gaps = text.count(". ") + text.count("! ") + text.count("? ")
    return {"sentence_gaps": gaps, "double_spaces": _count(DOUBLE_SPACE, text) if "  " in text else 0}


def _hashtags(text: str) -> dict[str, float]:
    if "#" not in text:
        return {}
    tags = HASHTAG.findall(text)
    camel = sum(any(map(str.isupper, tag[2:])) and any(map(str.islower, tag)) for tag in tags)
    return {"hashtags": len(tags), "camel_hashtags": camel}


def _dashes(text: str) -> dict[str, float]:
    found = DASH.findall(text)
    hyphens = sum(dash.startswith("--") for dash in found)
    spaced = found.count("–")
    return {"em_dashes": len(found), "double_hyphens": hyphens, "en_dashes": spaced}


def weighted_length(text: str) -> int:
    """Length as X counts it: links 23, emoji 2, most scripts 1, Chinese, Japanese, Korean and symbols 2."""
    links = [match.end() - match.start() for match in LINK.finditer(text)] if "http" in text or "www." in text else []
    length = len(text) + LINK_WEIGHT * len(links) - sum(links)
    if text.isascii():
        return length
    emoji: list[str] = EMOJI.findall(text)
    plain = EMOJI.sub("", text)
    heavy = sum(times for character, times in Counter(plain).items() if _is_heavy(ord(character)))
    return length - sum(map(len, emoji)) + 2 * len(emoji) + heavy


def _is_heavy(point: int) -> bool:
    return not any(low <= point <= high for low, high in _LIGHT)


def quoted_words(document: Document) -> list[int]:
    """Words between double quotation marks, as token positions; a quotation ends with its paragraph."""
    marks = document.positions("straight_quote", "curly_quote")
    found: list[int] = []
    opened: int | None = None
    for mark in marks:
        if opened is None or document.paragraph[opened] != document.paragraph[mark]:
            if opened is not None:
                found.extend(_words_until_paragraph_ends(document, opened))
            opened = mark
        else:
            found.extend((document.is_word[opened:mark].nonzero()[0] + opened).tolist())
            opened = None
    if opened is not None:
        found.extend(_words_until_paragraph_ends(document, opened))
    return found


def _words_until_paragraph_ends(document: Document, opened: int) -> list[int]:
    end = int(np.count_nonzero(document.paragraph <= document.paragraph[opened]))
    return (document.is_word[opened:end].nonzero()[0] + opened).tolist()
