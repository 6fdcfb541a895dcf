"""Similarity of drafts to an enrolment, normalised against other writers; explained in
`libs.stylometry.score.comparison`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled, compiled_sum

_TINY = 1e-9


class OtherVectors(NamedTuple):
    """Vectors of length 1 of other writers, (vectors, dimensions); `nearest` of them, or all if fewer, count."""

    vectors: NDArray[np.float32]
    nearest: int


class EnrolmentArrays(NamedTuple):
    """An enrolment as the kernel reads it. `centre` is that of its register; `direction` has length 1, or 0, and had
    the length `agreement` after centring; `mean` and `spread` are of its cosines with the nearest of the cohort."""

    centre: NDArray[np.float64]
    direction: NDArray[np.float64]
    agreement: float
    mean: float
    spread: float


class ComparisonWeights(NamedTuple):
    """Weights of the squared distance and of the mean cosine with the rivals, relative to the normalised cosine."""

    distance: float
    rivals: float


@compiled
def compare(
    drafts: NDArray[np.float32],
    enrolment: EnrolmentArrays,
    cohort: OtherVectors,
    rivals: OtherVectors,
    weights: ComparisonWeights,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The scores of drafts (drafts, dimensions), and the change of each per unit that is added to the draft's vector
    along the direction of the enrolment."""
    scores, slopes = np.empty(len(drafts)), np.empty(len(drafts))
    direction = enrolment.direction.astype(np.float32)
    for at in range(len(drafts)):
        draft, length = _centred(drafts[at], enrolment.centre)
        mean, spread = nearest(draft, cohort)
        slope = 0.5 / enrolment.spread + 0.5 / spread + 2 * weights.distance * enrolment.agreement
        level = (
            0.5 * enrolment.mean / enrolment.spread + 0.5 * mean / spread + weights.distance * enrolment.agreement**2
        )
        level += weights.rivals * nearest(draft, rivals)[0]
        scores[at], slopes[at] = slope * _dot(draft, direction) - level, slope / length
    return scores, slopes


@compiled
def _centred(draft: NDArray[np.float32], centre: NDArray[np.float64]) -> tuple[NDArray[np.float32], float]:
    """A vector scaled to length 1 after centring, and its length before."""
    offset, squares = np.empty(len(draft), np.float64), 0.0
    for j in range(len(draft)):
        offset[j] = draft[j] - centre[j]
        squares += offset[j] ** 2
    length = np.sqrt(squares) + _TINY
    return (offset / length).astype(np.float32), length


@compiled
def nearest(vector: NDArray[np.float32], others: OtherVectors) -> tuple[float, float]:
    """Mean and standard deviation of the cosines of a vector of length 1 with the nearest of some others; the standard
    deviation is at least almost 0; without others the mean is 0."""
    size = min(others.nearest, len(others.vectors))
    if not size:
        return 0.0, _TINY
    cosines = np.empty(len(others.vectors), np.float64)
    for other in range(len(cosines)):
        cosines[other] = _dot(vector, others.vectors[other])
    kept = np.partition(cosines, len(cosines) - size)[len(cosines) - size :]
    mean = kept.mean()
    return mean, np.sqrt(((kept - mean) ** 2).mean()) + _TINY


@compiled_sum
def _dot(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    total = np.float32(0)
    for j in range(len(one)):
        total += one[j] * other[j]
    return float(total)
