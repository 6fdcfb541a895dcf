"""Separation of two sets of scores."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from libs.stylometry.score.roc_area import both_ways, separation

scores = st.lists(st.integers(-5, 5).map(float), min_size=3, max_size=30)


@given(scores, scores)
def test_the_area_is_that_of_an_independent_implementation(above: list[float], below: list[float]) -> None:
    found = separation(np.array(above), np.array(below))
    assert found is not None
    expected = roc_auc_score([1] * len(above) + [0] * len(below), above + below)
    assert found.auc == pytest.approx(expected)
    assert 0 <= found.low <= found.auc <= found.high <= 1


def test_the_interval_has_the_standard_error_of_the_published_example() -> None:
    """Hanley & McNeil 1982, table II: an area of .893 on 51 and 58 cases has a standard error of .032."""
    below = np.arange(58.0)
    above = np.full(51, 200.0)
    above[:6] = -1
    misranked = 0.107 * 51 * 58
    above[5] = round(6 * 58 - misranked) - 0.5
    found = separation(above, below)
    assert found is not None
    assert found.auc == pytest.approx(0.893, abs=2e-3)
    assert (found.high - found.low) / (2 * 1.96) == pytest.approx(0.032, abs=1e-3)


def test_few_texts_that_are_all_told_apart_still_leave_doubt() -> None:
    few, many = (separation(np.ones(n), np.zeros(n)) for n in (3, 30))
    assert few is not None
    assert many is not None
    assert (few.auc, few.high) == (many.auc, many.high) == (1.0, 1.0)
    assert few.low < many.low < 1


def test_nothing_is_claimed_of_two_texts() -> None:
    assert separation(np.ones(2), np.zeros(10)) is None
    assert separation(np.ones(10), np.zeros(2)) is None
    assert both_ways(None, separation(np.ones(5), np.zeros(5))) is None
