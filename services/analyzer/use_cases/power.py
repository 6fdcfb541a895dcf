"""Power curves: the gain from more samples or longer drafts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.score.distinctiveness import MIN_OTHERS, MIN_WRITERS
from libs.stylometry.score.roc_area import MIN_TEXTS
from libs.stylometry.score.sample_redundancy import repeats
from libs.stylometry.score.scorer import Distinctiveness, Draft, Enrolment, Scorer
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.power_curve import Point, PowerCurve
from services.analyzer.use_cases.evidence import (
    MORE_SAMPLES,
    REFERENCE_WORDS,
    amount,
    share,
    with_samples,
    words_per_sample,
)

SAMPLE_COUNTS = (1, 2, 3, 5, 8, 12)
DRAFT_WORDS = (50, 100, 250, 500, 1000)
"""Points of the curve where the caller names none."""

_AS_MOST = 1.05
"""Largest ratio of a distance to 1, or of 1 to a distance, at which a voice is as distinctive as most."""


def power_curve(
    scorer: Scorer,
    fingerprint: LoadedFingerprint,
    texts: Sequence[Draft],
    samples: Collection[int],
    words: Collection[int],
) -> PowerCurve:
    """The curve at these numbers of samples and words of draft; none named: at the usual ones.

    `texts` are the persona's samples, or some of them.
    """
    # Copies of one text recognise each other, which says nothing about the writer.
    found = None if repeats(fingerprint.enrolment) else scorer.distinctiveness(fingerprint.enrolment, texts)
    curve = _Curve(scorer, fingerprint, found)
    counts = sorted(samples or {*SAMPLE_COUNTS, max(fingerprint.enrolment.n_samples, 1)})
    points = [curve.point(count, length) for count in counts for length in sorted(words or DRAFT_WORDS)]
    return PowerCurve(
        fingerprint, words_per_sample(fingerprint.enrolment), points, curve.distinctiveness, _summary(curve)
    )


@dataclass(frozen=True, slots=True)
class _Curve:
    scorer: Scorer
    fingerprint: LoadedFingerprint
    distinctiveness: Distinctiveness | None

    def point(self, samples: int, words: int) -> Point:
        """A point of it."""
        grown = with_samples(self.fingerprint.enrolment, samples)
        expected, usual = (self.scorer.expected_auc(grown, words, found) for found in (self.distinctiveness, None))
        return Point(samples, words, expected, usual)


def _summary(curve: _Curve) -> str:
    samples = curve.fingerprint.enrolment.n_samples
    grown = share(curve.point(samples + MORE_SAMPLES, REFERENCE_WORDS).expected_auc)
    if not samples:
        return f"Without samples we cannot recognise the writer; with {MORE_SAMPLES}, we would {_recognised(grown)}."
    now = share(curve.point(samples, REFERENCE_WORDS).expected_auc)
    more = "more samples would help little" if now == grown else f"{MORE_SAMPLES} more samples would make it {grown}"
    return f"With {amount(samples, 'sample')}, we {_recognised(now)}; {more}. {_ease(curve)}"


def _recognised(times: str) -> str:
    return f"recognise a draft of {REFERENCE_WORDS} words in {times} of 100 comparisons with another writer's text"


def _ease(curve: _Curve) -> str:
    measured = curve.distinctiveness
    if measured is None:
        missing = _missing(curve.fingerprint.enrolment)
        return f"This is the average for all writers. To measure this persona, add {missing}."
    if measured.distance > _AS_MOST:
        return "This voice is more distinctive than most."
    if measured.distance < 1 / _AS_MOST:
        return "This voice is less distinctive than most."
    return "About as distinctive as most voices."


def _missing(enrolment: Enrolment) -> str:
    """The samples and the texts of others that are missing for a measurement."""
    register = enrolment.register
    own = f"samples until there are at least {MIN_TEXTS} different ones"
    others = f"personas of other writers until there are at least {MIN_OTHERS} texts from {MIN_WRITERS} of them"
    now = f" (now {amount(register.texts, 'text')} from {register.writers})" if register.writers else ""
    has_others = register.texts >= MIN_OTHERS and register.writers >= MIN_WRITERS
    has_own = enrolment.n_samples >= MIN_TEXTS and not repeats(enrolment)
    if has_others or not has_own:
        return own if has_others else f"{own}, and {others}{now}"
    return f"{others}{now}"
