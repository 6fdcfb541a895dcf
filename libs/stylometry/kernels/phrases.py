"""Finding phrases by a walk of a trie from every token."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import LexemeColumn, PhraseMatch, TokenRow, TrieEdge
from libs.stylometry.kernels.compiled import compiled

_COLUMNS = len(PhraseMatch)
_FIRST_MATCHES = 32
_SPREAD = np.uint64(0x9E3779B97F4A7C15)
_STATE_BITS = np.uint64(32)


class Trie(NamedTuple):
    """A trie of numbered words. A phrase that begins with word w begins in state w; 0 is no word and no state.

    `edges` is a hashed table (`TrieEdge`) whose number of rows is a power of two. State s completes `ends`, (flag,
    weight, marks), from `bounds[s]` to `bounds[s + 1]`.
    """

    edges: NDArray[np.int32]
    bounds: NDArray[np.int32]
    ends: NDArray[np.int32]


@compiled
def find_phrases(
    tokens: NDArray[np.int32],
    numbers: NDArray[np.int32],
    trie: Trie,
) -> NDArray[np.int32]:
    """Every longest phrase of every list, (phrases, `PhraseMatch`), by its first token.

    Of the phrases of one list that begin at the same token only the longest counts.
    """
    edges, bounds, ends = trie
    matches = np.empty((_FIRST_MATCHES, _COLUMNS), np.int32)
    found = 0
    for token in range(tokens.shape[1] - 1):
        begun, last = found, token
        state = numbers[tokens[TokenRow.ROW, token], LexemeColumn.PHRASE_WORD]
        while state != 0 and last + 1 < tokens.shape[1]:
            last += 1
            state = _next(state, numbers[tokens[TokenRow.ROW, last], LexemeColumn.PHRASE_WORD], edges)
            for end in range(bounds[state], bounds[state + 1]):
                row = _row_for(matches, begun, found, ends[end, 0])
                found = max(found, row + 1)
                if row == len(matches):
                    matches = np.concatenate((matches, np.empty_like(matches)))
                matches[row, PhraseMatch.FLAG] = ends[end, 0]
                matches[row, PhraseMatch.FIRST] = token
                matches[row, PhraseMatch.LAST] = last
                matches[row, PhraseMatch.WEIGHT] = ends[end, 1]
                matches[row, PhraseMatch.MARKS] = ends[end, 2]
    return matches[:found].copy()


@compiled
def _next(state: int, word: int, edges: NDArray[np.int32]) -> int:
    """The state that a word leads to, 0 for none."""
    slot = _slot(state, word, edges)
    while edges[slot, TrieEdge.STATE] != 0 and (
        edges[slot, TrieEdge.STATE] != state or edges[slot, TrieEdge.WORD] != word
    ):
        slot = (slot + 1) & (len(edges) - 1)
    return edges[slot, TrieEdge.TO]


@compiled
def _slot(state: int, word: int, edges: NDArray[np.int32]) -> int:
    """First slot to search for an edge: Fibonacci hashing, as in `occurrences`."""
    key = np.uint64(state) << _STATE_BITS | np.uint64(word)
    return int((key * _SPREAD) >> _STATE_BITS) & (len(edges) - 1)


@compiled
def place_edges(listed: NDArray[np.int32], edges: NDArray[np.int32]) -> None:
    """Puts edges into the slots that `find_phrases` searches, in a table of zeros of at least twice as many rows."""
    for edge in listed:
        slot = _slot(edge[TrieEdge.STATE], edge[TrieEdge.WORD], edges)
        while edges[slot, TrieEdge.STATE] != 0:
            slot = (slot + 1) & (len(edges) - 1)
        edges[slot] = edge


@compiled
def _row_for(matches: NDArray[np.int32], begun: int, found: int, flag: int) -> int:
    """Index for a phrase of a list: that of a shorter one of the same list that begins at the same token, or a new
    one."""
    for row in range(begun, found):
        if matches[row, PhraseMatch.FLAG] == flag:
            return row
    return found
