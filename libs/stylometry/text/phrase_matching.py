"""The phrases of all word lists as one trie in arrays, and matching them in a text."""

from functools import cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import TrieEdge
from libs.stylometry.kernels.phrases import Trie, find_phrases, place_edges
from libs.stylometry.text.lexeme_features import FLAG, POSITIONAL_BIT, phrase_words
from libs.stylometry.text.lexicons import WordList, lexicons


@cache
def phrase_trie() -> Trie:
    """The phrases of all lists."""
    numbers = phrase_words()
    edges: list[dict[int, int]] = [{} for _ in range(len(numbers) + 1)]
    ends: list[list[tuple[int, int, int]]] = [[] for _ in edges]
    for lexicon in lexicons().values():
        for phrase in sorted(lexicon.phrases):
            state = numbers[phrase[0]]
            for word in phrase[1:]:
                state = edges[state].setdefault(numbers[word], len(edges))
                if state == len(edges):
                    edges.append({})
                    ends.append([])
            ends[state].append((FLAG[lexicon.name], _weight(phrase, lexicon), POSITIONAL_BIT.get(lexicon.name, 0)))
    listed = [(state, word, to) for state, of_state in enumerate(edges) for word, to in of_state.items()]
    table = np.zeros((1 << (2 * len(listed)).bit_length(), len(TrieEdge)), np.int32)
    place_edges(np.array(listed, np.int32), table)
    return Trie(
        edges=table,
        bounds=np.array(list(accumulate(map(len, ends), initial=0)), np.int32),
        ends=np.array([end for of_state in ends for end in of_state], np.int32),
    )


def _weight(phrase: tuple[str, ...], lexicon: WordList) -> int:
    return 1 - sum(word in lexicon.words for word in phrase)


def phrases_in(tokens: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """Every longest phrase of every list (`kernels.codes.PhraseMatch`), in the order of their first tokens.

    `tokens` are rows of `kernels.codes.TokenRow`, `numbers` the numeric columns of the lexeme table.
    """
    return find_phrases(tokens, numbers, phrase_trie())
