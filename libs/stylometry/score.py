"""The score: how likely it is that a draft is by the writer of a persona's samples, and what speaks for it.

    scorer = Scorer.load()
    draft = scorer.draft(document, words=312)
    score = scorer.score(voice, draft, register)

`embed` gives the vectors that a voice sums up. Which methods the score rests on is told where they stand:
`embedding`, `score_comparison`, `calibration`, `calibration_interval`, `evidence`.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.calibration import Amounts, LogOdds, probability
from libs.stylometry.calibration_interval import AMPLE
from libs.stylometry.document import Document
from libs.stylometry.embedding import FAMILIES, Embedder, Trace
from libs.stylometry.evidence import EvidenceLevel
from libs.stylometry.score_comparison import Comparison, Floats, Register, VoiceVector, unit
from libs.stylometry.score_weights import SHIPPED, ScoreWeights

__all__ = ["Contribution", "Draft", "EvidenceLevel", "Register", "Score", "Scorer", "VoiceVector"]


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """A text to score: its vector, its words, and, for explanations, what families and features put into it."""

    embedding: Floats
    words: int
    families: Floats | None = None
    trace: Trace | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a family of features adds to the log-odds of "same writer"; above 0 speaks for the writer."""

    family: str
    log_odds: float


@dataclass(frozen=True, slots=True)
class Score:
    """How closely a draft keeps to a voice.

    `match` is a hundred times `probability`, the probability that the same writer wrote the draft if before reading
    that was as likely as another writer of the register. `interval` holds, 90 times in 100, the match that much
    longer texts of the same hands get. Where `evidence` is insufficient there is no number: all three are None.
    `contributions` and `baseline` add up to `log_odds`; the baseline is what an average text would get.
    """

    evidence: EvidenceLevel
    expected_auc: float
    match: float | None = None
    probability: float | None = None
    interval: tuple[float, float] | None = None
    log_odds: float | None = None
    baseline: float = 0.0
    contributions: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Compared:
    """A draft compared with a voice: the direction of the voice, its scale, and the line to log-odds."""

    voice: NDArray[np.float64]
    scale: float
    amounts: Amounts
    comparison: Comparison
    line: LogOdds

    @property
    def value(self) -> float:
        return float(self.comparison.value[0])

    @property
    def log_odds(self) -> float:
        return float(self.line.slope * self.value + self.line.offset)

    @property
    def worth(self) -> float:
        """Log-odds for each unit of a draft's vector along the voice."""
        return float(self.line.slope * self.comparison.slope[0]) / self.scale


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

    def draft(self, document: Document, words: int) -> Draft:
        """A draft ready to be scored and explained."""
        embedding = self._embedder.embed(document)
        return Draft(embedding.vector, words, embedding.families, embedding.trace)

    def expected_auc(self, voice: VoiceVector, words: int, register: Register | None = None) -> float:
        """How well drafts of `words` words are told from others' against this voice, 0.5..1."""
        if not voice.n_samples or not words:
            return 0.5
        amounts = Amounts(words, voice.n_words, voice.n_samples)
        return self._weights.evidence.expected_auc(amounts, register.weight if register else 0.0)

    def score(self, voice: VoiceVector, draft: Draft, register: Register | None = None) -> Score:
        """Scores a draft against a voice.

        `register` holds other writers' texts of the genre, if any are known, the persona's own left out. Nothing is
        claimed for a voice without samples, a draft without words, or where the evidence does not carry it.
        """
        expected = self.expected_auc(voice, draft.words, register)
        compared = self._compare(voice, draft, register)
        if compared is None:
            return Score(EvidenceLevel.INSUFFICIENT, expected)
        evidence = self._weights.evidence.level(compared.amounts, register.weight if register else 0.0)
        if evidence is EvidenceLevel.INSUFFICIENT:
            return Score(evidence, expected)
        return self._explained(compared, draft, evidence, expected, register)

    def log_odds(self, voice: VoiceVector, draft: Draft, register: Register | None = None) -> float | None:
        """Log-odds of "same writer" whatever the evidence, for measurements; None if nothing can be compared."""
        compared = self._compare(voice, draft, register)
        return None if compared is None else compared.log_odds

    def sentence_contributions(
        self, voice: VoiceVector, document: Document, draft: Draft, register: Register | None = None
    ) -> NDArray[np.float32]:
        """What each sentence adds to the log-odds: above 0 sounds like the writer. `draft` is that of `document`.

        The score is linear in the draft's vector, and the vector in its features once their lengths are fixed, so a
        sentence's part is the sum over its features. What rhythm and rates add belongs to no sentence.
        """
        compared = self._compare(voice, draft, register)
        if compared is None or draft.trace is None:
            return np.zeros(document.sentences, np.float32)
        direction = (compared.voice * compared.worth).astype(np.float32)
        return self._embedder.sentence_shares(document, draft.trace, direction)

    def _compare(self, voice: VoiceVector, draft: Draft, register: Register | None) -> _Compared | None:
        if not voice.n_samples or not draft.words or not np.any(draft.embedding) or not np.any(voice.sum):
            return None
        centre = register.centre if register else np.zeros(self.dimensions)
        direction = unit(np.asarray(voice.sum, np.float64) / voice.n_samples - centre)
        offset = np.asarray(draft.embedding, np.float64) - centre
        comparison = self._weights.cohort.compare(direction[None], unit(offset)[None])
        amounts = Amounts(draft.words, voice.n_words, voice.n_samples)
        line = self._weights.calibration.log_odds(amounts, register.weight if register else 0.0)
        return _Compared(direction, float(np.linalg.norm(offset)), amounts, comparison, line)

    def _explained(
        self, compared: _Compared, draft: Draft, evidence: EvidenceLevel, expected: float, register: Register | None
    ) -> Score:
        log_odds = compared.log_odds
        chance = float(probability(log_odds))
        contributions = _contributions(compared, draft)
        return Score(
            evidence=evidence,
            expected_auc=expected,
            match=100 * chance,
            probability=chance,
            interval=self._interval(compared, chance, register),
            log_odds=log_odds,
            baseline=log_odds - sum(part.log_odds for part in contributions),
            contributions=contributions,
        )

    def _interval(self, compared: _Compared, chance: float, register: Register | None) -> tuple[float, float]:
        low, high = self._weights.interval.bounds(compared.value, compared.amounts)
        line = self._weights.calibration.log_odds(AMPLE, register.weight if register else 0.0)
        ends = probability(line.slope * np.array([low, high]) + line.offset)
        return 100 * min(float(ends[0]), chance), 100 * max(float(ends[1]), chance)


def _contributions(compared: _Compared, draft: Draft) -> tuple[Contribution, ...]:
    if draft.families is None:
        return ()
    shares = np.asarray(draft.families, np.float64) @ compared.voice * compared.worth
    parts = [Contribution(family, float(share)) for family, share in zip(FAMILIES, shares, strict=True)]
    return tuple(sorted(parts, key=lambda part: -abs(part.log_odds)))
