"""Figures of tokens, by the tokens near them."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Clitic, Figure, LexemeColumn, PositionalFlag, TokenKind, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.marks import has, put
from libs.stylometry.kernels.occurrences import previous_occurrences, sequences

_LIST_ITEM = 4
_ASIDE = 40
_ANTITHESIS_REACH = 14
_REPEATED_WORDS = 5
_FAR = -1_000_000


@compiled
def find(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    numbers: NDArray[np.int32],
    marks: NDArray[np.int32],
    found: NDArray[np.uint32],
) -> None:
    """Sets each figure at the token where it is, or begins."""
    _contracted_is(tokens, marks, found)
    _list_joints(tokens, marks, found)
    _asides(marks, found)
    _antithesis(tokens, numbers, marks, found)
    _alliteration(tokens, numbers, marks, found)
    _quoted_words(tokens, marks, found)
    _epizeuxis(tokens, words, numbers, found)
    _repeated_words(words, found)


@compiled
def _begins_word(token: int, tokens: NDArray[np.int32]) -> bool:
    word = tokens[TokenRow.WORD, token]
    return word >= 0 and (token == 0 or tokens[TokenRow.WORD, token - 1] != word)


@compiled
def _contracted_is(tokens: NDArray[np.int32], marks: NDArray[np.int32], found: NDArray[np.uint32]) -> None:
    """Tokens 's that mean "is", "has" or "us": after pronouns and question words, not after names."""
    for token in range(1, marks.size):
        if has(marks[token], PositionalFlag.APOSTROPHE_S) and has(marks[token - 1], PositionalFlag.CLITIC_HOSTS):
            put(found, token, Figure.CONTRACTED_IS, not _begins_word(token, tokens))


@compiled
def _list_joints(tokens: NDArray[np.int32], marks: NDArray[np.int32], found: NDArray[np.uint32]) -> None:
    """The "and" or "or" that ends a list of three or more short items: after a comma, and without one.

    What precedes a list's comma is not the first word of a sentence, as in "However, you and I".
    """
    sentence = tokens[TokenRow.SENTENCE]
    comma, comma_before = _FAR, _FAR
    for token in range(marks.size):
        if has(marks[token], PositionalFlag.COMMA):
            comma, comma_before = token, comma
        near = token - comma < _LIST_ITEM and sentence[comma] == sentence[token]
        if near and has(marks[token], PositionalFlag.LIST_CONJUNCTIONS):
            serial = token - comma == 1
            put(found, token, Figure.SERIAL_COMMAS, serial and comma - comma_before <= _LIST_ITEM)
            within = comma > 1 and sentence[comma - 2] == sentence[comma]
            put(found, token, Figure.OPEN_LISTS, not serial and within)


@compiled
def _asides(marks: NDArray[np.int32], found: NDArray[np.uint32]) -> None:
    """Opening parentheses whose content speaks of the writer."""
    closed, own = marks.size, marks.size + _ASIDE
    for token in range(marks.size - 1, -1, -1):
        if has(marks[token], PositionalFlag.CLOSING_PARENTHESIS):
            closed = token
        if has(marks[token], PositionalFlag.PRON_1SG) or has(marks[token], PositionalFlag.PRON_1PL):
            own = token
        put(
            found,
            token,
            Figure.ASIDES,
            has(marks[token], PositionalFlag.PARENTHESIS) and own <= min(token + _ASIDE, closed),
        )


@compiled
def _antithesis(
    tokens: NDArray[np.int32], numbers: NDArray[np.int32], marks: NDArray[np.int32], found: NDArray[np.uint32]
) -> None:
    """Negations that are soon followed by their opposite: "not X but Y", "it's not X, it's Y"."""
    sentence = tokens[TokenRow.SENTENCE]
    turn = marks.size + _ANTITHESIS_REACH
    for token in range(marks.size - 1, -1, -1):
        if has(marks[token], PositionalFlag.SECOND_LIMB) or _restarts(token, tokens, numbers, marks):
            turn = token
        if has(marks[token], PositionalFlag.NEG_ANALYTIC) and 0 < turn - token <= _ANTITHESIS_REACH:
            put(found, token, Figure.ANTITHESIS, sentence[turn - 1] == sentence[token])


@compiled
def _restarts(token: int, tokens: NDArray[np.int32], numbers: NDArray[np.int32], marks: NDArray[np.int32]) -> bool:
    """Reports whether, after a mark, "it is" or "it's" (that, this, ...) begins, without a negation."""
    if not (has(marks[token], PositionalFlag.PRON_IT) or has(marks[token], PositionalFlag.DEMONSTRATIVES)):
        return False
    if token == 0 or token + 1 == marks.size or tokens[TokenRow.WORD, token - 1] >= 0:
        return False
    clitic = numbers[tokens[TokenRow.ROW, token + 1], LexemeColumn.CLITIC] == Clitic.POSSESSIVE_OR_IS
    if not (clitic or has(marks[token + 1], PositionalFlag.AUXILIARIES)):
        return False
    return token + 2 == marks.size or not has(marks[token + 2], PositionalFlag.NEG_ANALYTIC)


@compiled
def _alliteration(
    tokens: NDArray[np.int32], numbers: NDArray[np.int32], marks: NDArray[np.int32], found: NDArray[np.uint32]
) -> None:
    """Content words that follow another in their sentence, and those of them that begin with the same consonant
    sound."""
    sentence, before, onset_before = -1, 0, 0
    for token in range(marks.size):
        if has(marks[token], PositionalFlag.CONTENT):
            onset = numbers[tokens[TokenRow.ROW, token], LexemeColumn.ONSET]
            before, sentence = sentence, tokens[TokenRow.SENTENCE, token]
            put(found, token, Figure.ONSET_PAIRS, before == sentence)
            put(found, token, Figure.ONSET_MATCHES, before == sentence and onset > 0 and onset == onset_before)
            onset_before = onset


@compiled
def onset_chance(tokens: NDArray[np.int32], numbers: NDArray[np.int32], found: NDArray[np.uint32]) -> float:
    """Expected number, among as many random pairs of content words, that begin with the same consonant sound."""
    highest = 0
    for token in range(tokens.shape[1]):
        highest = max(highest, numbers[tokens[TokenRow.ROW, token], LexemeColumn.ONSET])
    onsets, n, pairs, same = np.zeros(highest + 1, np.int64), 0, 0, 0
    for token in range(tokens.shape[1]):
        row: int = tokens[TokenRow.ROW, token]
        if has(numbers[row, LexemeColumn.MARKS], PositionalFlag.CONTENT):
            n += 1
            pairs += found[token] >> Figure.ONSET_PAIRS & 1
            onsets[max(numbers[row, LexemeColumn.ONSET], 0)] += 1
    for onset in range(1, onsets.size):
        same += onsets[onset] * onsets[onset]
    return pairs * same / (n * n) if n else 0.0


@compiled
def _quoted_words(tokens: NDArray[np.int32], marks: NDArray[np.int32], found: NDArray[np.uint32]) -> None:
    """Words between double quotation marks; a quotation ends with its paragraph."""
    opened, within = False, -1
    for token in range(marks.size):
        paragraph = tokens[TokenRow.PARAGRAPH, token]
        opened = opened and paragraph == within
        if has(marks[token], PositionalFlag.STRAIGHT_QUOTE) or has(marks[token], PositionalFlag.CURLY_QUOTE):
            opened, within = not opened, paragraph
        put(found, token, Figure.QUOTED_WORDS, opened and _begins_word(token, tokens))


@compiled
def _epizeuxis(
    tokens: NDArray[np.int32], words: NDArray[np.int64], numbers: NDArray[np.int32], found: NDArray[np.uint32]
) -> None:
    """Words said again at once ("never, never"); "that that" and "had had" aside."""
    for word in range(1, words.shape[1]):
        if words[WordRow.TYPE, word] == words[WordRow.TYPE, word - 1]:
            before, token = words[WordRow.TOKEN, word - 1], words[WordRow.TOKEN, word]
            row = tokens[TokenRow.ROW, token]
            emphatic = numbers[row, LexemeColumn.KIND] == TokenKind.WORD and numbers[row, LexemeColumn.DOUBLED] == 0
            together = tokens[TokenRow.SENTENCE, before] == tokens[TokenRow.SENTENCE, token]
            put(found, token, Figure.EPIZEUXIS, emphatic and together)


@compiled
def _repeated_words(words: NDArray[np.int64], found: NDArray[np.uint32]) -> None:
    """Words in a sequence of five words that the text repeats."""
    previous = previous_occurrences(sequences(words[WordRow.TYPE], _REPEATED_WORDS))
    for sequence in range(previous.size):
        if previous[sequence] >= 0:
            for offset in range(_REPEATED_WORDS):
                put(found, words[WordRow.TOKEN, sequence + offset], Figure.REPEATED_WORDS, True)
                put(found, words[WordRow.TOKEN, previous[sequence] + offset], Figure.REPEATED_WORDS, True)
