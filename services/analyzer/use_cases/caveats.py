"""Caveats attached to scores and fingerprints."""

from collections.abc import Sequence

import numpy as np

from libs.stylometry.score.sample_groups import DIVIDED, division
from libs.stylometry.score.sample_redundancy import repeats
from libs.stylometry.score.scorer import Draft, Scorer
from services.analyzer.domain.caveat import Caveat, CaveatKind
from services.analyzer.domain.fingerprint import LoadedFingerprint, SampleStyle

APART = 10.0
"""Match against the others below which a sample is reported as unlike them: 0 to 4 in 100 of a writer's own samples do,
and 36 to 63 in 100 of another writer's among seven of theirs (`tests.accuracy.foreign_samples`)."""


def of_samples(scorer: Scorer, fingerprint: LoadedFingerprint, styles: Sequence[SampleStyle]) -> list[Caveat]:
    """Caveats about a persona's samples."""
    return [*_repeating(fingerprint), *_divided(fingerprint, styles), *_apart(scorer, fingerprint, styles)]


def _repeating(fingerprint: LoadedFingerprint) -> list[Caveat]:
    if not repeats(fingerprint.enrolment):
        return []
    message = "The samples are nearly the same text, and show little more than one of them. Add texts that differ."
    return [Caveat(CaveatKind.SAMPLES_REPEAT, message)]


def _divided(fingerprint: LoadedFingerprint, styles: Sequence[SampleStyle]) -> list[Caveat]:
    found = (
        division(np.array([each.style for each in styles]), fingerprint.enrolment.register.centre) if styles else None
    )
    if found is None or found.gap < DIVIDED:
        return []
    smaller = [each.id for each, member in zip(styles, found.smaller.tolist(), strict=True) if member]
    message = (
        f"The samples fall into two groups, of {len(styles) - len(smaller)} and {len(smaller)}, that differ in style."
        " Are they by two people, or two kinds of text? A persona for each would have a clearer voice."
    )
    return [Caveat(CaveatKind.SAMPLES_DIVIDED, message, smaller)]


def _apart(scorer: Scorer, fingerprint: LoadedFingerprint, styles: Sequence[SampleStyle]) -> list[Caveat]:
    """Samples that the others do not vouch for; none is said to be where the evidence carries no number."""
    apart = [style.id for style in styles if _match(scorer, fingerprint, style) < APART]
    if not apart:
        return []
    which = "One sample scores" if len(apart) == 1 else f"{len(apart)} samples score"
    message = (
        f"{which} below {APART:.0f} of 100 against the others. Check that all are by the same person and of the same"
        " kind of text: a text by someone else blurs the voice."
    )
    return [Caveat(CaveatKind.SAMPLE_STANDS_APART, message, apart)]


def _match(scorer: Scorer, fingerprint: LoadedFingerprint, sample: SampleStyle) -> float:
    """Match of a sample against the others, 0..100; 100 where there is no number."""
    draft = Draft(sample.style, sample.words)
    match = scorer.score(scorer.without(fingerprint.enrolment, draft), draft).match
    return 100.0 if match is None else match
