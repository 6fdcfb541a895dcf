"""Scores all trials of a corpus at once, as the scorer does one by one."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.calibration import Amounts
from libs.stylometry.fit.trials import Trials
from libs.stylometry.score_comparison import REGISTER_SHRINKAGE, Cohort, normalised, unit

_CHUNK = 20_000

Vectors = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """Vectors and words of a corpus' documents by name, and of a trial file's queries by number."""

    documents: Mapping[str, Vectors]
    document_words: Mapping[str, int]
    queries: Vectors
    query_words: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ScoredTrials:
    """The normalised scores of trials, cold and warm, with what a calibration needs."""

    trials: Trials
    cold: NDArray[np.float64]
    warm: NDArray[np.float64]
    amounts: Amounts


def score_trials(trials: Trials, embedded: Embedded, cohort: Cohort) -> ScoredTrials:
    """Compares every trial without a register and with that of the other personas' samples."""
    words = np.array([sum(embedded.document_words[name] for name in each.documents) for each in trials.personas])
    voices = np.array([np.mean([embedded.documents[n] for n in each.documents], axis=0) for each in trials.personas])
    amounts = Amounts(embedded.query_words[trials.query], words[trials.persona], trials.samples[trials.persona])
    none = np.zeros_like(voices)
    return ScoredTrials(
        trials,
        _compare(trials, voices, none, embedded.queries, cohort),
        _compare(trials, voices, registers(trials, embedded), embedded.queries, cohort),
        amounts,
    )


def registers(trials: Trials, embedded: Embedded) -> NDArray[np.float64]:
    """For each persona the shrunken mean of the samples that are enrolled for other authors."""
    author_of = {name: persona.author for persona in trials.personas for name in persona.documents}
    total = np.array([embedded.documents[name] for name in author_of], np.float64).sum(axis=0)
    centres: dict[str, NDArray[np.float64]] = {}
    for author in set(author_of.values()):
        own = [embedded.documents[name] for name, by in author_of.items() if by == author]
        others = len(author_of) - len(own)
        centres[author] = (total - np.asarray(own, np.float64).sum(axis=0)) / (others + REGISTER_SHRINKAGE)
    return np.array([centres[persona.author] for persona in trials.personas])


def _compare(
    trials: Trials, voices: Vectors, centres: NDArray[np.float64], queries: Vectors, cohort: Cohort
) -> NDArray[np.float64]:
    directions, agreement = unit(voices - centres), np.linalg.norm(voices - centres, axis=1)
    nearest = cohort.nearest(directions)
    scores = np.empty(len(trials.persona))
    for start in range(0, len(scores), _CHUNK):
        part = slice(start, start + _CHUNK)
        persona, query = trials.persona[part], trials.query[part]
        drafts = unit(queries[query] - centres[persona])
        cosine = np.einsum("ij,ij->i", directions[persona], drafts)
        scores[part] = normalised(cosine, agreement[persona], nearest[persona], cohort.nearest(drafts)).value
    return scores
