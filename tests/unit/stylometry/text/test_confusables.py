"""Look-alikes of Latin letters in other scripts, and invisible characters."""

import unicodedata

import pytest

from libs.stylometry.text.confusables import LATIN_OF
from libs.stylometry.text.word_forms import normal_form
from tests.support.stylometry_reading import measured, places

PLAIN = "Perhaps we should expect some people to copy this. They cannot explain why, but I think it is certainly so."
TAMPERED = {"expect": "ехреct", "people": "peоple", "copy": "соpy", "explain": "eхрlаin", "certainly": "сertаinly"}


def tampered() -> str:
    text = PLAIN
    for word, disguised in TAMPERED.items():
        text = text.replace(word, disguised)
    return text


def test_words_in_disguise_are_reported_where_they_stand() -> None:
    assert places(tampered(), "mixed_script_rate") == list(TAMPERED.values())
    assert measured(tampered())["mixed_script_rate"] == pytest.approx(1000 * 5 / 20)
    assert measured(PLAIN)["mixed_script_rate"] == 0


def test_all_other_metrics_are_those_of_the_plain_text() -> None:
    plain, disguised = measured(PLAIN), measured(tampered())
    assert plain.keys() == disguised.keys()
    assert {id_ for id_ in plain if plain[id_] != disguised[id_]} == {"mixed_script_rate"}


def test_words_of_word_lists_are_found_in_disguise_and_with_invisible_characters() -> None:
    assert places("It is сertаinly so.", "boosters") == ["сertаinly"]
    assert places("It is cer\u200btain\u00adly so.", "boosters") == ["cer\u200btain\u00adly"]


@pytest.mark.parametrize("word", ["слово", "оно", "λόγος", "ATMом", "TNFα", "café", "naïve", "Žižek", "日本", "μm"])
def test_words_of_one_script_and_names_with_symbols_are_none(word: str) -> None:
    assert places(f"We say {word} here.", "mixed_script_rate") == []
    assert normal_form(word) == word.casefold()


def test_capitals_stand_for_capitals_and_small_letters_for_small_ones() -> None:
    for strange, latin in LATIN_OF.items():
        assert latin.isascii()
        assert unicodedata.name(strange).startswith(("CYRILLIC", "GREEK"))
        assert strange.isupper() == latin.isupper() or strange == "Ӏ"
        assert normal_form(f"q{strange}q") == f"q{latin.lower()}q"
