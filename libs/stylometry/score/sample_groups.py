"""Two-group test: finds samples that fall into two groups, such as texts by two people or of two kinds."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.score.comparison import Floats, unit

SMALLEST_GROUP = 3
"""Minimum number of samples in a group: a smaller group only shows that each sample differs from the rest."""

DIVIDED = 0.25
"""Gap from which samples are reported as divided: 0 to 5 in 100 sets of eight samples by one author are, and 6 to 58 in
100 sets by two authors (`tests.accuracy.foreign_samples`)."""

_MAX_ROUNDS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Two groups of samples: the members of the `smaller` group, and the `gap`, the mean cosine within groups minus the
    mean cosine between groups."""

    smaller: NDArray[np.bool_]
    gap: float


def division(styles: Floats, centre: Floats) -> Division | None:
    """The two groups that style vectors, (samples, dimensions), fall into, centred on a register.

    The groups begin as the signs of the first principal coordinate and are improved as in 2-means (Lloyd 1982). None if
    one of them is too small.
    """
    if len(styles) < 2 * SMALLEST_GROUP:
        return None
    vectors = unit(styles - centre)
    group = _first_coordinate(vectors) > 0
    for _ in range(_MAX_ROUNDS):
        if _smaller(group) < SMALLEST_GROUP:
            return None
        means = vectors[group].mean(axis=0), vectors[~group].mean(axis=0)
        nearer = vectors @ (means[0] - means[1]) > (means[0] @ means[0] - means[1] @ means[1]) / 2
        if (nearer == group).all():
            break
        group = nearer
    if _smaller(group) < SMALLEST_GROUP:
        return None
    return Division(group if group.sum() == _smaller(group) else ~group, _gap(vectors, group))


def _smaller(group: NDArray[np.bool_]) -> int:
    return int(min(group.sum(), (~group).sum()))


def _first_coordinate(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = vectors - vectors.mean(axis=0)
    return np.asarray(np.linalg.eigh(centred @ centred.T)[1][:, -1], np.float64)


def _gap(vectors: NDArray[np.float64], group: NDArray[np.bool_]) -> float:
    cosines, alike = vectors @ vectors.T, group[:, None] == group[None]
    others = ~np.eye(len(group), dtype=np.bool_)
    return float(cosines[alike & others].mean() - cosines[~alike].mean())
