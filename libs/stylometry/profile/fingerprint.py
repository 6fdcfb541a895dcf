"""Sufficient statistics of a persona's samples. Samples can be added and removed exactly."""

import hashlib
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, measure
from libs.stylometry.profile.population import EDGES, Population, population
from libs.stylometry.statistics.text_statistics import StaleStatisticsError, TextStatistics, vector_layout
from libs.stylometry.text.document import Document

BINS = EDGES + 1
"""Bins of the sketch of each metric, cut at quantiles of the population."""

MOMENT_SCALE = 1 << 16
"""Fixed-point scale of the moments: units in one population standard deviation."""

STYLE_SCALE = 1 << 24
"""Fixed-point scale of the sums of style vectors."""

MAX_DEVIATION = 64.0
"""Standard deviations to which a value is clipped: bounds the influence of one odd text on the sums."""

_MOMENTS, _SKETCH = 3 * len(IDS), BINS * len(IDS)
_AT_STATISTICS = 1
_AT_MOMENTS = _AT_STATISTICS + vector_layout.SIZE
_AT_SKETCH = _AT_MOMENTS + _MOMENTS
_AT_STYLE = _AT_SKETCH + _SKETCH
_INDEX, _STYLE = np.dtype("<u4"), np.dtype("<f4")
_BYTES, _FAST = 8, 1
_FORMAT = 2


@dataclass(frozen=True, eq=False)
class SampleMeasure:
    """Measurements of one sample: everything that a fingerprint sums up, some 4 kB as bytes."""

    statistics: TextStatistics
    style: NDArray[np.float32]

    @classmethod
    def of(cls, document: Document, embed: Callable[[Document], NDArray[np.float32]]) -> "SampleMeasure":
        """Measures a document; `embed` returns its style vector."""
        return cls(TextStatistics.of(document), embed(document).astype(_STYLE))

    @cached_property
    def metrics(self) -> NDArray[np.float64]:
        """The metrics, in the order of `IDS`, NaN where absent."""
        return measure(self.statistics).array

    def to_bytes(self) -> bytes:
        """Dimensions of the style vector, the vector, and the statistics."""
        return np.array(self.style.size, _INDEX).tobytes() + self.style.tobytes() + self.statistics.to_bytes()

    @classmethod
    def from_bytes(cls, data: bytes) -> "SampleMeasure":
        """The inverse of `to_bytes`. Raises StaleStatisticsError for bytes of other definitions."""
        style = cls.style_of(data)
        return cls(TextStatistics.from_bytes(data[cls.head(style.size) :]), style)

    @staticmethod
    def head(dimensions: int) -> int:
        """Length in bytes of the part that holds the style vector."""
        return _INDEX.itemsize + _STYLE.itemsize * dimensions

    @classmethod
    def style_of(cls, data: bytes) -> NDArray[np.float32]:
        """The style vector of a measure, from its head alone. Raises StaleStatisticsError if the head is incomplete."""
        dimensions = int.from_bytes(data[: _INDEX.itemsize], "little")
        if len(data) < cls.head(dimensions):
            raise StaleStatisticsError
        return np.frombuffer(data, _STYLE, dimensions, _INDEX.itemsize)


@dataclass(frozen=True, eq=False)
class Fingerprint:
    """Sums over samples, all in one vector of whole numbers.

    `a + b` is the fingerprint of both sets of samples. Addition is associative and commutative, and
    `fingerprint(all) - fingerprint(s)` equals `fingerprint(all without s)` to the last byte. Fingerprints with style
    vectors of different sizes do not add (ValueError).
    """

    vector: NDArray[np.int64]

    @classmethod
    def empty(cls, dimensions: int) -> "Fingerprint":
        """The fingerprint of no samples, for style vectors of `dimensions` dimensions."""
        return cls(np.zeros(_AT_STYLE + 2 * dimensions, np.int64))

    @classmethod
    def of(cls, sample: SampleMeasure) -> "Fingerprint":
        """The fingerprint of one sample."""
        return cls.empty(sample.style.size).including([sample])

    def including(self, samples: Iterable[SampleMeasure]) -> "Fingerprint":
        """Returns the fingerprint with more samples: the same as adding the fingerprint of each. Raises ValueError as
        adding does."""
        total, reference = Fingerprint(self.vector.copy()), population()
        for sample in samples:
            if sample.style.size != self.dimensions:
                raise _unlike(self.dimensions, sample.style.size)
            total.vector[0] += 1
            total.vector[_AT_STATISTICS:_AT_MOMENTS] += sample.statistics.vector
            _enter(total, sample.metrics, reference)
            style = sample.style.astype(np.float64)
            both = np.concatenate([style, style**2]) * STYLE_SCALE
            total.vector[_AT_STYLE:] += np.rint(both).astype(np.int64)
        return total

    @property
    def samples(self) -> int:
        """Number of samples."""
        return int(self.vector[0])

    @property
    def statistics(self) -> TextStatistics:
        """The sums of all samples' statistics."""
        return TextStatistics(self.vector[_AT_STATISTICS:_AT_MOMENTS])

    @property
    def words(self) -> int:
        """Words of all samples."""
        return int(self.statistics["words"])

    @property
    def moments(self) -> NDArray[np.int64]:
        """For each metric: number of samples that carry it, sum and sum of squares, in fixed point (`MOMENT_SCALE`)."""
        return self.vector[_AT_MOMENTS:_AT_SKETCH].reshape(len(IDS), 3)

    @property
    def sketch(self) -> NDArray[np.int64]:
        """Per metric: samples in each bin between quantiles of the population."""
        return self.vector[_AT_SKETCH:_AT_STYLE].reshape(len(IDS), BINS)

    @property
    def dimensions(self) -> int:
        """Dimensions of the style vector."""
        return (self.vector.size - _AT_STYLE) // 2

    @property
    def style_mean(self) -> NDArray[np.float64]:
        """Mean style vector; zeros without samples."""
        return self.vector[_AT_STYLE : _AT_STYLE + self.dimensions] / (STYLE_SCALE * max(self.samples, 1))

    @property
    def style_variance(self) -> NDArray[np.float64]:
        """Variance of each dimension of the style vector over samples, never negative."""
        squares = self.vector[_AT_STYLE + self.dimensions :] / (STYLE_SCALE * max(self.samples, 1))
        return np.maximum(squares - self.style_mean**2, 0.0)

    def __add__(self, other: "Fingerprint") -> "Fingerprint":
        self._check(other)
        return Fingerprint(self.vector + other.vector)

    def __sub__(self, other: "Fingerprint") -> "Fingerprint":
        self._check(other)
        return Fingerprint(self.vector - other.vector)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fingerprint) and bool(np.array_equal(self.vector, other.vector))

    def __hash__(self) -> int:
        return hash(self.vector.tobytes())

    def _check(self, other: "Fingerprint") -> None:
        if self.dimensions != other.dimensions:
            raise _unlike(self.dimensions, other.dimensions)

    def to_bytes(self) -> bytes:
        """Digest of the definitions and number of sums; then, compressed, the positions and values of the sums that are
        not 0.

        Some 7 kB for ten samples and 13 kB for thousands: it is written again with every sample.
        """
        folded = (self.vector << 1 ^ self.vector >> 63).astype("<u8")  # small numbers of either sign to small ones
        present = folded != 0
        by_significance = folded[present].view(np.uint8).reshape(-1, _BYTES).T
        body = zlib.compress(np.packbits(present).tobytes() + by_significance.tobytes(), _FAST)
        return _definitions_digest() + np.array(self.vector.size, _INDEX).tobytes() + body

    @classmethod
    def from_bytes(cls, data: bytes) -> "Fingerprint":
        """The inverse of `to_bytes`. Raises StaleStatisticsError for bytes of other definitions."""
        head = len(_definitions_digest())
        size = int.from_bytes(data[head : head + _INDEX.itemsize], "little")
        if data[:head] != _definitions_digest():
            raise StaleStatisticsError
        try:
            body = zlib.decompress(data[head + _INDEX.itemsize :])
        except zlib.error as error:
            raise StaleStatisticsError from error
        bits = -(-size // _BYTES)
        if len(body) < bits:
            raise StaleStatisticsError
        present = np.unpackbits(np.frombuffer(body, np.uint8, bits), count=size).astype(np.bool_)
        if len(body) != bits + _BYTES * np.count_nonzero(present):
            raise StaleStatisticsError
        by_significance = np.frombuffer(body, np.uint8, offset=bits).reshape(_BYTES, -1).T
        folded = np.ascontiguousarray(by_significance).view("<u8").ravel()
        vector = np.zeros(size, np.int64)
        vector[present] = (folded >> np.uint64(1)).astype(np.int64) ^ -(folded & np.uint64(1)).astype(np.int64)
        return cls(vector)


def _enter(fingerprint: Fingerprint, metrics: NDArray[np.float64], reference: Population) -> None:
    """Adds one sample's metrics to the moments and the sketch of a fingerprint."""
    present = np.isfinite(metrics).nonzero()[0]
    values = metrics[present]
    deviations = (values - reference.center[present]) / reference.scale[present]
    units = np.rint(np.clip(deviations, -MAX_DEVIATION, MAX_DEVIATION) * MOMENT_SCALE).astype(np.int64)
    fingerprint.moments[present] += np.stack([np.ones_like(units), units, units * units], axis=1)
    bins = (reference.edges[present] < values[:, None]).sum(axis=1)
    fingerprint.sketch[present, bins] += 1


def _unlike(one: int, other: int) -> ValueError:
    return ValueError(f"style vectors of {one} and {other} dimensions do not add")


def definitions() -> str:
    """Digest of the definitions of all numbers in a fingerprint; fingerprints of other definitions cannot be read."""
    return _definitions_digest().hex()


@cache
def _definitions_digest() -> bytes:
    digest = hashlib.blake2b(vector_layout.DEFINITIONS_DIGEST, digest_size=8)
    digest.update(repr((_FORMAT, IDS, population().version, BINS, MOMENT_SCALE, STYLE_SCALE)).encode())
    return digest.digest()
