"""The score: the probability that a draft is by the writer of a persona's samples, with its explanation.

    scorer = Scorer.load()
    enrolment = scorer.enrol(vector, register)
    draft = scorer.draft(document, words=312)
    explained = scorer.explain(enrolment, draft, document, scorer.project(enrolment))

`score` returns the number alone. `embed` returns the style vectors whose sum is an `EnrolmentVector`. The methods are
described in `embedding`, `comparison`, `calibration`, `calibration_interval` and `evidence`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.embedder import FAMILIES, Embedder, FeatureTrace
from libs.stylometry.kernels.embedding import Projection
from libs.stylometry.score.calibration import Amounts, probability
from libs.stylometry.score.calibration_interval import AMPLE
from libs.stylometry.score.comparison import (
    REGISTER_TEXTS,
    Enrolment,
    EnrolmentVector,
    Floats,
    Register,
)
from libs.stylometry.score.distinctiveness import (
    Distinctiveness,
    amounts_left_out,
    can_tell,
    distance,
    left_out,
    of_others,
)
from libs.stylometry.score.evidence import EvidenceLevel, area, level_of
from libs.stylometry.score.register_shift import register_shift
from libs.stylometry.score.roc_area import separation
from libs.stylometry.score.weights import SHIPPED, ScoreWeights
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

__all__ = [
    "REGISTER_TEXTS",
    "Contribution",
    "Distinctiveness",
    "Draft",
    "Enrolment",
    "EnrolmentVector",
    "EvidenceLevel",
    "Explained",
    "Projection",
    "Register",
    "Score",
    "Scorer",
    "SentenceScore",
]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A text to score: its style vector and number of words, and, for explanations, the parts by family and feature."""

    embedding: Floats
    words: int
    families: Floats | None = None
    trace: FeatureTrace | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A family of features and its part of the log-odds of "same writer"; above 0 speaks for the writer."""

    family: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Score:
    """Match of a draft with a persona, and the parts it is made of.

    `match` is a hundred times `probability`, the probability that the same writer wrote the draft, given equal prior
    odds against another writer of the register. `interval` is the 90% interval of the match of much longer texts by the
    same people. If `evidence` is insufficient there is no number: all three are None. `contributions` and `baseline`
    add up to `log_odds`; the baseline is the value of an average text. `slope` is the change of `log_odds` per unit
    that is added to the draft's vector along the enrolment's direction.
    """

    evidence: EvidenceLevel
    expected_auc: float
    match: float | None = None
    probability: float | None = None
    interval: tuple[float, float] | None = None
    log_odds: float | None = None
    baseline: float = 0.0
    contributions: tuple[Contribution, ...] = ()
    slope: float = 0.0


class SentenceScore(NamedTuple):
    """A sentence of a draft and its part of the log-odds; above 0 speaks for the writer."""

    span: Span
    log_odds: float


@dataclass(frozen=True, slots=True, eq=False)
class Explained:
    """A score with its explanation.

    `register_shift` is in standard deviations (see `register_shift.register_shift`); None if it cannot be measured.
    `sentences`, in the order of the text, is empty if they were not asked for or the score has no match.
    """

    score: Score
    register_shift: float | None
    sentences: Sequence[SentenceScore]


@dataclass(frozen=True, slots=True, eq=False)
class _Trial:
    """A draft compared with a voice: the normalised score, and log-odds and slope (see `Score`)."""

    amounts: Amounts
    value: float
    log_odds: float
    slope: float


class Scorer:
    """Embeds texts and scores drafts. Immutable after loading, so forked workers share its memory."""

    def __init__(self, weights: ScoreWeights) -> None:
        self._weights = weights
        self._embedder = Embedder(weights.blocks)

    @classmethod
    def load(cls, path: Path = SHIPPED) -> "Scorer":
        """Reads fitted weights. Raises WeightsVersionError for a file of another version."""
        return cls(ScoreWeights.load(path))

    @property
    def version(self) -> str:
        """Identifies the weights: vectors of different versions must not be compared or summed."""
        return self._weights.version

    @property
    def dimensions(self) -> int:
        """Length of the vectors."""
        return self._embedder.dimensions

    def embed(self, document: Document) -> NDArray[np.float32]:
        """The style vector, of length 1, or 0 for a text without tokens."""
        return self._embedder.embed(document).vector

    def draft(self, document: Document, words: int, before: Draft | None = None) -> Draft:
        """A draft ready to be scored and explained; faster with an earlier version of it."""
        embedding = self._embedder.embed(document, before.trace if before else None)
        return Draft(embedding.vector, words, embedding.families, embedding.trace)

    def enrol(self, vector: EnrolmentVector, register: Register | None = None) -> Enrolment:
        """Prepares a persona for scoring drafts.

        `register` holds other writers' texts of the genre, if any are known, without the persona's own.
        """
        return self._weights.cohort.enrol(vector, register)

    def without(self, enrolment: Enrolment, sample: Draft) -> Enrolment:
        """Returns the enrolment without one of its samples, in the same register."""
        return self.enrol(enrolment.without(sample.embedding, sample.words), enrolment.register)

    def expected_auc(self, enrolment: Enrolment, words: int, distinctiveness: Distinctiveness | None = None) -> float:
        """Expected area under the ROC curve of drafts of `words` words against this enrolment, 0.5..1.

        The average over the reference population with as much text, or, given the distinctiveness, this writer's.
        """
        return self._expected_auc(
            enrolment, _amounts(enrolment, words), distinctiveness.distance if distinctiveness else 1.0
        )

    def distinctiveness(self, enrolment: Enrolment, samples: Sequence[Draft]) -> Distinctiveness | None:
        """Separation of samples of the persona from the texts of its register; None if either are too few."""
        if not can_tell(len(samples), enrolment.register):
            return None
        vectors, words = [sample.embedding for sample in samples], [sample.words for sample in samples]
        own = left_out(self._weights.cohort, enrolment, vectors, words)
        others = of_others(self._weights.cohort, enrolment)
        expected = self._weights.evidence.distance(amounts_left_out(enrolment), enrolment.register.weight)
        apart = self._weights.distinctiveness.distance(distance(own, others), expected, len(samples))
        measured = separation(own, others)
        return measured and Distinctiveness(measured, len(own), len(others), apart)

    def score(self, enrolment: Enrolment, draft: Draft) -> Score:
        """Scores a draft against an enrolment.

        There is no number for an enrolment without samples, a draft without words, or if the evidence is insufficient.
        """
        amounts = _amounts(enrolment, draft.words)
        expected = self._expected_auc(enrolment, amounts)
        evidence = level_of(expected)
        trial = None if evidence is EvidenceLevel.INSUFFICIENT else self._compare(enrolment, draft, amounts)
        if trial is None:
            return Score(EvidenceLevel.INSUFFICIENT, expected)
        log_odds = trial.log_odds
        chance, *interval = self._chances(trial, enrolment)
        contributions = _contributions(enrolment, trial, draft)
        return Score(
            evidence=evidence,
            expected_auc=expected,
            match=100 * chance,
            probability=chance,
            interval=(100 * min(interval[0], chance), 100 * max(interval[1], chance)),
            log_odds=log_odds,
            baseline=log_odds - sum(part.log_odds for part in contributions),
            contributions=contributions,
            slope=trial.slope,
        )

    def explain(
        self, enrolment: Enrolment, draft: Draft, document: Document, projection: Projection | None = None
    ) -> Explained:
        """Scores a draft against an enrolment and explains the score.

        `draft` is the draft of `document`. Sentences are explained if the `projection` of the enrolment is given: it
        takes longer to make than to use, so callers keep it with the enrolment.
        """
        score = self.score(enrolment, draft)
        shift = register_shift(enrolment, draft.embedding, draft.words)
        if projection is None or score.match is None:
            return Explained(score, shift, ())
        parts = self.sentence_contributions(projection, score, document, draft)
        return Explained(score, shift, list(map(SentenceScore, _sentence_spans(document), parts.tolist())))

    def log_odds(self, enrolment: Enrolment, draft: Draft) -> float | None:
        """Log-odds of "same writer" whatever the evidence, for measurements; None if nothing can be compared."""
        trial = self._compare(enrolment, draft, _amounts(enrolment, draft.words))
        return None if trial is None else trial.log_odds

    def project(self, enrolment: Enrolment) -> Projection:
        """The fitted map projected on the enrolment's direction: made once for an enrolment, it gives the parts of the
        sentences of any draft."""
        return self._embedder.project(enrolment.direction.astype(np.float32))

    def sentence_contributions(
        self, projection: Projection, score: Score, document: Document, draft: Draft
    ) -> NDArray[np.float32]:
        """Part of each sentence in the log-odds of a score: above 0 speaks for the writer; 0 without a number.

        `projection` is the projection of the enrolment, `draft` is the draft of `document`. The score is linear in the
        draft's vector, and the vector in its features once their lengths are fixed, so a sentence's part is the sum
        over its features. The parts of rhythm and rates belong to no sentence.
        """
        if not score.slope or draft.trace is None:
            return np.zeros(document.sentences, np.float32)
        return self._embedder.sentence_shares(document, draft.trace, projection) * np.float32(score.slope)

    def _expected_auc(self, enrolment: Enrolment, amounts: Amounts, distance: float = 1.0) -> float:
        if not enrolment.n_samples or not amounts.draft_words:
            return 0.5
        return area(distance * self._weights.evidence.distance(amounts, enrolment.register.weight))

    def _compare(self, enrolment: Enrolment, draft: Draft, amounts: Amounts) -> _Trial | None:
        if not draft.words or not draft.embedding.any() or not enrolment.direction.any():
            return None
        comparison = self._weights.cohort.compare(enrolment, draft.embedding[None])
        line = self._weights.calibration.log_odds(amounts, enrolment.register.weight)
        value, slope = comparison.value.item(), line.slope.item()
        return _Trial(amounts, value, slope * value + line.offset.item(), slope * comparison.slope.item())

    def _chances(self, trial: _Trial, enrolment: Enrolment) -> list[float]:
        """Probability of a trial, and the lowest and highest expected of much longer texts."""
        bounds = self._weights.interval.bounds(trial.value * enrolment.spread, trial.amounts)
        ample = self._weights.calibration.log_odds(AMPLE, enrolment.register.weight)
        slope, offset = ample.slope.item() / enrolment.spread, ample.offset.item()
        return probability([trial.log_odds, *(slope * bound + offset for bound in bounds)]).tolist()


def _amounts(enrolment: Enrolment, words: int) -> Amounts:
    return Amounts(words, enrolment.n_words, enrolment.n_samples)


def _sentence_spans(document: Document) -> Iterator[Span]:
    """Spans of the sentences, from the first character of the first token to the last of the last."""
    first = (np.diff(document.sentence, prepend=-1)).nonzero()[0]
    last = np.append(first[1:], len(document)) - 1
    return map(Span, document.start[first].tolist(), document.end[last].tolist())


def _contributions(enrolment: Enrolment, trial: _Trial, draft: Draft) -> tuple[Contribution, ...]:
    if draft.families is None:
        return ()
    shares = draft.families @ enrolment.direction * trial.slope
    parts = [Contribution(family, share) for family, share in zip(FAMILIES, shares.tolist(), strict=True)]
    return tuple(sorted(parts, key=lambda part: -abs(part.log_odds)))
