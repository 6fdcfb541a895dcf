"""Comparisons of voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.profile.differences import MetricDifference
from libs.stylometry.score.roc_area import Separation
from services.analyzer.domain.fingerprint import LoadedFingerprint


@dataclass(frozen=True, slots=True)
class Comparison:
    """Comparison of two fingerprints: the separation of their texts, None if these are too few, and the largest
    differences."""

    fingerprint: LoadedFingerprint
    other: LoadedFingerprint
    separation: Separation | None
    texts: int
    other_texts: int
    differences: Sequence[MetricDifference]
