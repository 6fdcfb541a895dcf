"""Scores all trials of a corpus at once, as the scorer does one by one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.fit.trials import Trials
from libs.stylometry.score.calibration import Amounts
from libs.stylometry.score.comparison import REGISTER_TEXTS, Cohort, Enrolment, EnrolmentVector, Register

Vectors = NDArray[np.float32]

REGISTER_SIZES = (0, 3, 10, 30, REGISTER_TEXTS)
"""Numbers of texts of a register for which a calibration is fitted."""


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Vectors and words of a corpus' documents by name, and of a trial file's queries by number."""

    documents: Mapping[str, Vectors]
    document_words: Mapping[str, int]
    queries: Vectors
    query_words: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ScoredTrials:
    """Normalised scores of trials, by the number of known texts of the register, with the input of a calibration."""

    trials: Trials
    scores: Mapping[int, NDArray[np.float64]]
    amounts: Amounts

    @property
    def cold(self) -> NDArray[np.float64]:
        """Scores without any text of the register."""
        return self.scores[0]

    @property
    def warm(self) -> NDArray[np.float64]:
        """Scores with the largest register."""
        return self.scores[REGISTER_TEXTS]


def score_trials(trials: Trials, embedded: Embedded, cohort: Cohort) -> ScoredTrials:
    """Compares every trial without a register, and with few and many of the other personas' samples for one."""
    words = np.array([sum(embedded.document_words[name] for name in persona.documents) for persona in trials.personas])
    amounts = Amounts(embedded.query_words[trials.query], words[trials.persona], trials.samples[trials.persona])
    vectors, drafts = [vector_of(persona.documents, embedded) for persona in trials.personas], embedded.queries
    scores: dict[int, NDArray[np.float64]] = {}
    for texts in REGISTER_SIZES:
        known = registers(trials, embedded, texts)
        enrolled = [
            cohort.enrol(vector, known[persona.author])
            for vector, persona in zip(vectors, trials.personas, strict=True)
        ]
        scores[texts] = compare(trials.persona, enrolled, drafts[trials.query], cohort)
    return ScoredTrials(trials, scores, amounts)


def vector_of(documents: Collection[str], embedded: Embedded) -> EnrolmentVector:
    """Sum of the style vectors of documents."""
    vectors = np.array([embedded.documents[name] for name in documents], np.float64)
    return EnrolmentVector(
        vectors.sum(axis=0), len(documents), sum(embedded.document_words[name] for name in documents)
    )


def registers(trials: Trials, embedded: Embedded, most: int = REGISTER_TEXTS) -> Mapping[str, Register]:
    """For each author samples that are enrolled for others, drawn at random if there are more than `most`."""
    author_of = {name: persona.author for persona in trials.personas for name in persona.documents}
    dimensions = embedded.queries.shape[1]
    return {
        author: Register.of(
            np.array([embedded.documents[name] for name in drawn]).reshape(-1, dimensions),
            writers=len({author_of[name] for name in drawn}),
        )
        for author in sorted(set(author_of.values()))
        for drawn in [drawn_texts([name for name, by in author_of.items() if by != author], most)]
    }


def drawn_texts(names: Sequence[str], most: int = REGISTER_TEXTS) -> list[str]:
    """At most `most` texts, or the maximum of a register; the draw is deterministic, and a smaller one is a part of a
    larger one."""
    chosen: list[int] = np.random.default_rng(0).permutation(len(names))[:most].tolist()
    return [names[number] for number in sorted(chosen)]


def compare(
    persona: NDArray[np.intp], enrolled: Sequence[Enrolment], drafts: Vectors, cohort: Cohort
) -> NDArray[np.float64]:
    """Scores of drafts, each against the enrolment of the number beside it."""
    scores = np.empty(len(persona))
    for number in range(len(enrolled)):
        mine = persona == number
        if mine.any():
            scores[mine] = cohort.compare(enrolled[number], drafts[mine]).value
    return scores
