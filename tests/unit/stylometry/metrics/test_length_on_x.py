"""Length on X by the published rules of twitter-text, configuration v3.

Its terms: a link counts 23 however long it is, an emoji sequence 2, code points 0-4351, 8192-8205, 8208-8223 and
8242-8247 count 1 each and all others 2, after normalisation to NFC. The texts and their lengths were written by hand
from these rules; the library's own conformance suite has cases of each kind.
"""

import pytest

from tests.support.stylometry_reading import measured


def length(text: str) -> float:
    return measured(text)["weighted_len"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 0),
        ("naïve façade", 12),
        ("Привет, мир", 11),
        ("שלום", 4),
        ("مرحبا", 5),
        ("กาแฟ", 4),
        ("\u10ff", 1),
        ("\u1100", 2),
        ("안녕", 4),
        ("日本語です。", 12),
        ("ｗｉｄｅ", 8),
    ],
)
def test_scripts_up_to_georgian_count_once_and_later_ones_twice(text: str, expected: int) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“quoted” — it’s", 15),
        ("5′ by 6″", 8),
        ("\u2000\u200a\u200b\u200d", 4),
        ("\u200e\u200f", 4),
        ("…", 2),
        ("5 €", 4),
        ("a → b", 6),
        ("x ≥ y™", 8),
        ("\u2066x\u2069", 5),
        ("ﬁne", 4),
    ],
)
def test_common_quotes_dashes_and_spaces_count_once_and_other_signs_twice(text: str, expected: int) -> None:
    assert length(text) == expected


@pytest.mark.parametrize(
    "emoji",
    ["😀", "☺", "❤️", "👍🏽", "👩🏽‍💻", "👨‍👩‍👧‍👦", "🏳️‍🌈", "❤️‍🔥", "🇩🇪", "⛹🏽‍♂️", "👁️‍🗨️", "☑", "➡️", "‼️", "🧑🏻‍❤️‍💋‍🧑🏿"],
)
def test_emoji_count_two_whatever_they_are_made_of(emoji: str) -> None:
    assert length(emoji) == 2
    assert length(f"A {emoji} b {emoji}{emoji}") == 5 + 3 * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://a.co", 23),
        ("www.example.com is open", 23 + 8),
        ("https://example.com/a?b=c&d=e#f and http://a.co", 23 + 5 + 23),
        ("https://example.com/(a)", 23),
        ("line\nhttp://a.co\nline", 5 + 23 + 5),
        ("me@site.org", 11),
        ("e.g. 3.5, node.js", 17),
    ],
)
def test_links_count_twenty_three(text: str, expected: int) -> None:
    assert length(text) == expected


def test_long_posts_are_added_up_character_by_character() -> None:
    assert length("0123456789" * 30) == 300
    assert length("語" * 140) == 280
    assert length("😷" * 140) == 280
    assert length(" ".join(["https://www.example.com/some/page"] * 10)) == 23 * 10 + 9


RULES = [
    ("decomposed letters are composed first", "cafe\u0301", 4),
    ("a host in another script is part of the link", "http://例え.みんな/ ok", 23 + 3),
    ("the protocol may be in capitals", "HTTPS://A.CO", 23),
    ("a full stop after a link is no part of it", "See https://example.com.", 4 + 23 + 1),
    ("nor is a closing bracket", "(https://example.com)", 1 + 23 + 1),
    ("nor is a mark behind a query", "https://example.com?a=1!", 23 + 1),
    ("a known domain is a link without its protocol", "example.com", 23),
    ("also with a path", "bit.ly/abc", 23),
    ("an address without a top-level domain is none", "http://localhost", 16),
    ("a keycap is one emoji", "1\ufe0f\u20e3", 2),
    ("a flag written with tags is one emoji", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", 2),
    ("a sign that asks to be shown as emoji is one", "™\ufe0f", 2),
]


@pytest.mark.parametrize(
    ("text", "expected"),
    [pytest.param(text, expected, id=rule) for rule, text, expected in RULES],
)
def test_rules_of_twitter_text_on_what_links_and_emoji_are(text: str, expected: int) -> None:
    assert length(text) == expected
