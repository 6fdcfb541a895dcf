"""How far the samples of a voice agree with one another."""

from libs.stylometry.score.comparison import Enrolment

REPEATED = 0.8
"""Agreement that nobody's different texts come near: that of reporters, the closest of writers, is about .35."""


def agreement(voice: Enrolment) -> float | None:
    """Mean cosine of pairs of samples, centred on the register, -1..1; None for fewer than two.

    From sums alone: what the samples share is the length of their mean.
    """
    n, centre = voice.n_samples, voice.register.centre
    if n < 2:  # noqa: PLR2004 - a pair
        return None
    mean = voice.direction * voice.agreement
    # Style vectors have length 1: of the centred ones the mean square is known without the samples.
    square = max(1 - float(centre @ centre) - 2 * float(centre @ mean), 1e-9)
    return (n * voice.agreement**2 / square - 1) / (n - 1)


def repeats(voice: Enrolment) -> bool:
    """Whether the samples are nearly one text."""
    found = agreement(voice)
    return found is not None and found > REPEATED
