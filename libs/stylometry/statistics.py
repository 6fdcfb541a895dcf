"""What is counted in a text, as sums that merge and unmerge exactly."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import slots
from libs.stylometry.columns import FLAG, FLAGS
from libs.stylometry.counting import discourse, diversity, layout, sentiment, shape
from libs.stylometry.document import Document

_COUNTING = (shape.count, diversity.count, discourse.count, sentiment.count, layout.count)
_INDEX = np.dtype("<u2")
_VALUE = np.dtype("<i8")


class StaleStatisticsError(ValueError):
    """Bytes that were written under other definitions; the text must be measured again."""

    def __init__(self) -> None:
        super().__init__("statistics were made under other definitions than these; measure the text again")


@dataclass(frozen=True, eq=False)
class TextStatistics:
    """Whole-number sums over one text or several, by the layout in `slots`.

    `a + b` is what the texts of both amount to; it is associative and commutative, and `(a + b) - b == a`.
    """

    vector: NDArray[np.int64]

    @classmethod
    def empty(cls) -> "TextStatistics":
        """Statistics of no text, neutral in addition."""
        return cls(np.zeros(slots.SIZE, np.int64))

    @classmethod
    def of(cls, document: Document) -> "TextStatistics":
        """Counts one text."""
        vector = np.zeros(slots.SIZE, np.int64)
        vector[: len(FLAGS)] = _flag_counts(document)
        sums: dict[str, float] = {}
        for count in _COUNTING:
            sums |= count(document)
        places = [slots.PLACE[name] for name in sums]
        vector[places] = np.rint(list(sums.values()) * slots.UNITS[places])
        _histogram(vector[slots.SENTENCE_WORDS], document.sentence_words)
        letters, syllables = document.word_lengths
        _histogram(vector[slots.WORD_LETTERS], letters)
        _histogram(vector[slots.WORD_SYLLABLES], syllables)
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
        return int(self.vector[slots.PLACE[name]]) / slots.scale(name)

    def to_bytes(self) -> bytes:
        """The definitions' fingerprint, then place and value of every sum that is not zero."""
        places = self.vector.nonzero()[0]
        return b"".join(
            (slots.FINGERPRINT, places.astype(_INDEX).tobytes(), self.vector[places].astype(_VALUE).tobytes())
        )

    @classmethod
    def from_bytes(cls, data: bytes) -> "TextStatistics":
        """The inverse of `to_bytes`. Raises StaleStatisticsError for bytes of other definitions."""
        head, body = data[: len(slots.FINGERPRINT)], data[len(slots.FINGERPRINT) :]
        n, rest = divmod(len(body), _INDEX.itemsize + _VALUE.itemsize)
        if head != slots.FINGERPRINT or rest:
            raise StaleStatisticsError
        places = np.frombuffer(body, _INDEX, n)
        vector = np.zeros(slots.SIZE, np.int64)
        vector[places] = np.frombuffer(body, _VALUE, n, offset=n * _INDEX.itemsize)
        return cls(vector)


class Sums:
    """A read-only view of statistics for the formulas of metrics: sums by name in their own unit, and histograms."""

    def __init__(self, statistics: TextStatistics, named: NDArray[np.float64]) -> None:
        self._values: list[float] = named.tolist()
        self.sentence_words = statistics.vector[slots.SENTENCE_WORDS]

    def __getitem__(self, name: str) -> float:
        return self._values[slots.PLACE[name]]

    @cached_property
    def sentences_up_to(self) -> NDArray[np.int64]:
        """Sentences up to each length in words."""
        return self.sentence_words.cumsum()


def _flag_counts(document: Document) -> NDArray[np.int64]:
    """Tokens with each flag, and for the lists the phrases too, which hide the words in them."""
    counts = document.flag_counts
    if document.phrases:
        counts = counts.copy()
        for match in document.phrases:
            counts[FLAG[match.lexicon]] += match.weight
    return counts


def _histogram(bins: NDArray[np.int64], values: NDArray[np.integer]) -> None:
    """Counts values into bins 0, 1, 2, ...; what lies beyond falls into the last."""
    last = len(bins) - 1
    counts = np.bincount(values)
    if len(counts) > len(bins):
        counts[last] = counts[last:].sum()
        counts = counts[: last + 1]
    bins[: len(counts)] = counts
