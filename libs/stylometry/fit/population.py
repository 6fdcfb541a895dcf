"""Fits the population reference: `python -m libs.stylometry.fit.population --corpora DIR`.

DIR/dev holds gzipped JSON lines with `author` and `text` (see READ below). The file that is written contains
distributions of metrics over texts, and no text.
"""

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from pathlib import Path
from pkgutil import resolve_name

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from libs.stylometry.metrics import IDS, measure
from libs.stylometry.profile.population import EDGES, REFERENCE_WORDS
from libs.stylometry.statistics import vector_layout
from libs.stylometry.statistics.grammar import Parsed
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document

VERSION = 2
READ = ("blogtrain", "blog", "news", "essay")
TERMS = "research collections; fitting and measurement only; no text included"
MIN_WORDS = 220
PIPELINE, ANNOTATOR = "libs.language:load", "libs.language:annotator"
PARSED_AUTHORS = 6
"""The texts of one author in this many are parsed: a parse costs forty times as much as the rest."""

TAIL = 0.02
"""Share of values at either end that is winsorised before variances are taken."""

PER_AUTHOR = 8
"""Maximum number of texts of an author, so that no single author's habits dominate."""

_OUTPUT = Path(__file__).parents[1] / "weights" / "population.json"
_DIGITS = 7


def texts(corpora: Path) -> Iterator[tuple[str, str]]:
    """Author and text of the samples to fit on, in the order of the files, cut to about 300 words."""
    for corpus in READ:
        taken: dict[str, int] = defaultdict(int)
        with gzip.open(corpora / "dev" / f"{corpus}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                words = row["text"].split(" ")
                if len(words) >= MIN_WORDS and taken[row["author"]] < PER_AUTHOR and row.get("kind", "own") == "own":
                    taken[row["author"]] += 1
                    yield row["author"], " ".join(words[:REFERENCE_WORDS])


def values(text: str, parsed: bool) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metrics of a text, and of its first half; those of syntax only if it is parsed."""
    words = text.split(" ")
    return _measure(text, parsed), _measure(" ".join(words[: len(words) // 2]), parsed)


@cache
def pipeline() -> Language:
    """The pipeline that the services read texts with; imported by name, because this library depends on no other."""
    load: Callable[[], Language] = resolve_name(PIPELINE)
    return load()


@cache
def _annotator() -> Callable[[str], Doc]:
    read: Callable[[], Callable[[str], Doc]] = resolve_name(ANNOTATOR)
    return read()


def _measure(text: str, parsed: bool) -> NDArray[np.float64]:
    syntax = Parsed.of(_annotator()(text)) if parsed else None
    return measure(TextStatistics.of(Document.of(pipeline()(text)), syntax)).array


def winsorised(table: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each column with its tails winsorised: one blog without full stops must not set the scale for all.

    A column with few values other than 0, such as links, is left unchanged.
    """
    drawn_in = table.copy()
    for column in drawn_in.T:
        present = column[np.isfinite(column)]
        if present.size:
            low, high = np.quantile(present, [TAIL, 1 - TAIL])
            if low < high:
                np.clip(column, low, high, out=column)
    return drawn_in


def variances(table: NDArray[np.float64], authors: NDArray[np.intp]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Variance within and between authors per column, by one-way analysis of variance; absent values left out."""
    groups = authors.max() + 1
    present = np.isfinite(table)
    filled = np.where(present, table, 0.0)
    counts = np.zeros((groups, table.shape[1]))
    sums = np.zeros_like(counts)
    np.add.at(counts, authors, present)
    np.add.at(sums, authors, filled)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = sums / counts
        residuals = np.where(present, table - means[authors], 0.0)
        n, k = counts.sum(axis=0), np.count_nonzero(counts, axis=0)
        within = (residuals**2).sum(axis=0) / (n - k)
        grand = sums.sum(axis=0) / n
        spread = np.where(counts > 0, counts * (means - grand) ** 2, 0.0).sum(axis=0) / (k - 1)
        size = (n - (counts**2).sum(axis=0) / n) / (k - 1)
        between = np.maximum(spread - within, 0.0) / size
    return within, between


def fit(corpora: Path, workers: int) -> dict[str, object]:
    """The content of the population file."""
    samples = list(texts(corpora))
    names = {author: number for number, author in enumerate(sorted({author for author, _ in samples}))}
    authors = np.array([names[author] for author, _ in samples])
    with ProcessPoolExecutor(workers) as pool:
        parsed = (authors % PARSED_AUTHORS == 0).tolist()
        measured = list(pool.map(values, [text for _, text in samples], parsed, chunksize=64))
    whole, half = (np.stack([pair[index] for pair in measured]) for index in (0, 1))
    drawn_in = winsorised(whole)
    within, between = variances(drawn_in, authors)
    within_half, _ = variances(winsorised(half), authors)
    metrics = {
        id_: _row(
            whole[:, index], drawn_in[:, index], float(within[index]), float(within_half[index]), float(between[index])
        )
        for index, id_ in enumerate(IDS)
        if np.count_nonzero(np.isfinite(whole[:, index])) > EDGES
    }
    report = {
        "corpora": list(READ),
        "terms": TERMS,
        "texts": len(samples),
        "authors": len(names),
        "words_per_text": [MIN_WORDS, REFERENCE_WORDS],
        "texts_per_author_at_most": PER_AUTHOR,
        "parsed_one_author_of": PARSED_AUTHORS,
        "statistics": vector_layout.DEFINITIONS_DIGEST.hex(),
    }
    return {"version": f"{VERSION}", "report": report, "metrics": metrics}


def _row(
    column: NDArray[np.float64], drawn_in: NDArray[np.float64], within: float, within_half: float, between: float
) -> dict[str, object]:
    present = column[np.isfinite(column)]
    probabilities = np.arange(1, EDGES + 1) / (EDGES + 1)
    # within(words) = stable + sampling * 300 / words, from texts of 300 words and of half as many
    sampling = min(max(within_half / within - 1, 0.0), 1.0) if within > 0 and np.isfinite(within_half) else 1.0
    return {
        "center": _rounded(float(np.nanmean(drawn_in))),
        "scale": _rounded(float(np.nanstd(drawn_in))),
        "within": _rounded(within),
        "between": _rounded(between),
        "sampling": _rounded(sampling),
        "edges": [_rounded(edge) for edge in np.quantile(present, probabilities)],
    }


def _rounded(value: float) -> float:
    return float(f"{value:.{_DIGITS}g}")


def main() -> None:
    """Reads the corpora and writes the file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=_OUTPUT)
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    lines = json.dumps(fit(arguments.corpora, arguments.workers), separators=(",", ":"))
    arguments.output.write_text(lines.replace('},"', '},\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
