"""Power curves."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.score.evidence import EvidenceLevel, level_of
from libs.stylometry.score.scorer import Distinctiveness
from services.analyzer.domain.fingerprint import LoadedFingerprint


@dataclass(frozen=True, slots=True)
class Point:
    """Expected AUC of drafts of a length with a number of samples: of this writer, and of an average one."""

    samples: int
    words: int
    expected_auc: float
    usual_auc: float

    @property
    def evidence(self) -> EvidenceLevel:
        """Evidence level that a score has at this point."""
        return level_of(self.usual_auc)


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """Every number of samples with every length of draft, and what more samples would bring, in sentences."""

    fingerprint: LoadedFingerprint
    words_per_sample: int
    points: Sequence[Point]
    distinctiveness: Distinctiveness | None
    summary: str
