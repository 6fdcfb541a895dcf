"""Expressions of a text, and their frequencies in the reference population.

An expression is a word, a phrase of two to four words, the first one to three words of a sentence, or a connective that
opens a sentence or a clause. It is identified by a 64-bit hash of its normal form, so that no text of others is kept.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.lexeme_codes import WORD, tokens_of
from libs.stylometry.kernels.codes import ExpressionKind, LexemeColumn
from libs.stylometry.kernels.expressions import ExpressionArrays, ExpressionSource, find_expressions
from libs.stylometry.metrics import cohesion
from libs.stylometry.score.weights import WeightsVersionError
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_features import FLAG, FLAGS

__all__ = [
    "FORMAT",
    "SHIPPED",
    "Background",
    "ExpressionArrays",
    "ExpressionKind",
    "background",
    "expressions_of",
    "flagged_tokens",
]

CONNECTIVES = (
    *cohesion.CONNECTIVES,
    "discourse_particles",
    "conjuncts",
    "opener_conjunctions",
    "transition_words",
)
"""Lists of words that connect a clause to the one before."""

FORMAT = 1
"""Increased whenever expressions are read or hashed in another way."""

SHIPPED = Path(__file__).parents[1] / "weights" / "expressions.npz"

_COLUMNS = [FLAG[name] for name in CONNECTIVES]
_LISTS = np.isin(np.arange(len(FLAGS)), _COLUMNS)


def expressions_of(document: Document) -> ExpressionArrays:
    """Every expression of a text, in the order of the words that they begin with: key and position of each."""
    table, codes = document.table, tokens_of(document).codes
    return find_expressions(
        ExpressionSource(
            tokens=document.tokens,
            words=document.spoken,
            kinds=table.numbers[:, LexemeColumn.KIND].take(document.row),
            codes=codes[:, WORD].take(document.row),
            connective=flagged_tokens(document, _COLUMNS),
            matches=document.matches,
            connective_lists=_LISTS,
        )
    )


def flagged_tokens(document: Document, columns: list[int]) -> NDArray[np.bool_]:
    """Mask of the tokens that have any of some flags (`lexeme_features.FLAG`)."""
    return np.logical_or.reduce(document.table.flags.take(document.row, axis=0)[:, columns], axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class Background:
    """Frequencies in the reference population of the expressions that at least `least_writers` of its writers use.

    `keys` ascend; `counts` and `writers` have the same shape: occurrences, and writers who use the expression at all.
    """

    keys: NDArray[np.uint64]
    counts: NDArray[np.uint32]
    writers: NDArray[np.uint16]
    words: int
    sentences: int
    least_writers: int

    def usual(self, keys: NDArray[np.uint64]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
        """Occurrences of each key, and whether it is known.

        An unknown expression counts as often as the rarest known one could: once for each of `least_writers`.
        """
        positions = np.minimum(self.keys.searchsorted(keys), len(self.keys) - 1)
        known = self.keys[positions] == keys
        return np.where(known, self.counts[positions], self.least_writers).astype(np.float64), known

    def save(self, path: Path) -> None:
        """Writes the file; the same counts give the same bytes."""
        totals = np.array([FORMAT, self.words, self.sentences, self.least_writers], np.int64)
        np.savez_compressed(
            path, allow_pickle=False, totals=totals, keys=self.keys, counts=self.counts, writers=self.writers
        )

    @classmethod
    def load(cls, path: Path) -> "Background":
        """Reads a file. Raises WeightsVersionError if it has another format."""
        with np.load(path, allow_pickle=False) as file:
            format_, words, sentences, least = file["totals"].tolist()
            if format_ != FORMAT:
                raise WeightsVersionError(path, f"of format {format_}, and this library reads format {FORMAT}")
            return cls(file["keys"], file["counts"], file["writers"], words, sentences, least)


@cache
def background() -> Background:
    """The shipped counts."""
    return Background.load(SHIPPED)
