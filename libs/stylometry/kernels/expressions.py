"""Finding the expressions of a text: its words, phrases, sentence openings and transitions."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import ExpressionKind, PhraseMatch, TokenKind, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled

LONGEST_PHRASE, LONGEST_OPENING = 4, 3
"""Maximum words of an expression."""

_MAX_OF_A_WORD = LONGEST_PHRASE + 1
_MAX_OF_A_SENTENCE = LONGEST_OPENING
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX, _FOLD = np.uint64(0xFF51AFD7ED558CCD), np.uint64(33)


class ExpressionArrays(NamedTuple):
    """Expressions of a text in order: the key of each, equal for equal expressions of a kind, and its position.

    `place` has columns for the kind (`ExpressionKind`) and for the first and the last token.
    """

    key: NDArray[np.uint64]
    place: NDArray[np.int32]


class ExpressionSource(NamedTuple):
    """Text as expressions are read from it: tokens and words (`Document`), kind and code of each token's form.

    `connective` marks tokens that are connectives by themselves; `matches` are phrases, and those on one of
    `connective_lists` are connectives.
    """

    tokens: NDArray[np.int32]
    words: NDArray[np.int64]
    kinds: NDArray[np.int32]
    codes: NDArray[np.uint64]
    connective: NDArray[np.bool_]
    matches: NDArray[np.int32]
    connective_lists: NDArray[np.bool_]


@compiled
def find_expressions(reading: ExpressionSource) -> ExpressionArrays:
    """Every expression. Phrases and openings contain no mark, number or link; a transition opens a clause."""
    tokens, words = reading.tokens, reading.words
    n = words.shape[1]
    size = n * (_MAX_OF_A_WORD + _MAX_OF_A_SENTENCE)
    found = ExpressionArrays(np.empty(size, np.uint64), np.empty((size, 3), np.int32))
    at, match = 0, 0
    for word in range(n):
        first = words[WordRow.TOKEN, word]
        if not _is_plain(reading, first):
            continue
        opens = (
            word == 0 or tokens[TokenRow.SENTENCE, first] != tokens[TokenRow.SENTENCE, words[WordRow.TOKEN, word - 1]]
        )
        key, last = np.uint64(0), first - 1
        for length in range(1, LONGEST_PHRASE + 1):
            following = last + 1
            if not _continues(reading, following, word + length - 1, n, tokens[TokenRow.SENTENCE, first]):
                break
            last = _last_token(reading, following)
            key = _extended(reading, key, following, last)
            at = _put(found, at, key, ExpressionKind.WORD if length == 1 else ExpressionKind.PHRASE, (first, last))
            if opens and length <= LONGEST_OPENING:
                at = _put(found, at, key, ExpressionKind.OPENING, (first, last))
        if opens or tokens[TokenRow.WORD, first - 1] < 0:
            while match < len(reading.matches) and reading.matches[match, PhraseMatch.FIRST] < first:
                match += 1
            last = _transition(reading, first, match)
            if last >= first:
                key = _extended(reading, np.uint64(0), first, last)
                at = _put(found, at, key, ExpressionKind.TRANSITION, (first, last))
    return ExpressionArrays(found.key[:at].copy(), found.place[:at].copy())


@compiled
def _is_plain(reading: ExpressionSource, token: int) -> bool:
    """Reports whether a token is a word, and no number."""
    return reading.kinds[token] == TokenKind.WORD


@compiled
def _continues(reading: ExpressionSource, token: int, word: int, n: int, sentence: int) -> bool:
    """Reports whether the word begins at this token, in this sentence: nothing separates it from the word before."""
    if word >= n or reading.words[WordRow.TOKEN, word] != token:
        return False
    return reading.tokens[TokenRow.SENTENCE, token] == sentence and _is_plain(reading, token)


@compiled
def _last_token(reading: ExpressionSource, token: int) -> int:
    """The last token of the word that begins here."""
    row = reading.tokens[TokenRow.WORD]
    while token + 1 < len(row) and row[token + 1] == row[token]:
        token += 1
    return token


@compiled
def _extended(reading: ExpressionSource, key: np.uint64, first: int, last: int) -> np.uint64:
    """The key with one more word: words are separated, so that "any one" is not "anyone"."""
    for token in range(first, last + 1):
        key = key * _MULTIPLIER + reading.codes[token]
    return (key ^ (key >> _FOLD)) * _MIX


@compiled
def _transition(reading: ExpressionSource, first: int, match: int) -> int:
    """The last token of the longest connective that begins at a token; one less than the first without any."""
    last = first if reading.connective[first] else first - 1
    while match < len(reading.matches) and reading.matches[match, PhraseMatch.FIRST] == first:
        if reading.connective_lists[reading.matches[match, PhraseMatch.FLAG]]:
            last = max(last, reading.matches[match, PhraseMatch.LAST])
        match += 1
    return last


@compiled
def _put(found: ExpressionArrays, at: int, key: np.uint64, kind: int, tokens: tuple[int, int]) -> int:
    """Notes an expression; its kind is part of its key."""
    salted = (key + np.uint64(kind)) * _MULTIPLIER
    found.key[at] = salted ^ (salted >> _FOLD)
    found.place[at, 0] = kind
    found.place[at, 1], found.place[at, 2] = tokens
    return at + 1
