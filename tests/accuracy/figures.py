"""Figures of separation and calibration of a set of trials."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score, roc_curve

from libs.stylometry.fit.report import balance, expected_calibration_error

RESAMPLES = 300
_SEED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Scored trials: the log-odds, whether the author was the same, and the persona's author."""

    log_odds: NDArray[np.float64]
    same: NDArray[np.bool_]
    author: NDArray[np.intp]

    def of(self, rows: NDArray[np.bool_]) -> "Outcome":
        """Returns the selected trials alone."""
        return Outcome(self.log_odds[rows], self.same[rows], self.author[rows])

    @property
    def decides(self) -> bool:
        """True if both classes occur."""
        return bool(self.same.any() and not self.same.all())


def measured(outcome: Outcome) -> dict[str, object]:
    """Returns all figures. Accuracy is balanced, at probability one half; so are Brier score and calibration error."""
    chance = 1 / (1 + np.exp(-outcome.log_odds))
    weight = balance(outcome.same)
    return {
        "auc": round(float(roc_auc_score(outcome.same, outcome.log_odds)), 4),
        "ci": [round(end, 4) for end in interval(outcome)],
        "eer": round(equal_error_rate(outcome), 4),
        "accuracy": round(float(weight @ ((chance > 0.5) == outcome.same)), 4),
        "brier": round(float(weight @ (chance - outcome.same) ** 2), 4),
        "ece": round(expected_calibration_error(chance, outcome.same, weight), 4),
        "n": len(outcome.same),
    }


def equal_error_rate(outcome: Outcome) -> float:
    """Returns the equal error rate: where the rates of false acceptances and of false rejections are equal."""
    false_alarm, hit, _ = roc_curve(outcome.same, outcome.log_odds)
    nearest = int(np.abs(1 - hit - false_alarm).argmin())
    return float((1 - hit[nearest] + false_alarm[nearest]) / 2)


def interval(outcome: Outcome) -> tuple[float, float]:
    """Returns the 95% interval of the AUC by a bootstrap over authors: all trials of an author are drawn together."""
    authors = np.unique(outcome.author)
    rows_of = {author: np.flatnonzero(outcome.author == author) for author in authors}
    random = np.random.default_rng(_SEED)
    values: list[float] = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([rows_of[author] for author in random.choice(authors, len(authors))])
        same = outcome.same[rows]
        if same.any() and not same.all():
            values.append(_auc(same, outcome.log_odds[rows]))
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)


def _auc(same: NDArray[np.bool_], score: NDArray[np.float64]) -> float:
    ranks = np.empty(len(score))
    ranks[score.argsort(kind="stable")] = np.arange(1, len(score) + 1)
    positives = int(same.sum())
    return float((ranks[same].sum() - positives * (positives + 1) / 2) / (positives * (len(same) - positives)))
