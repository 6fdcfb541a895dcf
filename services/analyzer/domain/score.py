"""Scores of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.profile.deviations import Deviation
from libs.stylometry.score.scorer import Score, SentenceScore
from services.analyzer.domain.caveat import Caveat
from services.analyzer.domain.fingerprint import LoadedFingerprint


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A score with everything that explains it."""

    fingerprint: LoadedFingerprint
    score: Score
    word_count: int
    evidence_note: str
    deviations: Sequence[Deviation]
    sentences: Sequence[SentenceScore]
    caveats: Sequence[Caveat] = ()
    register_shift: float | None = None
