"""Texts that naive counting gets wrong."""

import pytest

from tests.support.stylometry_reading import measured, places


@pytest.mark.parametrize(
    ("text", "metric", "found"),
    [
        ("We took a look at the book about tokens.", "slang_rate", []),
        ("We took a look at the book about tokens.", "hedges", []),
        ("We took a look at the book about tokens.", "directives", []),
        ("It is unlikely.", "boosters", []),
        ("It is unlikely that dislikes matter.", "hedges", ["unlikely"]),
        ("In May we may go.", "modal_possibility", ["may"]),
        ("The US gave it to us.", "pron_1pl", ["us"]),
        ("Of course, in other words, we know.", "boosters", ["Of course", "know"]),
        ("The cause of this is unknown, because of rain.", "conn_causal", ["cause", "because of"]),
        ("It's fine, John's here, let's go, they don't.", "contractions", ["'s", "'s", "n't"]),
        ("It’s fine and they’re here.", "contractions", ["’s", "’re"]),
        ("One — two -- three – four, well-known, 1--2.", "em_dash_rate", ["—", "--", "–", "--"]),
        ("He paid 1,000, then 2,000.", "comma_rate", [","]),
        ("At 10:30: tea :-) http://a.com", "colon_rate", [":"]),
        ("This is SO GREAT, says NASA in the USA.", "caps_word_rate", ["SO", "GREAT"]),
        ("This is SO GREAT, says NASA in the USA.", "acronym_rate", ["NASA", "USA"]),
        ("I am soooo happy in the XIII century.", "elongation", ["soooo"]),
        ("Never, never do that that way.", "epizeuxis", ["never"]),
        ("A test :) and <3 in 8) parts", "emoticon_rate", [":)", "<3"]),
        ("We love 👨‍👩‍👧 and 🇩🇪 and 👍🏽!", "emoji_rate", ["👨‍👩‍👧", "🇩🇪", "👍🏽"]),
        ("Go #Team2Win but not issue #12 or a#b", "hashtag_rate", ["#Team2Win"]),
        ("Write to me@site.org or see www.site.org, @bob", "link_rate", ["www.site.org"]),
        ("Well, I went. Now I know. Well done.", "discourse_particles", ["Well"]),
        ("But he left. He left, but cried.", "sent_opener_conj", ["But"]),
        ("On the other hand, no. Yes, on the other hand.", "transition_opener", ["On"]),
        ("It's not a bug, it's a feature.", "antithesis", ["not"]),
        ("Not the man but the myth.", "antithesis", ["Not"]),
        ("I do not know. Ask him.", "antithesis", []),
        ('He said "so be it" and left. Then "no".', "quote_use", ["so", "be", "it", "no"]),
        ("It was gonna be as well as can be.", "conn_additive", ["as well as"]),
        ("Text (as I said) here (see table).", "personal_asides", ["("]),
    ],
)
def test_only_what_is_meant_is_found(text: str, metric: str, found: list[str]) -> None:
    assert places(text, metric) == found


def test_questions_need_their_mark_at_the_end() -> None:
    text = 'Why now? "Who is it?" he asked. I do (do I?) know. What'
    assert places(text, "questions_to_reader") == ["Why now?"]


def test_serial_comma_is_told_from_its_absence() -> None:
    assert measured("We bought red, white, and blue.")["oxford_comma"] == 1.0
    assert measured("We bought red, white and blue.")["oxford_comma"] == 0.0
    assert "oxford_comma" not in measured("However, you and I know it.")


def test_repeated_openings_and_endings() -> None:
    text = "We will fight there. We will fight here. They ran home. He went home."
    assert places(text, "anaphora") == ["We will fight here."]
    assert places(text, "epiphora") == ["He went home."]


def test_negation_turns_sentiment() -> None:
    assert measured("This is good.")["vader_compound"] > 0.3
    assert measured("This is not good.")["vader_compound"] < 0


def test_curly_and_straight_marks_are_told_apart() -> None:
    assert measured("“Yes,” he said, and it’s “so”.")["quote_style"] == 1.0
    assert measured('"Yes," he said, and it’s "so".')["quote_style"] == 0.0
    assert measured("It’s his, isn't it?")["apostrophe_style"] == 0.5


def test_length_on_x_follows_its_rules() -> None:
    assert measured("Hello")["weighted_len"] == 5
    assert measured("日本")["weighted_len"] == 4
    assert measured("👨‍👩‍👧")["weighted_len"] == 2
    assert measured("see https://example.com/a/very/long/address/indeed ok")["weighted_len"] == 4 + 23 + 3


def test_alliteration_goes_by_sound() -> None:
    assert places("Quick cats kept clean coats", "alliteration")[:2] == ["cats", "kept"]
    assert places("Psychology knows gnomes", "alliteration") == ["gnomes"]
