"""Fingerprints: as stored, as loaded for scores, and as reported."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.expressions import signature
from libs.stylometry.metrics import Metric
from libs.stylometry.profile.bands import Band, Profile
from libs.stylometry.profile.population import Usual
from libs.stylometry.profile.reliability import Reliability
from libs.stylometry.score.scorer import Draft, Enrolment, EvidenceLevel, Projection, Scorer
from libs.stylometry.statistics.text_statistics import TextStatistics
from services.analyzer.domain.caveat import Caveat
from services.analyzer.domain.sample import PersonaId, SampleId
from services.analyzer.errors import FingerprintOutdated

_NO_SAMPLE = 0
"""Revision of a fingerprint without samples."""


@dataclass(frozen=True, slots=True)
class Revisions:
    """Revisions that a score depends on; each grows with every change.

    `fingerprint` is None before the first sample; `register` counts the changes of all samples of the tenant.
    """

    fingerprint: int | None
    register: int


@dataclass(frozen=True, slots=True)
class ScoreInputs:
    """Revisions of a persona, and the digests of those texts to score that are samples of it."""

    revisions: Revisions
    samples: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class StoredFingerprint:
    """Fingerprint of a persona as it is stored; empty bytes are the fingerprint of no samples.

    `definitions` names the meaning of the numbers. A fingerprint with other definitions than those in force is
    outdated: it is measured again, never compared.
    """

    persona_id: PersonaId
    revision: int
    sums: bytes
    update_time: datetime
    definitions: str
    outdated: bool
    erased: bool

    def expect_current(self) -> None:
        """Raises FingerprintOutdated for a fingerprint with other definitions."""
        if self.outdated:
            raise FingerprintOutdated(self.persona_id)

    def changed(self, sums: bytes, now: datetime) -> "StoredFingerprint":
        """Returns the next revision, with other bytes."""
        return replace(self, revision=self.revision + 1, sums=sums, update_time=now)


@dataclass(frozen=True, slots=True)
class LoadedFingerprint:
    """Fingerprint that was read, with everything that scores and reports need of it."""

    persona_id: PersonaId
    revisions: Revisions
    state: StoredFingerprint | None
    statistics: TextStatistics
    profile: Profile
    enrolment: Enrolment
    projection: Projection

    @property
    def revision(self) -> int:
        return self.revisions.fingerprint or _NO_SAMPLE

    def without(self, scorer: Scorer, sample: Draft) -> "LoadedFingerprint":
        """The fingerprint as scores use it, without one of its samples; the profile remains that of all."""
        enrolment = scorer.without(self.enrolment, sample)
        return replace(self, enrolment=enrolment, projection=scorer.project(enrolment))


@dataclass(frozen=True, slots=True, eq=False)
class SampleStyle:
    """The style vector of a sample, and its words."""

    id: SampleId
    style: NDArray[np.float32]
    words: int


@dataclass(frozen=True, slots=True)
class SampleAnalysis:
    """Signature expressions, whose places are in `read`; the reliability of every metric's mean; styles of samples."""

    styles: Sequence[SampleStyle]
    read: Sequence[SampleId]
    expressions: Sequence[signature.SignatureExpression]
    reliability: Reliability


@dataclass(frozen=True, slots=True)
class Trait:
    """One metric of a fingerprint, beside its usual range. `reliability` is None where the population has no range."""

    metric: Metric
    band: Band
    usual: Usual | None
    reliability: float | None
    summary: str


@dataclass(frozen=True, slots=True)
class FingerprintReport:
    """A fingerprint, readable. `unreliable` counts the traits that were left out."""

    fingerprint: LoadedFingerprint
    evidence: EvidenceLevel
    evidence_note: str
    traits: Sequence[Trait]
    unreliable: int
    analysis: SampleAnalysis
    signature_note: str
    caveats: Sequence[Caveat]
