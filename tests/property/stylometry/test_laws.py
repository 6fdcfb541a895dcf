"""Laws that hold for any text: sums merge and unmerge exactly, and no number is ever undefined."""

import functools
import operator
from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, METRICS, locate, measure
from libs.stylometry.profile.bands import profile
from libs.stylometry.profile.deviations import deviations
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.statistics.text_statistics import StaleStatisticsError, TextStatistics
from libs.stylometry.text.document import Document
from tests.support.stylometry_reading import document, statistics

DIMENSIONS = 8

FORMS = (
    "I we can't it's never of course well, book the Paris NASA soooo 3.5% (as ) — -- ... ? ! . \" “ ” # - 😀 :-) "
    "#tag @bob"
)
words = st.sampled_from([*FORMS.split(" "), "of course", "\n", "\n\n", "- item", "# Head"])
prose = st.lists(words, max_size=60).map(" ".join)
anything = st.one_of(prose, st.text(max_size=200), st.text(alphabet="a.!?\n \u200b'-\"(", max_size=80))


SIGNS = "a1 #@_*/.—–-😀👩☝★🏽🇩🇪\u200d\ufe0f\ufe0e\u20e3"
"""What emoji, hashtags, mentions and dashes are made of."""

LOCATED = {
    "questions": "questions_to_reader",
    "statement_after_question": "rhet_question",
    "answered_questions": "hypophora",
    "transition_openings": "transition_opener",
    "lowercase_openings": "lowercase_start",
    "anaphora": "anaphora",
    "epiphora": "epiphora",
    "symploce": "symploce",
    "anadiplosis": "anadiplosis",
    "epizeuxis": "epizeuxis",
    "antithesis": "antithesis",
    "serial_commas": "oxford_comma",
    "asides": "personal_asides",
    "onset_matches": "alliteration",
    "quoted_words": "quote_use",
    "repeated_words": "dup_ngram",
    "long_words": "long_word_rate",
    "em_dashes": "em_dash_rate",
    "emoji": "emoji_rate",
    "hashtags": "hashtag_rate",
    "mentions": "mention_rate",
    "double_spaces": "double_space",
}
"""Sums, and metrics whose places they count."""


def embed(read: Document) -> NDArray[np.float32]:
    rng = np.random.default_rng(len(read.text))
    return rng.normal(size=DIMENSIONS).astype(np.float32)


def voice(texts: list[str]) -> Fingerprint:
    samples = [Fingerprint.of(SampleMeasure.of(document(text), embed)) for text in texts]
    return functools.reduce(operator.add, samples, Fingerprint.empty(DIMENSIONS))


@settings(deadline=None)
@given(anything)
def test_every_number_is_finite_and_every_absence_has_a_reason(text: str) -> None:
    found = measure(statistics(text))
    assert all(isfinite(value) for value in found.values())
    assert set(found) | set(found.reasons) == set(IDS)


@settings(deadline=None)
@given(anything)
def test_values_stay_in_their_range(text: str) -> None:
    for id_, value in measure(statistics(text)).items():
        metric = METRICS[id_]
        assert metric.low is None or value >= metric.low - 1e-5, id_
        assert metric.high is None or value <= metric.high + 1e-5, id_


@settings(max_examples=40, deadline=None)
@given(anything)
def test_places_lie_in_the_text_and_in_order(text: str) -> None:
    read = document(text)
    for id_ in IDS:
        spans = locate(read, id_)
        assert spans == sorted(spans)
        assert all(0 <= span.start < span.end <= len(text) for span in spans)


@settings(deadline=None)
@given(st.one_of(anything, st.text(alphabet=SIGNS, max_size=40)))
def test_what_is_counted_can_be_pointed_at(text: str) -> None:
    read = document(text)
    counted = TextStatistics.of(read)
    for sum_, metric in LOCATED.items():
        assert counted[sum_] == len(locate(read, metric)), metric


@settings(deadline=None)
@given(anything)
def test_lines_are_told_from_characters_as_python_tells_them(text: str) -> None:
    lines = [line for line in text.split("\n") if line.strip()]
    repeated = sum(map(len, lines)) - sum(map(len, set(lines)))
    counted = statistics(text)
    assert counted["lines"] == len(lines)
    assert counted["line_characters"] == sum(map(len, lines))
    assert counted["duplicate_line_characters"] == repeated


@settings(deadline=None)
@given(anything, anything, anything)
def test_statistics_merge_in_any_order_and_unmerge(one: str, two: str, three: str) -> None:
    a, b, c = map(statistics, (one, two, three))
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert (a + b) - b == a
    assert a + TextStatistics.empty() == a


@settings(deadline=None)
@given(anything)
def test_statistics_survive_bytes(text: str) -> None:
    counted = statistics(text)
    assert TextStatistics.from_bytes(counted.to_bytes()) == counted
    assert len(counted.to_bytes()) <= 20_000


def test_bytes_of_other_definitions_are_recognised() -> None:
    data = bytearray(statistics("Some text.").to_bytes())
    data[0] ^= 1
    with pytest.raises(StaleStatisticsError):
        TextStatistics.from_bytes(bytes(data))
    with pytest.raises(StaleStatisticsError):
        TextStatistics.from_bytes(b"")


@settings(max_examples=30, deadline=None)
@given(st.lists(anything, min_size=1, max_size=6), st.data())
def test_a_sample_taken_out_of_a_voice_leaves_no_trace(texts: list[str], data: st.DataObject) -> None:
    gone = data.draw(st.integers(0, len(texts) - 1))
    left = voice(texts[:gone] + texts[gone + 1 :])
    unlearned = voice(texts) - voice([texts[gone]])
    assert unlearned == left
    assert unlearned.to_bytes() == left.to_bytes()


@settings(max_examples=30, deadline=None)
@given(st.lists(anything, min_size=2, max_size=6), st.randoms(use_true_random=False))
def test_samples_may_come_in_any_order(texts: list[str], random: object) -> None:
    shuffled = sorted(texts, key=lambda _: random.random())  # pyright: ignore
    assert voice(texts) == voice(shuffled)
    assert Fingerprint.from_bytes(voice(texts).to_bytes()) == voice(texts)


@settings(max_examples=30, deadline=None)
@given(st.lists(anything, min_size=1, max_size=5), anything)
def test_profiles_and_deviations_of_anything_are_finite(texts: list[str], draft: str) -> None:
    read = profile(voice(texts))
    for band in read.bands.values():
        assert all(map(isfinite, (band.p10, band.median, band.p90, band.mean, band.spread)))
        assert 0 <= band.reliability <= 1
        assert band.p10 <= band.p90
        assert band.percentile is None or 0 <= band.percentile <= 100
    for deviation in deviations(document(draft), read):
        assert isfinite(deviation.z)
        assert not deviation.low <= deviation.value <= deviation.high


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        "in " * 66_000,
        "a" * 200_000,
        "." * 200_000,
        "😀" * 100_000,
        "of course " * 20_000,
        "\n" * 200_000,
        "(I " * 66_000,
        "#a " * 66_000,
        "-" * 200_000,
        "**" * 100_000,
        "a. " * 66_000,
        '"a ' * 66_000,
        "not it is " * 20_000,
        "漢字" * 100_000,
        "www." * 50_000,
    ],
    ids=lambda text: text[:6],
)
def test_the_longest_texts_are_no_trouble(text: str) -> None:
    found = measure(statistics(text))
    assert all(isfinite(value) for value in found.values())
