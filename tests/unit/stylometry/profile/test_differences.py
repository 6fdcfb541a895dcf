"""Metrics in which two fingerprints differ."""

from functools import cache

import numpy as np

from libs.stylometry.profile.bands import Profile, profile
from libs.stylometry.profile.deviations import NOT_OF_STYLE
from libs.stylometry.profile.differences import RELIABLE, differences
from libs.stylometry.profile.fingerprint import Fingerprint, SampleMeasure
from libs.stylometry.profile.statements import STATEMENT_OF
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import posts

ADA, MARLO = "ada-field-notes", "marlo-growth"


@cache
def voice(writer: str, samples: int = 8) -> Profile:
    measures = [SampleMeasure.of(document(text), lambda _: np.zeros(4, np.float32)) for text in posts()[writer]]
    return profile(Fingerprint.empty(4).including(measures[:samples]))


def test_writers_differ_most_where_their_texts_do() -> None:
    found = {each.band.metric: each for each in differences(voice(ADA), voice(MARLO), limit=300)}
    assert found["sent_len_mean"].effect > 2
    assert found["sent_len_mean"].band.p10 > found["sent_len_mean"].other.p90
    assert all(each.reliability >= RELIABLE for each in found.values())
    assert not NOT_OF_STYLE & set(found)


def test_the_order_of_two_voices_turns_the_signs_alone() -> None:
    one, other = (differences(voice(a), voice(b), limit=20) for a, b in ((ADA, MARLO), (MARLO, ADA)))
    assert [each.band.metric for each in one] == [each.band.metric for each in other]
    assert [each.effect for each in one] == [-each.effect for each in other]


def test_the_clearest_come_first_and_no_more_than_asked_for() -> None:
    found = differences(voice(ADA), voice(MARLO), limit=5)
    weights = [abs(each.effect) * each.reliability for each in found]
    assert len(found) == 5
    assert weights == sorted(weights, reverse=True)


def test_a_voice_does_not_differ_from_itself_nor_from_nobody() -> None:
    assert differences(voice(ADA), voice(ADA), limit=50) == []
    assert differences(voice(ADA), voice(MARLO, 0), limit=50) == []


def test_a_difference_says_both_ranges() -> None:
    found = differences(voice(ADA), voice(MARLO), limit=300)
    for each in found:
        assert each.summary[0].isupper() or each.summary[0].isdigit()
        assert " in the first, " in each.summary
        assert " in the second" in each.summary


def test_the_first_differences_are_different_statements() -> None:
    shown = [difference.band.metric for difference in differences(voice(ADA), voice(MARLO), limit=20)]
    groups = [STATEMENT_OF[id_].metrics if id_ in STATEMENT_OF else (id_,) for id_ in shown]
    assert len(set(groups)) == len(groups)
