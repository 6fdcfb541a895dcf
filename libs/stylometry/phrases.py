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
    """`step[state, word]` is the next state, 0 where no phrase goes on so; `ends` lists what a state completes."""

    step: NDArray[np.int16]
    completes: NDArray[np.bool_]
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
    for state, targets in enumerate(edges):
        for word, target in targets.items():
            step[state, word] = target
    return _Trie(step, np.array([bool(found) for found in ends]), ends)


def _weight(phrase: tuple[str, ...], lexicon: Lexicon) -> int:
    return 1 - sum(word in lexicon.words for word in phrase)


def matches(words: NDArray[np.int32]) -> list[Match]:
    """Every longest phrase of every list, given the phrase-word number of each token.

    Of the phrases of one list that begin at the same token only the longest counts.
    """
    trie = _trie()
    starts = words.nonzero()[0]
    states = trie.step[1].take(words[starts])
    longest: dict[tuple[int, str], Match] = {}
    depth = 0
    while True:
        alive = states.nonzero()[0]
        starts, states = starts[alive], states[alive]
        for index in trie.completes[states].nonzero()[0].tolist():
            first = int(starts[index])
            for name, weight in trie.ends[states[index]]:
                longest[first, name] = Match(name, first, first + depth, weight)
        depth += 1
        inside = starts + depth < len(words)
        starts, states = starts[inside], states[inside]
        if not starts.size:
            return list(longest.values())
        states = trie.step[states, words[starts + depth]]
