"""Fits the prediction of the distance of a writer's later texts from the distance of the samples."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy and scikit-learn carry no types.

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.metrics import roc_auc_score

from libs.stylometry.fit.scored import Embedded, ScoredTrials, registers, vector_of
from libs.stylometry.fit.trials import STANDARD, Trials
from libs.stylometry.score.calibration import Amounts
from libs.stylometry.score.comparison import Cohort
from libs.stylometry.score.distinctiveness import (
    DistinctivenessModel,
    amounts_left_out,
    can_tell,
    distance,
    left_out,
    of_others,
)
from libs.stylometry.score.evidence import EvidenceModel, area

MIN_TRIALS = 3
"""Minimum number of own and of others' drafts of a length for which a persona's result counts."""

_START = (2.0, 0.0)


@dataclass(frozen=True, slots=True)
class Reached:
    """A persona's measured distance, the amounts of text behind it, and the area reached by its drafts of a length
    (`auc`)."""

    author: str
    samples: int
    measured: float
    measured_amounts: Amounts
    amounts: Amounts
    register_weight: float
    auc: float

    def expected(self, evidence: EvidenceModel) -> tuple[float, float]:
        """The distances of the reference population, for the measured text and for the drafts."""
        return (
            evidence.distance(self.measured_amounts, self.register_weight),
            evidence.distance(self.amounts, self.register_weight),
        )


def reached(scored: ScoredTrials, embedded: Embedded, cohort: Cohort) -> list[Reached]:
    """Every persona of a corpus at every length of drafts, the register known."""
    return list(_reached(scored, embedded, cohort))


def _reached(scored: ScoredTrials, embedded: Embedded, cohort: Cohort) -> Iterator[Reached]:
    trials = scored.trials
    known = registers(trials, embedded)
    for number, persona in enumerate(trials.personas):
        samples, register = len(persona.documents), known[persona.author]
        if not can_tell(samples, register):
            continue
        enrolment = cohort.enrol(vector_of(persona.documents, embedded), register)
        vectors = [embedded.documents[name] for name in persona.documents]
        words = [embedded.document_words[name] for name in persona.documents]
        measured = distance(left_out(cohort, enrolment, vectors, words), of_others(cohort, enrolment))
        by = amounts_left_out(enrolment)
        for length, auc in _areas(trials, number, scored.warm):
            amounts = Amounts(length, enrolment.n_words, samples)
            yield Reached(persona.author, samples, measured, by, amounts, register.weight, auc)


def _areas(trials: Trials, persona: int, score: NDArray[np.float64]) -> Iterator[tuple[int, float]]:
    own = (trials.persona == persona) & ((trials.flags & STANDARD) > 0)
    lengths = trials.lengths[trials.query]
    for length in np.unique(lengths[own]).tolist():
        rows = own & (lengths == length)
        same = trials.same[rows]
        if min(same.sum(), (~same).sum()) >= MIN_TRIALS:
            yield length, float(roc_auc_score(same, score[rows]))


def fit_distinctiveness(corpora: Sequence[Sequence[Reached]], evidence: EvidenceModel) -> DistinctivenessModel:
    """Least squares of the areas under the curves; a corpus weighs as the root of its authors."""
    rows = [row for corpus in corpora for row in corpus]
    weight = np.concatenate([np.full(len(each), _weight(each)) for each in corpora])
    areas = np.array([row.auc for row in rows])

    def loss(parameters: NDArray[np.float64]) -> float:
        model = DistinctivenessModel(float(np.exp(parameters[0])), float(parameters[1]))
        return float(weight @ (areas - predicted(rows, evidence, model)) ** 2)

    log_prior, offset = minimize(loss, _START, method="Nelder-Mead").x.tolist()
    return DistinctivenessModel(float(np.exp(log_prior)), offset)


def _weight(corpus: Sequence[Reached]) -> float:
    return float(np.sqrt(len({row.author for row in corpus})) / max(len(corpus), 1))


def predicted(
    rows: Sequence[Reached], evidence: EvidenceModel, model: DistinctivenessModel | None
) -> NDArray[np.float64]:
    """The area expected for each row; the reference population's without a model."""
    found = np.empty(len(rows))
    for index, row in enumerate(rows):
        measured, drafts = row.expected(evidence)
        found[index] = area(drafts * (model.distance(row.measured, measured, row.samples) if model else 1.0))
    return found
