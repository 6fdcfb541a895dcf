"""Samples that fall into two groups."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.stylometry.score.sample_groups import DIVIDED, SMALLEST_GROUP, division
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import posts, register_of, scorer

ADA, MARLO, SUNNIVA = sorted(posts())


def styles(*texts: str) -> np.ndarray:
    return np.array([scorer().embed(document(text)) for text in texts])


@pytest.mark.parametrize("theirs", [3, 4, 5])
def test_samples_of_two_writers_are_divided_between_them(theirs: int) -> None:
    mixed = styles(*posts()[ADA][: 8 - theirs], *posts()[MARLO][:theirs])
    found = division(mixed, register_of(posts()[SUNNIVA]).centre)
    assert found is not None
    assert found.gap > DIVIDED
    by_marlo = np.arange(8) >= 8 - theirs
    assert np.array_equal(found.smaller, by_marlo) or (theirs >= 4 and np.array_equal(found.smaller, ~by_marlo))


@pytest.mark.parametrize("writer", [ADA, MARLO, SUNNIVA])
def test_samples_of_one_writer_are_not_said_to_be_divided(writer: str) -> None:
    others = [post for other in posts() if other != writer for post in posts()[other]]
    found = division(styles(*posts()[writer]), register_of(others).centre)
    assert found is None or found.gap < DIVIDED


@given(st.integers(0, 2 * SMALLEST_GROUP - 1))
def test_few_samples_are_never_divided(samples: int) -> None:
    assert division(np.eye(samples, 8, dtype=np.float32), np.zeros(8)) is None


def test_one_odd_sample_is_no_group() -> None:
    towards = np.ones((9, 12), np.float32) + 0.01 * np.eye(9, 12, dtype=np.float32)
    towards[4] = -1
    assert division(towards, np.zeros(12)) is None


@given(st.integers(0, 1000), st.integers(6, 30))
def test_the_order_of_samples_does_not_matter(seed: int, samples: int) -> None:
    chance = np.random.default_rng(seed)
    found_in = chance.normal(size=(samples, 10)) + 2 * (chance.random((samples, 1)) < 0.5)
    order = chance.permutation(samples)
    one, other = division(found_in, np.zeros(10)), division(found_in[order], np.zeros(10))
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert one.gap == pytest.approx(other.gap)
