"""Compares a voice with a draft: the cosine of centred vectors, normalised against a cohort of other writers.

Centring on the register takes off what everybody writing there shares. Adaptive symmetric normalisation (s-norm:
Matejka et al. 2017) then asks how much closer the two are than either is to the nearest of a cohort of strangers, which
makes the scores of different personas and genres comparable. Last, the distance of the draft from the mean of the
samples counts: the more the samples agree with one another, the closer a draft has to be.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

REGISTER_SHRINKAGE = 3.0
"""Texts of a register that count as much as the shipped population does (see the corpora's protocol)."""

NEAREST = 100
"""Cohort members that normalise a comparison."""

DISTANCE_WEIGHT = 12.0
"""What the squared distance counts for beside the normalised cosine."""

_TINY = 1e-9

Floats = NDArray[np.float32] | NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class VoiceVector:
    """A persona's samples as sums over their vectors; `n_words` is the words of all samples together."""

    sum: Floats
    square_sum: Floats
    n_samples: int
    n_words: int


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """The texts of other writers of a register: the sum of their vectors, and how many there are."""

    sum: Floats
    n: int

    @property
    def weight(self) -> float:
        """How far the register replaces the shipped population, 0..1."""
        return self.n / (self.n + REGISTER_SHRINKAGE)

    @property
    def centre(self) -> NDArray[np.float64]:
        """The mean vector, shrunk towards the shipped population's, which is zero."""
        return np.asarray(self.sum, np.float64) / (self.n + REGISTER_SHRINKAGE)


def unit(vectors: Floats) -> NDArray[np.float64]:
    """Vectors (last axis) scaled to length 1; zero stays zero."""
    doubles = np.asarray(vectors, np.float64)
    return doubles / (np.linalg.norm(doubles, axis=-1, keepdims=True) + _TINY)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The score of a trial, linear in the cosine: `value = slope * cosine - level`."""

    value: NDArray[np.float64]
    slope: NDArray[np.float64]
    cosine: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """A voice as drafts are compared with it: all that does not depend on the draft.

    `direction`, of length 1 or all zeros, and `nearest`, its statistics (1, 2) over the cohort, are taken after
    centring on `centre`, that of a register which counts `register_weight`, 0..1. `agreement`, 0..1, is how far the
    samples agree with one another: the length of the mean of their vectors, centred.
    """

    direction: NDArray[np.float64]
    agreement: float
    nearest: NDArray[np.float64]
    centre: NDArray[np.float64]
    register_weight: float
    n_samples: int
    n_words: int


class Cohort:
    """Vectors of writers that are nobody in particular, for normalisation."""

    def __init__(self, members: Floats) -> None:
        centred = np.asarray(members, np.float32)
        self._members = unit(centred - centred.mean(axis=0)).astype(np.float32)

    def compare(self, voices: NDArray[np.float64], drafts: NDArray[np.float64]) -> Comparison:
        """Compares centred voices with centred drafts pair by pair, (pairs, dimensions) each."""
        directions, agreement = unit(voices), np.linalg.norm(voices, axis=1)
        offsets = unit(drafts)
        cosine = np.einsum("ij,ij->i", directions, offsets)
        return normalised(cosine, agreement, self.nearest(directions), self.nearest(offsets))

    def enrol(self, voice: VoiceVector, register: Register | None) -> Enrolment:
        """A voice ready for trials, in which no sample of a register is the persona's own."""
        centre = register.centre if register else np.zeros(len(voice.sum))
        mean = np.asarray(voice.sum, np.float64) / max(voice.n_samples, 1) - centre
        if not (voice.n_samples and np.any(voice.sum)):
            mean = np.zeros_like(mean)
        direction, agreement = unit(mean), float(np.linalg.norm(mean))
        weight = register.weight if register else 0.0
        nearest = self.nearest(direction[None])
        return Enrolment(direction, agreement, nearest, centre, weight, voice.n_samples, voice.n_words)

    def nearest(self, vectors: NDArray[np.float64]) -> NDArray[np.float64]:
        """Mean and standard deviation, (vectors, 2), of the cosines with the nearest cohort members."""
        cosines = vectors.astype(np.float32) @ self._members.T
        kept = np.partition(cosines, -NEAREST, axis=1)[:, -NEAREST:].astype(np.float64)
        mean = kept.sum(axis=1, keepdims=True) / NEAREST
        spread = np.linalg.norm(kept - mean, axis=1, keepdims=True) / np.sqrt(NEAREST)
        return np.concatenate([mean, spread + _TINY], axis=1)


def normalised(
    cosine: NDArray[np.float64],
    agreement: NDArray[np.float64] | float,
    voice: NDArray[np.float64],
    draft: NDArray[np.float64],
) -> Comparison:
    """Normalises by the cohort statistics of both sides, and takes off the distance of the draft from the voice."""
    slope = 0.5 / voice[:, 1] + 0.5 / draft[:, 1] + 2 * DISTANCE_WEIGHT * agreement
    level = 0.5 * voice[:, 0] / voice[:, 1] + 0.5 * draft[:, 0] / draft[:, 1] + DISTANCE_WEIGHT * agreement**2
    return Comparison(slope * cosine - level, slope, cosine)
