"""How well the power curve tells what a persona reaches: `python -m tests.accuracy.power --corpora DIR [--split test]`.

For each persona the area under the curve that is expected at 250 words, as is usual and by its own samples, beside that
of its standard trials, the register known. The last is measured on few drafts of a persona, so that even an expectation
without error would be some hundredths off. Thirds are of the personas by the distance of their samples from others'.
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
"""Own drafts, and others', without which a persona is left out."""


@dataclass(frozen=True, slots=True)
class Persona:
    """What was expected of a persona and what it reached; `distance` is 1 where as far from others as is usual."""

    distance: float
    usual: float
    expected: float
    reached: float


def personas(scorer: Scorer, corpus: Corpus) -> Iterator[Persona]:
    """Those of a corpus whose samples tell something, and that have drafts enough."""
    measurement, trials = Measurement(scorer, corpus), corpus.trials
    outcome = measurement.outcome()
    shown = (trials.lengths[trials.query] == WORDS) & ((trials.flags & SETS["standard"]) > 0)
    for number, enrolment in enumerate(measurement.enrolments()):
        part = outcome.of(shown & (trials.persona == number))
        found = scorer.distinctiveness(enrolment, measurement.samples(number))
        if found is None or min(part.same.sum(), (~part.same).sum()) < MIN_TRIALS:
            continue
        yield Persona(
            found.distance,
            scorer.expected_auc(enrolment, WORDS),
            scorer.expected_auc(enrolment, WORDS, found),
            float(roc_auc_score(part.same, part.log_odds)),
        )


def line(name: str, found: list[Persona]) -> str:
    """Errors of both expectations, how they go with what was reached, and the thirds: expected, and reached."""
    usual, expected, reached, apart = (
        np.array([getattr(each, field) for each in found]) for field in ("usual", "expected", "reached", "distance")
    )
    errors = "".join(f"{np.sqrt(np.mean((reached - each) ** 2)):10.3f}" for each in (usual, expected))
    along = "".join(f"{np.corrcoef(reached, each)[0, 1]:8.2f}" for each in (usual, expected))
    order = np.argsort(apart)
    cuts = pairwise(np.linspace(0, len(found), 4).astype(int).tolist())
    thirds = (order[start:end] for start, end in cuts)
    told = "".join(f"{expected[third].mean():9.3f} {reached[third].mean():.3f}" for third in thirds)
    return f"{name:14s}{len(found):5d}{errors}{along}{told}"


def main() -> None:
    """Entry point."""
    arguments = over_corpora("tests.accuracy.power", __doc__).parse_args()
    scorer = Scorer.load()
    print(f"{'':14s}{'n':>5s}{'error':>12s}{'':8s}{'r':>8s}{'':8s}{'expected and reached, by thirds':>33s}", flush=True)
    print(f"{'':19s}{'usual':>10s}{'own':>10s}{'usual':>8s}{'own':>8s}{'near':>15s}{'middle':>15s}{'far':>15s}")
    for corpus in corpora(arguments.corpora, arguments.split):
        found = list(personas(scorer, corpus))
        if found:
            print(line(corpus.name, found), flush=True)


if __name__ == "__main__":
    main()
