"""Reliability of a writer's means, from the differences between halves of the samples."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.profile.bands import PRIOR_TEXTS
from libs.stylometry.profile.population import Population, population

RELIABLE = 0.5
"""Minimum reliability for reporting a metric, or a difference of two fingerprints: below it, chance explains more than
half of the value."""

_MIN_UNITS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Reliability of each metric's mean, (metrics,), 0 to 1, and the composition of the halves.

    0 if a metric does not separate writers or has no reference. `sources` is the number of distinct sources that the
    samples name, all those without one counting as one more; with two or more, halves share no source, otherwise they
    are halves of the samples. `named` is false if no sample names its source.
    """

    values: NDArray[np.float64]
    samples: int
    sources: int
    named: bool

    @property
    def basis(self) -> str:
        """Composition of the halves, for people; empty if there are too few samples to halve."""
        if self.samples < _MIN_UNITS:
            return ""
        if self.sources >= _MIN_UNITS:
            return f"across {self.sources} sources"
        return "within one source" if self.named else "sources unknown"


def split_half(values: NDArray[np.float64], sources: Sequence[str], reference: Population | None = None) -> Reliability:
    """Reliabilities from the metrics of samples, (samples, metrics), NaN where absent, and the source of each.

    The error variance of the mean is estimated from the differences between means of halves (Rulon 1939), over all
    divisions of the sources, or else of the samples, into two; the population's variance is added with the weight of
    `PRIOR_TEXTS` texts. The reliability is the share of the variance between writers in the sum of that and the error
    variance: for a writer without texts, the intraclass correlation of a mean of n texts (Shrout & Fleiss 1979).
    """
    reference = reference or population()
    distinct, number = np.unique(np.array(sources, np.str_), return_inverse=True)
    units = number if len(distinct) >= _MIN_UNITS else np.arange(len(sources))
    n, freedom, error = _halves(values, units)
    prior = np.nan_to_num(reference.within) / np.maximum(n, 1)
    noise = (PRIOR_TEXTS * prior + freedom * error) / (PRIOR_TEXTS + freedom)
    signal = np.where(n > 0, np.nan_to_num(reference.between), 0.0)
    reliabilities = np.divide(signal, signal + noise, out=np.zeros_like(signal), where=signal > 0)
    return Reliability(reliabilities, len(sources), len(distinct), bool(np.any(distinct != "")))


def _halves(
    values: NDArray[np.float64], units: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """For each metric: number of samples that carry it, degrees of freedom, and the error variance of its mean.

    A half contains each unit with probability one half. The difference of the halves' sums about the mean, divided by
    n, then has the variance sum((n_u (m_u - m) / n)^2) for units of n_u samples with mean m_u; k / (k - 1) makes it
    unbiased. Units of unequal size count as n^2 / sum(n_u^2) equal ones.
    """
    present = np.isfinite(values)
    member = np.zeros((int(units.max(initial=-1)) + 1, len(units)))
    member[units, np.arange(len(units))] = 1.0
    sizes = member @ present
    n = sizes.sum(axis=0)
    total = np.maximum(n, 1)
    mean = np.where(present, values, 0.0).sum(axis=0) / total
    sums = member @ np.where(present, values - mean, 0.0)
    effective = n**2 / np.maximum((sizes**2).sum(axis=0), 1)
    freedom = np.maximum(effective - 1, 0.0)
    unbiased = np.divide(effective, freedom, out=np.zeros_like(freedom), where=freedom > 0)
    return n, freedom, unbiased * (sums**2).sum(axis=0) / total**2
