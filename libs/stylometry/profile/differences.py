"""Metrics in which two fingerprints differ most."""

from dataclasses import dataclass

import numpy as np

from libs.stylometry.metrics import IDS, METRICS, Metric
from libs.stylometry.metrics.number_format import bounds, percent
from libs.stylometry.profile.bands import Band, Profile
from libs.stylometry.profile.deviations import NOT_OF_STYLE
from libs.stylometry.profile.reliability import RELIABLE


@dataclass(frozen=True, slots=True)
class MetricDifference:
    """A metric of two fingerprints: both bands, the difference of the first from the second in standard deviations of a
    text (Cohen 1988), and the share of that, 0 to 1, that is due to the writers and not to chance."""

    band: Band
    other: Band
    effect: float
    reliability: float

    @property
    def summary(self) -> str:
        """One sentence of plain English that names both ranges."""
        metric = METRICS[self.band.metric]
        return f"{metric.name}: {_range(self.band, metric)} here, {_range(self.other, metric)} there."


def differences(one: Profile, other: Profile, *, limit: int) -> list[MetricDifference]:
    """The clearest differences first, at most `limit`; metrics of length rather than style are left out."""
    mean, spread, n, reliability = one.columns
    other_mean, other_spread, other_n, other_reliability = other.columns
    pooled = np.sqrt((spread**2 + other_spread**2) / 2)
    sure = np.minimum(reliability, other_reliability)
    known = (n > 0) & (other_n > 0) & (pooled > 0) & (sure >= RELIABLE)
    effect = np.divide(mean - other_mean, pooled, out=np.zeros_like(mean), where=known)
    order: list[int] = np.argsort(-np.abs(effect) * sure, kind="stable").tolist()
    chosen = [index for index in order if known[index] and effect[index] and IDS[index] not in NOT_OF_STYLE]
    return [
        MetricDifference(one.bands[IDS[index]], other.bands[IDS[index]], float(effect[index]), float(sure[index]))
        for index in chosen[:limit]
    ]


def _range(band: Band, metric: Metric) -> str:
    if metric.unit.startswith("share"):
        return f"{percent(band.p10)} to {percent(band.p90)}"
    return f"{bounds(band.p10, band.p90)} {metric.unit}"
