"""Statistics of a text: sums that can be merged and unmerged exactly."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.metrics import distribution
from libs.stylometry.kernels.statistics import Lexemes, TextArrays, count
from libs.stylometry.statistics import vector_layout
from libs.stylometry.statistics.grammar import Parsed, Tagged, count_parse, count_tags
from libs.stylometry.statistics.surface import layout
from libs.stylometry.text.document import Document

_INDEX = np.dtype("<u2")
_VALUE = np.dtype("<i8")


class StaleStatisticsError(ValueError):
    """Bytes that were written under other definitions; the text must be measured again."""

    def __init__(self) -> None:
        super().__init__("statistics were made under other definitions than these; measure the text again")


@dataclass(frozen=True, eq=False)
class TextStatistics:
    """Whole-number sums over one text or several, by the layout in `vector_layout`.

    `a + b` holds the sums over the texts of both; addition is associative and commutative, and `(a + b) - b == a`.
    """

    vector: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "TextStatistics":
        """Statistics of no text, neutral in addition."""
        return cls(np.zeros(vector_layout.SIZE, np.int64))

    @classmethod
    def of(cls, document: Document, tagged: Tagged | None = None) -> "TextStatistics":
        """Counts one text; tags and a parse are counted if they are given."""
        vector = np.zeros(vector_layout.SIZE, np.int64)
        text = TextArrays(document.tokens, document.spoken, document.opening, document.matches, document.figures)
        count(text, Lexemes(document.table.numbers, document.table.flags), vector_layout.LAYOUT, vector)
        vector[vector_layout.STATISTIC_INDEX["characters"]] = len(document.text)
        for name, value in layout.count(document.text).items():
            vector[vector_layout.STATISTIC_INDEX[name]] = value
        for name, value in _grammar(tagged).items():
            vector[vector_layout.STATISTIC_INDEX[name]] = round(value * vector_layout.scale_of(name))
        return cls(vector)

    def __add__(self, other: "TextStatistics") -> "TextStatistics":
        return TextStatistics(self.vector + other.vector)

    def __sub__(self, other: "TextStatistics") -> "TextStatistics":
        return TextStatistics(self.vector - other.vector)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextStatistics) and bool(np.array_equal(self.vector, other.vector))

    def __hash__(self) -> int:
        return hash(self.vector.tobytes())

    def __getitem__(self, name: str) -> float:
        """A sum by name, in its own unit."""
        return int(self.vector[vector_layout.STATISTIC_INDEX[name]]) / vector_layout.scale_of(name)

    def to_bytes(self) -> bytes:
        """The definitions' digest, then index and value of every sum that is not zero."""
        indices = self.vector.nonzero()[0]
        return b"".join(
            (
                vector_layout.DEFINITIONS_DIGEST,
                indices.astype(_INDEX).tobytes(),
                self.vector[indices].astype(_VALUE).tobytes(),
            )
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "TextStatistics":
        """The inverse of `to_bytes`. Raises StaleStatisticsError for bytes of other definitions."""
        head, body = data[: len(vector_layout.DEFINITIONS_DIGEST)], data[len(vector_layout.DEFINITIONS_DIGEST) :]
        n, rest = divmod(len(body), _INDEX.itemsize + _VALUE.itemsize)
        if head != vector_layout.DEFINITIONS_DIGEST or rest:
            raise StaleStatisticsError
        indices = np.frombuffer(body, _INDEX, n)
        vector = np.zeros(vector_layout.SIZE, np.int64)
        vector[indices] = np.frombuffer(body, _VALUE, n, offset=n * _INDEX.itemsize)
        return cls(vector)


def _grammar(tagged: Tagged | None) -> dict[str, float]:
    if tagged is None:
        return {}
    return count_tags(tagged) | (count_parse(tagged) if isinstance(tagged, Parsed) else {})


class Lengths(NamedTuple):
    """Quantiles of sentence lengths in words, and the entropy in bits of lengths by fives."""

    p10: float
    p25: float
    median: float
    p75: float
    p90: float
    entropy: float


_SHARES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
_SCALE: list[float] = vector_layout.SCALE.tolist()


class Sums:
    """A read-only view of statistics for the formulas of metrics: sums by name in their own unit."""

    def __init__(self, statistics: TextStatistics) -> None:
        self._vector = statistics.vector

    def __getitem__(self, name: str) -> float:
        index = vector_layout.STATISTIC_INDEX[name]
        return self._vector.item(index) / _SCALE[index]

    def counts(self, first: str, n: int) -> NDArray[np.int64]:
        """Whole-number sums that follow one another, starting from the one named `first`."""
        index = vector_layout.STATISTIC_INDEX[first]
        return self._vector[index : index + n]

    @cached_property
    def sentence_lengths(self) -> Lengths:
        """Distribution of sentence lengths; not a number without sentences."""
        return Lengths(*distribution(self._vector[vector_layout.SENTENCE_WORDS], _SHARES).tolist())
