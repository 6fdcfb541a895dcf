"""Fits the effects of metrics on the style vector: `python -m libs.stylometry.fit.effects --corpora DIR`.

A ridge regression of vectors on metrics, over the texts that the population was fitted on. Every author is in one of
two halves: the chosen ridge is the one whose fit on one half explains most of the other. The file that is written
contains regression coefficients, and no text.
"""

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.fit.population import READ, TERMS, pipeline, texts
from libs.stylometry.metrics import measure
from libs.stylometry.profile.population import population
from libs.stylometry.repairs.effects import SHIPPED, Effects, standardised
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document

RIDGES = (10.0, 100.0, 1000.0, 10000.0)
"""Penalties tried, as a number of texts in which every metric is one standard deviation off."""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class MeasuredTexts:
    """Metrics, (texts, metrics) in the order of `IDS`, and style vectors, (texts, dimensions), by author."""

    metrics: Floats
    vectors: Floats
    authors: NDArray[np.intp]


@cache
def _scorer() -> Scorer:
    return Scorer.load()


def values(text: str) -> tuple[Floats, NDArray[np.float32]]:
    """Metrics and style vector of a text, from its tokens."""
    document = Document.of(pipeline()(text))
    return measure(TextStatistics.of(document)).array, _scorer().embed(document)


def measured(corpora: Path, workers: int) -> MeasuredTexts:
    """Reads the corpora."""
    samples = list(texts(corpora))
    _, authors = np.unique([author for author, _ in samples], return_inverse=True)
    with ProcessPoolExecutor(workers) as pool:
        rows = list(pool.map(values, [text for _, text in samples], chunksize=64))
    metrics, vectors = (np.array(part, np.float64) for part in zip(*rows, strict=True))
    return MeasuredTexts(metrics, vectors, authors)


def fit(data: MeasuredTexts) -> tuple[Effects, dict[str, object]]:
    """The effects, and the share of the variance of other authors' vectors that they explain."""
    inputs = standardised(data.metrics, population())
    halves = [data.authors % 2 == half for half in (0, 1)]
    explained = {
        ridge: float(np.mean([_explained(inputs, data.vectors, fitted, ~fitted, ridge) for fitted in halves]))
        for ridge in RIDGES
    }
    best = max(explained, key=lambda ridge: explained[ridge])
    matrix, _ = _regressed(inputs, data.vectors, best)
    report: dict[str, object] = {
        "corpora": list(READ),
        "terms": TERMS,
        "texts": len(inputs),
        "authors": int(data.authors.max()) + 1,
        "ridge": best,
        "explained_of_other_authors": {f"{ridge:g}": round(share, 4) for ridge, share in explained.items()},
    }
    return Effects(matrix.astype(np.float32), _scorer().version), report


def _explained(
    inputs: Floats, vectors: Floats, fitted: NDArray[np.bool_], other: NDArray[np.bool_], by: float
) -> float:
    """The share of the variance of the others' vectors that is explained, 1 at best."""
    matrix, constant = _regressed(inputs[fitted], vectors[fitted], by)
    rest = vectors[other] - inputs[other] @ matrix - constant
    return 1 - float(rest.var(axis=0).sum() / vectors[other].var(axis=0).sum())


def _regressed(inputs: Floats, vectors: Floats, ridge: float) -> tuple[Floats, Floats]:
    centre, mean = inputs.mean(axis=0), vectors.mean(axis=0)
    spread = (inputs - centre).T @ (inputs - centre) + ridge * np.eye(inputs.shape[1])
    matrix = cast("Floats", np.linalg.solve(spread, (inputs - centre).T @ (vectors - mean)))
    return matrix, mean - centre @ matrix


def main() -> None:
    """Reads the corpora and writes the file, and the report beside it."""
    parser = argparse.ArgumentParser(prog="python -m libs.stylometry.fit.effects", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    effects, report = fit(measured(arguments.corpora, arguments.workers))
    effects.save(arguments.output)
    arguments.output.with_suffix(".json").write_text(json.dumps(report, indent=2) + "\n")


if __name__ == "__main__":
    main()
