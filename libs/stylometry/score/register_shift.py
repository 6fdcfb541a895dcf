"""How far a draft is from a writer's samples along what a register shares: another kind of text, whoever wrote it.

The voice is told with what the register shares taken off; this is the other axis. A writer of a newsletter who writes
an email is no stranger, and yet the email is unlike the newsletters.
"""

from math import sqrt

import numpy as np

from libs.stylometry.score.comparison import Enrolment, Floats

MIN_TEXTS = 30
"""Texts of a register below which what they share is not told from what a few of them do."""

SHRINKING_WORDS = 250.0
"""Short texts are blurred: what a text shows of a register grows with the root of words / (words + these), on dev with
150 (news) to 400 (blogs)."""

FAR = 2.5
"""Standard deviations from which a draft is of another register: of a writer's own drafts of 250 words at most 6 in
100 are so far in any genre, of those of other genres most (`tests.accuracy.other_registers`)."""


def register_shift(voice: Enrolment, draft: Floats, words: int) -> float | None:
    """Standard deviations from the samples' mean along the register's axis; below 0: it has less of the register.

    None where the register, the samples or the draft are too few.
    """
    register = voice.register
    if register.texts < MIN_TEXTS or not voice.n_samples or not words:
        return None
    axis = register.centre / np.linalg.norm(register.centre)
    own = float((voice.direction * voice.agreement + register.centre) @ axis)
    sample_words = voice.n_words / voice.n_samples
    clear, clear_draft = _clearing(sample_words), _clearing(words)
    scatter = register.spread * sqrt(clear * clear_draft) * sqrt(1 + 1 / voice.n_samples)
    return (float(np.asarray(draft, np.float64) @ axis) * clear_draft - own * clear) / scatter if scatter else None


def _clearing(words: float) -> float:
    """The factor by which a text of so many words would show more of a register if it were endless."""
    return sqrt(1 + SHRINKING_WORDS / words)
