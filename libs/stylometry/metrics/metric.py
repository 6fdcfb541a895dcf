"""A metric and the forms in which one is defined."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import TypeAlias

from libs.stylometry.statistics.grammar.annotated_spans import ParsedLocator, TaggedLocator
from libs.stylometry.statistics.text_statistics import Sums
from libs.stylometry.text.spans import Locator


class Family(StrEnum):
    """Subject of a metric."""

    SHAPE = "shape"
    DIVERSITY = "diversity"
    READABILITY = "readability"
    SYNTAX = "syntax"
    COHESION = "cohesion"
    STANCE = "stance"
    TONE = "tone"
    RHETORIC = "rhetoric"
    PUNCTUATION = "punctuation"
    PLATFORM = "platform"
    QUALITY = "quality"


class Need(StrEnum):
    """Input that a metric needs."""

    CHARACTERS = "characters"
    TOKENS = "tokens"
    SENTENCES = "sentences"
    LEXICON = "lexicon"
    TAGS = "tags"
    PARSE = "parse"


class Reading(IntEnum):
    """Depth of reading a text; each level includes those before it, and costs more."""

    TOKENS = 1
    TAGS = 2
    PARSE = 3

    @property
    def reason(self) -> str:
        """Reason why a metric is absent if the text was read less deeply."""
        return f"needs {_READ_FOR[self]}, which the text was not read for"


_READ_FOR = {Reading.TOKENS: "tokens", Reading.TAGS: "parts of speech", Reading.PARSE: "syntax"}


class LengthSensitivity(StrEnum):
    """Comparability of values of texts of different length."""

    NONE = "none"
    """The expectation does not depend on length; short texts only scatter more."""
    MODERATE = "moderate"
    """Slightly biased in texts of less than about 100 words."""
    HIGH = "high"
    """Changes with length by construction: compare texts of like length only."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Minimum evidence: the metric is absent when `sum` is below `minimum`."""

    sum: str
    minimum: int

    @property
    def reason(self) -> str:
        """Reason why the metric is absent if the evidence is missing."""
        noun = self.sum.replace("_", " ")
        return f"needs at least {self.minimum} {noun if self.minimum > 1 else noun.removesuffix('s')}"


def sums_of(total: str | tuple[str, ...]) -> tuple[str, ...]:
    """The names of the sums in a total, which is one or several; "-name" subtracts a sum."""
    return (total,) if isinstance(total, str) else total


@dataclass(frozen=True, slots=True)
class Rate:
    """`scale` times numerator over denominator, each a sum or the total of several; "-name" subtracts a sum.

    It has no value if the denominator is 0. Most metrics are rates, and all declared forms are computed at once.
    """

    numerator: str | tuple[str, ...]
    denominator: str | tuple[str, ...] = "words"
    scale: float = 1000.0


@dataclass(frozen=True, slots=True)
class Linear:
    """A constant and the total of several rates: the form of most readability formulas."""

    constant: float
    rates: tuple[Rate, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """The standard deviation of a sample, from the number of values, their total and that of their squares.

    Divided by their mean if `relative`. It has no value for fewer than two values, or a mean of 0.
    """

    n: str
    total: str
    squares: str
    relative: bool = False


Formula: TypeAlias = Callable[[Sums], float]
"""A pure function of statistics. Raises ZeroDivisionError or ValueError where the metric is undefined."""

ONE_WORD = Evidence("words", 1)
ONE_SENTENCE = Evidence("sentences", 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One measure of a text.

    `low` and `high` bound its values (None: no bound); `higher` describes a higher value in words; `source` gives
    author and year. `locate`, `locate_tagged` or `locate_parsed`, depending on the annotations it needs, finds the
    spans that are counted, if there are any.
    """

    id: str
    name: str
    family: Family
    definition: str
    formula: Rate | Linear | Spread | Formula
    higher: str
    source: str
    unit: str = "per 1,000 words"
    low: float | None = 0.0
    high: float | None = None
    needs: frozenset[Need] = frozenset({Need.TOKENS})
    evidence: Evidence = ONE_WORD
    length_sensitivity: LengthSensitivity = LengthSensitivity.NONE
    locate: Locator | None = None
    locate_tagged: TaggedLocator | None = None
    locate_parsed: ParsedLocator | None = None
    version: int = 1

    @property
    def reading(self) -> Reading:
        """Reading that the metric needs."""
        if Need.PARSE in self.needs:
            return Reading.PARSE
        return Reading.TAGS if Need.TAGS in self.needs else Reading.TOKENS
