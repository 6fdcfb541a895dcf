"""Clauses within clauses: complements, relatives, omitted words and stranded prepositions."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Closed, Relation, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import DependentKind, ParsedRow, ParseFeature, TaggedRow
from libs.stylometry.kernels.grammar.rows import is_finite, is_wh_word, of_class, on, one_of, tag
from libs.stylometry.kernels.grammar.tags import put
from libs.stylometry.kernels.grammar.tree import depends, has_child, has_trait, related

_NO_PART = bits(Relation.ROOT, Relation.PARATAXIS, Relation.CONJ)
_SUBJECTS = bits(Relation.NSUBJ, Relation.NSUBJ_PASS)
_OBJECTS = bits(Relation.OBJ, Relation.IOBJ, Relation.OBL)
_BARE = bits(Relation.OBL, Relation.ACL_RELCL)


@compiled
def find_clauses(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Sets the features of clauses at a token."""
    relation = rows[TaggedRow.RELATION, token]
    clause = tree[ParsedRow.CLAUSE, token] != 0
    put(found, token, ParseFeature.CLAUSES, clause)
    put(found, token, ParseFeature.COORDINATE_CLAUSES, clause and relation == Relation.CONJ)
    main = one_of(_NO_PART, relation)
    put(found, token, ParseFeature.SUBORDINATE_CLAUSES, clause and not main)
    of_sentence = relation == Relation.ADVCL_RELCL
    put(found, token, ParseFeature.RELATIVE_CLAUSES, of_sentence or relation == Relation.ACL_RELCL)
    put(found, token, ParseFeature.SENTENCE_RELATIVES, of_sentence)
    if depends(rows, token):
        head = rows[TaggedRow.HEAD, token]
        _complement(rows, token, head, found)
        _relative_pronoun(rows, token, head, found)
        put(found, token, ParseFeature.CLAUSAL_AND, _joins_clause(rows, tree, token, head))
        if relation == Relation.CCOMP and _lacks_that(rows, tree, token, head):
            put(found, head, ParseFeature.THAT_DELETIONS, True)
    _question_word(rows, token, found)
    _preposition(rows, tree, token, found)


@compiled
def _complement(rows: NDArray[np.int64], token: int, head: int, found: NDArray[np.int64]) -> None:
    """ "That" opening a complement of a verb ("I said that ...") or adjective ("glad that ...")."""
    opening = on(rows, token, Closed.THAT) and related(rows, token, Relation.MARK)
    if opening and related(rows, head, Relation.CCOMP) and depends(rows, head):
        completed = rows[TaggedRow.HEAD, head]
        put(found, token, ParseFeature.THAT_VERB_COMPLEMENTS, of_class(rows, completed, Upos.VERB))
        put(found, token, ParseFeature.THAT_ADJECTIVE_COMPLEMENTS, of_class(rows, completed, Upos.ADJ))


@compiled
def _lacks_that(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, head: int) -> bool:
    """A finite complement after its verb without "that": "I think he went"; no quotation, no question."""
    finite = is_finite(rows, token) or has_trait(tree, token, DependentKind.FINITE_VERB_PART)
    unmarked = not has_child(tree, token, Relation.MARK) and tree[ParsedRow.PREDICATE, token] != 0
    unbroken = head < token and tree[ParsedRow.BREAKS, head] == tree[ParsedRow.BREAKS, token]
    return finite and unmarked and unbroken and of_class(rows, head, Upos.VERB)


@compiled
def _relative_pronoun(rows: NDArray[np.int64], token: int, head: int, found: NDArray[np.int64]) -> None:
    """Relative pronouns as subject or object of their clause, without a preposition before them."""
    pronoun = tag(rows, token, Xpos.WDT) or tag(rows, token, Xpos.WP)
    governed = token > rows[TaggedRow.FIRST, token] and tag(rows, token - 1, Xpos.IN)
    if not pronoun or governed or not related(rows, head, Relation.ACL_RELCL):
        return
    relation = rows[TaggedRow.RELATION, token]
    subject = one_of(_SUBJECTS, relation)
    object_ = one_of(_OBJECTS, relation)
    that, other = on(rows, token, Closed.THAT), on(rows, token, Closed.RELATIVE)
    put(found, token, ParseFeature.THAT_SUBJECT_RELATIVES, that and subject)
    put(found, token, ParseFeature.THAT_OBJECT_RELATIVES, that and object_)
    put(found, token, ParseFeature.WH_SUBJECT_RELATIVES, other and subject)
    put(found, token, ParseFeature.WH_OBJECT_RELATIVES, other and object_)


@compiled
def _joins_clause(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, head: int) -> bool:
    """ "And" before a clause with a subject of its own, or opening a sentence."""
    joining = on(rows, token, Closed.AND) and related(rows, token, Relation.CC)
    coordinate = related(rows, head, Relation.CONJ) and tree[ParsedRow.CLAUSE, head] != 0
    own_subject = has_child(tree, head, Relation.NSUBJ) or has_child(tree, head, Relation.NSUBJ_PASS)
    own_subject = own_subject or has_child(tree, head, Relation.NSUBJ_OUTER)
    return joining and ((coordinate and own_subject) or rows[TaggedRow.OPENS, token] != 0)


@compiled
def _question_word(rows: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Question words that open a question, and those straight after a verb: "know what"; no "left when he came"."""
    opening = rows[TaggedRow.OPENS, token] != 0 and rows[TaggedRow.ASKED, token] != 0
    put(found, token, ParseFeature.WH_QUESTIONS, is_wh_word(rows, token) and opening)
    completing = tag(rows, token, Xpos.WP) or tag(rows, token, Xpos.WRB)
    after_verb = token > rows[TaggedRow.FIRST, token] and of_class(rows, token - 1, Upos.VERB)
    adverbial = depends(rows, token) and related(rows, rows[TaggedRow.HEAD, token], Relation.ADVCL)
    put(found, token, ParseFeature.WH_CLAUSES, completing and after_verb and not adverbial)


@compiled
def _preposition(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Moved along before a relative pronoun ("in which"), or stranded ("look at"); "give up" has none."""
    if tag(rows, token, Xpos.IN):
        relation = rows[TaggedRow.RELATION, token]
        left_behind = relation == Relation.CASE and rows[TaggedRow.HEAD, token] < token
        bare = one_of(_BARE, relation) and not has_trait(tree, token, DependentKind.LEXICAL)
        stranded = of_class(rows, token, Upos.ADP) and (left_behind or bare)
        put(found, token, ParseFeature.STRANDED_PREPOSITIONS, stranded)
        put(found, token, ParseFeature.PIED_PIPES, _is_relative(rows, rows[TaggedRow.NEXT, token]))


@compiled
def _is_relative(rows: NDArray[np.int64], token: int) -> bool:
    """ "Which", "whom", "whose" in a relative clause, of its predicate or of what depends on that."""
    if not on(rows, token, Closed.RELATIVE) or not is_wh_word(rows, token) or not depends(rows, token):
        return False
    head = rows[TaggedRow.HEAD, token]
    above = rows[TaggedRow.HEAD, head]
    near = related(rows, head, Relation.ACL_RELCL) or related(rows, head, Relation.ADVCL_RELCL)
    far = related(rows, above, Relation.ACL_RELCL) or related(rows, above, Relation.ADVCL_RELCL)
    return near or (far and depends(rows, head))
