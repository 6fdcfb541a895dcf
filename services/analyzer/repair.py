"""Tell what would bring a text closer to a voice."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from libs.stylometry.repairs.effects import shipped
from libs.stylometry.repairs.kinds import RepairKind
from libs.stylometry.repairs.plan import Plan, Workshop
from libs.stylometry.repairs.terms import BannedTerm
from libs.stylometry.score.scorer import Score, Scorer
from libs.stylometry.text.document import Document
from services.analyzer.evidence import note
from services.analyzer.fingerprint_cache import LoadedFingerprint
from services.analyzer.incremental_reader import Versions
from services.analyzer.reader import Reader
from services.analyzer.score import ScoredText


@dataclass(frozen=True, slots=True)
class Suggestions:
    """A plan, with the scores before and after as they are told."""

    plan: Plan
    before: ScoredText
    after: ScoredText


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a caller asks for: kinds of repairs, none for all, and terms that are not to be used."""

    kinds: Collection[RepairKind]
    terms: Sequence[BannedTerm]


def suggest_repairs(
    scorer: Scorer, reader: Reader, voice: LoadedFingerprint, document: Document, wanted: Wanted, *, is_sample: bool
) -> Suggestions:
    """Tries the repairs; some milliseconds for each kind that has anything to mend.

    A text that is one of the samples is held against the others, as in a score.
    """
    if is_sample:
        voice = voice.without(scorer, scorer.draft(document, len(document.words)))
    versions = Versions()
    workshop = Workshop(
        scorer,
        voice.enrolment,
        voice.profile,
        voice.projection,
        shipped(scorer.version),
        lambda text: reader.reread(text, versions, "text")[0],
    )
    plan = workshop.plan(document, wanted.terms, wanted.kinds)
    before = _told(scorer, voice, plan.before, len(document.words))
    return Suggestions(plan, before, _told(scorer, voice, plan.after, plan.words))


def _told(scorer: Scorer, voice: LoadedFingerprint, score: Score, words: int) -> ScoredText:
    return ScoredText(voice, score, words, note(scorer, voice.enrolment, words, score.expected_auc), (), ())
