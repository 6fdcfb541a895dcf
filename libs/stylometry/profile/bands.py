"""Bands of a fingerprint: for each metric, the writer's typical range and its reliability."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import inf, isfinite

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, INDEX, METRICS
from libs.stylometry.profile.fingerprint import MOMENT_SCALE, Fingerprint
from libs.stylometry.profile.population import EDGES, ROUNDING, Population, population

PRIOR_TEXTS = 5
"""Weight, in texts, of the population's spread within a writer against the writer's own."""

SKETCH_TEXTS = 20
"""Samples from which percentiles are read from the sketch; with fewer, from mean and spread."""

_LOWEST = np.array([-inf if metric.low is None else metric.low for metric in METRICS.values()])
_HIGHEST = np.array([inf if metric.high is None else metric.high for metric in METRICS.values()])

OUTER = 1.2815515655446004
"""Standard deviations from the mean to the 90th percentile of a normal distribution."""


@dataclass(frozen=True, slots=True)
class Band:
    """Typical range of a writer in one metric, for texts of about 300 words.

    Eight texts in ten fall between `p10` and `p90`. `spread` is the standard deviation between the writer's texts,
    shrunk towards the reference population's while samples are few. `reliability`, 0 to 1, is the share of the variance
    of the mean that is due to the writer rather than chance: the intraclass correlation of a mean of n texts, ICC(1, n)
    (Shrout & Fleiss 1979). `percentile`, 0 to 100, is the rank of the mean among texts of other writers.
    """

    metric: str
    p10: float
    median: float
    p90: float
    mean: float
    spread: float
    n: int
    reliability: float
    percentile: float | None


@dataclass(frozen=True, eq=False)
class Profile:
    """Profile of a fingerprint: bands of all metrics that the samples carry, and the mean style vector."""

    samples: int
    words: int
    bands: Mapping[str, Band]
    style_mean: NDArray[np.float64]
    style_variance: NDArray[np.float64]

    @cached_property
    def columns(self) -> NDArray[np.float64]:
        """Mean, spread, n and reliability of the bands, (4, metrics) in the order of `IDS`; 0 without a band."""
        rows = [(band.mean, band.spread, band.n, band.reliability) for band in self.bands.values()]
        columns = np.zeros((4, len(IDS)))
        columns[:, [INDEX[id_] for id_ in self.bands]] = np.array(rows).reshape(-1, 4).T
        return columns


def profile(fingerprint: Fingerprint, reference: Population | None = None) -> Profile:
    """Reads a fingerprint; without samples the profile has no bands."""
    reference = reference or population()
    n, means, spreads = _moments(fingerprint, reference)
    band = _percentiles(fingerprint, reference, means, spreads)
    columns = (*band, means, spreads, n, _reliability(n, reference), reference.percentile(means))
    bands: dict[str, Band] = {}
    for id_, values in zip(IDS, zip(*(column.tolist() for column in columns), strict=True), strict=True):
        p10, median, p90, mean, spread, count, reliable, percentile = values
        if count:
            known = percentile if isfinite(percentile) else None
            bands[id_] = Band(id_, p10, median, p90, mean, spread, count, reliable, known)
    return Profile(fingerprint.samples, fingerprint.words, bands, fingerprint.style_mean, fingerprint.style_variance)


def _moments(
    fingerprint: Fingerprint, reference: Population
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Samples, mean and spread per metric, in the metric's own unit."""
    n, total, squares = fingerprint.moments.T
    counted = np.maximum(n, 1)
    mean = total / (counted * MOMENT_SCALE)
    scatter = np.maximum(squares / MOMENT_SCALE**2 - n * mean * mean, 0.0)
    known = np.isfinite(reference.within)
    prior = np.where(known, reference.within / reference.scale**2, 0.0)
    texts = np.where(known, PRIOR_TEXTS, 0)
    variance = (texts * prior + scatter) / np.maximum(texts + n - 1, 1)
    return n, _unrounded(reference.center + reference.scale * mean, reference), reference.scale * np.sqrt(variance)


def _unrounded(means: NDArray[np.float64], reference: Population) -> NDArray[np.float64]:
    """Sets a mean that differs from the metric's lowest value by rounding alone to that value."""
    return np.where(np.abs(means - _LOWEST) < reference.scale * ROUNDING, _LOWEST, means)


def _reliability(n: NDArray[np.int64], reference: Population) -> NDArray[np.float64]:
    """ICC(1, n) from the population's variances; 0 for a metric that does not separate writers or has no reference."""
    signal = n * np.nan_to_num(reference.between)
    noise = np.nan_to_num(reference.within)
    return np.divide(signal, signal + noise, out=np.zeros_like(signal), where=signal + noise > 0)


def _percentiles(
    fingerprint: Fingerprint, reference: Population, means: NDArray[np.float64], spreads: NDArray[np.float64]
) -> NDArray[np.float64]:
    """10th, 50th and 90th percentile of every metric, (3, metrics): of a normal distribution, or from the sketch."""
    n = fingerprint.moments[:, 0]
    reach = OUTER * spreads * np.sqrt(1 + 1 / np.maximum(n, 1))
    percentiles = np.stack([means - reach, means, means + reach])
    for index in ((n >= SKETCH_TEXTS) & np.isfinite(reference.edges[:, 0])).nonzero()[0].tolist():
        bins, edges = fingerprint.sketch[index], reference.edges[index]
        for row, share in enumerate((0.1, 0.5, 0.9)):
            percentiles[row, index] = quantile(bins, edges, share, beyond=float(percentiles[row, index]))
    return np.clip(percentiles, _LOWEST, _HIGHEST)


def quantile(bins: NDArray[np.int64], edges: NDArray[np.float64], share: float, *, beyond: float) -> float:
    """A quantile of a sketch, interpolated linearly within its bin.

    The outermost bins have one edge only: the other is the estimate `beyond`, if that lies beyond the edge.
    """
    cumulated = bins.cumsum()
    target = share * float(cumulated[-1])
    bin_ = int(cumulated.searchsorted(target))
    if bin_ == 0:
        return min(float(edges[0]), beyond)
    if bin_ >= EDGES:
        return max(float(edges[-1]), beyond)
    part = (target - float(cumulated[bin_ - 1])) / float(bins[bin_])
    return float(edges[bin_ - 1] + part * (edges[bin_] - edges[bin_ - 1]))
