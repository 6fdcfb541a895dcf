"""Embeds a text: a unit vector in which texts of one writer lie close, whatever they are about.

A linear map of block-normalised feature counts and standardised rates; see `fit.projection` for how it is fitted.
Being linear, a text's vector is the sum of what its families of features, or its sentences, put in.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.document import Document
from libs.stylometry.vector import BLOCKS, BUCKET_BITS, Features, features, located

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
_TINY = np.float32(1e-9)


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
class Embedding:
    """`vector` has length 1 (0 for an empty text) and is the sum over axis 0 of `families`."""

    vector: NDArray[np.float32]
    families: NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class _Sparse:
    """The features of one text that the map knows: columns, their values, and how often each occurs."""

    columns: NDArray[np.intp]
    values: NDArray[np.float32]
    counts: NDArray[np.intp]
    bounds: NDArray[np.intp]


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
        found = features(document)
        families = np.zeros((len(FAMILIES), self.dimensions), np.float32)
        if found.buckets.size:
            np.add.at(families, _FAMILY, self._parts(found))
            families /= np.linalg.norm(families.sum(axis=0)) + _TINY
        return Embedding(families.sum(axis=0), families)

    def sentence_shares(self, document: Document, direction: NDArray[np.float32]) -> NDArray[np.float32]:
        """For each sentence, what its features put into the vector along `direction`.

        A feature's part is divided equally among its occurrences. Rates belong to no sentence; the centre is taken
        off in proportion to the features of a sentence. Cost: one pass over the features, whatever the sentences.
        """
        if not len(document):
            return np.zeros(0, np.float32)
        buckets, sentence = located(document)
        columns = self._column.take(buckets)
        known = columns >= 0
        columns, sentence = columns[known], sentence[known]
        sparse = self._sparse(columns)
        worth = sparse.values * (self._weights.matrix.take(sparse.columns, axis=0) @ direction) / sparse.counts
        by_column = np.zeros(len(self._weights.buckets), np.float32)
        by_column[sparse.columns] = worth
        filled = np.diff(sparse.bounds) > 0
        centre = float(self._weights.centre[:-1][filled].sum(axis=0) @ direction) / max(len(columns), 1)
        shares = np.bincount(sentence, weights=by_column[columns] - centre, minlength=document.sentences)
        return (shares / (np.linalg.norm(self._parts(features(document)).sum(axis=0)) + _TINY)).astype(np.float32)

    def _parts(self, found: Features) -> NDArray[np.float32]:
        """What each block, and last the rates, put into the vector, the centre taken off; a block without any
        known feature puts in nothing."""
        weights = self._weights
        columns = self._column.take(found.buckets)
        sparse = self._sparse(columns[columns >= 0])
        parts = np.zeros_like(weights.centre)
        for block, (start, end) in enumerate(zip(sparse.bounds[:-1], sparse.bounds[1:], strict=True)):
            if end > start:
                rows = weights.matrix.take(sparse.columns[start:end], axis=0)
                parts[block] = sparse.values[start:end] @ rows - weights.centre[block]
        standard = np.clip((found.rates - weights.rate_mean) / weights.rate_scale, -_CLIP, _CLIP)
        parts[-1] = standard @ weights.rate_matrix - weights.centre[-1]
        return parts

    def _sparse(self, columns: NDArray[np.int32]) -> _Sparse:
        counts = np.bincount(columns, minlength=len(self._weights.buckets))
        present = counts.nonzero()[0]
        occurrences = counts.take(present)
        values = np.sqrt(occurrences, dtype=np.float32) * self._weights.idf.take(present)
        bounds = present.searchsorted(self._starts)
        squares = np.add.reduceat(np.append(values * values, np.float32(0)), np.minimum(bounds[:-1], len(values)))
        squares[np.diff(bounds) == 0] = 1
        values /= np.sqrt(np.repeat(squares, np.diff(bounds)))
        return _Sparse(present, values, occurrences, bounds)
