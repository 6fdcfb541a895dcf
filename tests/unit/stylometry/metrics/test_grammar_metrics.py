"""The metrics of grammar: formulas worked out by hand, and places that agree with what is counted."""

import math

import numpy as np
import pytest

from libs.stylometry.metrics import biber, clauses, figures, measure, mood, order, verbs, word_classes
from libs.stylometry.metrics.metric import Linear, Metric, Rate
from libs.stylometry.statistics import vector_layout
from libs.stylometry.statistics.grammar import (
    PARSE_COUNTS,
    PARSE_FIXED,
    TAG_COUNTS,
    TAG_FIXED,
    Parsed,
    count_parse,
    count_tags,
)
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.spans import Span
from tests.support.stylometry_grammar import doc, parsed

MODULES = (word_classes, verbs, mood, clauses, order, figures, biber)
METRICS = {metric.id: metric for module in MODULES for metric in module.METRICS}
SUMS = {*TAG_COUNTS, *TAG_FIXED, *PARSE_COUNTS, *PARSE_FIXED}

TEXT = (
    "Yesterday_NN>3:obl:unmarked I_PRP>3:nsubj saw_VBD=see>0:ROOT a_DT>5:det dog_NN>3:obj ._.>3:punct",
    "It_PRP>3:nsubj:pass was_VBD^AUX=be>3:aux:pass made_VBN=make>0:ROOT to_TO>5:mark run_VB>3:xcomp ._.>3:punct",
    "Read_VB>0:ROOT this_DT^PRON>1:obj ._.>1:punct",
)


def sums_of(text: Parsed) -> dict[str, float]:
    return dict.fromkeys(SUMS, 0) | count_tags(text) | count_parse(text)


def value(metric: Metric, sums: dict[str, float]) -> float:
    if isinstance(metric.formula, Rate):
        return _rate(metric.formula, sums)
    if isinstance(metric.formula, Linear):
        return metric.formula.constant + sum(_rate(rate, sums) for rate in metric.formula.rates)
    return metric.formula(sums)


def _rate(rate: Rate, sums: dict[str, float]) -> float:
    return rate.scale * _total(rate.numerator, sums) / _total(rate.denominator, sums)


def _total(names: str | tuple[str, ...], sums: dict[str, float]) -> float:
    listed = (names,) if isinstance(names, str) else names
    return sum(-sums[name[1:]] if name.startswith("-") else sums[name] for name in listed)


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        # 12 words: Yesterday I saw a dog / It was made to run / Read this
        ("past_tense", 1000 * 2 / 12),
        ("pos_noun", 2 / 12),
        ("content_ratio", (2 + 4) / 12),
        ("noun_verb_ratio", 2 / 4),
        ("sent_start_noun", 1 / 3),
        ("passive_rate", 1000 * 1 / 4),
        ("agentless_share", 1.0),
        ("active_passive_ratio", 1.0),
        ("imperative_rate", 1 / 3),
        ("cta_close", 1.0),
        ("clauses_per_sent", 2 / 3),
        ("anecdote_open", 1.0),
        # percent: nouns 2, article 1, less pronouns 3, verbs 4, auxiliary 1, of 12
        ("f_score", 50 + 50 * (2 + 1 - 3 - 4 - 1) / 12),
        ("left_embed", (2 + 1 + 0) / 3),
        # 2 1 2 of the first, 2 1 1 2 of the second, 1 of the third; det 1
        ("mdd", (2 + 1 + 1 + 2 + 2 + 1 + 1 + 2 + 1) / 9),
        ("adjacent_dep", 5 / 9),
    ],
)
def test_values_are_those_worked_out_by_hand(metric: str, expected: float) -> None:
    assert value(METRICS[metric], sums_of(parsed(*TEXT))) == pytest.approx(expected)


def test_spread_of_distances() -> None:
    means = [6 / 4, 6 / 4, 1.0]
    mean = sum(means) / 3
    expected = math.sqrt(sum((each - mean) ** 2 for each in means) / 3)
    assert value(METRICS["mdd_sd"], sums_of(parsed(*TEXT))) == pytest.approx(expected)


def test_entropy_is_what_the_class_before_leaves_open() -> None:
    vector = np.zeros(vector_layout.SIZE, np.int64)
    for pair, count in {
        "noun_verb": 50,
        "noun_punct": 50,
        "verb_noun": 100,
        "tagged_tokens": 200,
        "tagged_texts": 1,
    }.items():
        vector[vector_layout.STATISTIC_INDEX[pair]] = count
    # after a noun one bit, after a verb none; half of all follow a noun
    assert measure(TextStatistics(vector))["pos_entropy"] == pytest.approx(0.5)


def test_a_text_at_bibers_means_scores_zero() -> None:
    means = {"past_tense": 40.1, "pron_3": 29.9, "perfect_aspect": 8.6, "verb_public": 7.7, "neg_synthetic": 1.7}
    sums = means | {"present_participial_clauses": 1.0, "words": 1000, "tagged_words": 1000, "parsed_words": 1000}
    assert value(METRICS["biber_d2"], sums) == pytest.approx(0.0)
    assert value(METRICS["biber_d2"], sums | {"past_tense": 40.1 + 30.4}) == pytest.approx(1.0)


def test_nominalisations_are_not_counted_among_bibers_nouns() -> None:
    sums = dict.fromkeys((*vector_layout.NAMES, *SUMS), 0.0) | {
        "words": 1000,
        "tagged_words": 1000,
        "parsed_words": 1000,
    }
    nouns = sums | {"noun_tokens": 35.6}
    assert value(METRICS["biber_d1"], nouns) == pytest.approx(value(METRICS["biber_d1"], sums) - 1)
    both = nouns | {"nominal_suffix": 35.6}
    assert value(METRICS["biber_d1"], both) == pytest.approx(value(METRICS["biber_d1"], sums))


def test_every_sum_that_a_metric_asks_for_is_counted() -> None:
    asked = {metric.evidence.sum for metric in METRICS.values()}
    for metric in METRICS.values():
        rates = (metric.formula,) if isinstance(metric.formula, Rate) else getattr(metric.formula, "rates", ())
        for names in (names for rate in rates for names in (rate.numerator, rate.denominator)):
            asked |= {name.removeprefix("-") for name in ((names,) if isinstance(names, str) else names)}
    assert asked <= SUMS | set(vector_layout.NAMES)


@pytest.mark.parametrize(
    ("metric", "places"),
    [
        ("past_tense", ["saw", "was"]),
        ("infinitive_rate", ["to"]),
        ("passive_rate", ["made"]),
        ("imperative_rate", ["Read this ."]),
        ("fronting_rate", ["Yesterday"]),
        ("anecdote_open", ["Yesterday I saw a dog ."]),
        ("np_rate", ["Yesterday", "I", "dog", "It", "this"]),
    ],
)
def test_places_are_what_is_counted(metric: str, places: list[str]) -> None:
    text, read = doc(*TEXT).text, parsed(*TEXT)
    locate = METRICS[metric].locate_parsed or METRICS[metric].locate_tagged
    assert [text[span.start : span.end] for span in locate(read)] == places


def test_lists_are_pointed_at_from_first_to_last() -> None:
    sentence = "Red_JJ>0:ROOT ,_,>3:punct white_JJ>1:conj and_CC>5:cc blue_JJ>1:conj ._.>1:punct"
    assert METRICS["tricolon"].locate_parsed(parsed(sentence)) == [Span(0, len("Red , white and blue"))]


def test_an_empty_text_has_no_places() -> None:
    read = parsed()
    located = [metric.locate_parsed or metric.locate_tagged for metric in METRICS.values()]
    assert [span for locate in located if locate for span in locate(read)] == []
