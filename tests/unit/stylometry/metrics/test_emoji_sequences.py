"""Emoji against the Unicode properties as another library has them."""

import sys

import pytest
import regex

from tests.support.stylometry_reading import measured, places

EMOJI_CHARACTERS = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if regex.match(r"[\p{Emoji_Presentation}--\p{Regional_Indicator}]", character, regex.VERSION1)
]
PICTURES = [c for c in EMOJI_CHARACTERS if not regex.match(r"\p{Emoji_Modifier}", c)]
PEOPLE = [c for c in PICTURES if regex.match(r"\p{Emoji_Modifier_Base}", c)]


def emoji(text: str) -> list[str]:
    return places(text, "emoji_rate")


def test_every_character_shown_as_emoji_is_one() -> None:
    assert len(PICTURES) > 1000
    assert emoji("\n".join(PICTURES)) == PICTURES


def test_every_skin_tone_belongs_to_the_person_before_it() -> None:
    assert len(PEOPLE) > 100
    toned = [person + tone for person in PEOPLE for tone in "🏻🏿"]
    assert emoji("".join(toned)) == toned


def test_pictures_that_are_joined_are_one() -> None:
    joined = [f"👩🏽\u200d{picture}\ufe0f" for picture in PICTURES if ord(picture) > 0x1F000]
    assert emoji("\n".join(joined)) == joined


def test_flags_are_read_two_letters_at_a_time() -> None:
    assert emoji("🇩🇪🇫🇷 🇺🇸") == ["🇩🇪", "🇫🇷", "🇺🇸"]
    assert emoji("🇩 🇪") == []


def test_emoji_side_by_side_are_told_apart() -> None:
    text = "Go 👍🏽👍🏿❤️❤️‍🔥👨‍👩‍👧👨‍👩‍👧!"
    assert places(text, "emoji_rate") == ["👍🏽", "👍🏿", "❤️", "❤️‍🔥", "👨‍👩‍👧", "👨‍👩‍👧"]
    assert measured(text)["emoji_rate"] == 600
    assert measured(text)["emoji_div"] == pytest.approx(5 / 6)


def test_letters_digits_and_marks_are_no_emoji() -> None:
    assert emoji("a1#*© é ß 日本 — … “” € → ≥ ½ №") == []


@pytest.mark.parametrize(
    "sequence",
    [
        pytest.param("◽", id="small squares"),
        pytest.param("1\ufe0f\u20e3", id="keycaps"),
        pytest.param("🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", id="flags written with tags"),
        pytest.param("▶\ufe0f", id="signs asked to be shown as emoji"),
        pytest.param("™\ufe0f", id="letters asked to be shown as emoji"),
    ],
)
def test_sequences_that_unicode_calls_emoji_are_one(sequence: str) -> None:
    assert emoji(f"A {sequence} b {sequence}{sequence}") == [sequence] * 3


@pytest.mark.parametrize("sign", ["✓", "❶", "★", "☐", "▶", "™", "❤", "☺\ufe0e", "😀\ufe0e", "1", "1\ufe0f"])
def test_signs_that_show_as_text_are_none(sign: str) -> None:
    assert emoji(f"{sign} a {sign}") == []
