"""Spans of the words and phrases of lists in a text."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import PhraseMatch, TokenRow
from libs.stylometry.kernels.compiled import compiled


@compiled
def flagged(
    tokens: NDArray[np.int32], flags: NDArray[np.uint8], columns: NDArray[np.int64], matches: NDArray[np.int32]
) -> NDArray[np.int64]:
    """Start and end, (spans, 2), of the tokens with any of some flags and of the phrases of those lists, in order and
    without repetition; a phrase hides its own words from its list."""
    size = tokens.shape[1]
    keys, n = np.empty(len(columns) * size + len(matches), np.int64), 0
    for column in columns:
        hidden = np.zeros(size, np.bool_)
        for match in range(len(matches)):
            if matches[match, PhraseMatch.FLAG] == column:
                first, last = matches[match, PhraseMatch.FIRST], matches[match, PhraseMatch.LAST]
                hidden[first : last + 1] = True
                keys[n], n = first * size + last, n + 1
        for token in range(size):
            if flags[tokens[TokenRow.ROW, token], column] and not hidden[token]:
                keys[n], n = token * size + token, n + 1
    distinct = np.unique(keys[:n])
    spans = np.empty((len(distinct), 2), np.int64)
    for span in range(len(distinct)):
        spans[span, 0] = tokens[TokenRow.START, distinct[span] // size]
        spans[span, 1] = tokens[TokenRow.END, distinct[span] % size]
    return spans
