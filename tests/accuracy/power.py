"""Accuracy of the power curve: `python -m tests.accuracy.power --corpora DIR [--split test]`.

Compares, for each persona, the expected area under the ROC curve at 250 words, of the average writer and by its own
samples, with that of its standard trials, with the register known. The latter is measured on few drafts of a persona,
so that even an exact expectation would be some hundredths off. Thirds divide the personas by the distance of their
samples from others'.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from sklearn.metrics import roc_auc_score

from libs.stylometry.score.scorer import Scorer
from tests.accuracy.arguments import over_corpora
from tests.accuracy.separation import SETS, Corpus, Measurement, corpora

WORDS = 250
MIN_TRIALS = 3
"""Minimum number of own drafts, and of others'; a persona with fewer is left out."""


@dataclass(frozen=True, slots=True)
class Persona:
    """Expected and reached area of a persona; `distance` to others is 1 for the average writer."""

    distance: float
    usual: float
    expected: float
    reached: float


def personas(scorer: Scorer, corpus: Corpus) -> Iterator[Persona]:
    """Yields the personas of a corpus whose distinctiveness can be estimated, and that have enough drafts."""
    measurement, trials = Measurement(scorer, corpus), corpus.trials
    outcome = measurement.outcome()
    shown = (trials.lengths[trials.query] == WORDS) & ((trials.flags & SETS["standard"]) > 0)
    for number, enrolment in enumerate(measurement.enrolments()):
        part = outcome.of(shown & (trials.persona == number))
        distinctiveness = scorer.distinctiveness(enrolment, measurement.samples(number))
        if distinctiveness is None or min(part.same.sum(), (~part.same).sum()) < MIN_TRIALS:
            continue
        yield Persona(
            distinctiveness.distance,
            scorer.expected_auc(enrolment, WORDS),
            scorer.expected_auc(enrolment, WORDS, distinctiveness),
            float(roc_auc_score(part.same, part.log_odds)),
        )


def line(name: str, measured: list[Persona]) -> str:
    """Formats the errors of both expectations, their correlations with the reached area, and the areas by thirds."""
    usual, expected, reached, apart = (
        np.array([getattr(persona, field) for persona in measured])
        for field in ("usual", "expected", "reached", "distance")
    )
    errors = "".join(f"{np.sqrt(np.mean((reached - areas) ** 2)):10.3f}" for areas in (usual, expected))
    along = "".join(f"{np.corrcoef(reached, areas)[0, 1]:8.2f}" for areas in (usual, expected))
    order = np.argsort(apart)
    cuts = pairwise(np.linspace(0, len(measured), 4).astype(int).tolist())
    thirds = (order[start:end] for start, end in cuts)
    by_third = "".join(f"{expected[third].mean():9.3f} {reached[third].mean():.3f}" for third in thirds)
    return f"{name:14s}{len(measured):5d}{errors}{along}{by_third}"


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.power", __doc__).parse_args()
    scorer = Scorer.load()
    print(f"{'':14s}{'n':>5s}{'error':>12s}{'':8s}{'r':>8s}{'':8s}{'expected and reached, by thirds':>33s}", flush=True)
    print(f"{'':19s}{'usual':>10s}{'own':>10s}{'usual':>8s}{'own':>8s}{'near':>15s}{'middle':>15s}{'far':>15s}")
    for corpus in corpora(arguments.corpora, arguments.split):
        measured = list(personas(scorer, corpus))
        if measured:
            print(line(corpus.name, measured), flush=True)


if __name__ == "__main__":
    main()
