"""Evidence notes: how much the samples and the draft can show, and what would help."""

from dataclasses import replace

from libs.stylometry.score.evidence import EvidenceLevel, level_of
from libs.stylometry.score.scorer import Enrolment, Scorer

REFERENCE_WORDS = 250
"""Draft length that the evidence of an enrolment, without a draft, is given for."""

USUAL_SAMPLE_WORDS = 300
MORE_SAMPLES = 5
MORE_WORDS = 250


def fingerprint_evidence(scorer: Scorer, enrolment: Enrolment) -> tuple[EvidenceLevel, str]:
    """The evidence level of an enrolment for drafts of 250 words, and a sentence on what would raise it."""
    expected = scorer.expected_auc(enrolment, REFERENCE_WORDS)
    return level_of(expected), note(scorer, enrolment, REFERENCE_WORDS, expected)


def note(scorer: Scorer, enrolment: Enrolment, words: int, expected: float) -> str:
    """A sentence on the evidence and what would raise it; "" at the highest level. `expected` is the expected AUC."""
    if not enrolment.n_samples:
        return "There are no samples to compare with. Add texts by the writer."
    if level_of(expected) is EvidenceLevel.STRONG:
        return ""
    more_samples = scorer.expected_auc(with_samples(enrolment, enrolment.n_samples + MORE_SAMPLES), words)
    more_words = scorer.expected_auc(enrolment, words + MORE_WORDS)
    now = (
        f"With {amount(enrolment.n_samples, 'sample')} and {amount(words, 'word')} of draft, we recognise this writer's"
        f" text in {share(expected)} of 100 comparisons"
    )
    if more_samples >= more_words:
        return f"{now}; with {MORE_SAMPLES} more samples, in {share(more_samples)}."
    return f"{now}; with {MORE_WORDS} more words of draft, in {share(more_words)}."


def words_per_sample(enrolment: Enrolment) -> int:
    """Words of a sample on average; those of a usual one where there is none."""
    return round(enrolment.n_words / enrolment.n_samples) if enrolment.n_samples else USUAL_SAMPLE_WORDS


def with_samples(enrolment: Enrolment, samples: int) -> Enrolment:
    """The enrolment as it would be with this number of samples of the same length."""
    return replace(enrolment, n_samples=samples, n_words=words_per_sample(enrolment) * samples)


def share(probability: float) -> str:
    """Of a hundred, for a sentence."""
    return f"{100 * probability:.0f}"


def amount(number: int, noun: str) -> str:
    """ "1 sample", "2,310 words"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
