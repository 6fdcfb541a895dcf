"""Calibration of the match: `python -m tests.accuracy.calibration --corpora DIR [--split test]`.

All standard trials of each corpus, every number of samples and length of draft, with the register known and both
classes weighted equally. By tenths of the predicted probability: the share of drafts by the writer. Also the expected
calibration error, and the share of 90% intervals that contain the score of ample text by the same authors. With --svg
FILE the reliability diagram is drawn.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.fit.calibrate import ample_pairs
from libs.stylometry.fit.report import balance, expected_calibration_error
from libs.stylometry.fit.scored import score_trials
from libs.stylometry.fit.trials import STANDARD
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.score.weights import SHIPPED, ScoreWeights
from tests.accuracy.arguments import over_corpora
from tests.accuracy.reliability import Curve, diagram
from tests.accuracy.separation import Corpus, Measurement, corpora

BINS = 10

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reliability:
    """Trials of a corpus: predicted probability, authorship by the writer, and weight of each; and the coverage."""

    corpus: str
    predicted: Floats
    same: NDArray[np.bool_]
    weight: Floats
    covered: float

    @property
    def error(self) -> float:
        """Expected calibration error (Naeini et al. 2015)."""
        return expected_calibration_error(self.predicted, self.same, self.weight)

    @property
    def curve(self) -> Curve:
        """Mean predicted probability, share of the writer's drafts and weight of each tenth that has trials."""
        place = np.minimum((self.predicted * BINS).astype(np.intp), BINS - 1)
        total = np.bincount(place, self.weight, minlength=BINS)
        some = total > 0
        predicted = np.bincount(place, self.weight * self.predicted, minlength=BINS)[some] / total[some]
        seen = np.bincount(place, self.weight * self.same, minlength=BINS)[some] / total[some]
        points = list(zip(predicted.tolist(), seen.tolist(), total[some].tolist(), strict=True))
        return Curve(self.corpus.split(".")[-1], points)


def reliability(scorer: Scorer, weights: ScoreWeights, corpus: Corpus) -> Reliability:
    """Measures a corpus."""
    measurement = Measurement(scorer, corpus)
    standard = (corpus.trials.flags & STANDARD) > 0
    outcome = measurement.outcome().of(standard)
    predicted = 1 / (1 + np.exp(-outcome.log_odds))
    coverage = _covered(weights, measurement, corpus)
    return Reliability(corpus.name, predicted, outcome.same, balance(outcome.same), coverage)


def _covered(weights: ScoreWeights, measurement: Measurement, corpus: Corpus) -> float:
    """Returns the share of intervals that contain the score of ample text; NaN if no author has enough text."""
    embedded, model = measurement.embedded(), weights.interval
    scored = score_trials(corpus.trials, embedded, weights.cohort)
    pairs = ample_pairs(scored, embedded, weights.cohort)
    deviation = (pairs.ample - model.expected(pairs.score, pairs.amounts)) / model.spread(pairs.score, pairs.amounts)
    inside = (deviation >= model.quantiles[0]) & (deviation <= model.quantiles[1])
    return float(pairs.weight @ inside / pairs.weight.sum()) if inside.size else np.nan


def line(measured: Reliability) -> str:
    """Formats a row of the table: error, coverage, and predicted -> seen of each tenth."""
    tenths = " ".join(f"{100 * predicted:.0f}→{100 * seen:.0f}" for predicted, seen, _ in measured.curve.points)
    return f"{measured.corpus:16s}{measured.error:>8.3f}{measured.covered:>10.2f}  {tenths}"


def main() -> None:
    """Entry point."""
    parser = over_corpora("tests.accuracy.calibration", __doc__)
    parser.add_argument("--svg", type=Path, help="file for the reliability diagram")
    arguments = parser.parse_args()
    scorer, weights = Scorer.load(), ScoreWeights.load(SHIPPED)
    print(f"{'':16s}{'ECE':>8s}{'covered':>10s}  predicted→seen, of 100", flush=True)
    measured: list[Reliability] = []
    for corpus in corpora(arguments.corpora, arguments.split):
        if ((corpus.trials.flags & STANDARD) > 0).any():
            measured.append(reliability(scorer, weights, corpus))
            print(line(measured[-1]), flush=True)
    if arguments.svg:
        arguments.svg.write_text(diagram([corpus.curve for corpus in measured]) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
