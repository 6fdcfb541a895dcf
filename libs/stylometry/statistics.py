"""What is counted in a text, as sums that merge and unmerge exactly."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import slots
from libs.stylometry.columns import FLAG, FLAGS
from libs.stylometry.counting import discourse, diversity, layout, sentiment, shape
from libs.stylometry.document import Document

_COUNTING = (diversity.count, discourse.count, sentiment.count, layout.count)
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
        sums = shape.count(document)
        letters, syllables = shape.word_lengths(document)
        sums |= {"letters": letters.sum(), "letters_sq": letters @ letters, "syllables": syllables.sum()}
        for count in _COUNTING:
            sums |= count(document)
        for name, value in sums.items():
            place = slots.PLACE[name]
            vector[place] = value if place < slots.FIRST_FIXED else round(value * slots.FIXED_POINT)
        vector[slots.SENTENCE_WORDS] = _histogram(document.sentence_words, slots.SENTENCE_WORDS)
        vector[slots.WORD_LETTERS] = _histogram(letters, slots.WORD_LETTERS)
        vector[slots.WORD_SYLLABLES] = _histogram(syllables, slots.WORD_SYLLABLES)
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


class Sums(Mapping[str, float]):
    """A read-only view of statistics for the formulas of metrics: sums by name, histograms by attribute."""

    def __init__(self, statistics: TextStatistics) -> None:
        vector = statistics.vector
        values = vector[: len(slots.NAMES)].tolist()
        for place in range(slots.FIRST_FIXED, len(values)):
            values[place] /= slots.FIXED_POINT
        self._values: dict[str, float] = dict(zip(slots.NAMES, values, strict=True))
        self.sentence_words = vector[slots.SENTENCE_WORDS]
        self.word_letters = vector[slots.WORD_LETTERS]
        self.word_syllables = vector[slots.WORD_SYLLABLES]

    def __getitem__(self, name: str) -> float:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)


def _flag_counts(document: Document) -> NDArray[np.int64]:
    """Tokens with each flag, and for the lists the phrases too, which hide the words in them."""
    counts = document.flag_counts
    if document.phrases:
        counts = counts.copy()
        for match in document.phrases:
            counts[FLAG[match.lexicon]] += match.weight
    return counts


def _histogram(values: NDArray[np.integer], place: slice) -> NDArray[np.int64]:
    bins = place.stop - place.start
    return np.bincount(np.minimum(values, bins - 1), minlength=bins).astype(np.int64)
