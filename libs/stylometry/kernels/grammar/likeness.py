"""Overlap of neighbouring sentences."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.layout import TaggedRow

COMMON, OF_BOTH = 0, 1
"""Counts for each pair: items in common, each as often as both have it, and the items of both together."""


@compiled
def share(
    rows: NDArray[np.int64], items: NDArray[np.int64], order: NDArray[np.int64], counted: NDArray[np.bool_]
) -> NDArray[np.int64]:
    """Compares the items (any numbers) of the counted tokens between neighbouring sentences that have words.

    `order` sorts the tokens by sentence, then item. Returns (2, pairs): `COMMON` and `OF_BOTH`.
    """
    shared = np.zeros((2, rows.shape[1] + 1), np.int64)
    sentences, before = 0, 0
    for token in range(rows.shape[1]):
        if rows[TaggedRow.OPENS, token] != 0:
            first, end = rows[TaggedRow.FIRST, token], rows[TaggedRow.LAST, token] + 1
            if sentences > 0:
                before_end = rows[TaggedRow.LAST, before] + 1
                sizes = _size(before, before_end, counted) + _size(first, end, counted)
                shared[OF_BOTH, sentences - 1] = sizes
                shared[COMMON, sentences - 1] = _in_common(items, order[before:before_end], order[first:end], counted)
            sentences, before = sentences + 1, first
    return shared[:, : max(sentences - 1, 0)].copy()


@compiled
def _size(first: int, end: int, counted: NDArray[np.bool_]) -> int:
    size = 0
    for token in range(first, end):
        size += counted[token]
    return size


@compiled
def _in_common(
    items: NDArray[np.int64], one: NDArray[np.int64], other: NDArray[np.int64], counted: NDArray[np.bool_]
) -> int:
    """Number of items that two runs of tokens, sorted by item, have in common."""
    common, left, right = 0, 0, 0
    while left < one.size and right < other.size:
        if not counted[one[left]] or items[one[left]] < items[other[right]]:
            left += 1
        elif not counted[other[right]] or items[one[left]] > items[other[right]]:
            right += 1
        else:
            common, left, right = common + 1, left + 1, right + 1
    return common
