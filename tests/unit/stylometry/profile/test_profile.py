"""Fingerprints read as profiles, and drafts against them."""

import functools
import operator

import numpy as np
import pytest
from numpy.typing import NDArray

from libs.stylometry.metrics import INDEX
from libs.stylometry.profile.bands import Profile, profile, quantile
from libs.stylometry.profile.deviations import Side, deviations
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.profile.population import EDGES, population
from libs.stylometry.profile.statements import STATEMENT_OF
from libs.stylometry.text.document import Document
from tests.support.stylometry_reading import document, measured

CALM = (
    "The garden was quiet in the morning. A thin mist lay over the pond, and the birds had not begun to sing. "
    "I walked along the old wall and thought about the letter that had come the day before. It was a long letter, "
    "and it said very little. My sister wrote about the weather, the children, and the price of coal. "
)
LOUD = (
    "WOW, this is amazing!!! You won't believe it -- seriously -- I was like, what?! It's so, so good! "
    "Don't wait! Get it now! I love it!!! OMG, you guys, it's the best thing ever -- trust me!"
)


def embed(read: Document) -> NDArray[np.float32]:
    return np.array([len(read.text) % 7, 1.0, -0.5], np.float32)


def voice(*texts: str) -> Fingerprint:
    return functools.reduce(operator.add, [Fingerprint.of(SampleMeasure.of(document(text), embed)) for text in texts])


@pytest.fixture(scope="module")
def calm() -> Profile:
    return profile(voice(CALM * 3, CALM * 4, CALM * 5, CALM * 3 + "He left."))


def test_profile_counts_what_it_rests_on(calm: Profile) -> None:
    assert calm.samples == 4
    assert calm.words == sum(
        int(measured(text)["doc_len"]) for text in (CALM * 3, CALM * 4, CALM * 5, CALM * 3 + "He left.")
    )


def test_band_lies_around_the_mean_of_the_samples(calm: Profile) -> None:
    values = [measured(text)["comma_rate"] for text in (CALM * 3, CALM * 4, CALM * 5, CALM * 3 + "He left.")]
    band = calm.bands["comma_rate"]
    assert band.mean == pytest.approx(np.mean(values), rel=1e-3)
    assert band.p10 < band.median < band.p90


def test_spread_of_few_samples_is_drawn_towards_that_of_others() -> None:
    one = profile(voice(CALM * 3)).bands["comma_rate"]
    usual = population().within[INDEX["comma_rate"]] ** 0.5
    assert one.spread == pytest.approx(usual, rel=0.2)
    assert profile(voice(*[CALM * 3] * 40)).bands["comma_rate"].spread < usual / 2


def test_reliability_grows_with_samples_and_never_reaches_one() -> None:
    reliabilities = [profile(voice(*[CALM] * n)).bands["comma_rate"].reliability for n in (1, 3, 10, 30)]
    assert reliabilities == sorted(reliabilities)
    assert 0.2 < reliabilities[0] < reliabilities[-1] < 1


def test_many_samples_are_read_from_the_sketch() -> None:
    edges = np.arange(1.0, EDGES + 1)
    bins = np.zeros(EDGES + 1, np.int64)
    bins[5:15] = 10
    assert quantile(bins, edges, 0.5, beyond=0.0) == pytest.approx(10.0)
    assert quantile(bins, edges, 0.1, beyond=0.0) == pytest.approx(6.0)
    bins[:] = 0
    bins[0] = 3
    assert quantile(bins, edges, 0.9, beyond=0.25) == 0.25
    assert quantile(bins, edges, 0.9, beyond=7.0) == 1.0
    wide = profile(voice(*[CALM * 3] * 15, *[LOUD * 4] * 15)).bands["exclam_rate"]
    assert wide.p10 < 0.1
    assert wide.p90 > 0.9


def test_style_is_averaged() -> None:
    read = profile(voice(CALM, CALM, CALM))
    assert read.style_mean == pytest.approx(embed(document(CALM)), abs=1e-6)
    assert read.style_variance == pytest.approx(np.zeros(3), abs=1e-5)


def test_voices_of_different_style_vectors_do_not_add() -> None:
    with pytest.raises(ValueError, match="dimensions"):
        operator.add(Fingerprint.empty(3), Fingerprint.empty(4))


def test_profile_of_no_samples_has_no_bands() -> None:
    read = profile(Fingerprint.empty(3))
    assert read.bands == {}
    assert deviations(document(LOUD), read) == []


def test_percentile_is_among_other_writers() -> None:
    usual = population()
    at = INDEX["comma_rate"]
    values = np.full(len(usual.center), np.nan)
    values[at] = usual.edges[at, EDGES // 2]
    assert usual.percentile(values)[at] == pytest.approx(50.0)
    values[at] = 1e9
    assert 95 < usual.percentile(values)[at] < 100


def test_a_draft_in_the_same_voice_deviates_in_little(calm: Profile) -> None:
    strange = {deviation.metric for deviation in deviations(document(CALM * 4), calm)}
    assert not strange & {"comma_rate", "exclam_rate", "em_dash_rate", "caps_word_rate", "contractions"}


def test_a_draft_in_another_voice_deviates_and_is_told_why(calm: Profile) -> None:
    draft = document(LOUD * 3)
    found = {deviation.metric: deviation for deviation in deviations(draft, calm, limit=200)}
    dashes = found["em_dash_rate"]
    assert dashes.side is Side.TOO_HIGH
    assert dashes.value > dashes.high >= dashes.low == 0
    assert [draft.text[span.start : span.end] for span in dashes.spans] == ["--"] * 9
    assert dashes.text.startswith("You use ")
    assert "em dashes per 1,000 words; usual for you: 0 to" in dashes.text
    assert found["exclam_rate"].z > 2


def test_the_most_surprising_comes_first(calm: Profile) -> None:
    found = deviations(document(LOUD * 3), calm)
    assert [deviation.surprise for deviation in found] == sorted((d.surprise for d in found), reverse=True)
    assert len(deviations(document(LOUD * 3), calm, limit=3)) == 3


def test_a_short_draft_is_judged_more_mildly(calm: Profile) -> None:
    short, long = (
        {deviation.metric: deviation.surprise for deviation in deviations(document(text), calm, limit=200)}
        for text in (LOUD, LOUD * 12)
    )
    assert short["contractions"] < long["contractions"]


def test_deviations_that_say_the_same_come_after_all_others(calm: Profile) -> None:
    found = [deviation.metric for deviation in deviations(document(LOUD * 3), calm, limit=200)]
    groups = [STATEMENT_OF[id_].metrics if id_ in STATEMENT_OF else (id_,) for id_ in found]
    distinct = len(set(groups))
    assert distinct < len(groups)
    assert len(set(groups[:distinct])) == distinct
