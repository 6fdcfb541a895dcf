"""Compares a voice with a draft: the cosine of centred vectors, normalised against other writers.

Centring on the register takes off what everybody writing there shares. Adaptive symmetric normalisation (s-norm:
Matejka et al. 2017) then asks how much closer the two are than either is to the nearest of a cohort of strangers, which
makes the scores of different personas and genres comparable. The distance of the draft from the mean of the samples
counts: the more the samples agree with one another, the closer a draft has to be. Last, what texts of the register come
close to the draft, whoever wrote them, speaks against the persona: its writer has rivals (as the impostors of Koppel &
Winter 2014).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels import comparison as kernel

REGISTER_SHRINKAGE = 3.0
"""Texts of a register that count as much as the shipped population does (see the corpora's protocol)."""

REGISTER_TEXTS = 256
"""Texts that stand for a register, however many there are: more told writers apart no better."""

NEAREST = 100
"""Cohort members that normalise a comparison."""

DISTANCE_WEIGHT = 12.0
"""What the squared distance counts for beside the normalised cosine."""

RIVALS = 3
"""Texts of the register nearest to a draft that are its writer's rivals."""

RIVAL_WEIGHT = 30.0
"""What the mean cosine with the rivals counts for beside the normalised cosine, in a large register."""

_TINY = 1e-9

Floats = NDArray[np.float32] | NDArray[np.float64]


def unit(vectors: Floats) -> NDArray[np.float64]:
    """Vectors (last axis) scaled to length 1; zero stays zero."""
    doubles = np.asarray(vectors, np.float64)
    return doubles / (np.linalg.norm(doubles, axis=-1, keepdims=True) + _TINY)


def register_weight(texts: int) -> float:
    """How far a register of so many texts replaces the shipped population, 0..1."""
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
    that of the centre. `writers` is how many wrote them; 0 where nobody counted.
    """

    centre: NDArray[np.float64]
    directions: NDArray[np.float32]
    spread: float
    writers: int = 0

    @classmethod
    def of(cls, texts: Floats, writers: int = 0) -> "Register":
        """A register by the style vectors of texts, (texts, dimensions).

        `REGISTER_TEXTS` are enough: the caller sees to it that they are of many writers.
        """
        centre = texts.sum(axis=0, dtype=np.float64) / (len(texts) + REGISTER_SHRINKAGE)
        spread = float((texts @ unit(centre)).std()) if len(texts) else 0.0
        return cls(centre, unit(texts - centre).astype(np.float32), spread, writers)

    @classmethod
    def unknown(cls, dimensions: int) -> "Register":
        """Nothing is known but the shipped population."""
        return cls.of(np.zeros((0, dimensions), np.float32))

    @property
    def texts(self) -> int:
        """How many texts."""
        return len(self.directions)

    @property
    def weight(self) -> float:
        """How far the register replaces the shipped population, 0..1."""
        return register_weight(self.texts)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Scores of drafts; each grows by `slope` with what is put into the draft's vector along the voice's direction."""

    value: NDArray[np.float64]
    slope: NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Enrolment:
    """A voice as drafts are compared with it: all that does not depend on the draft.

    `direction`, of length 1 or all zeros, is taken after centring on the register. `agreement`, 0..1, is how far the
    samples agree with one another: the length of the mean of their vectors, centred. `mean` and `spread`, the standard
    deviation, are of the cosines with the nearest of the cohort: the latter turns normalised scores back into cosines.
    """

    direction: NDArray[np.float64]
    agreement: float
    mean: float
    spread: float
    register: Register
    n_samples: int
    n_words: int

    def without(self, sample: Floats, words: int) -> EnrolmentVector:
        """The voice without one of its samples, by the vector and the words of that."""
        total = self.n_samples * (self.direction * self.agreement + self.register.centre)
        return EnrolmentVector(total - sample, self.n_samples - 1, self.n_words - words)


class Cohort:
    """Vectors of writers that are nobody in particular, for normalisation."""

    def __init__(self, members: Floats) -> None:
        centred = np.asarray(members, np.float32)
        self._members = kernel.Others(unit(centred - centred.mean(axis=0)).astype(np.float32), NEAREST)

    def enrol(self, voice: EnrolmentVector, register: Register | None = None) -> Enrolment:
        """A voice ready for trials, in which no text of a register is the persona's own."""
        known = register or Register.unknown(len(voice.sum))
        mean = np.asarray(voice.sum, np.float64) / max(voice.n_samples, 1) - known.centre
        if not (voice.n_samples and np.any(voice.sum)):
            mean = np.zeros_like(mean)
        direction, agreement = unit(mean), float(np.linalg.norm(mean))
        near = kernel.nearest(direction.astype(np.float32), self._members)
        return Enrolment(direction, agreement, *near, known, voice.n_samples, voice.n_words)

    def compare(self, voice: Enrolment, drafts: Floats) -> Comparison:
        """Compares a voice with drafts, (drafts, dimensions)."""
        register = voice.register
        held = kernel.Voice(register.centre, voice.direction, voice.agreement, voice.mean, voice.spread)
        rivals = kernel.Others(register.directions, RIVALS)
        weights = kernel.Weights(DISTANCE_WEIGHT, RIVAL_WEIGHT * register.weight)
        # A copy: for vectors that cannot be written to, as stored ones, the kernel would be compiled once more.
        return Comparison(*kernel.compare(np.array(drafts, np.float32), held, self._members, rivals, weights))
