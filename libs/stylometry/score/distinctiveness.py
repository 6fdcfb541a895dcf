"""Distinctiveness of a writer: the distance between the writer's samples and the texts of the register.

Every sample is scored against the enrolment of the other samples, and every text of the register against the enrolment
of all samples. The distance of the two sets of scores (d', Green & Swets 1966), divided by that of the reference
population with as much text, shows whether a persona is easy or hard to recognise. Few samples measure it badly, so it
is shrunk towards the reference population.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.score.calibration import Amounts
from libs.stylometry.score.comparison import Cohort, Enrolment, Floats, Register
from libs.stylometry.score.roc_area import MIN_TEXTS, Separation

MIN_OTHERS = 10
"""Minimum number of texts of the register."""

MIN_WRITERS = 5
"""Minimum number of writers of these texts: the distance from two other writers says nothing about the rest."""

_MIN_RATIO, _MAX_RATIO = 0.3, 4.0
"""Range to which distances are clipped, as multiples of the reference population's."""


@dataclass(frozen=True, slots=True)
class Distinctiveness:
    """Separation of `texts` samples from `others` texts, and their distance.

    `distance` is relative to the reference population's: 1 is the same, above 1 is easier to recognise.
    """

    separation: Separation
    texts: int
    others: int
    distance: float


@dataclass(frozen=True, slots=True)
class DistinctivenessModel:
    """Predicts the distance of later texts from a measured distance.

    The logarithm of the measured distance, relative to the reference population's and less `offset`, is weighted by n /
    (n + `prior`) for n samples.
    """

    prior: float
    offset: float

    def distance(self, measured: float, expected: float, samples: int) -> float:
        """Expected distance of later texts, as a multiple of the reference population's; `expected` is that of as much
        text."""
        ratio = min(max(measured / expected, _MIN_RATIO), _MAX_RATIO)
        return exp(samples / (samples + self.prior) * (log(ratio) - self.offset))


def can_tell(samples: int, register: Register) -> bool:
    """Reports whether the samples and the register are enough to measure distinctiveness."""
    return samples >= MIN_TEXTS and register.texts >= MIN_OTHERS and register.writers >= MIN_WRITERS


def amounts_left_out(enrolment: Enrolment) -> Amounts:
    """Amounts of text when one sample is scored against the enrolment of the others."""
    samples = enrolment.n_samples
    return Amounts(enrolment.n_words / samples, enrolment.n_words * (samples - 1) / samples, samples - 1)


def left_out(
    cohort: Cohort, enrolment: Enrolment, samples: Sequence[Floats], words: Sequence[int]
) -> NDArray[np.float64]:
    """Scores each sample, given by style vector and words, against the enrolment without it."""
    scores = np.empty(len(samples))
    for index, (sample, length) in enumerate(zip(samples, words, strict=True)):
        rest = cohort.enrol(enrolment.without(sample, length), enrolment.register)
        scores[index] = cohort.compare(rest, sample[None]).value.item()
    return scores


def of_others(cohort: Cohort, enrolment: Enrolment) -> NDArray[np.float64]:
    """Scores each text of the register; no text is its own rival."""
    register = enrolment.register
    scores = np.empty(register.texts)
    for index, direction in enumerate(register.directions):
        rest = replace(register, directions=np.delete(register.directions, index, axis=0))
        text = (register.centre + direction).astype(np.float32)
        scores[index] = cohort.compare(replace(enrolment, register=rest), text[None]).value.item()
    return scores


def distance(own: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """Difference of the means of two sets of at least two scores, divided by the root of their mean variance."""
    spread = sqrt((float(own.var(ddof=1)) + float(others.var(ddof=1))) / 2)
    return (float(own.mean()) - float(others.mean())) / max(spread, 1e-9)
