"""A parsed text as arrays over its tokens, with the features of its parse (Universal Dependencies v2)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from libs.stylometry.kernels.grammar.codes import Relation
from libs.stylometry.kernels.grammar.layout import ParseFeature, TaggedRow
from libs.stylometry.kernels.grammar.parse import find_by_parse
from libs.stylometry.statistics.grammar.tagged import Tagged, require


@dataclass(frozen=True, eq=False)
class Parsed(Tagged):
    """Tokens of a parsed text; `tree`, (`Tree`, tokens), holds the rows derived from heads and relations.

    `found_in_tree` holds the features of each token (`ParseFeature`) as bits.
    """

    tree: NDArray[np.int64]
    found_in_tree: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc) -> "Parsed":
        """Reads a tagged and parsed Doc. Raises MissingAnnotationError if it has no tags or no parse."""
        tagged = Tagged.of(doc)
        require(doc, "DEP")
        return cls(tagged.rows, tagged.found, *find_by_parse(tagged.rows))

    @property
    def head(self) -> NDArray[np.int64]:
        """The position of each token's head; its own for a root."""
        return self.rows[TaggedRow.HEAD]

    def positions_in_tree(self, feature: ParseFeature) -> list[int]:
        """The tokens that have a feature."""
        return ((self.found_in_tree >> feature) & 1).nonzero()[0].tolist()

    def subtree(self, position: int) -> tuple[int, int]:
        """First and last token of the subtree of a token, in text order."""
        within = np.arange(len(self)) == position
        while True:
            wider = within | within.take(self.head)
            if np.array_equal(wider, within):
                positions = within.nonzero()[0]
                return int(positions[0]), int(positions[-1])
            within = wider

    def last_joined(self, first: int) -> int:
        """The last word of a coordination, by its first."""
        joined = (self.rows[TaggedRow.RELATION] == Relation.CONJ) & (self.head == first)
        return int(joined.nonzero()[0].max(initial=first))
