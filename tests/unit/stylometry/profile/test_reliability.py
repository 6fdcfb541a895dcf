"""Reliability from halves of the samples, on writers whose variances are known."""

from itertools import product

import numpy as np
import pytest
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, INDEX
from libs.stylometry.profile.bands import PRIOR_TEXTS
from libs.stylometry.profile.population import population
from libs.stylometry.profile.reliability import split_half

AT = INDEX["comma_rate"]
USUAL = population()
WITHIN, BETWEEN = float(USUAL.within[AT]), float(USUAL.between[AT])


def table(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Samples that carry one metric alone."""
    rows = np.full((len(values), len(IDS)), np.nan)
    rows[:, AT] = values
    return rows


def reliability(values: NDArray[np.float64], sources: list[str]) -> float:
    return float(split_half(table(values), sources).values[AT])


def error(values: NDArray[np.float64], sources: list[str]) -> float:
    """The error variance that corresponds to a reliability, without the population's part."""
    units = len(set(sources)) if len(set(sources)) > 1 else len(values)
    found = reliability(values, sources)
    together = BETWEEN * (1 - found) / found
    return ((PRIOR_TEXTS + units - 1) * together - PRIOR_TEXTS * WITHIN / len(values)) / (units - 1)


def test_one_sample_is_as_reliable_as_those_of_writers_at_large() -> None:
    found = split_half(table(np.array([50.0])), ["a"])
    assert found.values[AT] == pytest.approx(BETWEEN / (BETWEEN + WITHIN))
    assert found.basis == ""


def test_error_is_what_all_ways_to_part_the_sources_give() -> None:
    values = np.random.default_rng(1).normal(40, 10, 8)
    sources = ["a", "a", "b", "b", "c", "c", "d", "d"]
    sums = (values - values.mean()).reshape(4, 2).sum(axis=1)
    halves = [float(np.dot(signs, sums) / 8) ** 2 for signs in product((-1, 1), repeat=4)]
    assert error(values, sources) == pytest.approx(np.mean(halves) * 4 / 3)


def test_within_one_source_error_is_that_of_a_mean_of_samples() -> None:
    values = np.random.default_rng(2).normal(40, 10, 9)
    assert error(values, ["a"] * 9) == pytest.approx(values.var(ddof=1) / 9)


def test_error_of_simulated_writers_is_how_far_their_means_are_from_the_truth() -> None:
    rng = np.random.default_rng(3)
    sources = [name for name in "abcde" for _ in range(4)]
    of_source, of_text = 6.0, 9.0
    across: list[float] = []
    missed: list[float] = []
    for _ in range(400):
        effects = np.repeat(rng.normal(0, of_source, 5), 4)
        values = 40 + effects + rng.normal(0, of_text, 20)
        across.append(error(values, sources))
        missed.append((values.mean() - 40) ** 2)
    true = of_source**2 / 5 + of_text**2 / 20
    assert np.mean(across) == pytest.approx(true, rel=0.1)
    assert np.mean(missed) == pytest.approx(true, rel=0.2)


def test_a_steady_writer_is_more_reliable_than_one_who_changes_with_the_source() -> None:
    steady = np.array([40.0, 42, 41, 39, 40, 41])
    torn = np.array([20.0, 22, 21, 59, 60, 61])
    sources = ["a"] * 3 + ["b"] * 3
    assert reliability(torn, sources) < reliability(torn, ["a"] * 6)
    assert reliability(torn, sources) < reliability(steady, sources) < 1


def test_samples_without_the_metric_are_left_out() -> None:
    values = np.array([40.0, np.nan, 45, 38, np.nan, 47])
    present = values[np.isfinite(values)]
    assert error(present, ["a"] * 4) == pytest.approx(present.var(ddof=1) / 4)
    assert reliability(values, ["a"] * 6) == pytest.approx(reliability(present, ["a"] * 4))


def test_what_no_sample_carries_is_not_reliable() -> None:
    assert split_half(np.full((3, len(IDS)), np.nan), ["a", "a", "b"]).values.tolist() == [0.0] * len(IDS)
    assert split_half(np.zeros((0, len(IDS))), []).values.tolist() == [0.0] * len(IDS)


@pytest.mark.parametrize(
    ("sources", "basis"),
    [
        (["a", "a", "a"], "within one source"),
        (["", "", ""], "sources unknown"),
        (["a", "b", "c"], "across 3 sources"),
        (["a", "", ""], "across 2 sources"),
    ],
)
def test_basis_is_said(sources: list[str], basis: str) -> None:
    assert split_half(table(np.array([1.0, 2.0, 3.0])), sources).basis == basis
