"""Metrics as sentences for the writer."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from libs.stylometry.metrics import IDS, METRICS, measure
from libs.stylometry.metrics.metric import Family
from libs.stylometry.metrics.phrases import MEANINGS, PHRASES
from libs.stylometry.metrics.wording import amount
from libs.stylometry.profile.population import Usual, population
from libs.stylometry.profile.trait_sentences import trait_sentence
from libs.stylometry.statistics.text_statistics import TextStatistics
from tests.support.stylometry_reading import statistics

PLAIN_UNITS = {"words", "sentences", "letters", "syllables", "characters", "steps"}
TERMS = re.compile(
    r"\b(?:auxiliar|determiner|conjunction|conjunct\b|particle|preposition|pronoun|adverb|adjective|passive|infinitive|"
    r"gerund|participial|relative|coordinat|subordinat|endophoric|evidential|hedges|boosters|gloss|emphatic|amplifier|"
    r"downtoner|private verb|public verb|suasive|modal|nominalis|demonstrative|antithes|anaphora|isocolon|polysyndet|"
    r"asyndet|simile|oxymoron|interjection|copula|inversion)",
    re.IGNORECASE,
)
"""Words that a writer may never have heard in this sense."""
TEXT = "I came, I saw, and I left. Why? It rained; it always rains. We had tea!"


def said(id_: str, of: TextStatistics, usual: Usual | None) -> str:
    return trait_sentence(METRICS[id_], measure(of).by_id[id_], of, usual)


@pytest.mark.parametrize(
    ("id_", "median", "expected"),
    [
        ("comma_rate", 44.0, "You use 125 commas per 1,000 words (2 in all your samples); most people: 44."),
        ("semicolon_rate", 0.0, "You use 62 semicolons per 1,000 words (1 in all your samples); most people: none."),
        ("colon_rate", 2.5, "You use no colons in 16 words; most people: 2.5 per 1,000 words."),
        ("colon_rate", 0.0, "You use no colons in 16 words; most people: none."),
        ("pron_it", 14.0, "You write “it” 125 times per 1,000 words (2 in all your samples); most people: 14."),
        (
            "exclam_rate",
            0.1,
            "You use 0.25 exclamation marks per sentence (1 in all your samples); most people: 0.1.",
        ),
        ("questions_to_reader", 0.08, "25% of your sentences are questions (1 in all your samples); most people: 8%."),
        ("long_sent_rate", 0.004, "0% of your sentences are very long, with more than 30 words; most people: 0.4%."),
        ("sent_len_mean", 15.2, "Your sentences have 4 words on average (4 sentences in all); most people: 15."),
        ("sent_len_p90", 27.0, "Your long sentences have 6.4 words or more; most people: 27."),
    ],
)
def test_a_sentence_names_value_count_and_the_usual_value(id_: str, median: float, expected: str) -> None:
    assert said(id_, statistics(TEXT), Usual(0.0, median, 100.0)) == expected


def test_what_is_not_known_of_others_is_left_out() -> None:
    assert said("comma_rate", statistics(TEXT), None) == "You use 125 commas per 1,000 words (2 in all your samples)."


@pytest.mark.parametrize(
    ("value", "meaning"),
    [(41.0, "Harder to read than most."), (76.0, "That is about usual."), (95.0, "Easier to read than most.")],
)
def test_an_index_says_what_its_value_means(value: float, meaning: str) -> None:
    sentence = trait_sentence(METRICS["fre"], value, statistics(TEXT), Usual(60.0, 76.0, 90.0))
    assert sentence == f"Your Flesch reading ease is {value:.0f} points out of 100; most people: 76. {meaning}"


def test_an_index_without_a_reference_says_what_higher_means() -> None:
    assert trait_sentence(METRICS["ari"], 5.0, statistics(TEXT), None).endswith("Higher means: harder to read.")


def test_the_value_is_that_of_a_typical_text_and_the_count_that_of_all() -> None:
    both = statistics(TEXT) + statistics("No, no, no.")
    sentence = trait_sentence(METRICS["comma_rate"], 130.0, both, None)
    assert sentence == "You use 130 commas per 1,000 words (4 in all your samples)."


def test_a_mark_that_most_texts_lack_is_not_said_to_be_missing_from_all() -> None:
    sentence = trait_sentence(METRICS["semicolon_rate"], 0.0, statistics(TEXT), Usual(0.0, 2.5, 9.0))
    assert sentence == (
        "You use no semicolons in most texts (1 in all your samples); most people: 2.5 per 1,000 words."
    )


@pytest.mark.parametrize("id_", IDS)
def test_every_metric_makes_a_plain_sentence(id_: str) -> None:
    sentence = trait_sentence(METRICS[id_], 0.25, statistics(TEXT), population().usual[id_])
    assert sentence[0].isupper() or sentence[0].isdigit()
    assert sentence.endswith(".")
    assert "{" not in sentence
    assert "e-0" not in sentence
    assert not re.search(r"\b(?:told|tells?|so many|at large|anew)\b", sentence)


@pytest.mark.parametrize("id_", IDS)
@given(value=st.floats(0.01, 500.0))
@settings(max_examples=10)
def test_the_number_of_a_sentence_is_that_of_the_bar(id_: str, value: float) -> None:
    metric = METRICS[id_]
    sentence = trait_sentence(metric, value, statistics(TEXT), population().usual[id_])
    shown = amount(value, metric.unit)
    assert (shown.split(maxsplit=1)[0] if metric.unit.startswith(("per ", "share")) else shown) in sentence


@pytest.mark.parametrize("id_", IDS)
def test_every_measure_named_after_its_author_or_without_a_plain_unit_says_what_it_means(id_: str) -> None:
    metric = METRICS[id_]
    plain = metric.unit.startswith(("per ", "share")) or metric.unit in PLAIN_UNITS
    if plain and metric.family is not Family.READABILITY:
        return
    assert id_ in MEANINGS
    sentence = trait_sentence(metric, 1e6, statistics(TEXT), population().usual[id_])
    assert MEANINGS[id_][1] in sentence


@pytest.mark.parametrize("id_", IDS)
def test_a_term_of_grammar_or_rhetoric_comes_with_an_example(id_: str) -> None:
    sentence = trait_sentence(METRICS[id_], 1.0, statistics(TEXT), None)
    if TERMS.search(sentence):
        assert re.search("“|”", sentence), sentence


def test_every_share_says_of_what_it_is() -> None:
    shares = {id_ for id_, metric in METRICS.items() if metric.unit.startswith("share")}
    assert shares <= set(PHRASES)
    assert set(PHRASES) <= set(IDS)
    assert set(MEANINGS) <= set(IDS)
