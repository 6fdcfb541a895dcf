"""Numbers as people read them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.stylometry.metrics.number_format import bounds, number, percent

values = st.floats(-1e6, 1e6).filter(lambda value: value == 0 or abs(value) > 1e-6)


@given(values)
def test_a_number_is_told_to_three_figures_or_to_the_unit(value: float) -> None:
    told = float(number(value).replace(",", ""))
    assert told == pytest.approx(value, rel=0.0051, abs=0)


@given(values)
def test_a_whole_number_is_told_to_the_unit_or_to_two_figures(value: float) -> None:
    told = float(number(value, whole=True).replace(",", ""))
    assert told == pytest.approx(value, rel=0.051, abs=0)
    assert abs(value) < 10 or "." not in number(value, whole=True)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.0, "0"), (0.0637, "0.0637"), (0.5, "0.5"), (17.66, "17.7"), (100.0, "100"), (2567.4, "2,567")],
)
def test_numbers_have_no_needless_figures(value: float, told: str) -> None:
    assert number(value) == told


@pytest.mark.parametrize(
    ("share", "told"), [(0.0, "0%"), (0.31, "31%"), (0.004, "0.4%"), (0.00012, "0.01%"), (1, "100%")]
)
def test_small_shares_are_not_told_as_nothing(share: float, told: str) -> None:
    assert percent(share) == told


@pytest.mark.parametrize(
    ("low", "high", "told"),
    [
        (0.0000705, 0.00619, "0.00007 to 0.00619"),
        (0.0, 0.0, "0 to 0"),
        (0.0, 1.5, "0 to 1.5"),
        (1.55, 4.38, "1.55 to 4.38"),
        (41.52, 104.7, "42 to 105"),
        (-1.0, 0.966, "-1 to 0.97"),
        (-0.0001, 12.3, "0 to 12.3"),
        (900.0, 2567.4, "900 to 2,567"),
    ],
)
def test_both_ends_of_a_range_are_told_alike(low: float, high: float, told: str) -> None:
    assert bounds(low, high) == told
