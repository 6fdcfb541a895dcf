"""Embeds a text: a unit vector in which texts of one writer lie close, whatever they are about.

A linear map of block-normalised feature counts and standardised rates; see `fit.projection` for how it is fitted.
Being linear, a text's vector is the sum of what its families of features, or its sentences, put in.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.document import Document
from libs.stylometry.vector import BLOCKS, BUCKET_BITS, Features, features

FAMILIES = (
    "function words",
    "phrasing",
    "openings and endings",
    "word forms",
    "spelling and letters",
    "punctuation and layout",
    "rhythm and rates",
)
"""Families of features, for explanations."""

_FAMILY_OF_BLOCK = {
    "words": 0,
    "forms": 0,
    "skeletons": 1,
    "classes": 1,
    "openings": 2,
    "endings": 3,
    "function_words": 1,
    "masked_letters": 4,
    "letters": 4,
    "shapes": 5,
    "word_lengths": 3,
}
_RATES_FAMILY = 6
_FAMILY = np.array([*(_FAMILY_OF_BLOCK[block] for block in BLOCKS), _RATES_FAMILY])
_CLIP = np.float32(4.0)
_LEVELS = np.float32(127.0)
_TINY = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class BlockWeights:
    """The fitted map. Rows of `matrix` follow `buckets`, block by block; rates have a matrix of their own.

    `centre` (blocks + 1, dimensions) is what each block and the rates put into the vector of an average text.
    """

    buckets: NDArray[np.int32]
    block_sizes: NDArray[np.int32]
    idf: NDArray[np.float32]
    matrix: NDArray[np.float32]
    rate_mean: NDArray[np.float32]
    rate_scale: NDArray[np.float32]
    rate_matrix: NDArray[np.float32]
    centre: NDArray[np.float32]

    def packed(self) -> dict[str, NDArray[np.generic]]:
        """The arrays as stored: the matrix in bytes with a scale for each row, the rest in half precision."""
        largest = np.abs(self.matrix).max(axis=1)
        scale = np.where(largest > 0, largest, 1) / _LEVELS
        return {
            "buckets": self.buckets,
            "block_sizes": self.block_sizes,
            "idf": self.idf.astype(np.float16),
            "matrix": np.rint(self.matrix / scale[:, None]).astype(np.int8),
            "scale": scale.astype(np.float32),
            "rate_mean": self.rate_mean,
            "rate_scale": self.rate_scale,
            "rate_matrix": self.rate_matrix.astype(np.float16),
            "centre": self.centre.astype(np.float32),
        }

    @classmethod
    def unpacked(cls, stored: dict[str, NDArray[np.generic]]) -> "BlockWeights":
        """The inverse of `packed`, up to rounding. Raises KeyError where an array is missing."""
        matrix = stored["matrix"].astype(np.float32)
        matrix *= stored["scale"].astype(np.float32)[:, None]
        return cls(
            buckets=stored["buckets"].astype(np.int32),
            block_sizes=stored["block_sizes"].astype(np.int32),
            idf=stored["idf"].astype(np.float32),
            matrix=matrix,
            rate_mean=stored["rate_mean"].astype(np.float32),
            rate_scale=stored["rate_scale"].astype(np.float32),
            rate_matrix=stored["rate_matrix"].astype(np.float32),
            centre=stored["centre"].astype(np.float32),
        )


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """The features of one text that the map knows, so that they can be told apart afterwards.

    `columns` are those that occur, in order, with `values` and `counts`; block b takes those from `bounds[b]` to
    `bounds[b + 1]`. `rows` are those of the map. `length` is that of the vector before it was made 1.
    """

    found: Features
    columns: NDArray[np.intp]
    rows: NDArray[np.float32]
    values: NDArray[np.float32]
    counts: NDArray[np.intp]
    bounds: NDArray[np.intp]
    length: float


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """`vector` has length 1 (0 for an empty text) and is the sum over axis 0 of `families`."""

    vector: NDArray[np.float32]
    families: NDArray[np.float32]
    trace: Trace | None


class Embedder:
    """Embeds documents. Immutable, so forked workers share its memory."""

    def __init__(self, weights: BlockWeights) -> None:
        self._weights = weights
        self._column = np.full(1 << BUCKET_BITS, -1, np.int32)
        self._column[weights.buckets] = np.arange(len(weights.buckets), dtype=np.int32)
        self._starts = np.concatenate([[0], weights.block_sizes.cumsum()])

    @property
    def dimensions(self) -> int:
        """Length of the vectors."""
        return int(self._weights.matrix.shape[1])

    def embed(self, document: Document) -> Embedding:
        """The vector of a document and what each family puts into it."""
        families = np.zeros((len(FAMILIES), self.dimensions), np.float32)
        found = features(document)
        if not found.buckets.size:
            return Embedding(families.sum(axis=0), families, None)
        columns = self._column.take(found.buckets)
        counts = np.bincount(columns[columns >= 0], minlength=len(self._weights.buckets))
        present = counts.nonzero()[0]
        bounds = present.searchsorted(self._starts)
        occurrences = counts.take(present)
        values = self._values(present, occurrences, bounds)
        rows = self._weights.matrix.take(present, axis=0)
        for family, part in zip(_FAMILY, self._parts(rows, values, bounds, found.rates), strict=True):
            families[family] += part
        vector = families.sum(axis=0)
        length = float(np.linalg.norm(vector)) + _TINY
        trace = Trace(found, present, rows, values, occurrences, bounds, length)
        return Embedding(vector / np.float32(length), families / np.float32(length), trace)

    def sentence_shares(self, document: Document, trace: Trace, direction: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each sentence, what its features put into the vector along `direction`.

        A feature's part is divided equally among its occurrences. Rates belong to no sentence; the centre is taken
        off in proportion to the features of a sentence. Cost: one pass over the features, whatever the sentences.
        """
        columns = self._column.take(trace.found.buckets)
        known = (columns >= 0).nonzero()[0]
        sentence = document.sentence.take(trace.found.token().take(known))
        worth = np.zeros(len(self._weights.buckets), np.float32)
        worth[trace.columns] = trace.values * (trace.rows @ direction)
        worth[trace.columns] /= trace.counts
        filled = np.diff(trace.bounds) > 0
        centre = float(self._weights.centre[:-1][filled].sum(axis=0) @ direction) / max(len(known), 1)
        shares = np.bincount(sentence, worth.take(columns.take(known)) - centre, minlength=document.sentences)
        return (shares / trace.length).astype(np.float32)

    def _values(
        self, present: NDArray[np.intp], occurrences: NDArray[np.intp], bounds: NDArray[np.intp]
    ) -> NDArray[np.float32]:
        """Square roots of counts, weighted, the values of each block of length 1."""
        values = np.sqrt(occurrences, dtype=np.float32) * self._weights.idf.take(present)
        running = np.concatenate([[0.0], np.cumsum(values * values, dtype=np.float64)])
        squares = np.diff(running.take(bounds))
        return values / np.sqrt(np.repeat(squares, np.diff(bounds))).astype(np.float32)

    def _parts(
        self,
        rows: NDArray[np.float32],
        values: NDArray[np.float32],
        bounds: NDArray[np.intp],
        rates: NDArray[np.float32],
    ) -> NDArray[np.float32]:
        """What each block, and last the rates, put into the vector, the centre taken off; a block without any
        known feature puts in nothing."""
        weights = self._weights
        parts = np.zeros_like(weights.centre)
        for block, (start, end) in enumerate(pairwise(bounds)):
            if end > start:
                parts[block] = values[start:end] @ rows[start:end] - weights.centre[block]
        standard = np.clip((rates - weights.rate_mean) / weights.rate_scale, -_CLIP, _CLIP)
        parts[-1] = standard @ weights.rate_matrix - weights.centre[-1]
        return parts
