"""Word order: inversion, fronting, noun phrases and lists."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Relation, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import DependentKind, ParsedRow, ParseFeature, TaggedRow
from libs.stylometry.kernels.grammar.rows import is_wh_word, of_class, one_of
from libs.stylometry.kernels.grammar.tags import put
from libs.stylometry.kernels.grammar.tree import (
    can_be_fronted,
    depends,
    has_child,
    has_trait,
    is_subject,
    related,
)

_TWO_FURTHER = 2
"""Words joined to the first of three."""

_MODIFIERS = bits(
    *(Relation.AMOD, Relation.NUMMOD, Relation.COMPOUND, Relation.APPOS, Relation.ACL, Relation.ACL_RELCL),
    *(Relation.NMOD, Relation.NMOD_DESC, Relation.NMOD_POSS, Relation.NMOD_UNMARKED),
)
_NOMINAL = bits(Upos.NOUN, Upos.PROPN, Upos.PRON)
_DETERMINING = bits(Xpos.PRP_POSSESSIVE, Xpos.WP_POSSESSIVE, Xpos.EX)
_INSIDE_NAMES = bits(Relation.COMPOUND, Relation.FLAT, Relation.FIXED, Relation.GOESWITH, Relation.EXPL)
_LISTED = bits(Upos.NOUN, Upos.VERB, Upos.ADJ, Upos.ADV)


@compiled
def find_order(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Sets the features of order at a token."""
    subject = is_subject(rows, token)
    put(found, token, ParseFeature.SUBJECTS, subject)
    put(found, token, ParseFeature.PRONOUN_SUBJECTS, subject and of_class(rows, token, Upos.PRON))
    put(found, token, ParseFeature.INVERSIONS, subject and _is_inverted(rows, tree, token))
    if _is_fronted(rows, tree, token) and tree[ParsedRow.FRONTED, rows[TaggedRow.HEAD, token]] == 0:
        tree[ParsedRow.FRONTED, rows[TaggedRow.HEAD, token]] = 1
        put(found, token, ParseFeature.FRONTINGS, True)
    phrase = _is_noun_phrase(rows, token)
    put(found, token, ParseFeature.NOUN_PHRASES, phrase)
    modifies = _modifies(rows, token) and depends(rows, token) and _is_noun_phrase(rows, rows[TaggedRow.HEAD, token])
    put(found, token, ParseFeature.NOUN_PHRASE_MODIFIERS, modifies)
    _list(rows, tree, token, found)


@compiled
def _is_inverted(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int) -> bool:
    """A subject after the first verb: "never have I seen", "said John"; no question, no "there is"."""
    head = rows[TaggedRow.HEAD, token]
    inside = depends(rows, token) and tree[ParsedRow.PREDICATE, head] != 0 and tree[ParsedRow.FIRST_VERB, head] < token
    outer = has_child(tree, head, Relation.NSUBJ_OUTER) or has_child(tree, head, Relation.CSUBJ)
    outer = outer or has_child(tree, head, Relation.CSUBJ_OUTER) or has_child(tree, head, Relation.EXPL)
    asked = rows[TaggedRow.ASKED, token] != 0 or is_wh_word(rows, head) or is_wh_word(rows, token)
    displaced = has_trait(tree, head, DependentKind.AHEAD_OF_VERB) or head < tree[ParsedRow.FIRST_VERB, head]
    displaced = displaced or related(rows, head, Relation.ADVCL) or related(rows, head, Relation.PARATAXIS)
    return inside and displaced and not outer and not asked


@compiled
def _is_fronted(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int) -> bool:
    """An adverbial or object before the subject of a main clause: "In May we left"; not in questions."""
    root = rows[TaggedRow.HEAD, token]
    main = can_be_fronted(rows, token) and depends(rows, token) and related(rows, root, Relation.ROOT)
    plain = not is_wh_word(rows, token) and rows[TaggedRow.ASKED, token] == 0
    return main and plain and token < root and token < tree[ParsedRow.SUBJECT, root]


@compiled
def _is_noun_phrase(rows: NDArray[np.int64], token: int) -> bool:
    """Head of a noun phrase: noun or pronoun that is no part of a name or compound, nor "my" or "there"."""
    nominal = one_of(_NOMINAL, rows[TaggedRow.UPOS, token])
    determines = one_of(_DETERMINING, rows[TaggedRow.XPOS, token])
    relation = rows[TaggedRow.RELATION, token]
    inside = one_of(_INSIDE_NAMES, relation)
    return nominal and not determines and not inside


@compiled
def _modifies(rows: NDArray[np.int64], token: int) -> bool:
    return one_of(_MODIFIERS, rows[TaggedRow.RELATION, token])


@compiled
def _list(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Three or more of a class, at the first: "red, white and blue"; lists of names and numbers are no figures."""
    joined, with_conjunction = tree[ParsedRow.JOINED, token], tree[ParsedRow.WITH_CONJUNCTION, token]
    listed = one_of(_LISTED, rows[TaggedRow.UPOS, token])
    figure = listed and joined >= _TWO_FURTHER and joined == tree[ParsedRow.ALIKE, token]
    put(found, token, ParseFeature.TRICOLA, figure and joined == _TWO_FURTHER)
    put(found, token, ParseFeature.POLYSYNDETA, figure and with_conjunction == joined)
    put(found, token, ParseFeature.ASYNDETA, figure and with_conjunction == 0)
