"""Metrics in which two fingerprints differ most."""

from dataclasses import dataclass

import numpy as np

from libs.stylometry.metrics import IDS, METRICS
from libs.stylometry.metrics.wording import ranges
from libs.stylometry.profile.bands import Band, Profile
from libs.stylometry.profile.deviations import NOT_OF_STYLE
from libs.stylometry.profile.reliability import RELIABLE
from libs.stylometry.profile.statements import folded


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
        """A sentence that names both ranges, and the meaning of a measure whose number says little by itself."""
        one, other = self.band, self.other
        return f"{ranges(METRICS[one.metric], (one.p10, one.p90), (other.p10, other.p90))}."


def differences(one: Profile, other: Profile, *, limit: int) -> list[MetricDifference]:
    """The clearest differences first, at most `limit`; those that say the same as one before come after all others.

    Metrics of the length of a text are left out.
    """
    mean, spread, n, reliability = one.columns
    other_mean, other_spread, other_n, other_reliability = other.columns
    pooled = np.sqrt((spread**2 + other_spread**2) / 2)
    sure = np.minimum(reliability, other_reliability)
    known = (n > 0) & (other_n > 0) & (pooled > 0) & (sure >= RELIABLE)
    effect = np.divide(mean - other_mean, pooled, out=np.zeros_like(mean), where=known)
    order: list[int] = np.argsort(-np.abs(effect) * sure, kind="stable").tolist()
    differing = [index for index in order if known[index] and effect[index] and IDS[index] not in NOT_OF_STYLE]
    return [
        MetricDifference(one.bands[IDS[index]], other.bands[IDS[index]], float(effect[index]), float(sure[index]))
        for index in folded(differing, lambda index: IDS[index])[:limit]
    ]
