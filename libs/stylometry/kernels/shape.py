"""Flags, lengths and their alternation."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import LexemeColumn, PhraseMatch, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled

FRAGMENT_WORDS = 5
"""A sentence of fewer words counts as a fragment."""

LONG_SENTENCE_WORDS = 30
"""A sentence of more words counts as long."""

LONG_WORD_LETTERS, SHORT_WORD_LETTERS, POLYSYLLABLE = 6, 3, 3
"""A long word has more letters, a short one at most this many; a polysyllable at least this many syllables."""

_BYTE = 255


class ShapeCount(IntEnum):
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
            row = tokens[TokenRow.ROW, token]
            for column in range(table.shape[1]):
                sums[column] += table[row, column]
        for column in range(counts.size):
            counts[column] += sums[column]
    for match in range(len(matches)):
        counts[matches[match, PhraseMatch.FLAG]] += matches[match, PhraseMatch.WEIGHT]


@compiled
def shape(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    numbers: NDArray[np.int32],
    counts: NDArray[np.int64],
) -> None:
    """Writes all sums except those of characters, which a kernel does not see."""
    counts[ShapeCount.TEXTS] = 1
    counts[ShapeCount.TOKENS] = tokens.shape[1]
    counts[ShapeCount.WORDS] = words.shape[1]
    for token in range(tokens.shape[1]):
        counts[ShapeCount.ZIPF_HUNDREDTHS] += numbers[tokens[TokenRow.ROW, token], LexemeColumn.ZIPF]
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
        by_letters[min(words[WordRow.LETTERS, word], by_letters.size - 1)] += 1
        by_syllables[min(words[WordRow.SYLLABLES, word], by_syllables.size - 1)] += 1


@compiled
def length_of(sentence: int, words: NDArray[np.int64], openings: NDArray[np.int64]) -> int:
    """Number of words of a sentence that has any."""
    following = openings[sentence + 1] if sentence + 1 < openings.size else words.shape[1]
    return following - openings[sentence]


@compiled
def _words(words: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    for word in range(words.shape[1]):
        letters, syllables = words[WordRow.LETTERS, word], words[WordRow.SYLLABLES, word]
        counts[ShapeCount.LETTERS] += letters
        counts[ShapeCount.LETTERS_SQ] += letters * letters
        counts[ShapeCount.SYLLABLES] += syllables
        counts[ShapeCount.LONG_WORDS] += letters > LONG_WORD_LETTERS
        counts[ShapeCount.SHORT_WORDS] += letters <= SHORT_WORD_LETTERS
        counts[ShapeCount.MONOSYLLABLES] += syllables == 1
        counts[ShapeCount.POLYSYLLABLES] += syllables >= POLYSYLLABLE


@compiled
def _sentences(words: NDArray[np.int64], openings: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Lengths, and lengths paired with those of the sentence before (x) and after (y)."""
    before = 0
    for sentence in range(openings.size):
        length = length_of(sentence, words, openings)
        counts[ShapeCount.SENTENCE_WORDS_SQ] += length * length
        counts[ShapeCount.FRAGMENTS] += length < FRAGMENT_WORDS
        counts[ShapeCount.LONG_SENTENCES] += length > LONG_SENTENCE_WORDS
        if sentence > 0:
            counts[ShapeCount.LAG_X] += before
            counts[ShapeCount.LAG_Y] += length
            counts[ShapeCount.LAG_XX] += before * before
            counts[ShapeCount.LAG_YY] += length * length
            counts[ShapeCount.LAG_XY] += before * length
        before = length
    counts[ShapeCount.SENTENCES] = openings.size
    counts[ShapeCount.LAG_PAIRS] = max(openings.size - 1, 0)


@compiled
def _paragraphs(
    tokens: NDArray[np.int32], words: NDArray[np.int64], openings: NDArray[np.int64], counts: NDArray[np.int64]
) -> None:
    """Paragraphs that have words, and those in which just one sentence begins."""
    paragraphs = tokens[TokenRow.PARAGRAPH, -1] + 1 if tokens.shape[1] else 0
    in_words, in_sentences = np.zeros(paragraphs, np.int64), np.zeros(paragraphs, np.int64)
    for word in range(words.shape[1]):
        in_words[tokens[TokenRow.PARAGRAPH, words[WordRow.TOKEN, word]]] += 1
    for opening in openings:
        in_sentences[tokens[TokenRow.PARAGRAPH, words[WordRow.TOKEN, opening]]] += 1
    for paragraph in range(paragraphs):
        counts[ShapeCount.PARAGRAPHS] += in_words[paragraph] > 0
        counts[ShapeCount.PARAGRAPH_WORDS_SQ] += in_words[paragraph] * in_words[paragraph]
        counts[ShapeCount.ONE_SENTENCE_PARAGRAPHS] += in_sentences[paragraph] == 1
