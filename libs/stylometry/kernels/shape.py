"""Flags, lengths and their alternation."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Match, Number, Token, Word
from libs.stylometry.kernels.compiled import compiled

FRAGMENT_WORDS = 5
"""A sentence of fewer words counts as a fragment."""

LONG_SENTENCE_WORDS = 30
"""A sentence of more words counts as long."""

LONG_WORD_LETTERS, SHORT_WORD_LETTERS, POLYSYLLABLE = 6, 3, 3
"""A long word has more letters, a short one at most this many; a polysyllable at least this many syllables."""

_BYTE = 255


class Count(IntEnum):
    """Sums, in order."""

    TEXTS = 0
    TOKENS = 1
    WORDS = 2
    CHARACTERS = 3
    LETTERS = 4
    LETTERS_SQ = 5
    SYLLABLES = 6
    LONG_WORDS = 7
    SHORT_WORDS = 8
    MONOSYLLABLES = 9
    POLYSYLLABLES = 10
    FRAGMENTS = 11
    LONG_SENTENCES = 12
    SENTENCES = 13
    SENTENCE_WORDS_SQ = 14
    LAG_PAIRS = 15
    LAG_X = 16
    LAG_Y = 17
    LAG_XX = 18
    LAG_YY = 19
    LAG_XY = 20
    PARAGRAPHS = 21
    PARAGRAPH_WORDS_SQ = 22
    ONE_SENTENCE_PARAGRAPHS = 23
    ZIPF_HUNDREDTHS = 24


@compiled
def flags(
    tokens: NDArray[np.int32], table: NDArray[np.uint8], matches: NDArray[np.int32], counts: NDArray[np.int64]
) -> None:
    """Counts the tokens with each flag; a phrase adds its weight to the flag of its list.

    A byte holds the sums of 255 tokens, so that many columns are added at once.
    """
    sums = np.empty(table.shape[1], np.uint8)
    for begin in range(0, tokens.shape[1], _BYTE):
        sums[:] = 0
        for token in range(begin, min(begin + _BYTE, tokens.shape[1])):
            row = tokens[Token.ROW, token]
            for column in range(table.shape[1]):
                sums[column] += table[row, column]
        for column in range(counts.size):
            counts[column] += sums[column]
    for match in range(len(matches)):
        counts[matches[match, Match.FLAG]] += matches[match, Match.WEIGHT]


@compiled
def shape(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    numbers: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> None:
    """Writes all sums except those of characters, which a kernel does not see."""
    counts[Count.TEXTS] = 1
    counts[Count.TOKENS] = tokens.shape[1]
    counts[Count.WORDS] = words.shape[1]
    for token in range(tokens.shape[1]):
        counts[Count.ZIPF_HUNDREDTHS] += numbers[tokens[Token.ROW, token], Number.ZIPF]
    _words(words, counts)
    _sentences(words, openings, counts)
    _paragraphs(tokens, words, openings, counts)


@compiled
def histograms(
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    by_words: NDArray[np.int64],
    by_letters: NDArray[np.int64],
    by_syllables: NDArray[np.int64],
) -> None:
    """Counts sentences by words, words by letters and by syllables; anything longer falls into the last bin."""
    for sentence in range(openings.size):
        by_words[min(length_of(sentence, words, openings), by_words.size - 1)] += 1
    for word in range(words.shape[1]):
        by_letters[min(words[Word.LETTERS, word], by_letters.size - 1)] += 1
        by_syllables[min(words[Word.SYLLABLES, word], by_syllables.size - 1)] += 1


@compiled
def length_of(sentence: int, words: NDArray[np.int64], openings: NDArray[np.int64]) -> int:
    """Number of words of a sentence that has any."""
    following = openings[sentence + 1] if sentence + 1 < openings.size else words.shape[1]
    return following - openings[sentence]


@compiled
def _words(words: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    for word in range(words.shape[1]):
        letters, syllables = words[Word.LETTERS, word], words[Word.SYLLABLES, word]
        counts[Count.LETTERS] += letters
        counts[Count.LETTERS_SQ] += letters * letters
        counts[Count.SYLLABLES] += syllables
        counts[Count.LONG_WORDS] += letters > LONG_WORD_LETTERS
        counts[Count.SHORT_WORDS] += letters <= SHORT_WORD_LETTERS
        counts[Count.MONOSYLLABLES] += syllables == 1
        counts[Count.POLYSYLLABLES] += syllables >= POLYSYLLABLE


@compiled
def _sentences(words: NDArray[np.int64], openings: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Lengths, and lengths paired with those of the sentence before (x) and after (y)."""
    before = 0
    for sentence in range(openings.size):
        length = length_of(sentence, words, openings)
        counts[Count.SENTENCE_WORDS_SQ] += length * length
        counts[Count.FRAGMENTS] += length < FRAGMENT_WORDS
        counts[Count.LONG_SENTENCES] += length > LONG_SENTENCE_WORDS
        if sentence > 0:
            counts[Count.LAG_X] += before
            counts[Count.LAG_Y] += length
            counts[Count.LAG_XX] += before * before
            counts[Count.LAG_YY] += length * length
            counts[Count.LAG_XY] += before * length
        before = length
    counts[Count.SENTENCES] = openings.size
    counts[Count.LAG_PAIRS] = max(openings.size - 1, 0)


@compiled
def _paragraphs(
    tokens: NDArray[np.int32], words: NDArray[np.int64], openings: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Paragraphs that have words, and those in which just one sentence begins."""
    paragraphs = tokens[Token.PARAGRAPH, -1] + 1 if tokens.shape[1] else 0
    in_words, in_sentences = np.zeros(paragraphs, np.int64), np.zeros(paragraphs, np.int64)
    for word in range(words.shape[1]):
        in_words[tokens[Token.PARAGRAPH, words[Word.TOKEN, word]]] += 1
    for opening in openings:
        in_sentences[tokens[Token.PARAGRAPH, words[Word.TOKEN, opening]]] += 1
    for paragraph in range(paragraphs):
        counts[Count.PARAGRAPHS] += in_words[paragraph] > 0
        counts[Count.PARAGRAPH_WORDS_SQ] += in_words[paragraph] * in_words[paragraph]
        counts[Count.ONE_SENTENCE_PARAGRAPHS] += in_sentences[paragraph] == 1
