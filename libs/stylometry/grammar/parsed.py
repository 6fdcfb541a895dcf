"""A parsed text as arrays over its tokens: a tagged one with heads and relations (Universal Dependencies v2)."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

from libs.stylometry.grammar.codes import Relation, Upos, Xpos, among, relation_codes
from libs.stylometry.grammar.tagged import COLUMNS, Mask, Tagged, read, require, tagged_columns

_PARSE_COLUMNS = (*COLUMNS, "HEAD", "DEP")
_CLAUSAL = (
    *(Relation.ROOT, Relation.CCOMP, Relation.CSUBJ, Relation.CSUBJ_PASS, Relation.CSUBJ_OUTER, Relation.PARATAXIS),
    *(Relation.ADVCL, Relation.ADVCL_RELCL, Relation.ACL, Relation.ACL_RELCL),
)


@dataclass(frozen=True, eq=False)
class Parsed(Tagged):
    """Tokens of a parsed text; `head` is the position of each token's head, its own for a root, `relation` a code."""

    head: NDArray[np.int64]
    relation: NDArray[np.int64]

    @classmethod
    def of(cls, doc: Doc) -> "Parsed":
        """Reads a tagged and parsed Doc. Raises MissingAnnotationError where it has no tags or no parse."""
        require(doc, "TAG")
        require(doc, "DEP")
        columns, kept = read(doc, _PARSE_COLUMNS)
        head, relation = columns[len(COLUMNS) :]
        return cls(*tagged_columns(columns), head=_heads(head, kept), relation=relation_codes()(relation))

    def related(self, *relations: Relation) -> Mask:
        """Tokens that stand in one of some relations to their head."""
        return among(self.relation, *relations)

    def heads_of(self, mask: Mask) -> Mask:
        """Tokens on which one of the mask depends."""
        heads = np.zeros(len(self), np.bool_)
        heads[self.head.compress(mask & self.is_dependent)] = True
        return heads

    def dependents_of(self, mask: Mask) -> Mask:
        """Tokens that depend on one of the mask."""
        return mask.take(self.head) & self.is_dependent

    def count_of(self, mask: Mask) -> NDArray[np.int64]:
        """How many of the mask depend on each token."""
        return np.bincount(self.head.compress(mask & self.is_dependent), minlength=len(self))

    @cached_property
    def place(self) -> NDArray[np.int64]:
        """The position of each token."""
        return np.arange(len(self))

    @cached_property
    def is_dependent(self) -> Mask:
        """Tokens that have a head, that is all but roots."""
        return self.head != self.place

    @cached_property
    def verb_parts(self) -> Mask:
        """Auxiliaries and copulas, which depend on the predicate that they are part of."""
        return self.related(Relation.AUX, Relation.AUX_PASS, Relation.COP)

    @cached_property
    def predicates(self) -> Mask:
        """Heads of clauses: verbs that are no auxiliaries, and whatever has a copula."""
        verbal = self.of_class(Upos.VERB, Upos.AUX) & ~self.verb_parts
        return verbal | self.heads_of(self.related(Relation.COP))

    @cached_property
    def clauses(self) -> Mask:
        """Predicates of clauses of their own, finite or not; bare complements ("wants to go") are part of another."""
        clauses = self.predicates & self.related(*_CLAUSAL)
        return clauses | (self.predicates & self.related(Relation.CONJ) & self.dependents_of(clauses))

    @cached_property
    def finite_predicates(self) -> Mask:
        """Predicates that are finite by themselves or by an auxiliary or copula."""
        return self.predicates & (self.finite | self.heads_of(self.finite & self.verb_parts))

    @cached_property
    def first_verb(self) -> NDArray[np.int64]:
        """Of each token the first verb of its predicate (itself, an auxiliary or a copula); past the end if none."""
        verbal = self.of_class(Upos.VERB, Upos.AUX)
        first = np.where(verbal, self.place, len(self))
        parts = (self.verb_parts & self.is_dependent).nonzero()[0]
        np.minimum.at(first, self.head.take(parts), parts)
        return first

    @cached_property
    def subjects(self) -> Mask:
        """Nominal subjects, passive ones too."""
        return self.related(Relation.NSUBJ, Relation.NSUBJ_PASS, Relation.NSUBJ_OUTER)

    @cached_property
    def roots(self) -> Mask:
        """The root of each sentence."""
        return self.related(Relation.ROOT)

    @cached_property
    def asked(self) -> Mask:
        """Tokens of sentences that end in a question mark."""
        return self.in_sentence(self.question_marks)

    @cached_property
    def wh_words(self) -> Mask:
        """Question words and relative pronouns."""
        return self.tag(Xpos.WDT, Xpos.WP, Xpos.WP_POSSESSIVE, Xpos.WRB)

    @cached_property
    def depth(self) -> NDArray[np.int64]:
        """How many steps each token is below the root; doubled paths reach it in few rounds."""
        above, depth = self.head, self.is_dependent.astype(np.int64)
        for _ in range(len(self).bit_length()):
            further = depth.take(above)
            if not further.any():
                break
            depth = depth + further
            above = above.take(above)
        return depth

    def subtree(self, position: int) -> NDArray[np.intp]:
        """Positions of a token and all that depends on it, whatever the way."""
        within = self.place == position
        while True:
            wider = within | within.take(self.head)
            if np.array_equal(wider, within):
                return within.nonzero()[0]
            within = wider


def _heads(offset: NDArray[np.int64], kept: NDArray[np.intp]) -> NDArray[np.int64]:
    """Heads as positions among the tokens kept; a token whose head is white space becomes a root."""
    head = kept + offset
    position = np.minimum(kept.searchsorted(head), max(len(kept) - 1, 0))
    own = np.arange(len(kept))
    return np.where(kept.take(position) == head, position, own) if len(kept) else own
