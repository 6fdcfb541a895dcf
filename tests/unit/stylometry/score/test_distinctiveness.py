"""Distance of a writer's samples from others' texts, and the prediction for later texts."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.stylometry.fit.distinctiveness import Reached, fit_distinctiveness, predicted
from libs.stylometry.score.calibration import Amounts
from libs.stylometry.score.distinctiveness import (
    MIN_OTHERS,
    MIN_WRITERS,
    DistinctivenessModel,
    distance,
    of_others,
)
from libs.stylometry.score.evidence import EvidenceModel
from libs.stylometry.score.scorer import Distinctiveness
from libs.stylometry.score.weights import SHIPPED, ScoreWeights
from tests.support.stylometry_scoring import draft, enrolment, posts, register_of, scorer

ADA, *OTHERS = sorted(posts())
MODEL = DistinctivenessModel(prior=8.0, offset=0.0)
distances = st.floats(0.01, 20)


def texts_of(*writers: str) -> list[str]:
    return [post for writer in writers for post in posts()[writer]]


def found(own: list[str], others: list[str], writers: int = MIN_WRITERS) -> Distinctiveness | None:
    voice = enrolment(own, register_of(others, writers) if others else None)
    return scorer().distinctiveness(voice, [draft(text) for text in own])


@given(distances, distances, st.integers(3, 40))
def test_a_distance_as_usual_is_1_and_others_are_drawn_towards_it(measured: float, expected: float, n: int) -> None:
    assert MODEL.distance(expected, expected, n) == pytest.approx(1)
    drawn = MODEL.distance(measured, expected, n)
    assert min(1, measured / expected) <= drawn * (1 + 1e-9)
    assert drawn <= max(1, measured / expected) * (1 + 1e-9)


@given(st.floats(0.4, 3), st.integers(3, 39))
def test_the_more_samples_the_less_a_distance_is_drawn_towards_the_usual(ratio: float, n: int) -> None:
    few, more = (abs(np.log(MODEL.distance(ratio, 1, samples))) for samples in (n, n + 1))
    assert few <= more


@given(distances, distances, distances)
def test_what_lies_further_off_is_told_to(one: float, other: float, expected: float) -> None:
    near, far = sorted((one, other))
    assert MODEL.distance(near, expected, 5) <= MODEL.distance(far, expected, 5)


def test_the_distance_of_scores_is_in_the_root_of_their_mean_variance() -> None:
    assert distance(np.array([3.0, 5.0]), np.array([0.0, 2.0])) == pytest.approx(3 / np.sqrt(2))


def test_no_text_of_the_register_is_its_own_rival() -> None:
    others = texts_of(*OTHERS)
    voice, cohort = enrolment(texts_of(ADA), register_of(others)), ScoreWeights.load(SHIPPED).cohort
    scores = of_others(cohort, voice)
    for place in (0, len(others) - 1):
        rest = replace(voice.register, directions=np.delete(voice.register.directions, place, axis=0))
        text = np.asarray(draft(others[place]).embedding)[None]
        alone = cohort.compare(replace(voice, register=rest), text).value.item()
        assert scores[place] == pytest.approx(alone, abs=1e-3)
        assert scores[place] > cohort.compare(voice, text).value.item() + 0.1


def test_samples_of_one_writer_lie_further_off_than_a_mixture() -> None:
    own = found(texts_of(ADA), texts_of(*OTHERS))
    mixture, rest = ([post for writer in posts().values() for post in writer[half::2]] for half in (0, 1))
    mixed = found(mixture, rest)
    assert own is not None
    assert mixed is not None
    assert mixed.distance < 1 < own.distance
    assert mixed.separation.auc < 0.85
    assert own.separation.auc > 0.95
    assert (own.texts, own.others) == (len(texts_of(ADA)), len(texts_of(*OTHERS)))


def test_the_expected_separation_follows_the_distance() -> None:
    voice = enrolment(texts_of(ADA), register_of(texts_of(*OTHERS)))
    own = found(texts_of(ADA), texts_of(*OTHERS))
    assert own is not None
    usual = scorer().expected_auc(voice, 250)
    near, far = (scorer().expected_auc(voice, 250, replace(own, distance=each)) for each in (0.5, 2.0))
    assert near < usual < far
    assert scorer().expected_auc(voice, 250, replace(own, distance=1.0)) == usual


@pytest.mark.parametrize(
    ("samples", "others", "writers"),
    [(2, 16, 5), (8, MIN_OTHERS - 1, 5), (0, 16, 5), (8, 0, 5), (8, 16, MIN_WRITERS - 1)],
)
def test_nothing_is_told_by_few_texts_or_few_writers(samples: int, others: int, writers: int) -> None:
    assert found(texts_of(ADA)[:samples], texts_of(*OTHERS)[:others], writers) is None


def test_a_fit_finds_the_model_that_later_texts_follow() -> None:
    chance, evidence = np.random.default_rng(3), EvidenceModel(np.array([[0.2, 0.1, 0.05, 0.1]] * 2))
    true, rows = DistinctivenessModel(prior=6.0, offset=0.1), list[Reached]()
    for number in range(400):
        samples = int(chance.choice([3, 5, 10]))
        by, later = Amounts(300, 300 * (samples - 1), samples - 1), Amounts(250, 300 * samples, samples)
        measured = evidence.distance(by, 1.0) * float(np.exp(chance.normal(0, 0.4)))
        row = Reached(f"author {number}", samples, measured, by, later, 1.0, 0.5)
        (area,) = predicted([row], evidence, true)
        rows.append(replace(row, auc=float(area + chance.normal(0, 0.02))))
    fitted = fit_distinctiveness([rows[:300], rows[300:]], evidence)
    assert fitted.prior == pytest.approx(true.prior, rel=0.3)
    assert fitted.offset == pytest.approx(true.offset, abs=0.05)
