"""Sums of sentiment by sentence: VADER's valences with its treatment of negation."""

from bisect import bisect_left
from math import sqrt

from libs.stylometry.columns import VALENCE
from libs.stylometry.document import Document

COUNTS: tuple[str, ...] = ("arc_sentences",)
FIXED = ("compound", "compound_sq", "arc_x", "arc_xx", "arc_xy", "arc_y")

NEGATED = -0.74
"""What a negation within three tokens before makes of a valence; Hutto & Gilbert (2014)."""

ALPHA = 15.0
"""Constant of VADER's normalisation s / sqrt(s^2 + alpha); Hutto & Gilbert (2014)."""

_REACH = 3


def count(document: Document) -> dict[str, float]:
    """The sums of this module; none for a text without words."""
    compound = compounds(document)
    n = len(compound)
    if not n:
        return {}
    total = sum(compound)
    sums: dict[str, float] = {"compound": total, "compound_sq": sum(value * value for value in compound)}
    if n > 1:
        sums |= {
            "arc_sentences": n,
            "arc_x": n / 2,
            "arc_xx": n * (2 * n - 1) / (6 * (n - 1)),
            "arc_xy": sum(place * value for place, value in enumerate(compound)) / (n - 1),
            "arc_y": total,
        }
    return sums


def compounds(document: Document) -> list[float]:
    """Sentiment of each sentence that has words, -1 to 1; higher is more positive; 0 without emotive words."""
    valence = document.numbers[VALENCE]
    emotive = valence.nonzero()[0]
    totals: dict[int, float] = {}
    negated = _negated(document, emotive.tolist())
    columns = (emotive.tolist(), valence[emotive].tolist(), document.sentence[emotive].tolist())
    for token, tenths, sentence in zip(*columns, strict=True):
        weight = NEGATED * tenths / 10 if token in negated else tenths / 10
        totals[sentence] = totals.get(sentence, 0.0) + weight
    spoken = (totals.get(sentence, 0.0) for sentence in document.word_sentence[document.opening].tolist())
    return [value / sqrt(value * value + ALPHA) for value in spoken]


def _negated(document: Document, tokens: list[int]) -> set[int]:
    """Which of the tokens have a negation among the three before them in their sentence."""
    if not document.count("negations"):
        return set()
    negations, sentence = document.positions("negations"), document.sentence
    found: set[int] = set()
    for token in tokens:
        before = bisect_left(negations, token) - 1
        near = before >= 0 and token - negations[before] <= _REACH
        if near and sentence[negations[before]] == sentence[token]:
            found.add(token)
    return found
