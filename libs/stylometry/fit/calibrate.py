"""Fits the calibration: probabilities, intervals and evidence levels from normalised scores.

Every score used here is of authors, and for news and essays of a genre, that the projection was not fitted on.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import nnls
from scipy.stats import norm
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from libs.stylometry.fit.scored import REGISTER_SIZES, Embedded, ScoredTrials, compare, registers, vector_of
from libs.stylometry.fit.trials import STANDARD, Trials
from libs.stylometry.score.calibration import TERMS, Amounts, Calibration
from libs.stylometry.score.calibration_interval import COVERAGE, IntervalModel
from libs.stylometry.score.comparison import Cohort, register_weight
from libs.stylometry.score.evidence import EvidenceModel

REGULARISATION = 1e3

CORPUS_WEIGHT = {"blog": 4.0}
"""Weight of a corpus in the calibration, where not 1: posts are scored most, and the other corpora represent genres
that the projection does not know."""

WARM_TERMS = (True, True, True, True)
COLD_TERMS = (True, True, False, True)
"""Covariates that are fitted. The length of samples differs between genres: if nothing of the register is known, it
would only indicate the genre."""

_AMPLE_DRAFT = 500
_MIN_TRIALS = 30
_MEASURABLE = (0.53, 0.995)
"""Areas under the curve outside of this range say little about the distance of the distributions."""


@dataclass(frozen=True, slots=True, eq=False)
class Labelled:
    """Standard trials of all corpora: scores by number of texts of the register, labels, amounts, and weights that
    balance classes and corpora."""

    scores: Mapping[int, NDArray[np.float64]]
    same: NDArray[np.bool_]
    amounts: Amounts
    weight: NDArray[np.float64]


def labelled(scored: Sequence[ScoredTrials]) -> Labelled:
    """Standard trials together; the classes of a corpus weigh the same."""
    kept = [(each.trials.flags & STANDARD) > 0 for each in scored]
    same = [each.trials.same[rows] for each, rows in zip(scored, kept, strict=True)]
    weight = [
        CORPUS_WEIGHT.get(each.trials.corpus, 1.0) * np.where(labels, 0.5 / labels.sum(), 0.5 / (~labels).sum())
        for each, labels in zip(scored, same, strict=True)
    ]
    pairs = list(zip(scored, kept, strict=True))
    return Labelled(
        {texts: np.concatenate([each.scores[texts][rows] for each, rows in pairs]) for texts in REGISTER_SIZES},
        np.concatenate(same),
        joined([_rows(each.amounts, rows) for each, rows in pairs]),
        np.concatenate(weight) / np.concatenate(weight).sum(),
    )


def _rows(amounts: Amounts, rows: NDArray[np.bool_]) -> Amounts:
    words, samples, count = (np.asarray(part) for part in (amounts.draft_words, amounts.sample_words, amounts.samples))
    return Amounts(words[rows], samples[rows], count[rows])


def joined(parts: Sequence[Amounts]) -> Amounts:
    """Amounts one after another."""
    return Amounts(
        np.concatenate([np.asarray(part.draft_words) for part in parts]),
        np.concatenate([np.asarray(part.sample_words) for part in parts]),
        np.concatenate([np.asarray(part.samples) for part in parts]),
    )


def fit_calibration(data: Labelled) -> Calibration:
    """Logistic regressions on score and amounts, one for each size of the register."""
    fits = np.array(
        [_fit_line(score, data, WARM_TERMS if texts else COLD_TERMS) for texts, score in data.scores.items()]
    )
    weights = np.array([register_weight(texts) for texts in data.scores])
    return Calibration(weights, fits[:, :TERMS], fits[:, TERMS:])


def _fit_line(score: NDArray[np.float64], data: Labelled, fitted: tuple[bool, ...]) -> NDArray[np.float64]:
    terms, both = data.amounts.terms, np.array(fitted * 2)
    design = np.concatenate([terms * score[:, None], terms], axis=1)
    model = LogisticRegression(C=REGULARISATION, fit_intercept=False, max_iter=2000)
    model.fit(design[:, both], data.same, sample_weight=data.weight * len(score))
    line = np.zeros(len(both))
    line[both] = model.coef_[0]
    return line


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Scores, and scores of ample text by the same people, in cosines (`Enrolment.spread`)."""

    score: NDArray[np.float64]
    ample: NDArray[np.float64]
    amounts: Amounts
    weight: NDArray[np.float64]


def ample_pairs(scored: ScoredTrials, embedded: Embedded, cohort: Cohort) -> Pairs:
    """For each standard trial its score, and that of all enrolled documents of the persona's author against long drafts
    of the query's author that share no document with the query. With a register: without one, the shared traits of a
    genre hide the variance of scores."""
    trials = scored.trials
    rows = np.flatnonzero((trials.flags & STANDARD) > 0)
    drafts, known = _ample_drafts(trials, embedded)
    rows = rows[known[trials.query[rows]]]
    known, names = registers(trials, embedded), _documents(trials)
    ample = {author: cohort.enrol(vector_of(sorted(names[author]), embedded), known[author]) for author in names}
    enrolled = [ample[persona.author] for persona in trials.personas]
    value = compare(trials.persona[rows], enrolled, drafts[trials.query[rows]], cohort)
    enrolments = [
        cohort.enrol(vector_of(persona.documents, embedded), known[persona.author]) for persona in trials.personas
    ]
    spread = np.array([enrolment.spread for enrolment in enrolments])[trials.persona[rows]]
    same = trials.same[rows]
    weight = np.where(same, 0.5 / same.sum(), 0.5 / (~same).sum())
    kept = np.isin(np.arange(len(trials.flags)), rows)
    return Pairs(scored.warm[rows] * spread, value * spread, _rows(scored.amounts, kept), weight)


def _documents(trials: Trials) -> dict[str, set[str]]:
    names: dict[str, set[str]] = {}
    for persona in trials.personas:
        names.setdefault(persona.author, set()).update(persona.documents)
    return names


def _ample_drafts(trials: Trials, embedded: Embedded) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    long: dict[str, list[int]] = {}
    for number, query in enumerate(trials.queries):
        if query.length == _AMPLE_DRAFT:
            long.setdefault(query.author, []).append(number)
    drafts = np.zeros_like(embedded.queries)
    known = np.zeros(len(trials.queries), np.bool_)
    for number, query in enumerate(trials.queries):
        others = [n for n in long.get(query.author, []) if not set(trials.queries[n].documents) & set(query.documents)]
        if others:
            drafts[number], known[number] = embedded.queries[others].mean(axis=0), True
    return drafts, known


def fit_interval(parts: Sequence[Pairs]) -> IntervalModel:
    """Mean by least squares, variance by non-negative least squares, and the quantiles of the required coverage."""
    score = np.concatenate([part.score for part in parts])
    ample = np.concatenate([part.ample for part in parts])
    weight = np.concatenate([part.weight for part in parts])
    amounts = joined([part.amounts for part in parts])
    inverses, root = amounts.inverses, np.sqrt(weight)
    by_score = np.concatenate([inverses, inverses * score[:, None]], axis=1)
    mean = np.asarray(np.linalg.lstsq(by_score * root[:, None], ample * root)[0], np.float64)
    deviation = ample - by_score @ mean
    by_square = np.concatenate([inverses, inverses * score[:, None] ** 2], axis=1)
    variance, _ = nnls(by_square * root[:, None], deviation**2 * root)
    standard = deviation / np.sqrt(by_square @ variance)
    order = np.argsort(standard)
    share = np.cumsum(weight[order]) / weight.sum()
    low, high = np.interp([(1 - COVERAGE) / 2, (1 + COVERAGE) / 2], share, standard[order])
    return IntervalModel(mean.reshape(2, TERMS), variance.reshape(2, TERMS), (float(low), float(high)))


def fit_evidence(scored: Sequence[ScoredTrials]) -> EvidenceModel:
    """The separation measured in every cell of draft length and samples, as a function of the amounts."""
    return EvidenceModel(np.array([_fit_separation(scored, warm) for warm in (False, True)]))


def _fit_separation(scored: Sequence[ScoredTrials], warm: bool) -> NDArray[np.float64]:
    design: list[NDArray[np.float64]] = []
    target: list[float] = []
    for each in scored:
        for rows, auc in cells(each, warm=warm).values():
            distance = np.sqrt(2) * norm.ppf(np.clip(auc, *_MEASURABLE))
            design.append(_rows(each.amounts, rows).inverses.mean(axis=0))
            target.append(1 / distance**2)
    relative = 1 / np.array(target)
    variance, _ = nnls(np.array(design) * relative[:, None], np.ones(len(target)))
    return variance


def cells(scored: ScoredTrials, *, warm: bool) -> Mapping[tuple[int, int], tuple[NDArray[np.bool_], float]]:
    """Standard trials by samples and draft length: their mask, and the area under their curve."""
    return dict(_cells(scored, warm))


def _cells(scored: ScoredTrials, warm: bool) -> Iterator[tuple[tuple[int, int], tuple[NDArray[np.bool_], float]]]:
    trials, score = scored.trials, scored.warm if warm else scored.cold
    samples, lengths = trials.samples[trials.persona], trials.lengths[trials.query]
    for k in np.unique(samples):
        for length in np.unique(lengths):
            rows = (samples == k) & (lengths == length) & ((trials.flags & STANDARD) > 0)
            if trials.same[rows].sum() >= _MIN_TRIALS and (~trials.same[rows]).sum() >= _MIN_TRIALS:
                yield (int(k), int(length)), (rows, float(roc_auc_score(trials.same[rows], score[rows])))
