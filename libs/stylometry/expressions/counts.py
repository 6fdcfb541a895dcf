"""Counts of expressions in a writer's samples, and their comparison with the background."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.expressions.background import (
    CONNECTIVES,
    Background,
    ExpressionKind,
    expressions_of,
    flagged_tokens,
)
from libs.stylometry.expressions.log_odds import LogOdds, weighted_log_odds
from libs.stylometry.kernels.codes import PhraseMatch
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_features import FLAG, FLAGS

STYLE = (
    "function_words",
    *CONNECTIVES,
    "hedges",
    "boosters",
    "attitude_markers",
    "frame_markers",
    "code_glosses",
    "emphatics",
    "amplifiers",
    "downtoners",
    "informal",
    "slang",
    "politeness",
    "throat_clearing",
)
"""Lists of words that belong to style whatever the topic; all other words may belong to the topic."""

_COLUMNS = [FLAG[name] for name in STYLE]
_LISTS = np.isin(np.arange(len(FLAGS)), _COLUMNS)


@dataclass(frozen=True, slots=True)
class SampleText:
    """A sample's text as a document, and its source."""

    document: Document
    source: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Occurrences:
    """Every expression of every sample in turn: its key and kind, its sample, first and last token, start and end.

    `stylistic` marks those that consist of words of `STYLE`. All arrays are of one length.
    """

    key: NDArray[np.uint64]
    kind: NDArray[np.int32]
    sample: NDArray[np.int64]
    first: NDArray[np.int32]
    last: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    stylistic: NDArray[np.bool_]

    @classmethod
    def of(cls, samples: Sequence[SampleText]) -> "Occurrences":
        """Reads the expressions of at least one sample."""
        found = [_read(index, sample.document) for index, sample in enumerate(samples)]
        return cls(*map(np.concatenate, zip(*found, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Distinct expressions: key, kind, occurrences, number of samples and of sources that have it, and whether it is
    stylistic.

    `total` is the number of opportunities: the words of all samples, or the sentences for an opening. `dispersal`,
    above 0 and up to 1, is the number of samples that have it over the number that as many occurrences would reach by
    chance. `number` maps each occurrence to its expression.
    """

    key: NDArray[np.uint64]
    kind: NDArray[np.int32]
    count: NDArray[np.int64]
    total: NDArray[np.float64]
    samples: NDArray[np.int64]
    sources: NDArray[np.int64]
    dispersal: NDArray[np.float64]
    stylistic: NDArray[np.bool_]
    number: NDArray[np.int64]

    @classmethod
    def of(cls, samples: Sequence[SampleText], occurrences: Occurrences) -> "Counts":
        """Counts the expressions of the samples."""
        key, first, number, count = np.unique(
            occurrences.key, return_index=True, return_inverse=True, return_counts=True
        )
        kind, n = occurrences.kind[first], len(key)
        words = np.array([len(sample.document.words) for sample in samples], np.float64)
        sentences = sum(len(sample.document.opening) for sample in samples)
        _, source = np.unique([sample.source for sample in samples], return_inverse=True)
        reached = _distinct(number, occurrences.sample, n)
        return cls(
            key=key,
            kind=kind,
            count=count,
            total=np.where(kind == ExpressionKind.OPENING, float(sentences), words.sum()),
            samples=reached,
            sources=_distinct(number, source[occurrences.sample], n),
            dispersal=np.minimum(reached / samples_by_chance(count, words), 1.0),
            stylistic=2 * np.bincount(number, occurrences.stylistic, n) > count,
            number=number,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """Expressions in the reference population: occurrences, opportunities, whether known, and the log-odds of the
    writer's use."""

    usual: NDArray[np.float64]
    occasions: NDArray[np.float64]
    known: NDArray[np.bool_]
    odds: LogOdds

    @classmethod
    def with_usual(cls, counts: Counts, usual: Background) -> "Compared":
        """Compares the counts of a writer with the background."""
        expected, known = usual.usual(counts.key)
        occasions = np.where(counts.kind == ExpressionKind.OPENING, float(usual.sentences), float(usual.words))
        odds = weighted_log_odds(counts.count.astype(np.float64), counts.total, expected, occasions)
        return cls(expected, occasions, known, odds)


def samples_by_chance(count: NDArray[np.int64], words: NDArray[np.float64]) -> NDArray[np.float64]:
    """Expected number of samples, given the words of each, that have any of `count` occurrences at random places; at
    least 1."""
    missed = 1 - words / words.sum()
    distinct, number = np.unique(count, return_inverse=True)
    reached = np.array([(1 - missed**each).sum() for each in distinct.tolist()])
    return reached[number]


def _distinct(number: NDArray[np.int64], groups: NDArray[np.int64], n: int) -> NDArray[np.int64]:
    """For each of `n` numbers, the number of groups it occurs in."""
    size = int(groups.max()) + 1
    pairs = np.sort(number * size + groups)  # np.unique would hash them, at ten times the cost
    return np.bincount(pairs[np.diff(pairs, prepend=-1) > 0] // size, minlength=n)


def _read(index: int, document: Document) -> tuple[NDArray[np.generic], ...]:
    key, place = expressions_of(document)
    kind, first, last = place.T
    others = np.concatenate([[0], np.cumsum(~_of_style(document))])
    stylistic = others[last + 1] == others[first]
    sample = np.full(len(key), index)
    return key, kind, sample, first, last, document.start[first], document.end[last], stylistic


def _of_style(document: Document) -> NDArray[np.bool_]:
    """Tokens on the lists of style, by themselves or within a phrase."""
    hits = flagged_tokens(document, _COLUMNS)
    for match in document.matches[_LISTS[document.matches[:, PhraseMatch.FLAG]]]:
        hits[match[PhraseMatch.FIRST] : match[PhraseMatch.LAST] + 1] = True
    return hits
