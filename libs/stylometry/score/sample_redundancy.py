"""Redundancy of the samples of a persona: their agreement with one another."""

from libs.stylometry.score.comparison import Enrolment

REPEATED = 0.8
"""Agreement that different texts by one writer never reach: for reporters, whose texts are closest, it is about .35."""


def agreement(enrolment: Enrolment) -> float | None:
    """Mean cosine of pairs of samples, centred on the register, -1..1; None for fewer than two.

    Computed from sums alone: the length of the mean vector gives the shared part.
    """
    n, centre = enrolment.n_samples, enrolment.register.centre
    if n < 2:  # noqa: PLR2004 - a pair
        return None
    mean = enrolment.direction * enrolment.agreement
    # Style vectors have length 1: of the centred ones the mean square is known without the samples.
    square = max(1 - float(centre @ centre) - 2 * float(centre @ mean), 1e-9)
    return (n * enrolment.agreement**2 / square - 1) / (n - 1)


def repeats(enrolment: Enrolment) -> bool:
    """Reports whether the samples are nearly one text."""
    value = agreement(enrolment)
    return value is not None and value > REPEATED
