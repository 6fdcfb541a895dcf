"""Readability, commonness and sentiment worked out on paper, or by the library that a resource comes from."""

from math import sqrt

import pytest
import wordfreq
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from libs.stylometry.text.word_norms import ZIPF_FLOOR
from tests.support.stylometry_reading import measured, places

COMMITTEE = " ".join(["The committee postponed an important decision."] * 5)
"""Five sentences of six words with 1, 3, 2, 1, 3 and 3 syllables, of 40 letters in all."""


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("fre", 206.835 - 1.015 * 6 - 84.6 * 13 / 6),
        ("fkgl", 0.39 * 6 + 11.8 * 13 / 6 - 15.59),
        ("gunning_fog", 0.4 * (6 + 50)),
        ("ari", 4.71 * 40 / 6 + 0.5 * 6 - 21.43),
        ("cli", 0.0588 * 100 * 40 / 6 - 0.296 * 100 / 6 - 15.8),
        ("lix", 6 + 100 * 4 / 6),
        ("rix", 4.0),
        ("linsear", ((3 * 1 + 3 * 3) - 2) / 2),
        ("eflaw", 6 + 2),
        ("dale_chall", 0.1579 * 50 + 0.0496 * 6 + 3.6365),
        ("spache", 0.121 * 6 + 0.082 * 50 + 0.659),
        ("reading_time", 5 * 40 * 14.69 / 1000),
    ],
)
def test_the_committee_postponed_a_decision(metric: str, expected: float) -> None:
    assert measured(COMMITTEE)[metric] == pytest.approx(expected, rel=1e-6)


def test_smog_of_thirty_decisions() -> None:
    assert measured(" ".join([COMMITTEE] * 6))["smog"] == pytest.approx(1.0430 * sqrt(3 * 30) + 3.1291)


def test_few_unfamiliar_words_add_no_constant() -> None:
    easy = "The boy and the girl sat by the old tree."
    hard = "The boy and the girl sat by the old algorithm."
    few, more = " ".join([easy] * 9 + [hard]), " ".join([easy] * 4 + [hard] * 4)
    assert places(few, "dale_chall") == ["algorithm"]
    assert measured(few)["dale_chall"] == pytest.approx(0.1579 * 1 + 0.0496 * 10)
    assert measured(more)["dale_chall"] == pytest.approx(0.1579 * 5 + 0.0496 * 10)
    most = " ".join([easy] * 3 + [hard] * 4)
    assert measured(most)["dale_chall"] == pytest.approx(0.1579 * 400 / 70 + 0.0496 * 10 + 3.6365)


def test_endings_do_not_make_a_word_complex() -> None:
    text = " ".join(["He decided that the matches interested hospital visitors."] * 4)
    assert set(places(text, "gunning_fog")) == {"hospital", "visitors"}


def test_short_texts_have_no_readability() -> None:
    reasons = measured("The committee postponed an important decision.").reasons
    assert reasons["fkgl"] == "needs at least 30 words"
    assert reasons["smog"] == "needs at least 30 sentences"


def test_commonness_is_that_of_wordfreq() -> None:
    text = "The curious gardener quietly planted zinnias and watered an ancient fountain."
    content = ["curious", "gardener", "quietly", "planted", "zinnias", "watered", "ancient", "fountain"]
    expected = [max(wordfreq.zipf_frequency(word, "en", wordlist="small"), ZIPF_FLOOR) for word in content]
    assert measured(text)["zipf_freq_mean"] == pytest.approx(sum(expected) / len(expected))


@pytest.mark.parametrize(
    "sentence",
    [
        "The food was good and the people were kind.",
        "It was a terrible day.",
        "The garden lay in the sun.",
        "He was sad, angry and afraid of war.",
        "They won a prize and celebrated with friends.",
        "The food was not good.",
        "She does not hate him.",
        "He can't love it.",
        "He never smiled.",
        "It isn't the best gift.",
        "They gave without joy.",
    ],
)
def test_sentiment_of_plain_sentences_is_that_of_vader(sentence: str) -> None:
    theirs = SentimentIntensityAnalyzer().polarity_scores(sentence)["compound"]
    assert measured(sentence)["vader_compound"] == pytest.approx(theirs, abs=1e-4)
