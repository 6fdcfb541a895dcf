"""Counts of features over many texts, and the selection of features."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from libs.stylometry.embedding.features import BLOCKS, BUCKET_BITS, features
from libs.stylometry.fit.corpora import AuthorText
from libs.stylometry.text.document import Document

KEPT = {
    "forms": 1500,
    "skeletons": 4500,
    "classes": 2500,
    "endings": 1500,
    "function_words": 2000,
    "letters": 3000,
    "shapes": 2500,
}
"""Number of features kept of each block: those of most authors."""

_REPORT_EVERY = 5000

Sparse: TypeAlias = Any
"""A scipy.sparse.csr_matrix, which has no type stubs."""


@dataclass(frozen=True, slots=True)
class Counted:
    """Counts (texts, buckets), rates (texts, rates), and the block that uses each bucket most often."""

    counts: Sparse
    rates: NDArray[np.float32]
    block: NDArray[np.int8]


def count(texts: Sequence[AuthorText], read: Callable[[str], Document], say: Callable[[str], None]) -> Counted:
    """Counts the features of every text. `read` tokenises."""
    columns: list[NDArray[np.int32]] = []
    values: list[NDArray[np.float32]] = []
    rates: list[NDArray[np.float32]] = []
    block = np.full(1 << BUCKET_BITS, -1, np.int8)
    for number, text in enumerate(texts):
        found = features(read(text.text))
        block[found.buckets[::-1]] = np.repeat(np.arange(len(BLOCKS)), np.diff(found.ends, prepend=0))[::-1]
        unique, counts = np.unique(found.buckets, return_counts=True)
        columns.append(unique.astype(np.int32))
        values.append(counts.astype(np.float32))
        rates.append(found.rates)
        if number % _REPORT_EVERY == 0:
            say(f"features of {number} of {len(texts)} texts")
    ends = np.cumsum([0, *map(len, columns)])
    shape = (len(columns), 1 << BUCKET_BITS)
    matrix = sparse.csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)
    return Counted(matrix, np.array(rates), block)


def columns_of(counts: Sparse, kept: NDArray[np.int32]) -> Sparse:
    """The columns `kept`, in that order; much faster than indexing a matrix of as many columns."""
    number = np.full(counts.shape[1], -1, np.int32)
    number[kept] = np.arange(len(kept), dtype=np.int32)
    renumbered = number[counts.indices]
    known = renumbered >= 0
    ends = np.concatenate([[0], np.cumsum(known)])[counts.indptr]
    return sparse.csr_matrix((counts.data[known], renumbered[known], ends), shape=(counts.shape[0], len(kept)))


def vocabulary(counted: Counted, authors: NDArray[np.intp], weight: NDArray[np.float64]) -> list[NDArray[np.int32]]:
    """For each block the buckets that most authors use; `weight` is the weight of an author.

    Nothing but bucket numbers is kept, so no text can be read back from it.
    """
    spread = np.zeros(1 << BUCKET_BITS)
    starts, indices = counted.counts.indptr, counted.counts.indices
    for author in range(len(weight)):
        mine = [indices[starts[row] : starts[row + 1]] for row in np.flatnonzero(authors == author)]
        spread[np.unique(np.concatenate(mine))] += weight[author]
    kept: list[NDArray[np.int32]] = []
    for number, name in enumerate(BLOCKS):
        candidates = np.flatnonzero(counted.block == number)
        order = np.argsort(-spread[candidates], kind="stable")[: KEPT[name]]
        kept.append(np.sort(candidates[order]).astype(np.int32))
    return kept
