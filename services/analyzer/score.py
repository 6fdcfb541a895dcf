"""Tell how closely a text keeps to a voice, and why."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from libs.stylometry.deviations import Deviation, deviations
from libs.stylometry.document import Document
from libs.stylometry.score import Draft, EvidenceLevel, Score, Scorer
from libs.stylometry.spans import Span
from services.analyzer.evidence import note
from services.analyzer.voices import ReadVoice

MOST_DEVIATIONS = 12


@dataclass(frozen=True, slots=True)
class SentenceScore:
    """What one sentence adds to the log-odds."""

    span: Span
    log_odds: float


@dataclass(frozen=True, slots=True)
class ScoredText:
    """A score with everything that explains it."""

    voice: ReadVoice
    score: Score
    word_count: int
    evidence_note: str
    deviations: Sequence[Deviation]
    sentences: Sequence[SentenceScore]


def score_text(scorer: Scorer, voice: ReadVoice, document: Document, *, with_details: bool) -> ScoredText:
    """Scores a text; deviations are told also where the evidence carries no number."""
    draft = scorer.draft(document, len(document.words))
    return score_draft(scorer, voice, document, draft, with_details=with_details)


def score_draft(
    scorer: Scorer, voice: ReadVoice, document: Document, draft: Draft, *, with_details: bool
) -> ScoredText:
    """As `score_text`, of a document whose draft is there already."""
    words = draft.words
    score = scorer.score(voice.enrolment, draft)
    told = with_details and voice.enrolment.n_samples > 0
    return ScoredText(
        voice=voice,
        score=score,
        word_count=words,
        evidence_note=note(scorer, voice.enrolment, words, score.expected_auc),
        deviations=deviations(document, voice.profile, limit=MOST_DEVIATIONS) if told else (),
        sentences=_sentences(scorer, voice, score, document, draft) if with_details and score.match is not None else (),
    )


def unscored(voice: ReadVoice, document: Document, why: str) -> ScoredText:
    """The answer for a text that has no score; `why` is a sentence."""
    nothing = Score(EvidenceLevel.INSUFFICIENT, expected_auc=0.5)
    return ScoredText(voice, nothing, len(document.words), why, deviations=(), sentences=())


def rank_texts(scorer: Scorer, voice: ReadVoice, documents: Sequence[Document]) -> list[tuple[int, ScoredText]]:
    """The texts' places and scores, the closest first, those without a number last; ties in the given order."""
    scored = [score_text(scorer, voice, document, with_details=False) for document in documents]
    return sorted(enumerate(scored), key=lambda entry: -_rank(entry[1].score))


def _rank(score: Score) -> float:
    return -1.0 if score.evidence is EvidenceLevel.INSUFFICIENT or score.match is None else score.match


def _sentences(scorer: Scorer, voice: ReadVoice, score: Score, document: Document, draft: Draft) -> list[SentenceScore]:
    parts = scorer.sentence_contributions(voice.projection, score, document, draft)
    first = (np.diff(document.sentence, prepend=-1)).nonzero()[0]
    last = np.append(first[1:], len(document)) - 1
    starts, ends = document.start[first].tolist(), document.end[last].tolist()
    return [
        SentenceScore(Span(start, end), part) for start, end, part in zip(starts, ends, parts.tolist(), strict=True)
    ]
