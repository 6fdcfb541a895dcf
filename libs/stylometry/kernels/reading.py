"""Converts a tokenised text to arrays over its tokens and words."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Clitic, LexemeColumn, SourceColumn, TokenKind, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled

PROBES = 8
"""Maximum slots that are searched for a form."""

_TYPE_BITS = 32
_FIRST_TYPE = (1 << _TYPE_BITS) - 1
_TOKEN_ROWS, _WORD_ROWS = len(TokenRow), len(WordRow)


@compiled
def find_rows(
    source: NDArray[np.uint64], keys: NDArray[np.uint64], rows: NDArray[np.int32], found: NDArray[np.int32]
) -> int:
    """Writes the row of each form, -1 if it has none, and returns the number of forms without a row.

    `keys` and `rows` have the same length, a power of two; a form is in one of `PROBES` slots from its hash on.
    """
    mask = np.uint64(keys.size - 1)
    missing = 0
    for index in range(len(source)):
        orth = source[index, SourceColumn.ORTH]
        found[index] = -1
        for probe in range(PROBES):
            slot = (orth + np.uint64(probe)) & mask
            if keys[slot] == orth:
                found[index] = rows[slot]
                break
        missing += found[index] < 0
    return missing


@compiled
def read(
    source: NDArray[np.uint64], rows: NDArray[np.int32], numbers: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
    """Tokens (`TokenRow`, tokens), words (`WordRow`, words), and the word that opens each sentence that has any."""
    tokens = _tokens(source, rows, numbers)
    words = _words(tokens, numbers)
    return tokens, words, _openings(tokens, words)


@compiled
def _tokens(source: NDArray[np.uint64], rows: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.int32]:
    """All tokens that are no white space. Sentences and paragraphs without any are not numbered."""
    kept, most_breaks = 0, 0
    for row in rows:
        kept += numbers[row, LexemeColumn.KIND] != TokenKind.SPACE
        most_breaks = max(most_breaks, numbers[row, LexemeColumn.LINE_BREAKS])
    breaks = 2 if most_breaks > 1 else 1
    tokens = np.empty((_TOKEN_ROWS, kept), np.int32)
    token, sentence, paragraph = 0, 0, 0
    new_sentence, new_paragraph = False, False
    for index in range(len(rows)):
        row = rows[index]
        new_sentence |= source[index, SourceColumn.SENTENCE_START] == 1
        new_paragraph |= numbers[row, LexemeColumn.LINE_BREAKS] >= breaks
        if numbers[row, LexemeColumn.KIND] != TokenKind.SPACE:
            sentence += new_sentence and token > 0
            paragraph += new_paragraph and token > 0
            new_sentence = new_paragraph = False
            start = np.int32(source[index, SourceColumn.OFFSET])
            tokens[TokenRow.ROW, token] = row
            tokens[TokenRow.START, token] = start
            tokens[TokenRow.END, token] = start + numbers[row, LexemeColumn.LENGTH]
            tokens[TokenRow.SENTENCE, token] = sentence
            tokens[TokenRow.PARAGRAPH, token] = paragraph
            token += 1
    return tokens


@compiled
def _words(tokens: NDArray[np.int32], numbers: NDArray[np.int32]) -> NDArray[np.int64]:
    """Numbers the words in `tokens` and describes them. A token attached to a word or number continues it."""
    word, end = -1, -1
    for token in range(tokens.shape[1]):
        kind = numbers[tokens[TokenRow.ROW, token], LexemeColumn.KIND]
        lexical = kind in (TokenKind.WORD, TokenKind.NUMBER)
        word += lexical and tokens[TokenRow.START, token] != end
        tokens[TokenRow.WORD, token] = word if lexical else -1
        end = tokens[TokenRow.END, token] if lexical else -1
    words = np.empty((_WORD_ROWS, word + 1), np.int64)
    before, clitic_before = -1, 0
    for token in range(tokens.shape[1]):
        word, row = tokens[TokenRow.WORD, token], tokens[TokenRow.ROW, token]
        clitic = numbers[row, LexemeColumn.CLITIC]
        if word >= 0:
            type_ = np.int64(numbers[row, LexemeColumn.TYPE])
            if word != before:
                before = word
                words[:, word] = (token, type_, 0, 0)
            else:
                words[WordRow.TYPE, word] = (words[WordRow.TYPE, word] & _FIRST_TYPE) + (type_ << _TYPE_BITS)
            words[WordRow.LETTERS, word] += numbers[row, LexemeColumn.LETTERS]
            words[WordRow.SYLLABLES, word] += numbers[row, LexemeColumn.SYLLABLES]
            if clitic == Clitic.NEGATION and clitic_before == Clitic.SYLLABIC_BEFORE_NEGATION:
                words[WordRow.SYLLABLES, word] += 1
        clitic_before = clitic
    return words


@compiled
def _openings(tokens: NDArray[np.int32], words: NDArray[np.int64]) -> NDArray[np.int64]:
    openings = np.empty(words.shape[1], np.int64)
    found, sentence = 0, -1
    for word in range(words.shape[1]):
        of_word = tokens[TokenRow.SENTENCE, words[WordRow.TOKEN, word]]
        if of_word != sentence:
            openings[found] = word
            found, sentence = found + 1, of_word
    return openings[:found].copy()
