"""Figures and habits of tokens: found once, as bits of the tokens, to be counted and located."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels import sentence_figures, token_figures
from libs.stylometry.kernels.codes import LexemeColumn, TokenRow
from libs.stylometry.kernels.compiled import compiled


@compiled
def find_figures(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    numbers: NDArray[np.int32],
    matches: NDArray[np.int32],
) -> NDArray[np.uint32]:
    """The figures (`Figure`, as bits) at each token."""
    found = np.zeros(tokens.shape[1], np.uint32)
    marks = np.empty(tokens.shape[1], np.int32)
    for token in range(marks.size):
        marks[token] = numbers[tokens[TokenRow.ROW, token], LexemeColumn.MARKS]
    sentence_figures.find_openings(words, openings, marks, matches, found)
    sentence_figures.find_endings(tokens, words, openings, marks, found)
    sentence_figures.find_repetitions(words, openings, found)
    token_figures.find(tokens, words, numbers, marks, found)
    return found


@compiled
def count_figures(found: NDArray[np.uint32], indices: NDArray[np.int64], sums: NDArray[np.int64]) -> None:
    """Adds the number of tokens with each figure to the sum that counts it."""
    for figure in range(indices.size):
        n = 0
        for token in range(found.size):
            n += found[token] >> np.uint32(figure) & np.uint32(1)
        sums[indices[figure]] += n
