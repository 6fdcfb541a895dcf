"""Scores of drafts."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from libs.stylometry.profile.deviations import Deviation
from libs.stylometry.score.scorer import Score
from libs.stylometry.text.spans import Span
from services.analyzer.domain.caveat import Caveat
from services.analyzer.domain.fingerprint import LoadedFingerprint


class SentenceScore(NamedTuple):
    """What one sentence adds to the log-odds."""

    span: Span
    log_odds: float


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A score with everything that explains it."""

    voice: LoadedFingerprint
    score: Score
    word_count: int
    evidence_note: str
    deviations: Sequence[Deviation]
    sentences: Sequence[SentenceScore]
    caveats: Sequence[Caveat] = ()
    register_shift: float | None = None
