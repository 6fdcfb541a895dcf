"""Per-sentence sums: dependency distance, tree depth, verb position, tag bigrams."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Relation, Upos
from libs.stylometry.kernels.grammar.layout import Order, ParsedRow, TaggedRow
from libs.stylometry.kernels.grammar.tree import depends, related

_ORDERS, _CLASSES = len(Order), len(Upos)


@compiled
def count_pairs(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number of times each class follows each other within a sentence, (classes * classes)."""
    counts = np.zeros(_CLASSES * _CLASSES, np.int64)
    for token in range(1, rows.shape[1]):
        if rows[TaggedRow.SENTENCE, token] == rows[TaggedRow.SENTENCE, token - 1]:
            counts[rows[TaggedRow.UPOS, token - 1] * _CLASSES + rows[TaggedRow.UPOS, token]] += 1
    return counts


@compiled
def count_order(rows: NDArray[np.int64], tree: NDArray[np.int64]) -> NDArray[np.float64]:
    """The sums of `Order`; words are counted without punctuation."""
    sums = np.zeros(_ORDERS, np.float64)
    first = 0
    while first < rows.shape[1]:
        _count_sentence(rows, tree, first, sums)
        first = rows[TaggedRow.LAST, first] + 1
    return sums


@compiled
def _count_sentence(rows: NDArray[np.int64], tree: NDArray[np.int64], first: int, sums: NDArray[np.float64]) -> None:
    last, before = rows[TaggedRow.LAST, first], rows[TaggedRow.RANK, first] - rows[TaggedRow.LEXICAL, first]
    links, length, deepest, root = 0, 0, 0, 1
    for token in range(first, last + 1):
        lexical, head = rows[TaggedRow.LEXICAL, token] != 0, rows[TaggedRow.HEAD, token]
        deepest = max(deepest, tree[ParsedRow.DEPTH, token]) if lexical else deepest
        if related(rows, token, Relation.ROOT):
            root = rows[TaggedRow.RANK, token] - before if lexical else root
            _count_run_up(rows, tree, token, before, sums)
        if lexical and depends(rows, token) and rows[TaggedRow.LEXICAL, head] != 0:
            distance = abs(rows[TaggedRow.RANK, token] - rows[TaggedRow.RANK, head])
            links, length = links + 1, length + distance
            sums[Order.ADJACENT_DEPENDENCIES] += distance == 1
    sums[Order.DEPENDENCIES] += links
    sums[Order.DEPENDENCY_LENGTH] += length
    sums[Order.TREE_DEPTH] += deepest
    if links > 0:
        mean, words = length / links, rows[TaggedRow.RANK, last] - before
        sums[Order.LINKED_SENTENCES] += 1
        sums[Order.SENTENCE_DISTANCE] += mean
        sums[Order.SENTENCE_DISTANCE_SQ] += mean * mean
        sums[Order.NORMALISED_DISTANCE] += abs(np.log(mean / np.sqrt(root * words)))


@compiled
def _count_run_up(
    rows: NDArray[np.int64], tree: NDArray[np.int64], root: int, before: int, sums: NDArray[np.float64]
) -> None:
    """Words before the first verb of the main clause, where it has one."""
    verb = tree[ParsedRow.FIRST_VERB, root]
    if verb < rows.shape[1]:
        sums[Order.VERBAL_SENTENCES] += 1
        sums[Order.WORDS_BEFORE_VERB] += rows[TaggedRow.RANK, verb] - rows[TaggedRow.LEXICAL, verb] - before
