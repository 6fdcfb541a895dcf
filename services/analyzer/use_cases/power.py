"""Tell what more samples, or longer drafts, would bring."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.score.distinctiveness import MIN_OTHERS, MIN_WRITERS
from libs.stylometry.score.roc_area import MIN_TEXTS
from libs.stylometry.score.sample_redundancy import repeats
from libs.stylometry.score.scorer import Distinctiveness, Draft, Scorer
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
"""What is told where the caller does not say."""

_ENOUGH = f"{MIN_TEXTS} samples that differ, and {MIN_OTHERS} texts of {MIN_WRITERS} other personas"

_AS_MOST = 1.05
"""How far a distance may be from 1, as a factor, for a voice to be as easy to tell as most."""


def power_curve(
    scorer: Scorer, voice: LoadedFingerprint, texts: Sequence[Draft], samples: Collection[int], words: Collection[int]
) -> PowerCurve:
    """The curve at these numbers of samples and words of draft; none named: at the usual ones.

    `texts` are the persona's samples, or some of them.
    """
    # Of one text many times over, each is told by the others, and nothing by any.
    found = None if repeats(voice.enrolment) else scorer.distinctiveness(voice.enrolment, texts)
    curve = _Curve(scorer, voice, found)
    counts = sorted(samples or {*SAMPLE_COUNTS, max(voice.enrolment.n_samples, 1)})
    points = [curve.point(count, length) for count in counts for length in sorted(words or DRAFT_WORDS)]
    return PowerCurve(voice, words_per_sample(voice.enrolment), points, curve.distinctiveness, _summary(curve))


@dataclass(frozen=True, slots=True)
class _Curve:
    scorer: Scorer
    voice: LoadedFingerprint
    distinctiveness: Distinctiveness | None

    def point(self, samples: int, words: int) -> Point:
        """A point of it."""
        grown = with_samples(self.voice.enrolment, samples)
        expected, usual = (self.scorer.expected_auc(grown, words, found) for found in (self.distinctiveness, None))
        return Point(samples, words, expected, usual)


def _summary(curve: _Curve) -> str:
    there = curve.voice.enrolment.n_samples
    grown = share(curve.point(there + MORE_SAMPLES, REFERENCE_WORDS).expected_auc)
    if not there:
        return f"Without samples nothing can be told; with {MORE_SAMPLES}, a draft is told from others {grown} in 100."
    now = share(curve.point(there, REFERENCE_WORDS).expected_auc)
    draft = f"a draft of {REFERENCE_WORDS} words is told from another writer's {now} times in 100"
    more = "more samples would bring little" if now == grown else f"{MORE_SAMPLES} more samples would make it {grown}"
    return f"With {amount(there, 'sample')}, {draft}; {more}. {_ease(curve.distinctiveness)}"


def _ease(found: Distinctiveness | None) -> str:
    if found is None:
        return f"That is what is usual. How easy this voice is to tell takes {_ENOUGH}."
    if found.distance > _AS_MOST:
        return "This voice is easier to tell than most."
    return "This voice is harder to tell than most." if found.distance < 1 / _AS_MOST else "That is as with most."
