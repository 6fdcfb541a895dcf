"""Finding phrases by a walk of a trie from every token."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Match, Number, State, Token
from libs.stylometry.kernels.compiled import compiled

_COLUMNS = len(Match)
_FIRST_MATCHES = 32


class Trie(NamedTuple):
    """A trie of numbered words. A phrase that begins with word w begins in state w; 0 is no word and no state.

    State s goes on by `edges`, (word, state) in order of words, from `states[s]` to `states[s + 1]`, and completes
    `ends`, (flag, weight, marks), likewise (`State`).
    """

    states: NDArray[np.int32]
    edges: NDArray[np.int32]
    ends: NDArray[np.int32]


@compiled
def find_phrases(
    tokens: NDArray[np.int32],
    numbers: NDArray[np.int32],
    trie: Trie,
) -> NDArray[np.int32]:
    """Every longest phrase of every list, (phrases, `Match`), by its first token.

    Of the phrases of one list that begin at the same token only the longest counts.
    """
    states, edges, ends = trie
    matches = np.empty((_FIRST_MATCHES, _COLUMNS), np.int32)
    found = 0
    for token in range(tokens.shape[1] - 1):
        begun, last = found, token
        state = numbers[tokens[Token.ROW, token], Number.PHRASE_WORD]
        while state != 0 and last + 1 < tokens.shape[1]:
            last += 1
            state = _next(state, numbers[tokens[Token.ROW, last], Number.PHRASE_WORD], states, edges)
            for end in range(states[state, State.ENDS], states[state + 1, State.ENDS]):
                place = _place(matches, begun, found, ends[end, 0])
                found = max(found, place + 1)
                if place == len(matches):
                    matches = np.concatenate((matches, np.empty_like(matches)))
                matches[place, Match.FLAG] = ends[end, 0]
                matches[place, Match.FIRST] = token
                matches[place, Match.LAST] = last
                matches[place, Match.WEIGHT] = ends[end, 1]
                matches[place, Match.MARKS] = ends[end, 2]
    return matches[:found].copy()


@compiled
def _next(state: int, word: int, states: NDArray[np.int32], edges: NDArray[np.int32]) -> int:
    """The state to which a word leads, 0 where none."""
    low, end = states[state, State.EDGES], states[state + 1, State.EDGES]
    high = end
    while low < high:
        middle = (low + high) // 2
        if edges[middle, 0] < word:
            low = middle + 1
        else:
            high = middle
    return edges[low, 1] if low < end and edges[low, 0] == word else 0


@compiled
def _place(matches: NDArray[np.int32], begun: int, found: int, flag: int) -> int:
    """Where a phrase of a list goes: in place of the shorter one of the same list that begins at the same token."""
    for place in range(begun, found):
        if matches[place, Match.FLAG] == flag:
            return place
    return found
