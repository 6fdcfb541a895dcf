"""The fit report: the corpora, and the results on authors that were not used for the fit."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from libs.stylometry.fit import projection
from libs.stylometry.fit.counts import KEPT
from libs.stylometry.fit.distinctiveness import predicted
from libs.stylometry.fit.pipeline import COHORT, HELD_OUT, TRAINING, Collected, Fitted
from libs.stylometry.fit.scored import ScoredTrials
from libs.stylometry.fit.trials import HARD, STANDARD
from libs.stylometry.score.calibration import Amounts, probability
from libs.stylometry.score.comparison import DISTANCE_WEIGHT, REGISTER_TEXTS, RIVAL_WEIGHT, RIVALS
from libs.stylometry.score.weights import ScoreWeights

TERMS_OF_USE = "research collections; use for fitting and measurement only; no text included"

_SAMPLES, _WORDS = 5, 250
_BINS = 10
_EVEN = 0.5

TITLES = ("corpora", "settings", "held_out", "interval_coverage", "expected_auc", "expected_auc_of_a_persona")
"""Titles of the figures for readers, in order."""

Figures = dict[str, float]


def report(collected: Collected, fitted: Fitted) -> dict[str, object]:
    """Settings, corpora and figures, as stored in score.json."""
    return {
        "version": fitted.weights.version,
        "terms": TERMS_OF_USE,
        "corpora": {corpus: _size(collected, corpus) for corpus in dict.fromkeys([*TRAINING, *HELD_OUT])},
        "settings": {
            "features": dict(KEPT),
            "ranks": dict(projection.RANKS),
            "discriminant": projection.DISCRIMINANT,
            "principal": projection.PRINCIPAL,
            "principal_weight": projection.PRINCIPAL_WEIGHT,
            "topic_penalty": projection.TOPIC_PENALTY,
            "ridge": projection.RIDGE,
            "eigenvalue_power": projection.EIGENVALUE_POWER,
            "cohort": COHORT,
            "distance_weight": DISTANCE_WEIGHT,
            "register_texts": REGISTER_TEXTS,
            "rivals": RIVALS,
            "rival_weight": RIVAL_WEIGHT,
        },
        "held_out": {
            each.trials.corpus: {name: _figures(each, fitted.weights, name) for name in ("cold", "warm")}
            for each in fitted.scored
        },
        "interval_coverage": _coverage(fitted),
        "expected_auc": _expected(fitted.weights),
        "expected_auc_of_a_persona": _errors(fitted),
    }


def _size(collected: Collected, corpus: str) -> Mapping[str, int]:
    rows = collected.rows(corpus, whole=True)
    return {"authors": len({collected.texts[row].author for row in rows}), "documents": len(rows)}


def _figures(scored: ScoredTrials, weights: ScoreWeights, register: str) -> Figures:
    trials, warm = scored.trials, register == "warm"
    score = scored.warm if warm else scored.cold
    usual = (trials.samples[trials.persona] == _SAMPLES) & (trials.lengths[trials.query] == _WORDS)
    line = weights.calibration.log_odds(scored.amounts, float(warm))
    chance = probability(line.slope * score + line.offset)
    standard = usual & ((trials.flags & STANDARD) > 0)
    hard = usual & ((trials.flags & HARD) > 0)
    weight = balance(trials.same[standard])
    return {
        "auc": round(float(roc_auc_score(trials.same[standard], score[standard])), 4),
        "auc_hard": round(float(roc_auc_score(trials.same[hard], score[hard])), 4),
        "balanced_accuracy": round(float(weight @ ((chance[standard] > _EVEN) == trials.same[standard])), 4),
        "brier": round(float(weight @ (chance[standard] - trials.same[standard]) ** 2), 4),
        "ece": round(expected_calibration_error(chance[standard], trials.same[standard], weight), 4),
    }


def balance(same: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Weights, summing to 1, that balance the classes: the probability is that of balanced trials."""
    return np.where(same, 0.5 / max(same.sum(), 1), 0.5 / max((~same).sum(), 1))


def expected_calibration_error(
    chance: NDArray[np.float64], same: NDArray[np.bool_], weight: NDArray[np.float64]
) -> float:
    """Mean distance of probability and frequency over ten equal bins of probability (Naeini et al. 2015)."""
    bins = np.minimum((chance * _BINS).astype(np.intp), _BINS - 1)
    gap = np.bincount(bins, weight * (chance - same), minlength=_BINS)
    return float(np.abs(gap).sum() / weight.sum())


def _coverage(fitted: Fitted) -> Figures:
    model = fitted.weights.interval
    covered: Figures = {}
    for scored, part in zip(fitted.scored, fitted.pairs, strict=True):
        deviation = part.ample - model.expected(part.score, part.amounts)
        standard = deviation / model.spread(part.score, part.amounts)
        inside = (standard >= model.quantiles[0]) & (standard <= model.quantiles[1])
        covered[scored.trials.corpus] = round(float(part.weight @ inside / part.weight.sum()), 4)
    return covered


def _expected(weights: ScoreWeights) -> dict[str, Figures]:
    return {
        register: {
            f"{samples} samples, {words} words": round(
                weights.evidence.expected_auc(Amounts(words, samples * 300, samples), weight), 4
            )
            for samples in (1, 3, 5, 10)
            for words in (25, 50, 100, 250, 500)
        }
        for register, weight in (("cold", 0.0), ("warm", 1.0))
    }


def _errors(fitted: Fitted) -> dict[str, Figures]:
    """Root mean squared errors of the areas measured for single personas against the expected ones: by the reference
    population, and by the distinctiveness of the persona's samples."""
    weights, errors = fitted.weights, dict[str, Figures]()
    for scored, rows in zip(fitted.scored, fitted.reached, strict=True):
        areas = np.array([row.auc for row in rows])
        errors[scored.trials.corpus] = {
            name: round(float(np.sqrt(np.mean((areas - predicted(rows, weights.evidence, model)) ** 2))), 4)
            for name, model in (("of_writers_at_large", None), ("of_the_persona", weights.distinctiveness))
        }
    return errors


def markdown(content: dict[str, object]) -> str:
    """The report for readers."""
    lines = ["# Fit report of score.npz", "", f"Version {content['version']}. Corpora: {content['terms']}.", ""]
    for title in TITLES:
        lines += [f"## {title.replace('_', ' ').capitalize()}", "", *_items(content[title], 0), ""]
    return "\n".join(lines)


def _items(value: object, depth: int) -> list[str]:
    if not isinstance(value, dict):
        return [f"{'  ' * depth}- {value}"]
    lines: list[str] = []
    for name, inner in value.items():
        if isinstance(inner, dict):
            lines += [f"{'  ' * depth}- {name}", *_items(inner, depth + 1)]
        else:
            lines.append(f"{'  ' * depth}- {name}: {inner}")
    return lines
