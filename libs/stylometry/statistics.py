"""What is counted in a text, as sums that merge and unmerge exactly."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import slots
from libs.stylometry.columns import FLAGS
from libs.stylometry.counting import layout
from libs.stylometry.document import Document
from libs.stylometry.kernels.diversity import diversity
from libs.stylometry.kernels.figures import count_figures
from libs.stylometry.kernels.sentiment import sentiment
from libs.stylometry.kernels.shape import flags, histograms, shape
from libs.stylometry.kernels.token_figures import onset_chance

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
        vector, fixed = np.zeros(slots.SIZE, np.int64), np.zeros(len(slots.FIXED))
        tokens, spoken, opening = document.tokens, document.spoken, document.opening
        numbers, figures = document.table.numbers, document.figures
        flags(tokens, document.table.flags, document.matches, vector[: len(FLAGS)])
        shape(tokens, spoken, opening, numbers, vector[slots.SHAPE])
        by_words, by_letters, by_syllables = (vector[places] for places in slots.HISTOGRAMS)
        histograms(spoken, opening, by_words, by_letters, by_syllables)
        diversity(document.types, vector[slots.DIVERSITY], fixed[slots.FIXED_DIVERSITY])
        count_figures(figures, slots.FIGURES, vector)
        fixed[slots.FIXED_DISCOURSE] = onset_chance(tokens, numbers, figures)
        vector[slots.SENTIMENT] = sentiment(tokens, spoken, opening, numbers, fixed[slots.FIXED_SENTIMENT])
        vector[slots.CHARACTERS] = len(document.text)
        for name, value in layout.count(document.text).items():
            vector[slots.PLACE[name]] = value
        vector[slots.FIRST_FIXED : len(slots.NAMES)] = np.rint(fixed * slots.FIXED_POINT)
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
        self._vector = statistics.vector

    def __getitem__(self, name: str) -> float:
        return self._values[slots.PLACE[name]]

    @cached_property
    def sentences_up_to(self) -> list[int]:
        """Sentences up to each length in words, from 0 words on."""
        return self._vector[slots.SENTENCE_WORDS].cumsum().tolist()
