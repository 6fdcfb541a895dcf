"""Rates of a text as a whole; `libs.stylometry.vector_rates` says which there are, and in what order."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.features_characters import DIGIT, LOWER, SPACE, UPPER
from libs.stylometry.kernels.features_tokens import CLASS_NUMBER, Tokens, closes, has_role, opens

_SENTENCE_RATES = 9


class Definitions(NamedTuple):
    """What the rates are defined by.

    `mark_of_point` and `closer_of_point` number the marks, and those of them that close sentences, from 0; all other
    code points, and those from the last entry on, have the number after the last.
    """

    mark_of_point: NDArray[np.int64]
    closer_of_point: NDArray[np.int64]
    apostrophes: NDArray[np.int64]
    windows: NDArray[np.int64]
    word_roles: int
    classes: int
    closed_classes: int
    longest_word: int
    short_sentence: int
    long_sentence: int


@compiled
def rates(
    points: NDArray[np.uint32], shape: NDArray[np.uint32], tokens: Tokens, by: Definitions
) -> NDArray[np.float32]:
    """All rates of a text that has at least one token."""
    size = len(tokens.row)
    return np.concatenate(
        (
            np.sqrt(_classes(tokens, by.classes) / size),
            np.sqrt(_marks(points, by.mark_of_point) / size),
            np.sqrt(_letters(shape) / len(points)),
            _word_lengths(tokens, by),
            _sentence_lengths(_words_of_sentences(tokens, by.word_roles), by),
            _openings(shape, tokens, by.closed_classes),
            _closings(points, tokens, by.closer_of_point),
            _variety(tokens, by.windows),
            np.sqrt(_habits(points, shape, by) / size),
        )
    ).astype(np.float32)


@compiled
def _classes(tokens: Tokens, classes: int) -> NDArray[np.float64]:
    counts = np.zeros(classes)
    for token in range(len(tokens.row)):
        counts[tokens.kinds[tokens.row[token], CLASS_NUMBER]] += 1
    return counts


@compiled
def _number(point: int, numbers: NDArray[np.int64]) -> int:
    return numbers[min(np.int64(point), len(numbers) - 1)]


@compiled
def _marks(points: NDArray[np.uint32], numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    counts = np.zeros(numbers[-1])
    for at in range(len(points)):
        number = _number(points[at], numbers)
        if number < len(counts):
            counts[number] += 1
    return counts


@compiled
def _letters(shape: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Capitals, digits, and all letters."""
    capitals, digits, small = 0, 0, 0
    for at in range(len(shape)):
        capitals += shape[at] == UPPER
        digits += shape[at] == DIGIT
        small += shape[at] == LOWER
    return np.array([capitals, digits, capitals + small], np.float64)


@compiled
def _word_lengths(tokens: Tokens, by: Definitions) -> NDArray[np.float64]:
    """Roots of the shares of each length, then mean and standard deviation."""
    lengths = np.zeros(by.longest_word + 3)
    words, total, squares = 0, 0, 0
    for token in range(len(tokens.row)):
        if has_role(tokens, token, by.word_roles):
            length = np.int64(tokens.end[token] - tokens.start[token])
            lengths[min(length, by.longest_word)] += 1
            words, total, squares = words + 1, total + length, squares + length * length
    if words:
        lengths = np.sqrt(lengths / words)
        lengths[-2], lengths[-1] = total / words, np.sqrt(words * squares - total * total) / words
    return lengths[1:]


@compiled
def _words_of_sentences(tokens: Tokens, word_roles: int) -> NDArray[np.int64]:
    """Words of each sentence that has any."""
    words = np.zeros(tokens.sentence[-1] + 1, np.int64)
    for token in range(len(tokens.row)):
        words[tokens.sentence[token]] += has_role(tokens, token, word_roles)
    filled = 0
    for sentence in range(len(words)):
        words[filled] = words[sentence]
        filled += words[sentence] > 0
    return words[:filled]


@compiled
def _sentence_lengths(words: NDArray[np.int64], by: Definitions) -> NDArray[np.float64]:
    """Mean, standard deviation, median and range of the logarithms of lengths, the logarithm of the mean, the mean
    change from one to the next, and the shares of short and of long ones."""
    found = np.zeros(_SENTENCE_RATES)
    if not len(words):
        return found
    logs = np.log1p(words)
    found[0], found[1], found[2] = logs.mean(), logs.std(), _median(words)
    found[3], found[4], found[5] = logs.min(), logs.max(), np.log1p(words.mean())
    for at in range(1, len(words)):
        found[6] += abs(float(logs[at] - logs[at - 1])) / (len(words) - 1)
    found[7] = (words < by.short_sentence).mean()
    found[8] = (words > by.long_sentence).mean()
    return found


@compiled
def _median(words: NDArray[np.int64]) -> float:
    """Of the logarithms, by counting."""
    sentences = np.zeros(words.max() + 1, np.int64)
    for at in range(len(words)):
        sentences[words[at]] += 1
    below, low = 0, 0
    while 2 * (below + sentences[low]) < len(words):
        below += sentences[low]
        low += 1
    high = low
    while 2 * (below + sentences[low]) == len(words) and (high == low or not sentences[high]):
        high += 1
    return (np.log1p(low) + np.log1p(high)) / 2


@compiled
def _openings(shape: NDArray[np.uint32], tokens: Tokens, closed_classes: int) -> NDArray[np.float64]:
    """Roots of the shares of sentences that begin in lower case, and with each closed class."""
    counts, sentences = np.zeros(1 + closed_classes), 0
    for token in range(len(tokens.row)):
        if opens(tokens, token):
            number = tokens.kinds[tokens.row[token], CLASS_NUMBER]
            sentences += 1
            counts[0] += shape[min(tokens.start[token], len(shape) - 1)] == LOWER
            if number < closed_classes:
                counts[1 + number] += 1
    return np.sqrt(counts / sentences)


@compiled
def _closings(points: NDArray[np.uint32], tokens: Tokens, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
    """Roots of the shares of sentences that end with each closing mark."""
    counts, sentences = np.zeros(numbers[-1]), 0
    for token in range(len(tokens.row)):
        if closes(tokens, token):
            number = _number(points[min(int(tokens.end[token]), len(points)) - 1], numbers)
            sentences += 1
            if number < len(counts):
                counts[number] += 1
    return np.sqrt(counts / sentences)


@compiled
def _variety(tokens: Tokens, windows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Different forms among the first tokens, as a share, for windows of ascending size."""
    seen, found = np.zeros(len(tokens.codes), np.bool_), np.zeros(len(windows))
    different, token = 0, 0
    for number in range(len(windows)):
        size = min(windows[number], len(tokens.row))
        while token < size:
            different += not seen[tokens.row[token]]
            seen[tokens.row[token]] = True
            token += 1
        found[number] = different / size
    return found


@compiled
def _habits(points: NDArray[np.uint32], shape: NDArray[np.uint32], by: Definitions) -> NDArray[np.float64]:
    """Contractions, double spaces, and closing marks that are repeated."""
    contractions, spaces, repeated = 0, 0, 0
    for at in range(1, len(points)):
        apostrophe = points[at] == by.apostrophes[0] or points[at] == by.apostrophes[1]
        if apostrophe and at < len(points) - 1 and shape[at - 1] == LOWER and shape[at + 1] == LOWER:
            contractions += 1
        if points[at] == points[at - 1]:
            spaces += points[at] == SPACE
            repeated += _number(points[at], by.closer_of_point) < by.closer_of_point[-1]
    return np.array([contractions, spaces, repeated], np.float64)
