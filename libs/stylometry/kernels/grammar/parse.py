"""Features of each token from a parse: predicates, clauses, order. Found once, as bits, to be counted and located.

Relations of Universal Dependencies v2; rules after Biber (1988), Variation across Speech and Writing, appendix II.
"""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.clauses import find_clauses
from libs.stylometry.kernels.grammar.codes import Relation, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import DependentKind, ParseFeature, TaggedRow
from libs.stylometry.kernels.grammar.order import find_order
from libs.stylometry.kernels.grammar.rows import is_adjective, is_finite, of_class, one_of, tag
from libs.stylometry.kernels.grammar.tags import put
from libs.stylometry.kernels.grammar.tree import grow, has_child, has_trait, related

CLOSING_PART = 5
"""Inverse of the share of a text that counts as its close: its last fifth."""

_NOUN_PLACES = bits(Relation.CSUBJ, Relation.CSUBJ_PASS, Relation.OBJ, Relation.NSUBJ)


@compiled
def find_by_parse(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The tree (`Tree`, tokens), and the features (`ParseFeature`, as bits) of each token.

    The rows that are derived from tags must be filled already.
    """
    tree = grow(rows)
    found = np.zeros(rows.shape[1], np.int64)
    for token in range(rows.shape[1]):
        _voice(rows, tree, token, found)
        _participle(rows, tree, token, found)
        find_clauses(rows, tree, token, found)
        find_order(rows, tree, token, found)
    _sentences(rows, tree, found)
    return tree, found


@compiled
def _voice(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Passives have a passive auxiliary: "was made", "got fired"; not "was tired of"."""
    passive, agent = has_child(tree, token, Relation.AUX_PASS), has_child(tree, token, Relation.OBL_AGENT)
    put(found, token, ParseFeature.PASSIVES, passive)
    put(found, token, ParseFeature.BY_PASSIVES, passive and agent)
    put(found, token, ParseFeature.AGENTLESS_PASSIVES, passive and not agent)
    copular = has_child(tree, token, Relation.COP)
    acting = of_class(rows, token, Upos.VERB) and has_child(tree, token, Relation.NSUBJ)
    inactive = passive or copular or has_child(tree, token, Relation.NSUBJ_PASS)
    put(found, token, ParseFeature.ACTIVES, acting and not inactive)
    said = copular or related(rows, token, Relation.XCOMP)
    adjective = is_adjective(rows, token) and of_class(rows, token, Upos.ADJ)
    put(found, token, ParseFeature.PREDICATIVE_ADJECTIVES, adjective and said)


@compiled
def _has_verb_part(tree: NDArray[np.int64], token: int) -> bool:
    helped = has_child(tree, token, Relation.AUX) or has_child(tree, token, Relation.AUX_PASS)
    return helped or has_child(tree, token, Relation.COP)


@compiled
def _has_subject(tree: NDArray[np.int64], token: int) -> bool:
    subject = has_child(tree, token, Relation.NSUBJ) or has_child(tree, token, Relation.NSUBJ_PASS)
    return subject or has_child(tree, token, Relation.NSUBJ_OUTER)


@compiled
def _participle(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Gerunds, and clauses of a participle alone, without a conjunction, subject or auxiliary of its own."""
    present, past = tag(rows, token, Xpos.VBG), tag(rows, token, Xpos.VBN)
    if not present and not past:
        return
    put(found, token, ParseFeature.GERUNDS, present and _is_gerund(rows, tree, token))
    joined = has_child(tree, token, Relation.MARK) or _has_subject(tree, token) or _has_verb_part(tree, token)
    adverbial = related(rows, token, Relation.ADVCL) and not joined
    modifying = related(rows, token, Relation.ACL) and not joined
    put(found, token, ParseFeature.PRESENT_PARTICIPIAL_CLAUSES, present and adverbial)
    put(found, token, ParseFeature.PAST_PARTICIPIAL_CLAUSES, past and adverbial)
    put(found, token, ParseFeature.PRESENT_WHIZ, present and modifying)
    put(found, token, ParseFeature.PAST_WHIZ, past and modifying)


@compiled
def _is_gerund(rows: NDArray[np.int64], tree: NDArray[np.int64], token: int) -> bool:
    """In the position of a noun: as subject or object, after a preposition, or completing a verb without an object."""
    relation = rows[TaggedRow.RELATION, token]
    nominal = one_of(_NOUN_PLACES, relation)
    free = not has_child(tree, rows[TaggedRow.HEAD, token], Relation.OBJ) and not _has_verb_part(tree, token)
    return nominal or has_trait(tree, token, DependentKind.GERUND_PREPOSITION) or (relation == Relation.XCOMP and free)


@compiled
def _is_imperative(rows: NDArray[np.int64], tree: NDArray[np.int64], root: int) -> bool:
    """Base form without a subject ("Read this", "Don't go", "Be careful"); no question."""
    base = tag(rows, root, Xpos.VB) and of_class(rows, root, Upos.VERB)
    subject = has_child(tree, root, Relation.NSUBJ) or has_child(tree, root, Relation.NSUBJ_PASS)
    subject = subject or has_child(tree, root, Relation.EXPL) or has_child(tree, root, Relation.CSUBJ)
    bound = (
        subject or has_trait(tree, root, DependentKind.HELPER) or has_trait(tree, root, DependentKind.INFINITIVE_MARK)
    )
    return (base or has_trait(tree, root, DependentKind.BASE_COPULA)) and not bound and rows[TaggedRow.ASKED, root] == 0


@compiled
def _sentences(rows: NDArray[np.int64], tree: NDArray[np.int64], found: NDArray[np.int64]) -> None:
    """Features of a sentence, set at its first word."""
    sentences = rows[TaggedRow.OPENS].sum()
    closing = sentences - max(sentences // CLOSING_PART, 1)
    opened = 0
    for token in range(rows.shape[1]):
        if rows[TaggedRow.OPENS, token] != 0:
            finite, commands = False, False
            for inside in range(rows[TaggedRow.FIRST, token], rows[TaggedRow.LAST, token] + 1):
                finite |= is_finite(rows, inside)
                commands |= related(rows, inside, Relation.ROOT) and _is_imperative(rows, tree, inside)
            put(found, token, ParseFeature.IMPERATIVES, commands)
            put(found, token, ParseFeature.VERBLESS_SENTENCES, not finite and not commands)
            put(found, token, ParseFeature.CLOSING_SENTENCES, opened >= closing)
            appeals = commands or rows[TaggedRow.ASKED, token] != 0
            put(found, token, ParseFeature.CLOSING_APPEALS, opened >= closing and appeals)
            opened += 1
