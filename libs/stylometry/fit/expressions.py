"""Counts the expressions of the reference population: `python -m libs.stylometry.fit.expressions --corpora DIR`.

DIR/dev holds gzipped JSON lines with `author` and `text` (see READ below). The file that is written holds hashes and
counts of expressions that many writers use, and no text.
"""

import argparse
import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.language import load
from libs.stylometry.expressions.background import FORMAT, SHIPPED, Background, expressions_of
from libs.stylometry.fit.corpora import AuthorText, texts
from libs.stylometry.statistics import vector_layout
from libs.stylometry.text.document import Document

READ = ("blogtrain", "blog", "news", "essay")
TERMS = "research collections; fitting and measurement only; no text included"

PER_AUTHOR = 8
"""Maximum number of texts of an author, so that no single author's habits dominate."""

MIN_WRITERS = 10
"""Minimum number of writers of an expression: with fewer, it is a habit of theirs and not of the population. Of 1,935
writers it is half a percent, and the file stays below a megabyte."""


def by_author(corpora: Path) -> Iterator[list[AuthorText]]:
    """The texts of each author that are counted, in the order of the files."""
    for corpus in READ:
        read = sorted(texts(corpora / "dev", corpus), key=lambda text: text.author)  # stable: in time within an author
        for _, own in groupby(read, key=lambda text: text.author):
            yield list(own)[:PER_AUTHOR]


def fit(corpora: Path) -> tuple[Background, dict[str, object]]:
    """The counts, and the report of their sources."""
    nlp = load()
    keys: list[NDArray[np.uint64]] = []
    counts: list[NDArray[np.int64]] = []
    read = words = sentences = 0
    for own in by_author(corpora):
        documents = [Document.of(nlp(text.text), text.text) for text in own]
        found = np.concatenate([expressions_of(document).key for document in documents])
        distinct, occurrences = np.unique(found, return_counts=True)
        keys.append(distinct)
        counts.append(occurrences)
        read += len(own)
        words += sum(len(document.words) for document in documents)
        sentences += sum(len(document.opening) for document in documents)
    kept = _kept(np.concatenate(keys), np.concatenate(counts))
    report: dict[str, object] = {
        "version": str(FORMAT),
        "corpora": list(READ),
        "terms": TERMS,
        "texts": read,
        "authors": len(keys),
        "texts_per_author_at_most": PER_AUTHOR,
        "words": words,
        "sentences": sentences,
        "expressions": len(kept[0]),
        "used_by_authors_at_least": MIN_WRITERS,
        "statistics": vector_layout.DEFINITIONS_DIGEST.hex(),
    }
    return Background(*kept, words, sentences, MIN_WRITERS), report


def _kept(
    keys: NDArray[np.uint64], counts: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint32], NDArray[np.uint16]]:
    """Each key that enough writers have, with its occurrences and its writers; a writer supplies each key once."""
    order = keys.argsort(kind="stable")
    ordered = keys[order]
    first = np.concatenate([[True], ordered[1:] != ordered[:-1]]).nonzero()[0]
    writers = np.diff(first, append=len(ordered))
    total = np.add.reduceat(counts[order], first)
    many = writers >= MIN_WRITERS
    return ordered[first][many], total[many].astype(np.uint32), writers[many].astype(np.uint16)


def main() -> None:
    """Reads the corpora and writes the counts, and the report beside them."""
    parser = argparse.ArgumentParser(prog="python -m libs.stylometry.fit.expressions", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--output", type=Path, default=SHIPPED)
    arguments = parser.parse_args()
    counted, report = fit(arguments.corpora)
    counted.save(arguments.output)
    arguments.output.with_suffix(".json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
