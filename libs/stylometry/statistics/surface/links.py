"""Web addresses, found by the rules of X, which shortens them (twitter-text 3)."""

import re
from typing import cast

from libs.stylometry.statistics.surface.domains import TOP_LEVEL
from libs.stylometry.statistics.surface.unicode_patterns import Offsets, matched_spans, unicode_pattern

LONGEST_LINK = 4096
"""Maximum length of an address in characters; twitter-text 3."""

LONGEST_LABEL = 63
"""Maximum characters between two dots of a host, in the form in which it is looked up; RFC 1035 and RFC 3490."""

MAX_LABELS = 125
"""Labels of a host before its last two; RFC 1035."""

_PROTOCOL, _ENCODED = "https://", "xn--"
_LATIN = r"a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff"
_DIRECTIONS = r"\u202a-\u202e\u061c\u200e\u200f\u2066-\u2069"
_NO_LETTER = r"\s!\"'#%&()*+,\-./:;<=>?@\[\\\]\^_{|}~$\ufffe\ufeff\uffff" + _DIRECTIONS


def _host(letter: str, top_level: str) -> str:
    """Labels with hyphens only inside, and a top-level domain that no letter continues.

    Every label except the last before the top-level domain may have underscores, too. A label is matched completely or
    not at all, so that each character is examined at most once.
    """
    label = rf"{letter}++(?:[_-]++{letter}++)*+\."
    last = rf"{letter}++(?:-++{letter}++)*+\."
    return rf"(?:{label}){{0,{MAX_LABELS}}}{last}(?=[^\x00-@]{{2}})(?:{top_level})(?![a-z0-9@+-])"


_TOP_LEVEL = r"\L<words>|xn--[a-z0-9-]+"
_ANY_HOST = _host(rf"[^{_NO_LETTER}]", _TOP_LEVEL)
_LATIN_HOST = _host(rf"[{_LATIN}]", _TOP_LEVEL)

_IN_PATH = rf"[{_LATIN}\u0300-\u036f\u0400-\u04ff!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
_BALANCED = rf"\((?:{_IN_PATH}++(?:\({_IN_PATH}++\){_IN_PATH}*+)?|\({_IN_PATH}++\){_IN_PATH}*+)\)"
_ENDS_PATH = rf"(?:[{_LATIN}\u0300-\u036f\u0400-\u04ff+\-=_#/]|{_BALANCED})"
_PATH = rf"/(?:(?:{_IN_PATH}|{_BALANCED})*{_ENDS_PATH})?"
_QUERY = r"\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/]"
_REST = rf"(?::[0-9]+)?(?:{_PATH})?(?:{_QUERY})?"

_SHORTENED = r"t\.co/[a-z0-9]"
_LONGEST_SLUG = 40
_BEFORE = r"(?<![a-z0-9@＠$#＃\ufffe\ufeff\uffff])"

_LINK = unicode_pattern(
    rf"{_BEFORE}https?://(?:{_SHORTENED}{{1,{_LONGEST_SLUG}}}+(?![a-z0-9])(?:{_QUERY})?|(?!{_SHORTENED}){_ANY_HOST}{_REST})"
    rf"|{_BEFORE}(?<![-_./{_LATIN}]){_LATIN_HOST}{_REST}",
    words=TOP_LEVEL,
)


_INNER_DOT = re.compile(r"\.(?=[^\x00-@])")
_RUN = re.compile(r"\S*")
_HOST = re.compile(r"(?:https?://)?([^/:?]+)")


def find(text: str) -> list[Offsets]:
    """Addresses with http:// or https://, and those without whose domain is known; without punctuation that closes a
    sentence."""
    links: list[Offsets] = []
    end = 0
    for dot in _INNER_DOT.finditer(text):
        if dot.start() >= end:
            start = _run_start(text, dot.start(), end)
            end = cast("re.Match[str]", _RUN.match(text, dot.start())).end()
            links.extend((start + first, start + last) for first, last in _in_run(text[start:end]))
    return links


def _run_start(text: str, at: int, earliest: int) -> int:
    """Start of the run of characters without white space around a position."""
    while at > earliest and not text[at - 1].isspace():
        at -= 1
    return at


def _in_run(run: str) -> list[Offsets]:
    lower = run.lower()
    if len(lower) != len(run):
        lower = "".join(letter.lower() if letter.isascii() else letter for letter in run)
    return [(start, end) for start, end in matched_spans(_LINK, lower) if _can_be_looked_up(lower[start:end])]


def _can_be_looked_up(link: str) -> bool:
    host = _HOST.match(link)
    return len(link) + len(_PROTOCOL) <= LONGEST_LINK and host is not None and all(map(_is_label, host[1].split(".")))


def _is_label(label: str) -> bool:
    if label.isascii():
        return len(label) <= LONGEST_LABEL
    encoded = _ENCODED + label.encode("punycode", errors="surrogatepass").decode("ascii")
    return len(encoded) <= LONGEST_LABEL and not label.startswith(_ENCODED)
