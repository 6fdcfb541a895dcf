"""Scores of texts against a fingerprint, with their explanations."""

from collections.abc import Sequence

from libs.stylometry.metrics import INDEX, Measurements, measure
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.deviations import deviations
from libs.stylometry.score.register_shift import FAR
from libs.stylometry.score.scorer import Draft, EvidenceLevel, Register, Score, Scorer
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from services.analyzer.domain.caveat import Caveat, CaveatKind
from services.analyzer.domain.fingerprint import LoadedFingerprint
from services.analyzer.domain.score import ScoredText
from services.analyzer.use_cases.evidence import note

MAX_DEVIATIONS = 12

MUCH_QUOTED = 0.3
"""Share of a draft's words in quotation marks from which it is said, where the writer does not quote as much."""

MIN_TEXTS = 3
"""Texts of a register from which the match means what it says: of drafts outside of blogs, 55 to 72 in 100 are on the
right side of 50 with none, and 69 to 82 with three (`tests.accuracy.register_size`)."""

_QUOTED = {"quote_use": "words are in quotation marks", "quoted_share": "lines are quoted with >"}


def score_text(
    scorer: Scorer, fingerprint: LoadedFingerprint, document: Document, *, with_details: bool, is_sample: bool = False
) -> ScoredText:
    """Scores a text; deviations are given also where the evidence carries no number.

    A text that is one of the samples is scored against the others: it would vouch for itself.
    """
    draft = scorer.draft(document, len(document.words))
    return score_draft(scorer, fingerprint, document, draft, with_details=with_details, is_sample=is_sample)


def score_draft(
    scorer: Scorer,
    fingerprint: LoadedFingerprint,
    document: Document,
    draft: Draft,
    *,
    with_details: bool,
    is_sample: bool,
) -> ScoredText:
    """As `score_text`, of a document whose draft was made before."""
    words = draft.words
    against = fingerprint.without(scorer, draft) if is_sample else fingerprint
    explained = scorer.explain(against.enrolment, draft, document, against.projection if with_details else None)
    score = explained.score
    measured = measure(TextStatistics.of(document)) if with_details and fingerprint.enrolment.n_samples else None
    return ScoredText(
        fingerprint=against,
        score=score,
        word_count=words,
        evidence_note=note(scorer, against.enrolment, words, score.expected_auc),
        deviations=deviations(document, fingerprint.profile, measurements=measured, limit=MAX_DEVIATIONS)
        if measured
        else (),
        sentences=explained.sentences,
        caveats=[
            *_of_sample(is_sample),
            *_of_unknown_register(against.enrolment.register, score),
            *_of_register(explained.register_shift),
            *_of_quotation(fingerprint, measured),
        ],
        register_shift=explained.register_shift,
    )


def _of_sample(is_sample: bool) -> list[Caveat]:
    if not is_sample:
        return []
    return [Caveat(CaveatKind.TEXT_IS_SAMPLE, "This text is one of the samples, so it was scored against the others.")]


def _of_unknown_register(register: Register, score: Score) -> list[Caveat]:
    if score.match is None or register.texts >= MIN_TEXTS:
        return []
    message = (
        "There are too few texts of your other personas to compare with. You can rank drafts by the match, but except"
        " for blog posts, 28 to 45 of 100 drafts are on the wrong side of 50. Personas of other writers of the same"
        " kind of text, with a few samples, would correct this."
    )
    return [Caveat(CaveatKind.REGISTER_UNKNOWN, message)]


def _of_register(shift: float | None) -> list[Caveat]:
    if shift is None or abs(shift) < FAR:
        return []
    message = (
        "This is a different kind of text from the samples: a low match may come from the kind of text and not from the"
        " writer. Add samples of this kind."
    )
    return [Caveat(CaveatKind.TEXT_OF_OTHER_REGISTER, message)]


def _of_quotation(fingerprint: LoadedFingerprint, measured: Measurements | None) -> list[Caveat]:
    return [
        Caveat(CaveatKind.TEXT_QUOTES, _quotes(float(measured.array[INDEX[metric]]), band, quoted))
        for metric, quoted in _QUOTED.items()
        for band in [fingerprint.profile.bands.get(metric)]
        if measured and band and measured.array[INDEX[metric]] >= max(MUCH_QUOTED, band.p90)
    ]


def _quotes(share: float, band: Band, quoted: str) -> str:
    usual = f"{100 * band.p10:.0f}% to {100 * band.p90:.0f}%"
    return (
        f"{100 * share:.0f}% of the {quoted}; in the samples {usual}."
        " If someone else wrote them, score the text without them."
    )


def unscored(fingerprint: LoadedFingerprint, document: Document, why: str) -> ScoredText:
    """The answer for a text that has no score; `why` is a sentence."""
    nothing = Score(EvidenceLevel.INSUFFICIENT, expected_auc=0.5)
    return ScoredText(fingerprint, nothing, len(document.words), why, deviations=(), sentences=())


def rank_texts(
    scorer: Scorer, fingerprint: LoadedFingerprint, documents: Sequence[Document], are_samples: Sequence[bool]
) -> list[tuple[int, ScoredText]]:
    """The texts' places and scores, the closest first, those without a number last; ties in the given order."""
    scored = [
        score_text(scorer, fingerprint, document, with_details=False, is_sample=is_sample)
        for document, is_sample in zip(documents, are_samples, strict=True)
    ]
    return sorted(enumerate(scored), key=lambda entry: -_rank(entry[1].score))


def _rank(score: Score) -> float:
    return -1.0 if score.evidence is EvidenceLevel.INSUFFICIENT or score.match is None else score.match
