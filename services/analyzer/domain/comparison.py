"""Comparisons of voices."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.profile.differences import MetricDifference
from libs.stylometry.score.roc_area import Separation
from services.analyzer.domain.fingerprint import LoadedFingerprint


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two voices: how well their texts are told apart, None where they are too few, and where they differ most."""

    voice: LoadedFingerprint
    other: LoadedFingerprint
    separation: Separation | None
    texts: int
    other_texts: int
    differences: Sequence[MetricDifference]
