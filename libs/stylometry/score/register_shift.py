"""Register shift: the distance of a draft from a writer's samples along the axis that a register shares.

The match is computed after removing this axis, so it does not include the shift. A writer of a newsletter who writes an
email is not another writer, and yet the email is unlike the newsletters.
"""

from math import sqrt

import numpy as np

from libs.stylometry.score.comparison import Enrolment, Floats

MIN_TEXTS = 30
"""Minimum number of texts of a register: with fewer, shared traits cannot be separated from those of single texts."""

SHRINKING_WORDS = 250.0
"""Shrinkage of short texts: the part of the register that a text shows grows with the root of words / (words + this).
Measured on dev: 150 (news) to 400 (blogs)."""

FAR = 2.5
"""Standard deviations from which a draft counts as another kind of text: at most 6 in 100 of a writer's own drafts of
250 words are this far away in any genre, and most drafts of other genres (`tests.accuracy.other_registers`)."""


def register_shift(enrolment: Enrolment, draft: Floats, words: int) -> float | None:
    """Standard deviations from the samples' mean along the register's axis; negative: the draft has less of the
    register.

    None if the register, the samples or the draft are too few.
    """
    register = enrolment.register
    if register.texts < MIN_TEXTS or not enrolment.n_samples or not words:
        return None
    axis = register.centre / np.linalg.norm(register.centre)
    own = float((enrolment.direction * enrolment.agreement + register.centre) @ axis)
    sample_words = enrolment.n_words / enrolment.n_samples
    clear, clear_draft = _clearing(sample_words), _clearing(words)
    scatter = register.spread * sqrt(clear * clear_draft) * sqrt(1 + 1 / enrolment.n_samples)
    return (float(np.asarray(draft, np.float64) @ axis) * clear_draft - own * clear) / scatter if scatter else None


def _clearing(words: float) -> float:
    """Factor that corrects the shrinkage of a text of `words` words."""
    return sqrt(1 + SHRINKING_WORDS / words)
