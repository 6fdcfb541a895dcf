"""Sums of sentiment by sentence: VADER's valences with its treatment of negation."""

import numpy as np
from numpy.typing import NDArray

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
    n = document.opening.size
    if not n:
        return {}
    compound = compounds(document)
    total = float(compound.sum())
    sums: dict[str, float] = {"compound": total, "compound_sq": float(compound @ compound)}
    if n > 1:
        sums |= {
            "arc_sentences": n,
            "arc_x": n / 2,
            "arc_xx": n * (2 * n - 1) / (6 * (n - 1)),
            "arc_xy": float(np.arange(n) @ compound) / (n - 1),
            "arc_y": total,
        }
    return sums


def compounds(document: Document) -> NDArray[np.float64]:
    """Sentiment of each sentence that has words, -1 to 1; higher is more positive; 0 without emotive words."""
    valence = document.numbers[VALENCE]
    emotive = valence.nonzero()[0]
    weight = valence[emotive] / 10
    if document.count("negations"):
        weight[_negated(document, emotive)] *= NEGATED
    sums = np.bincount(document.sentence[emotive], weights=weight, minlength=document.sentences)
    spoken = sums[document.word_sentence[document.opening]]
    return spoken / np.sqrt(spoken * spoken + ALPHA)


def _negated(document: Document, positions: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Which of the tokens have a negation among the three before them in their sentence."""
    negations = document.marked("negations").nonzero()[0]
    nearest = negations[np.maximum(negations.searchsorted(positions) - 1, 0)]
    distance = positions - nearest
    return (distance > 0) & (distance <= _REACH) & (document.sentence[nearest] == document.sentence[positions])
