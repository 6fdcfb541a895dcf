"""Describe a measured voice: its traits, the most distinctive first."""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.metrics import METRICS, Metric
from libs.stylometry.population import Usual, population
from libs.stylometry.profile import Band, figure
from libs.stylometry.score import EvidenceLevel, Scorer
from services.analyzer.caveats import Caveat, of_samples
from services.analyzer.evidence import voice_evidence
from services.analyzer.voices import ReadVoice


@dataclass(frozen=True, slots=True)
class Trait:
    """One metric of a voice, beside what is usual."""

    metric: Metric
    band: Band
    usual: Usual | None
    summary: str


@dataclass(frozen=True, slots=True)
class Description:
    """A voice, readable."""

    voice: ReadVoice
    evidence: EvidenceLevel
    evidence_note: str
    traits: Sequence[Trait]
    caveats: Sequence[Caveat]


def describe(scorer: Scorer, voice: ReadVoice) -> Description:
    """Every metric that the samples carry: how far from what is usual, weighted by how reliable, decides the order."""
    evidence, note = voice_evidence(scorer, voice.enrolment)
    reference = population()
    traits = [_trait(band, reference.usual[band.metric]) for band in voice.profile.bands.values()]
    return Description(voice, evidence, note, sorted(traits, key=_plainness), of_samples(voice))


def _plainness(trait: Trait) -> tuple[float, str]:
    """Low for traits that set the writer apart: far from the middle of others, and reliably so."""
    far = 0.0 if trait.band.percentile is None else abs(trait.band.percentile - 50)
    return -far * trait.band.reliability, trait.metric.id


def _trait(band: Band, usual: Usual | None) -> Trait:
    metric = METRICS[band.metric]
    return Trait(metric, band, usual, _summary(metric, band, usual))


def _summary(metric: Metric, band: Band, usual: Usual | None) -> str:
    mine = f"{metric.name}: {figure(band.p10)} to {figure(band.p90)} {metric.unit}, mostly about {figure(band.median)}"
    if usual is None or band.percentile is None:
        return f"{mine}."
    return f"{mine}; usual is {figure(usual.median)}, and {band.percentile:.0f}% of other writers' texts lie lower."
