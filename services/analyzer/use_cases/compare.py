"""Comparison of fingerprints: the separation of their texts, and the metrics in which they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.profile.differences import differences
from libs.stylometry.profile.fingerprint import SampleMeasure
from libs.stylometry.score.roc_area import Separation, both_ways, separation
from libs.stylometry.score.scorer import Draft, Enrolment, EnrolmentVector, Scorer
from services.analyzer.domain.comparison import Comparison
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.sample import PersonaId
from services.analyzer.ports import FingerprintRows

MAX_TEXTS = 40
"""Samples of a persona that a comparison is measured on, at most."""

DIFFERENCES = 8


async def read_texts(rows: FingerprintRows, scorer: Scorer, persona_id: PersonaId) -> list[Draft]:
    """Some of the persona's samples, by their style vectors."""
    heads = await rows.sample_heads(persona_id, SampleMeasure.head(scorer.dimensions), MAX_TEXTS)
    return [Draft(SampleMeasure.style_of(head), words) for head, words in heads]


def compare_voices(
    scorer: Scorer, fingerprints: Sequence[LoadedFingerprint], texts: Sequence[Sequence[Draft]], limit: int
) -> list[Comparison]:
    """Every pair in the order given, with at most `limit` differences each; 0: as many as are usual."""
    judged = [_Judged.of(scorer, each) for each in texts]
    return [
        Comparison(
            fingerprints[one],
            fingerprints[other],
            both_ways(
                _separation_from(scorer, judged[one], judged[other]),
                _separation_from(scorer, judged[other], judged[one]),
            ),
            len(texts[one]),
            len(texts[other]),
            differences(fingerprints[one].profile, fingerprints[other].profile, limit=limit or DIFFERENCES),
        )
        for one, other in combinations(range(len(fingerprints)), 2)
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _Judged:
    """A persona's texts, their enrolment, and the log-odds of each against the enrolment of the rest.

    Against the shipped population alone: in the tenant's, each text would be its own rival.
    """

    texts: Sequence[Draft]
    fingerprint: Enrolment
    own: NDArray[np.float64]

    @classmethod
    def of(cls, scorer: Scorer, texts: Sequence[Draft]) -> "_Judged":
        total = sum((text.embedding for text in texts), np.zeros(scorer.dimensions))
        fingerprint = scorer.enrol(EnrolmentVector(total, len(texts), sum(text.words for text in texts)))
        own = [_log_odds(scorer, scorer.without(fingerprint, text), text) for text in texts]
        return cls(texts, fingerprint, np.array(own))


def _separation_from(scorer: Scorer, own: _Judged, foreign: _Judged) -> Separation | None:
    """Separation of a persona's texts from those of the other, all scored against the enrolment of the first."""
    others = [_log_odds(scorer, own.fingerprint, text) for text in foreign.texts]
    return separation(own.own, np.array(others))


def _log_odds(scorer: Scorer, fingerprint: Enrolment, text: Draft) -> float:
    found = scorer.log_odds(fingerprint, text)
    return 0.0 if found is None else found
