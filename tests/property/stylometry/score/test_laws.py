"""Laws of the score whatever the weights and amounts of text."""

from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from libs.stylometry.score.calibration import Amounts, probability
from libs.stylometry.score.comparison import unit
from libs.stylometry.score.scorer import Draft, EnrolmentVector, Register
from libs.stylometry.score.weights import SHIPPED, ScoreWeights
from tests.support.stylometry_scoring import scorer

WEIGHTS = ScoreWeights.load(SHIPPED)
DIMENSIONS = WEIGHTS.blocks.matrix.shape[1]

words = st.integers(1, 20_000)
amounts = st.tuples(words, words, st.integers(1, 500))
seeds = st.integers(0, 2**32 - 1)
shares = st.floats(0, 1)


def direction(seed: int) -> NDArray[np.float64]:
    vector = np.random.default_rng(seed).normal(size=DIMENSIONS)
    return vector / np.linalg.norm(vector)


def voice_of(vector: NDArray[np.float64], count: int, total: int) -> EnrolmentVector:
    return EnrolmentVector(vector * count, count, total)


def enlarged(base: tuple[int, int, int], by: tuple[int, int, int]) -> tuple[Amounts, Amounts]:
    return Amounts(*base), Amounts(*(old + more for old, more in zip(base, by, strict=True)))


@given(amounts, amounts, st.floats(-20, 20))
def test_more_text_never_widens_the_interval(
    base: tuple[int, int, int], by: tuple[int, int, int], score: float
) -> None:
    less, more = enlarged(base, by)
    assert WEIGHTS.interval.spread(score, more) <= WEIGHTS.interval.spread(score, less)


@given(amounts, amounts, shares)
def test_more_text_never_lowers_the_expected_separation(
    base: tuple[int, int, int], by: tuple[int, int, int], weight: float
) -> None:
    less, more = (WEIGHTS.evidence.expected_auc(each, weight) for each in enlarged(base, by))
    assert 0.5 <= less <= more <= 1


@given(st.floats(-50, 50), st.floats(0.001, 20), amounts, shares)
def test_a_higher_score_is_never_less_likely(
    score: float, step: float, base: tuple[int, int, int], weight: float
) -> None:
    line = WEIGHTS.calibration.log_odds(Amounts(*base), weight)
    low, high = probability(line.slope * np.array([score, score + step]) + line.offset)
    assert 0 <= low <= high <= 1


@given(st.floats(-50, 50), amounts, shares)
def test_a_little_more_of_a_register_changes_a_probability_a_little(
    score: float, base: tuple[int, int, int], weight: float
) -> None:
    lines = [WEIGHTS.calibration.log_odds(Amounts(*base), min(weight + step, 1.0)) for step in (0.0, 1e-6)]
    odds = [line.slope * score + line.offset for line in lines]
    assert abs(odds[0] - odds[1]) < 1e-2


@pytest.mark.parametrize("place", range(len(WEIGHTS.calibration.weights)))
def test_a_register_of_a_fitted_size_is_calibrated_by_its_own_fit(place: int) -> None:
    calibration, usual = WEIGHTS.calibration, Amounts(250, 1500, 5)
    line = calibration.log_odds(usual, float(calibration.weights[place]))
    assert line.slope.item() == pytest.approx(calibration.slopes[place, 0])
    assert line.offset.item() == pytest.approx(calibration.offsets[place, 0])


@given(seeds, seeds, shares, shares, shares)
def test_of_two_voices_with_the_same_strangers_the_closer_to_the_draft_scores_higher(
    seed: int, other: int, one: float, another: float, agreement: float
) -> None:
    assume(seed != other)
    draft, away = direction(seed), direction(other)
    low, high = sorted((one, another))
    enrolled = WEIGHTS.cohort.enrol(voice_of(away, 5, 1500))
    voices = [replace(enrolled, direction=unit(part * draft + (1 - part) * away)) for part in (low, high)]
    values = [float(WEIGHTS.cohort.compare(voice, draft[None]).value[0]) for voice in voices]
    assert values[0] <= values[1] + 1e-9


@given(seeds, st.lists(seeds, min_size=1, max_size=12, unique=True), shares)
def test_the_closer_a_rival_comes_to_a_draft_the_more_it_speaks_against_any_persona(
    seed: int, others: list[int], part: float
) -> None:
    assume(seed not in others)
    draft, texts = direction(seed)[None].astype(np.float32), np.array([direction(other) for other in others])
    closer = texts.copy()
    closer[0] = unit(part * draft[0] + (1 - part) * texts[0])
    known = Register.of(texts)
    offset = unit(draft - known.centre)
    moved = Register(known.centre, unit(closer - known.centre).astype(np.float32), known.spread)
    assume(moved.directions[0] @ offset[0] >= known.directions[0] @ offset[0])
    voice = voice_of(draft[0], 5, 1500)
    far, near = (
        float(WEIGHTS.cohort.compare(WEIGHTS.cohort.enrol(voice, register), draft).value[0])
        for register in (known, moved)
    )
    assert near <= far + 1e-6


@given(seeds, st.lists(seeds, min_size=1, max_size=12, unique=True), st.randoms(use_true_random=False))
def test_the_order_in_which_a_register_was_learnt_does_not_matter(seed: int, others: list[int], random: Random) -> None:
    texts, mine = [direction(other) for other in others], voice_of(direction(seed), 5, 1500)
    draft = Draft(direction(seed), 300)
    shuffled = random.sample(texts, len(texts))
    first, again = (
        scorer().log_odds(scorer().enrol(mine, Register.of(np.array(order))), draft) for order in (texts, shuffled)
    )
    assert first == pytest.approx(again, abs=1e-4)


@given(seeds, seeds, st.integers(1, 40), shares, shares)
def test_samples_that_agree_more_ask_for_more_of_a_draft_that_is_less_like_them_than_they_are_like_one_another(
    seed: int, other: int, count: int, one: float, another: float
) -> None:
    assume(seed != other)
    mine, drafted = direction(seed), direction(other)
    loose, close = sorted((max(one, 0.3), max(another, 0.3)))
    far = Draft(drafted - max(drafted @ mine, 0) * mine, 300)
    odds = [scorer().log_odds(scorer().enrol(voice_of(mine * part, count, 6000)), far) for part in (loose, close)]
    assert odds[0] is not None
    assert odds[1] is not None
    assert odds[1] <= odds[0] + 1e-9


@given(st.tuples(seeds, seeds, seeds), st.integers(0, 200), st.integers(1, 3000), st.integers(1, 40))
def test_scores_are_bounded_ordered_and_repeatable(
    chosen: tuple[int, int, int], others: int, length: int, count: int
) -> None:
    mine, drafted, common = map(direction, chosen)
    voice, draft = voice_of(mine, count, 300 * count), Draft(drafted, length)
    register = Register.of(np.tile(common * 0.3, (others, 1)))
    score = scorer().score(scorer().enrol(voice, register), draft)
    assert score == scorer().score(scorer().enrol(voice, register), draft)
    if score.match is not None and score.interval is not None:
        assert 0 <= score.interval[0] <= score.match <= score.interval[1] <= 100
