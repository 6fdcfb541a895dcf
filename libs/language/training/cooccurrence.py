"""Static word vectors: positive pointwise mutual information with neighbours, reduced by singular values.

Levy, Goldberg & Dagan, 2015, "Improving Distributional Similarity with Lessons Learned from Word Embeddings": contexts
smoothed by the power 0.75, singular values by the power 0.5. Contexts are words at a position (one or two to the left
or right), which separates word classes better than bags of words.
"""

# scipy carries no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix, diags
from scipy.sparse.linalg import svds

from libs.language.lexicon import normal

DIMENSIONS = 64
MIN_COUNT = 12
WORDS, CONTEXTS = 16_000, 3_000
PLACES = (-2, -1, 1, 2)
SMOOTHING, EIGENVALUE_POWER = 0.75, 0.5

_TOKEN = re.compile(r"n't\b|'(?:s|m|d|re|ve|ll)\b|[^\W\d_]+(?=n't\b)|[^\W\d_]+|\d+|\.{2,}|[^\w\s]")
_EDGE = "\n"

Matrix = npt.NDArray[np.float32]


def corpus_texts(folder: Path) -> Iterator[str]:
    """The texts of a folder of gzipped JSON lines with a field "text", in the order of their names."""
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                yield str(json.loads(line)["text"])


def words_of(text: str) -> list[str]:
    """The words and marks of a text in their normal form; contractions parted."""
    return _TOKEN.findall(normal(text))


def word_vectors(sequences: Iterable[list[str]]) -> tuple[list[str], Matrix]:
    """Words by falling count, and their vectors of unit length."""
    stream: list[str] = []
    for words in sequences:
        stream.extend((_EDGE, _EDGE, *words))
    counts = Counter(stream)
    del counts[_EDGE]
    common = (word for word, count in counts.most_common(WORDS) if count >= MIN_COUNT)
    words = [word for word in common if word == "@" or "@" not in word]
    numbers = {word: number for number, word in enumerate(words)}
    ids = np.array([numbers.get(word, -1) for word in stream], np.int64)
    return words, _reduced(_mutual_information(ids, len(words)))


def _mutual_information(ids: npt.NDArray[np.int64], size: int) -> csr_matrix:
    contexts = min(CONTEXTS, size)
    cells: list[npt.NDArray[np.int64]] = []
    for number, place in enumerate(PLACES):
        word, context = (ids[:-place], ids[place:]) if place > 0 else (ids[-place:], ids[:place])
        kept = (word >= 0) & (context >= 0) & (context < contexts)
        cells.append(word[kept] * (contexts * len(PLACES)) + number * contexts + context[kept])
    cell, count = np.unique(np.concatenate(cells), return_counts=True)
    row, column = np.divmod(cell, contexts * len(PLACES))
    by_row = np.bincount(row, count, size)
    by_column = np.bincount(column, count, contexts * len(PLACES)) ** SMOOTHING
    information = np.log(count * by_column.sum() / (by_row[row] * by_column[column]))
    positive = information > 0
    return csr_matrix(
        (information[positive], (row[positive], column[positive])),
        shape=(size, contexts * len(PLACES)),
        dtype=np.float64,
    )


def _reduced(matrix: csr_matrix) -> Matrix:
    rows, columns = cast("tuple[int, int]", matrix.shape)
    start = np.random.default_rng(0).standard_normal(min(rows, columns))
    left, singular, _ = svds(matrix, k=DIMENSIONS, v0=start)
    vectors = left @ diags(singular**EIGENVALUE_POWER)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    return (vectors / np.maximum(norms, 1e-9)).astype(np.float32)
