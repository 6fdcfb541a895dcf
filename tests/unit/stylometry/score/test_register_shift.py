"""Distance of a draft from the samples along the axis that a register shares."""

import numpy as np
import pytest
from numpy.typing import NDArray

from libs.stylometry.score.comparison import Cohort, Enrolment, EnrolmentVector, Register, unit
from libs.stylometry.score.register_shift import MIN_TEXTS, register_shift

DIMENSIONS, WORDS = 48, 300
_random = np.random.default_rng(5)
_COHORT = Cohort(_random.normal(size=(200, DIMENSIONS)).astype(np.float32))
_AXIS = unit(_random.normal(size=DIMENSIONS))


def texts(number: int, shared: float) -> NDArray[np.float32]:
    """Style vectors with the component `shared` along the register's axis."""
    return unit(shared * _AXIS + _random.normal(size=(number, DIMENSIONS)) / np.sqrt(DIMENSIONS)).astype(np.float32)


def enrolled(samples: NDArray[np.float32], register: Register) -> Enrolment:
    voice = EnrolmentVector(samples.sum(axis=0, dtype=np.float64), len(samples), WORDS * len(samples))
    return _COHORT.enrol(voice, register)


def test_texts_of_the_register_lie_as_a_normal_distribution_around_the_samples() -> None:
    register = Register.of(texts(200, 0.7))
    shifts = [register_shift(enrolled(texts(5, 0.7), register), texts(1, 0.7)[0], WORDS) for _ in range(300)]
    assert abs(float(np.mean(shifts))) < 0.2
    assert 0.8 < float(np.std(shifts)) < 1.2


@pytest.mark.parametrize(("own", "of_draft", "sign"), [(0.7, 0.0, -1), (0.0, 0.7, 1)])
def test_a_text_of_another_register_lies_far_off_on_its_side(own: float, of_draft: float, sign: int) -> None:
    voice = enrolled(texts(8, own), Register.of(texts(200, 0.7)))
    shifts = [register_shift(voice, draft, WORDS) or 0.0 for draft in texts(50, of_draft)]
    assert sign * float(np.median(shifts)) > 2.5


def test_a_short_text_that_shows_less_of_everything_is_not_taken_for_another_register() -> None:
    voice = enrolled(texts(8, 0.7), Register.of(texts(200, 0.7)))
    draft = texts(1, 0.35)[0]
    shifts = [register_shift(voice, draft, words) or 0.0 for words in (30, 100, 300, 1000)]
    assert shifts == sorted(shifts, reverse=True)


def test_nothing_is_told_without_a_register_samples_or_words() -> None:
    known, few = Register.of(texts(MIN_TEXTS, 0.7)), Register.of(texts(MIN_TEXTS - 1, 0.7))
    draft = texts(1, 0.7)[0]
    assert register_shift(enrolled(texts(5, 0.7), few), draft, WORDS) is None
    assert register_shift(enrolled(texts(0, 0.7), known), draft, WORDS) is None
    assert register_shift(enrolled(texts(5, 0.7), known), draft, 0) is None
    assert register_shift(enrolled(texts(5, 0.7), known), draft, WORDS) is not None
