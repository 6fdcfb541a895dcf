"""How far the texts of one writer stand from others', told by the writer's samples and the texts of the register.

Every sample is scored against the voice of the others, and every text of the register against the voice of all. The
distance of the two sets of scores (d', Green & Swets 1966) beside that of writers at large, measured on as much text,
tells whether a voice is easy or hard to recognise. Few samples tell it badly, so it is drawn towards writers at large.
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
"""Texts of the register below which nothing is told."""

MIN_WRITERS = 5
"""Writers of these below which nothing is told: how far a writer is from two others says nothing of the rest."""

_MIN_RATIO, _MAX_RATIO = 0.3, 4.0
"""Distances beyond these, in those of writers at large, tell nothing more."""


@dataclass(frozen=True, slots=True)
class Distinctiveness:
    """How well `texts` samples were told from `others` texts, and how far they stand from them.

    `distance` is in that of writers at large: 1 as far as theirs, above 1 easier to tell.
    """

    separation: Separation
    texts: int
    others: int
    distance: float


@dataclass(frozen=True, slots=True)
class DistinctivenessModel:
    """How much a measured distance says of later texts.

    Its logarithm beside that of writers at large, less `offset`, counts for n / (n + `prior`) with n samples.
    """

    prior: float
    offset: float

    def distance(self, measured: float, expected: float, samples: int) -> float:
        """The distance to expect of later texts, in that of writers at large; `expected` is that of as much text."""
        ratio = min(max(measured / expected, _MIN_RATIO), _MAX_RATIO)
        return exp(samples / (samples + self.prior) * (log(ratio) - self.offset))


def can_tell(samples: int, register: Register) -> bool:
    """Whether so many samples and such a register are enough to tell anything."""
    return samples >= MIN_TEXTS and register.texts >= MIN_OTHERS and register.writers >= MIN_WRITERS


def amounts_left_out(voice: Enrolment) -> Amounts:
    """How much there is to go by when a sample is scored against the voice without it."""
    samples = voice.n_samples
    return Amounts(voice.n_words / samples, voice.n_words * (samples - 1) / samples, samples - 1)


def left_out(cohort: Cohort, voice: Enrolment, samples: Sequence[Floats], words: Sequence[int]) -> NDArray[np.float64]:
    """The score of each sample, by its style vector and words, against the voice without it."""
    scores = np.empty(len(samples))
    for place, (sample, length) in enumerate(zip(samples, words, strict=True)):
        rest = cohort.enrol(voice.without(sample, length), voice.register)
        scores[place] = cohort.compare(rest, sample[None]).value.item()
    return scores


def of_others(cohort: Cohort, voice: Enrolment) -> NDArray[np.float64]:
    """The score of each text of the register; none of them is its own rival."""
    register = voice.register
    scores = np.empty(register.texts)
    for place, direction in enumerate(register.directions):
        rest = replace(register, directions=np.delete(register.directions, place, axis=0))
        text = (register.centre + direction).astype(np.float32)
        scores[place] = cohort.compare(replace(voice, register=rest), text[None]).value.item()
    return scores


def distance(own: NDArray[np.float64], others: NDArray[np.float64]) -> float:
    """Between the means of two sets of two scores or more, in the root of their mean variance."""
    spread = sqrt((float(own.var(ddof=1)) + float(others.var(ddof=1))) / 2)
    return (float(own.mean()) - float(others.mean())) / max(spread, 1e-9)
