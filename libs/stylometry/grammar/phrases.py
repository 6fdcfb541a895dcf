"""Noun phrases, what modifies them, and what is joined to what. Needs a parse.

Relations of Universal Dependencies v2: in a coordination all others depend on the first, each with its own conjunction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.grammar.codes import Relation, Upos, Xpos
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.predicates import ParseFeature
from libs.stylometry.grammar.tagged import Mask

_TWO_FURTHER = 2
"""Words joined to the first of three."""

_INSIDE_NAMES = (Relation.COMPOUND, Relation.FLAT, Relation.FIXED, Relation.GOESWITH, Relation.EXPL)
_LISTED = (Upos.NOUN, Upos.VERB, Upos.ADJ, Upos.ADV)
_MODIFIERS = (
    *(Relation.AMOD, Relation.NUMMOD, Relation.COMPOUND, Relation.APPOS, Relation.ACL, Relation.ACL_RELCL),
    *(Relation.NMOD, Relation.NMOD_DESC, Relation.NMOD_POSS, Relation.NMOD_UNMARKED),
)


def noun_phrases(parsed: Parsed) -> Mask:
    """Heads of noun phrases: nouns and pronouns that are no part of a name or compound, nor "my" or "there"."""
    determining = parsed.tag(Xpos.PRP_POSSESSIVE, Xpos.WP_POSSESSIVE, Xpos.EX) | parsed.related(*_INSIDE_NAMES)
    return parsed.of_class(Upos.NOUN, Upos.PROPN, Upos.PRON) & ~determining


def modifiers(parsed: Parsed) -> Mask:
    """What modifies a noun phrase, determiners left out: adjectives, numbers, nouns, clauses, one each."""
    return parsed.related(*_MODIFIERS) & parsed.dependents_of(noun_phrases(parsed))


@dataclass(frozen=True, slots=True)
class Coordinations:
    """Of each token how many words are joined to it, how many of its own class, how many with a conjunction."""

    joined: NDArray[np.int64]
    alike: NDArray[np.int64]
    with_conjunction: NDArray[np.int64]

    @classmethod
    def of(cls, parsed: Parsed) -> "Coordinations":
        """Reads the coordinations off a parse."""
        joined = parsed.related(Relation.CONJ)
        alike = joined & (parsed.upos == parsed.upos.take(parsed.head))
        with_conjunction = joined & parsed.heads_of(parsed.related(Relation.CC))
        return cls(*(parsed.count_of(mask) for mask in (joined, alike, with_conjunction)))


def _coordination(holds: Callable[[Coordinations], Mask]) -> ParseFeature:
    """Lists of words of one class whose number and conjunctions fit; lists of names and numbers are no figures."""

    def find(parsed: Parsed) -> Mask:
        coordinations = Coordinations.of(parsed)
        return holds(coordinations) & (coordinations.alike == coordinations.joined) & parsed.of_class(*_LISTED)

    return find


tricola = _coordination(lambda of: of.joined == _TWO_FURTHER)
"""First words of three of a class: "red, white and blue"."""

polysyndeta = _coordination(lambda of: (of.joined >= _TWO_FURTHER) & (of.with_conjunction == of.joined))
"""First words of three or more with a conjunction before each further one: "ships and men and guns"."""

asyndeta = _coordination(lambda of: (of.joined >= _TWO_FURTHER) & (of.with_conjunction == 0))
"""First words of three or more without any conjunction: "I came, I saw, I conquered"."""


def last_joined(parsed: Parsed, first: int) -> int:
    """The last word of a coordination, by its first."""
    joined = parsed.related(Relation.CONJ) & (parsed.head == first)
    return int(joined.nonzero()[0].max(initial=first))


COORDINATIONS: Mapping[str, ParseFeature] = {"tricola": tricola, "polysyndeta": polysyndeta, "asyndeta": asyndeta}

FEATURES: Mapping[str, ParseFeature] = {
    "noun_phrases": noun_phrases,
    "noun_phrase_modifiers": modifiers,
    **COORDINATIONS,
}
