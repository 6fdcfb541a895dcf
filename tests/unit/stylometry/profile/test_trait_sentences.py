"""Metrics as sentences for the writer."""

import pytest

from libs.stylometry.metrics import IDS, METRICS, measure
from libs.stylometry.metrics.wording import PHRASES
from libs.stylometry.profile.population import Usual, population
from libs.stylometry.profile.trait_sentences import trait_sentence
from libs.stylometry.statistics.text_statistics import TextStatistics
from tests.support.stylometry_reading import statistics

TEXT = "I came, I saw, and I left. Why? It rained; it always rains. We had tea!"


def said(id_: str, of: TextStatistics, usual: Usual | None) -> str:
    return trait_sentence(METRICS[id_], measure(of).by_id[id_], of, usual)


@pytest.mark.parametrize(
    ("id_", "median", "expected"),
    [
        ("comma_rate", 44.0, "You use 125 commas per 1,000 words (2 in 16 words); most people: 44."),
        ("semicolon_rate", 0.0, "You use 62 semicolons per 1,000 words (1 in 16 words); most people: none."),
        ("colon_rate", 2.5, "You use no colons in 16 words; most people: 2.5 per 1,000 words."),
        ("colon_rate", 0.0, "You use no colons in 16 words; most people: none."),
        ("pron_1sg", 60.0, "You use 188 I-words per 1,000 words (3 in 16 words); most people: 60."),
        ("pron_it", 14.0, "You write “it” 125 times per 1,000 words (2 in 16 words); most people: 14."),
        ("exclam_rate", 0.1, "You use 0.25 exclamation marks per sentence (1 in 4 sentences); most people: 0.1."),
        ("questions_to_reader", 0.08, "25% of your sentences are questions (1 of 4); most people: 8%."),
        ("long_sent_rate", 0.004, "0% of your sentences are very long (0 of 4); most people: 0.4%."),
        ("sent_len_mean", 15.2, "Your mean sentence length is 4 words (16 words in 4 sentences); most people: 15.2."),
        ("sent_len_p90", 27.0, "Your long sentences have 6.4 words or more; most people: 27."),
        ("yule_k", 96.7, "Yule's K is 312 in your texts; most people: 96.7. Higher means: more repetition."),
    ],
)
def test_a_sentence_tells_value_counts_and_what_is_usual(id_: str, median: float, expected: str) -> None:
    assert said(id_, statistics(TEXT), Usual(0.0, median, 100.0)) == expected


def test_what_is_not_known_of_others_is_left_out() -> None:
    assert said("comma_rate", statistics(TEXT), None) == "You use 125 commas per 1,000 words (2 in 16 words)."


def test_a_measure_that_few_know_says_what_higher_means() -> None:
    text = statistics(" ".join([TEXT] * 10))
    expected = (
        "Your Automated Readability Index is school grade -5.01; most people: 5.65. Higher means: harder to read."
    )
    assert said("ari", text, Usual(0.0, 5.65, 9.0)) == expected


def test_counts_are_those_of_all_samples_together() -> None:
    both = statistics(TEXT) + statistics("No, no, no.")
    assert "(4 in 19 words)" in said("comma_rate", both, None)
    assert "You use 211 commas" in said("comma_rate", both, None)
    assert "2 samples" in said("doc_len", both, None)


@pytest.mark.parametrize("id_", IDS)
def test_every_metric_makes_a_plain_sentence(id_: str) -> None:
    sentence = trait_sentence(METRICS[id_], 0.25, statistics(TEXT), population().usual[id_])
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "e-0" not in sentence


def test_every_share_says_of_what_it_is() -> None:
    shares = {id_ for id_, metric in METRICS.items() if metric.unit.startswith("share")}
    assert shares <= set(PHRASES)
    assert set(PHRASES) <= set(IDS)
