"""Facts about a parse that several rules need, computed once for every token (Universal Dependencies v2)."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Closed, Relation, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import DependentKind, ParsedRow, TaggedRow
from libs.stylometry.kernels.grammar.rows import is_finite, is_wh_word, of_class, on, one_of, tag

_TREE_ROWS = len(ParsedRow)

_FRONTED = bits(
    *(Relation.OBL, Relation.OBL_UNMARKED, Relation.ADVCL, Relation.ADVMOD),
    *(Relation.OBJ, Relation.CCOMP, Relation.XCOMP),
)
_CLAUSAL = bits(
    *(Relation.ROOT, Relation.PARATAXIS, Relation.CCOMP, Relation.CSUBJ, Relation.CSUBJ_PASS, Relation.CSUBJ_OUTER),
    *(Relation.ADVCL, Relation.ADVCL_RELCL, Relation.ACL, Relation.ACL_RELCL),
)
_SUBJECTS = bits(Relation.NSUBJ, Relation.NSUBJ_PASS, Relation.NSUBJ_OUTER)
_VERB_PARTS = bits(Relation.AUX, Relation.AUX_PASS, Relation.COP)


@compiled
def related(rows: NDArray[np.int64], token: int, relation: Relation) -> bool:
    """Reports whether a token has a relation to its head."""
    return rows[TaggedRow.RELATION, token] == relation


@compiled
def depends(rows: NDArray[np.int64], token: int) -> bool:
    """Reports whether a token has a head, as all but roots do."""
    return rows[TaggedRow.HEAD, token] != token


@compiled
def has_child(tree: NDArray[np.int64], token: int, relation: Relation) -> bool:
    """Reports whether a token has a dependent with a relation."""
    return (tree[ParsedRow.CHILDREN, token] >> relation) & 1 != 0


@compiled
def has_trait(tree: NDArray[np.int64], token: int, trait: DependentKind) -> bool:
    """Reports whether a token has a dependent of a kind."""
    return (tree[ParsedRow.TRAITS, token] >> trait) & 1 != 0


@compiled
def is_subject(rows: NDArray[np.int64], token: int) -> bool:
    """Nominal subject, also passive."""
    return one_of(_SUBJECTS, rows[TaggedRow.RELATION, token])


@compiled
def is_verb_part(rows: NDArray[np.int64], token: int) -> bool:
    """Auxiliary or copula, which depends on the predicate that it is part of."""
    return one_of(_VERB_PARTS, rows[TaggedRow.RELATION, token])


@compiled
def can_be_fronted(rows: NDArray[np.int64], token: int) -> bool:
    """Relations that can, unusually, come before a verb that its subject follows, or before a subject."""
    return one_of(_FRONTED, rows[TaggedRow.RELATION, token])


@compiled
def grow(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Fills the rows that are derived from heads and relations."""
    tree = np.zeros((_TREE_ROWS, rows.shape[1]), np.int64)
    breaks = 0
    for token in range(rows.shape[1]):
        breaks += is_wh_word(rows, token) or rows[TaggedRow.LEXICAL, token] == 0
        tree[ParsedRow.BREAKS, token] = breaks
        verbal = of_class(rows, token, Upos.VERB) or of_class(rows, token, Upos.AUX)
        tree[ParsedRow.FIRST_VERB, token] = token if verbal else rows.shape[1]
        tree[ParsedRow.SUBJECT, token] = -1
    for token in range(rows.shape[1]):
        if depends(rows, token):
            _attach(rows, tree, token, rows[TaggedRow.HEAD, token])
    for token in range(rows.shape[1]):
        if depends(rows, token):
            _compare(rows, tree, token, rows[TaggedRow.HEAD, token])
        verbal = of_class(rows, token, Upos.VERB) or of_class(rows, token, Upos.AUX)
        predicate = (verbal and not is_verb_part(rows, token)) or has_child(tree, token, Relation.COP)
        tree[ParsedRow.PREDICATE, token] = predicate
        tree[ParsedRow.CLAUSE, token] = predicate and _is_clausal(rows, token)
    for token in range(rows.shape[1]):
        joined = related(rows, token, Relation.CONJ) and depends(rows, token)
        if joined and tree[ParsedRow.PREDICATE, token] and tree[ParsedRow.CLAUSE, rows[TaggedRow.HEAD, token]] == 1:
            tree[ParsedRow.CLAUSE, token] = 2
    _deepen(rows, tree)
    return tree


@compiled
def _is_clausal(rows: NDArray[np.int64], token: int) -> bool:
    """Relations of clauses of their own; bare complements ("wants to go") are part of another."""
    return one_of(_CLAUSAL, rows[TaggedRow.RELATION, token])


@compiled
def _attach(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, head: int) -> None:
    """Features of a head from a dependent."""
    tree[ParsedRow.CHILDREN, head] |= np.int64(1) << rows[TaggedRow.RELATION, token]
    part = is_verb_part(rows, token)
    if part and token < tree[ParsedRow.FIRST_VERB, head]:
        tree[ParsedRow.FIRST_VERB, head] = token
    cop, mark = related(rows, token, Relation.COP), related(rows, token, Relation.MARK)
    helper = part and not cop and not on(rows, token, Closed.DO)
    before_gerund = (mark or related(rows, token, Relation.CASE)) and on(rows, token, Closed.BEFORE_GERUND)
    _note(tree, head, DependentKind.LEXICAL, rows[TaggedRow.LEXICAL, token] != 0)
    _note(tree, head, DependentKind.FINITE_VERB_PART, part and is_finite(rows, token))
    _note(tree, head, DependentKind.BASE_COPULA, cop and tag(rows, token, Xpos.VB))
    _note(tree, head, DependentKind.HELPER, helper)
    _note(tree, head, DependentKind.INFINITIVE_MARK, mark and tag(rows, token, Xpos.TO))
    _note(tree, head, DependentKind.GERUND_PREPOSITION, before_gerund and tag(rows, token, Xpos.IN))
    _note(tree, head, DependentKind.THERE, tag(rows, token, Xpos.EX))
    first = is_subject(rows, token) and related(rows, head, Relation.ROOT)
    if first and tree[ParsedRow.SUBJECT, head] < 0:
        tree[ParsedRow.SUBJECT, head] = token


@compiled
def _compare(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, head: int) -> None:
    """Features of a head from a dependent that need the head's first verb and its own dependents."""
    ahead = token < tree[ParsedRow.FIRST_VERB, head] and can_be_fronted(rows, token)
    _note(tree, head, DependentKind.AHEAD_OF_VERB, ahead and not is_wh_word(rows, token))
    if related(rows, token, Relation.CONJ):
        tree[ParsedRow.JOINED, head] += 1
        tree[ParsedRow.ALIKE, head] += rows[TaggedRow.UPOS, token] == rows[TaggedRow.UPOS, head]
        tree[ParsedRow.WITH_CONJUNCTION, head] += has_child(tree, token, Relation.CC)


@compiled
def _note(tree: NDArray[np.int64], head: int, trait: DependentKind, holds: bool) -> None:
    if holds:
        tree[ParsedRow.TRAITS, head] |= np.int64(1) << trait


@compiled
def _deepen(rows: NDArray[np.int64], tree: NDArray[np.int64]) -> None:
    """Steps from the root to each token. A path up is walked once: it ends where the depth is known."""
    depth = tree[ParsedRow.DEPTH]
    depth[:] = -1
    for token in range(depth.size):
        top, steps = token, 0
        while depth[top] < 0 and depends(rows, top) and steps < depth.size:
            top, steps = rows[TaggedRow.HEAD, top], steps + 1
        depth[top] = max(depth[top], 0)
        steps += depth[top]
        below = token
        while depth[below] < 0:
            depth[below] = steps
            below, steps = rows[TaggedRow.HEAD, below], steps - 1
