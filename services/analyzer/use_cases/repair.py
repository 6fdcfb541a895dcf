"""Suggestions that bring a text closer to a fingerprint."""

from libs.stylometry.repairs.effects import shipped
from libs.stylometry.repairs.plan import RepairTooLongError, Workshop
from libs.stylometry.score.scorer import Score, Scorer
from libs.stylometry.text.document import Document
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.repair import Suggestions, Wanted
from services.analyzer.domain.score import ScoredText
from services.analyzer.errors import RepairTooLong
from services.analyzer.use_cases.draft import MAX_CHARACTERS
from services.analyzer.use_cases.evidence import note
from services.analyzer.use_cases.incremental_reader import Versions
from services.analyzer.use_cases.reader import Reader


def suggest_repairs(
    scorer: Scorer,
    reader: Reader,
    fingerprint: LoadedFingerprint,
    document: Document,
    wanted: Wanted,
    *,
    is_sample: bool,
) -> Suggestions:
    """Tries the repairs; some milliseconds for each kind that has anything to repair.

    A text that is one of the samples is compared with the others, as in a score. Raises RepairTooLong.
    """
    if is_sample:
        fingerprint = fingerprint.without(scorer, scorer.draft(document, len(document.words)))
    versions = Versions()
    workshop = Workshop(
        scorer,
        fingerprint.enrolment,
        fingerprint.profile,
        fingerprint.projection,
        shipped(scorer.version),
        lambda text: reader.reread(text, versions, "text")[0],
        MAX_CHARACTERS,
    )
    try:
        plan = workshop.plan(document, wanted.terms, wanted.kinds)
    except RepairTooLongError as error:
        place = wanted.terms.index(error.term)
        raise RepairTooLong(place, error.term.term, error.characters, MAX_CHARACTERS) from error
    before = _told(scorer, fingerprint, plan.before, len(document.words))
    return Suggestions(plan, before, _told(scorer, fingerprint, plan.after, plan.words))


def _told(scorer: Scorer, fingerprint: LoadedFingerprint, score: Score, words: int) -> ScoredText:
    return ScoredText(fingerprint, score, words, note(scorer, fingerprint.enrolment, words, score.expected_auc), (), ())
