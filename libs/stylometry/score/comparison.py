"""Comparison of an enrolment with a draft: the cosine of centred vectors, normalised against other writers.

Centring on the register removes what all its texts share. Adaptive symmetric normalisation (s-norm: Matejka et al.
2017) then measures how much closer the two are than either is to the nearest of a cohort of other writers, which makes
the scores of different personas and genres comparable. The distance of the draft from the mean of the samples counts:
the more the samples agree with one another, the closer a draft has to be. Finally, texts of the register that are close
to the draft count against the persona: they are rivals for its authorship (as the impostors of Koppel & Winter 2014).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels import comparison as kernel

REGISTER_SHRINKAGE = 3.0
"""Number of texts of a register that weigh as much as the shipped population (see the corpora's protocol)."""

REGISTER_TEXTS = 256
"""Maximum number of texts that represent a register: more did not separate writers better."""

NEAREST = 100
"""Number of cohort members that normalise a comparison."""

DISTANCE_WEIGHT = 12.0
"""Weight of the squared distance relative to the normalised cosine."""

RIVALS = 3
"""Number of the register's texts nearest to a draft that count as rivals."""

RIVAL_WEIGHT = 30.0
"""Weight of the mean cosine with the rivals relative to the normalised cosine, in a large register."""

_TINY = 1e-9

Floats = NDArray[np.float32] | NDArray[np.float64]


def unit(vectors: Floats) -> NDArray[np.float64]:
    """Vectors (last axis) scaled to length 1; zero stays zero."""
    doubles = np.asarray(vectors, np.float64)
    return doubles / (np.linalg.norm(doubles, axis=-1, keepdims=True) + _TINY)


def register_weight(texts: int) -> float:
    """Weight of a register of `texts` texts against the shipped population, 0..1."""
    return texts / (texts + REGISTER_SHRINKAGE)


@dataclass(frozen=True, slots=True, eq=False)
class EnrolmentVector:
    """A persona's samples as the sum of their vectors; `n_words` is the words of all samples together."""

    sum: Floats
    n_samples: int
    n_words: int


@dataclass(frozen=True, slots=True, eq=False)
class Register:
    """Texts by other writers of a register.

    `centre` is their mean style vector, shrunk towards the shipped population's, which is zero; `directions`, (texts,
    dimensions), are their vectors, centred and of length 1. `spread` is the standard deviation of their vectors along
    that of the centre. `writers` is the number of their authors; 0 if it is not known.
    """

    centre: NDArray[np.float64]
    directions: NDArray[np.float32]
    spread: float
    writers: int = 0

    @classmethod
    def of(cls, texts: Floats, writers: int = 0) -> "Register":
        """Returns the register of the style vectors of texts, (texts, dimensions).

        At most `REGISTER_TEXTS` are needed; the caller chooses texts of many writers.
        """
        centre = texts.sum(axis=0, dtype=np.float64) / (len(texts) + REGISTER_SHRINKAGE)
        spread = float((texts @ unit(centre)).std()) if len(texts) else 0.0
        return cls(centre, unit(texts - centre).astype(np.float32), spread, writers)

    @classmethod
    def unknown(cls, dimensions: int) -> "Register":
        """The register without texts: only the shipped population is known."""
        return cls.of(np.zeros((0, dimensions), np.float32))

    @property
    def texts(self) -> int:
        """Number of texts."""
        return len(self.directions)

    @property
    def weight(self) -> float:
        """Weight of the register against the shipped population, 0..1."""
        return register_weight(self.texts)


@dataclass(frozen=True, slots=True)
class NormalisedScores:
    """Scores of drafts; `slope` is the change of each per unit that is added to the draft's vector along the
    enrolment's direction."""

    value: NDArray[np.float64]
    slope: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """Everything about a persona that a comparison needs and that does not depend on the draft.

    `direction`, of length 1 or all zeros, is the mean sample vector after centring on the register. `agreement`, 0..1,
    is the agreement of the samples with one another: the length of the mean of their centred vectors. `mean` and
    `spread`, the standard deviation, are of the cosines with the nearest of the cohort: the latter turns normalised
    scores back into cosines.
    """

    direction: NDArray[np.float64]
    agreement: float
    mean: float
    spread: float
    register: Register
    n_samples: int
    n_words: int

    def without(self, sample: Floats, words: int) -> EnrolmentVector:
        """Returns the sum without one of the samples, given the sample's style vector and words."""
        total = self.n_samples * (self.direction * self.agreement + self.register.centre)
        return EnrolmentVector(total - sample, self.n_samples - 1, self.n_words - words)


class Cohort:
    """Style vectors of unrelated writers, for normalisation."""

    def __init__(self, members: Floats) -> None:
        centred = np.asarray(members, np.float32)
        self._members = kernel.OtherVectors(unit(centred - centred.mean(axis=0)).astype(np.float32), NEAREST)

    def enrol(self, vector: EnrolmentVector, register: Register | None = None) -> Enrolment:
        """Prepares a persona for comparisons; no text of the register may be the persona's own."""
        reference = register or Register.unknown(len(vector.sum))
        mean = np.asarray(vector.sum, np.float64) / max(vector.n_samples, 1) - reference.centre
        if not (vector.n_samples and np.any(vector.sum)):
            mean = np.zeros_like(mean)
        direction, agreement = unit(mean), float(np.linalg.norm(mean))
        near = kernel.nearest(direction.astype(np.float32), self._members)
        return Enrolment(direction, agreement, *near, reference, vector.n_samples, vector.n_words)

    def compare(self, enrolment: Enrolment, drafts: Floats) -> NormalisedScores:
        """Compares an enrolment with drafts, (drafts, dimensions)."""
        register = enrolment.register
        arrays = kernel.EnrolmentArrays(
            register.centre, enrolment.direction, enrolment.agreement, enrolment.mean, enrolment.spread
        )
        rivals = kernel.OtherVectors(register.directions, RIVALS)
        weights = kernel.ComparisonWeights(DISTANCE_WEIGHT, RIVAL_WEIGHT * register.weight)
        # A copy: for vectors that cannot be written to, as stored ones, the kernel would be compiled once more.
        return NormalisedScores(*kernel.compare(np.array(drafts, np.float32), arrays, self._members, rivals, weights))
