"""Embeds a text: a unit vector that is close to those of texts by the same writer, whatever the topic.

A linear map of block-normalised feature counts and standardised rates; see `fit.projection` for its fit. Since it is
linear, a text's vector is the sum of the parts of its families of features, or of its sentences.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.features import BLOCKS, BUCKET_BITS, features
from libs.stylometry.kernels import embedding as kernel
from libs.stylometry.text.document import Document

FAMILIES = (
    "function words",
    "phrasing",
    "word forms",
    "spelling and letters",
    "punctuation and layout",
    "rhythm and rates",
)
"""Families of features, for explanations."""

_FAMILY_OF_BLOCK = {
    "forms": 0,
    "skeletons": 1,
    "classes": 1,
    "endings": 2,
    "function_words": 1,
    "letters": 3,
    "shapes": 4,
}
_RATES_FAMILY = 5
_FAMILY = np.array([*(_FAMILY_OF_BLOCK[block] for block in BLOCKS), _RATES_FAMILY])
_CLIP = 4.0

MAX_UPDATES = 100
"""Number of incremental updates after which the vector of a text is computed from scratch."""

_LEVELS = np.float32(127.0)


@dataclass(frozen=True, slots=True, eq=False)
class BlockWeights:
    """The fitted map. Rows of `matrix`, times `scale`, follow `buckets` block by block; rates have their own matrix.

    `centre` (blocks + 1, dimensions) is the part of each block and of the rates in the vector of an average text. A
    vector has parts of `part_sizes` dimensions, each scaled to its own of `part_lengths`, whose squares sum to 1.
    """

    buckets: NDArray[np.int32]
    block_sizes: NDArray[np.int32]
    idf: NDArray[np.float32]
    matrix: NDArray[np.int8]
    scale: NDArray[np.float32]
    rate_mean: NDArray[np.float32]
    rate_scale: NDArray[np.float32]
    rate_matrix: NDArray[np.float32]
    centre: NDArray[np.float32]
    part_sizes: NDArray[np.int32]
    part_lengths: NDArray[np.float32]

    def packed(self) -> dict[str, NDArray[np.generic]]:
        """The arrays as stored; the less important ones in half precision."""
        return {
            "buckets": self.buckets,
            "block_sizes": self.block_sizes,
            "idf": self.idf.astype(np.float16),
            "matrix": self.matrix,
            "scale": self.scale,
            "rate_mean": self.rate_mean,
            "rate_scale": self.rate_scale,
            "rate_matrix": self.rate_matrix.astype(np.float16),
            "centre": self.centre.astype(np.float32),
            "part_sizes": self.part_sizes,
            "part_lengths": self.part_lengths,
        }

    @classmethod
    def unpacked(cls, stored: dict[str, NDArray[np.generic]]) -> "BlockWeights":
        """The inverse of `packed`, up to rounding. Raises KeyError if an array is missing."""
        return cls(
            buckets=stored["buckets"].astype(np.int32),
            block_sizes=stored["block_sizes"].astype(np.int32),
            idf=stored["idf"].astype(np.float32),
            matrix=stored["matrix"].astype(np.int8),
            scale=stored["scale"].astype(np.float32),
            rate_mean=stored["rate_mean"].astype(np.float32),
            rate_scale=stored["rate_scale"].astype(np.float32),
            rate_matrix=stored["rate_matrix"].astype(np.float32),
            centre=stored["centre"].astype(np.float32),
            part_sizes=stored["part_sizes"].astype(np.int32),
            part_lengths=stored["part_lengths"].astype(np.float32),
        )


def in_bytes(matrix: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """A matrix rounded to bytes, and the scale of each row."""
    largest = np.abs(matrix).max(axis=1)
    scale = np.where(largest > 0, largest, 1) / _LEVELS
    return np.rint(matrix / scale[:, None]).astype(np.int8), scale.astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class FeatureTrace:
    """The features of one text that the map knows, and the token each begins in.

    `updates` counts the versions of the text that were embedded since its sums were last computed from scratch.
    """

    known: kernel.KnownFeatures
    token: NDArray[np.int32]
    updates: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """`vector` has length 1 (0 for an empty text) and is the sum over axis 0 of `families`."""

    vector: NDArray[np.float32]
    families: NDArray[np.float32]
    trace: FeatureTrace | None


class Embedder:
    """Embeds documents. Immutable, so forked workers share its memory."""

    def __init__(self, weights: BlockWeights) -> None:
        columns = len(weights.buckets)
        column_of = np.full(1 << BUCKET_BITS, columns, np.min_scalar_type(columns))
        column_of[weights.buckets] = np.arange(columns)
        self._map = kernel.FittedMap(
            column_of=column_of,
            starts=np.concatenate([[0], weights.block_sizes.cumsum(dtype=np.int64)]),
            idf=weights.idf,
            matrix=weights.matrix,
            scale=weights.scale,
            rate_mean=weights.rate_mean,
            rate_scale=weights.rate_scale,
            rate_matrix=weights.rate_matrix,
            centre=weights.centre,
            family=_FAMILY,
            part_ends=weights.part_sizes.cumsum(dtype=np.int64),
            part_lengths=weights.part_lengths,
        )
        blocks, dimensions = len(weights.block_sizes), weights.matrix.shape[1]
        self._nothing = kernel.FeatureSums(np.zeros(columns + 1, np.int32), np.zeros((blocks, dimensions), np.float32))

    @property
    def dimensions(self) -> int:
        """Length of the vectors."""
        return self._map.matrix.shape[1]

    def embed(self, document: Document, before: FeatureTrace | None = None) -> Embedding:
        """The vector of a document and the part of each family.

        With the trace of an earlier version of the same text the time is proportional to the change. The vector is then
        the same up to rounding, which would accumulate: after `MAX_UPDATES` it is computed from scratch.
        """
        read = features(document)
        if not read.buckets.size:
            families = np.zeros((len(FAMILIES), self.dimensions), np.float32)
            return Embedding(families.sum(axis=0), families, None)
        updates, sums = 0, self._nothing
        if before and before.updates < MAX_UPDATES:
            updates, sums = before.updates + 1, before.known.sums
        families, known = kernel.embed(read.buckets, read.rates, self._map, _CLIP, sums)
        return Embedding(families.sum(axis=0), families, FeatureTrace(known, read.token, updates))

    def project(self, direction: NDArray[np.float32]) -> kernel.Projection:
        """The map projected on a direction, for `sentence_shares`; some 1.5 ms, and 200 kB."""
        return kernel.project(self._map, direction)

    def sentence_shares(self, document: Document, trace: FeatureTrace, on: kernel.Projection) -> NDArray[np.float32]:
        """For each sentence, the part of its features in the vector along the projected direction.

        A feature's part is divided equally among its occurrences. Rates belong to no sentence; the centre is subtracted
        in proportion to the features of a sentence. Cost: one pass over the features, for any number of sentences.
        """
        return kernel.shares(trace.known, document.sentence, trace.token, self._map, on)
