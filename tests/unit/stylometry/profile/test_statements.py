"""Measures that say the same, folded into one statement."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.stylometry.metrics import IDS, METRICS
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.population import Usual
from libs.stylometry.profile.statements import STATEMENT_OF, STATEMENTS, folded, statement_sentence

BAND = Band("", 0.0, 0.0, 0.0, 0.0, 1.0, 8, 0.9, 50.0)
USUAL: dict[str, Usual | None] = dict.fromkeys(IDS)


def bands(**medians: float) -> dict[str, Band]:
    return {id_: replace(BAND, metric=id_, median=median) for id_, median in medians.items()}


def test_a_metric_belongs_to_one_statement_at_most() -> None:
    members = [id_ for statement in STATEMENTS for id_ in statement.metrics]
    assert len(members) == len(set(members))
    assert set(members) <= set(IDS)
    for statement in STATEMENTS:
        assert {fact.metric for fact in statement.facts} <= set(statement.metrics)
        assert not statement.facts or statement.facts[0].metric == statement.metrics[0]


def test_all_readability_formulas_and_sentence_lengths_are_one_statement() -> None:
    formulas = {id_ for id_, metric in METRICS.items() if metric.family == "readability"} - {"reading_time"}
    assert {*formulas, "sent_len_mean", "sent_len_median", "sent_len_p90"} <= set(STATEMENTS[0].metrics)


@given(st.permutations(IDS).flatmap(lambda ids: st.integers(0, len(ids)).map(lambda n: ids[:n])))
def test_statements_come_before_what_repeats_them(ids: list[str]) -> None:
    ordered = folded(ids, lambda id_: id_)
    assert sorted(ordered) == sorted(ids)
    groups = [STATEMENT_OF[id_].metrics if id_ in STATEMENT_OF else (id_,) for id_ in ordered]
    distinct = len(set(groups))
    assert len(set(groups[:distinct])) == distinct
    assert [id_ for id_ in ids if id_ in ordered[:distinct]] == ordered[:distinct]
    assert [id_ for id_ in ids if id_ in ordered[distinct:]] == ordered[distinct:]


def test_the_plainest_measure_speaks_for_those_that_say_the_same() -> None:
    found = folded(["eflaw", "comma_rate", "sent_len_mean", "fre"], lambda id_: id_)
    assert found == ["comma_rate", "sent_len_mean", "eflaw", "fre"]


@pytest.mark.parametrize(
    ("length", "ease", "expected"),
    [
        (28.4, 41.2, "long and hard to read quickly: 28 words on average, others 15; Flesch reading ease 41"),
        (28.4, 76.0, "long but about as easy to read as most: 28 words on average, others 15; Flesch reading ease 76"),
        (6.2, 95.0, "short and easy to read quickly: 6.2 words on average, others 15; Flesch reading ease 95"),
    ],
)
def test_sentence_length_and_reading_ease_are_one_sentence(length: float, ease: float, expected: str) -> None:
    usual = USUAL | {"sent_len_mean": Usual(9.0, 15.2, 24.0), "fre": Usual(58.0, 76.0, 89.0)}
    sentence = statement_sentence("sent_len_mean", bands(sent_len_mean=length, fre=ease), usual)
    assert sentence == f"Your sentences are {expected} points (100: very easy), others 76."


def test_a_fact_that_is_not_known_is_left_out() -> None:
    usual = USUAL | {"sent_len_mean": Usual(9.0, 15.2, 24.0)}
    sentence = statement_sentence("sent_len_mean", bands(sent_len_mean=28.4), usual)
    assert sentence == "Your sentences are long: 28 words on average, others 15."


def test_a_measure_that_does_not_speak_for_others_has_no_sentence_but_its_own() -> None:
    usual = USUAL | {"fre": Usual(58.0, 76.0, 89.0)}
    assert statement_sentence("fre", bands(fre=41.0), usual) is None
    assert statement_sentence("comma_rate", bands(comma_rate=41.0), usual) is None
    assert statement_sentence("sent_len_mean", bands(sent_len_mean=28.4), USUAL) is None


def test_a_value_that_looks_like_the_usual_one_is_called_usual() -> None:
    usual = USUAL | {"syll_per_word": Usual(1.3, 1.33, 1.4)}
    sentence = statement_sentence("syll_per_word", bands(syll_per_word=1.26), usual)
    assert sentence == "Your words are of usual length: 1.3 syllables on average, others 1.3."
