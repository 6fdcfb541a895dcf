"""Tell what more samples, or longer drafts, would bring."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.evidence import EvidenceLevel, level_of
from libs.stylometry.score import Scorer
from services.analyzer.evidence import MORE_SAMPLES, REFERENCE_WORDS, share, with_samples, words_per_sample
from services.analyzer.voices import ReadVoice

SAMPLE_COUNTS = (1, 2, 3, 5, 8, 12)
DRAFT_WORDS = (50, 100, 250, 500, 1000)
"""What is told where the caller does not say."""


@dataclass(frozen=True, slots=True)
class Point:
    """How well drafts of a length are told from others' with a number of samples."""

    samples: int
    words: int
    expected_auc: float
    evidence: EvidenceLevel


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """Every number of samples with every length of draft, and what more samples would bring, in a sentence."""

    voice: ReadVoice
    words_per_sample: int
    points: Sequence[Point]
    summary: str


def power_curve(scorer: Scorer, voice: ReadVoice, samples: Collection[int], words: Collection[int]) -> PowerCurve:
    """The curve at these numbers of samples and words of draft; none named: at the usual ones."""
    there = voice.enrolment.n_samples
    counts = sorted(samples or {*SAMPLE_COUNTS, max(there, 1)})
    points = [_point(scorer, voice, count, length) for count in counts for length in sorted(words or DRAFT_WORDS)]
    return PowerCurve(voice, words_per_sample(voice.enrolment), points, _summary(scorer, voice))


def _point(scorer: Scorer, voice: ReadVoice, samples: int, words: int) -> Point:
    expected = scorer.expected_auc(with_samples(voice.enrolment, samples), words)
    return Point(samples, words, expected, level_of(expected))


def _summary(scorer: Scorer, voice: ReadVoice) -> str:
    there = voice.enrolment.n_samples
    grown = share(_point(scorer, voice, there + MORE_SAMPLES, REFERENCE_WORDS).expected_auc)
    if not there:
        return f"Without samples nothing can be told; with {MORE_SAMPLES}, a draft is told from others {grown} in 100."
    now = share(_point(scorer, voice, there, REFERENCE_WORDS).expected_auc)
    told = (
        f"With {there:,} samples, a draft of {REFERENCE_WORDS} words is told from another writer's {now} times in 100"
    )
    if now == grown:
        return f"{told}; more samples would bring little."
    return f"{told}; {MORE_SAMPLES} more samples would make it {grown}."
