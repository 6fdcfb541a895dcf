"""Finding the phrases of all word lists in one walk of a trie over the whole text at once."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.columns import phrase_words
from libs.stylometry.lexicons import Lexicon, lexicons


@dataclass(frozen=True, slots=True)
class Match:
    """A phrase of a list in a text: its first and last token.

    `weight` is what it adds to the list's count: 1, less the members of the same list that are words of the
    phrase, which the lexeme table has counted already.
    """

    lexicon: str
    first: int
    last: int
    weight: int


@dataclass(frozen=True, slots=True)
class _Trie:
    """`step[state, word]` is the next state, 0 where no phrase goes on so; filled for the
    first two words; `next` is the same for all, one word at a time. `ends` lists what a state completes.
    """

    step: NDArray[np.int16]
    next: list[dict[int, int]]
    ends: list[list[tuple[str, int]]]


@cache
def _trie() -> _Trie:
    numbers = phrase_words()
    edges: list[dict[int, int]] = [{}, {}]
    ends: list[list[tuple[str, int]]] = [[], []]
    for lexicon in lexicons().values():
        for phrase in sorted(lexicon.phrases):
            state = 1
            for word in phrase:
                state = edges[state].setdefault(numbers[word], len(edges))
                if state == len(edges):
                    edges.append({})
                    ends.append([])
            ends[state].append((lexicon.name, _weight(phrase, lexicon)))
    step = np.zeros((len(edges), len(numbers) + 1), np.int16)
    for state in (1, *edges[1].values()):
        for word, target in edges[state].items():
            step[state, word] = target
    return _Trie(step, edges, ends)


def _weight(phrase: tuple[str, ...], lexicon: Lexicon) -> int:
    return 1 - sum(word in lexicon.words for word in phrase)


def matches(words: NDArray[np.int32]) -> list[Match]:
    """Every longest phrase of every list, given the phrase-word number of each token.

    Of the phrases of one list that begin at the same token only the longest counts. The first two words are looked up
    for all tokens at once; few places are left after that.
    """
    trie = _trie()
    begun = trie.step[1].take(words)
    states = trie.step[begun[:-1], words[1:]]
    starts = states.nonzero()[0]
    found: list[Match] = []
    for first, state in zip(starts.tolist(), states[starts].tolist(), strict=True):
        found.extend(_longest(trie, words, first, state))
    return found


def _longest(trie: _Trie, words: NDArray[np.int32], first: int, state: int) -> list[Match]:
    """The longest phrase of each list that begins at a token, whose first two words lead to `state`."""
    longest: dict[str, Match] = {}
    last = first + 1
    while state:
        for name, weight in trie.ends[state]:
            longest[name] = Match(name, first, last, weight)
        last += 1
        state = trie.next[state].get(int(words[last]), 0) if last < len(words) else 0
    return list(longest.values())
