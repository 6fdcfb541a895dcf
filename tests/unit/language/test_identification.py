"""Identification of English among other languages."""

import pytest

from libs.language import UNDETERMINED, identify

ENGLISH = "We walked down to the river this morning and talked about what the children might want to do next year."


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (ENGLISH, "en"),
        ("I quit my job.\nBest decision ever, and I would do it again.", "en"),
        ("Das ist ein sehr schöner Tag und wir gehen heute an den Fluss.", "de"),
        ("Je ne sais pas quoi dire, mais nous irons demain au marché.", "fr"),
        ("Это русский текст, который ничего не говорит по-английски.", "ru"),
        ("これは日本語の文章です。英語ではありません。", "ja"),
    ],
)
def test_language_is_named(text: str, code: str) -> None:
    assert identify(text).language == code


@pytest.mark.parametrize(
    "text", ["", "ok", "lol gonna", "12345 678", "😀😀😀", "#growth #marketing @bob", "https://example.com/a"]
)
def test_text_too_short_to_tell_is_not_refused(text: str) -> None:
    found = identify(text)
    assert found.language == UNDETERMINED
    assert not found.is_foreign


def test_foreign_text_is_foreign_and_english_is_not() -> None:
    assert identify("Wir freuen uns sehr, dass Sie heute zu uns gekommen sind.").is_foreign
    assert not identify(ENGLISH).is_foreign


def test_links_and_mentions_do_not_decide() -> None:
    assert (
        identify(ENGLISH + " https://example.de/ueber-uns/unsere-mitarbeiter @hansmueller #schoenertag").language
        == "en"
    )


def test_confidence_is_a_probability() -> None:
    assert 0.75 <= identify(ENGLISH).confidence <= 1.0
