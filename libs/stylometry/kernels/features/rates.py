"""Rates of a text as a whole; their order is defined in `libs.stylometry.embedding.rates`."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.features.characters import DIGIT, LOWER, SPACE, UNSEEN, UPPER
from libs.stylometry.kernels.features.tokens import CLASS_NUMBER, SHOWN, Tokens, closes, has_role, opens

_SENTENCE_RATES = 9


class Definitions(NamedTuple):
    """Definitions of the rates.

    `mark_of_point` and `closer_of_point` number the marks, and those of them that close sentences, from 0; all other
    code points, and those from the last entry on, have the number after the last.
    """

    mark_of_point: NDArray[np.int64]
    closer_of_point: NDArray[np.int64]
    apostrophes: NDArray[np.int64]
    windows: NDArray[np.int64]
    rates: int
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
    size, found = len(tokens.row), np.empty(by.rates, np.float32)
    at = _put_roots(_classes(tokens, by.classes), size, found, 0)
    at = _put_roots(_marks(points, by.mark_of_point), size, found, at)
    seen = shape != UNSEEN
    shape_seen = shape[seen]
    at = _put_roots(_letters(shape_seen), max(len(shape_seen), 1), found, at)
    at = _put(_word_lengths(tokens, shape, by), found, at)
    at = _put(_sentence_lengths(_words_of_sentences(tokens, by.word_roles), by), found, at)
    opening, closing, sentences = _edges(points, shape, tokens, by)
    at = _put_roots(opening, sentences, found, at)
    at = _put_roots(closing, sentences, found, at)
    at = _put(_variety(tokens, by.windows), found, at)
    _put_roots(_habits(points[seen], shape_seen, by), size, found, at)
    return found


@compiled
def _put(rates: NDArray[np.float64], to: NDArray[np.float32], at: int) -> int:
    for number in range(len(rates)):
        to[at + number] = rates[number]
    return at + len(rates)


@compiled
def _put_roots(counts: NDArray[np.float64], total: int, to: NDArray[np.float32], at: int) -> int:
    """Writes the square roots of shares."""
    for number in range(len(counts)):
        to[at + number] = np.sqrt(counts[number] / total)
    return at + len(counts)


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
def _word_lengths(tokens: Tokens, shape: NDArray[np.uint32], by: Definitions) -> NDArray[np.float64]:
    """Roots of the shares of each length, then mean and standard deviation."""
    counts, found = np.zeros(by.longest_word + 1), np.zeros(by.longest_word + 2)
    words, total, squares = 0, 0, 0
    for token in range(len(tokens.row)):
        if has_role(tokens, token, by.word_roles):
            length = _seen(shape, tokens.start[token], tokens.end[token])
            counts[min(length, by.longest_word)] += 1
            words, total, squares = words + 1, total + length, squares + length * length
    if words:
        for length in range(1, len(counts)):
            found[length - 1] = np.sqrt(counts[length] / words)
        found[-2], found[-1] = total / words, np.sqrt(words * squares - total * total) / words
    return found


@compiled
def _seen(shape: NDArray[np.uint32], start: int, end: int) -> int:
    """Characters from `start` to `end` that are not invisible."""
    seen = 0
    for at in range(max(start, 0), min(end, len(shape))):
        seen += shape[at] != UNSEEN
    return seen


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
    found, size, total, logs, squares = np.zeros(_SENTENCE_RATES), len(words), 0, 0.0, 0.0
    for at in range(size):
        log = np.log1p(words[at])
        total, logs, squares = total + words[at], logs + log, squares + log * log
        found[3] = min(found[3], log) if at else log
        found[4] = max(found[4], log)
        found[6] += abs(log - np.log1p(words[at - 1])) / (size - 1) if at else 0.0
        found[7] += (words[at] < by.short_sentence) / size
        found[8] += (words[at] > by.long_sentence) / size
    if size:
        found[0], found[1] = logs / size, np.sqrt(max(squares / size - (logs / size) ** 2, 0.0))
        found[2], found[5] = _median(words), np.log1p(total / size)
    return found


@compiled
def _median(words: NDArray[np.int64]) -> float:
    """Of the logarithms, by counting."""
    most = 0
    for at in range(len(words)):
        most = max(most, words[at])
    sentences = np.zeros(most + 1, np.int64)
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
def _edges(
    points: NDArray[np.uint32], shape: NDArray[np.uint32], tokens: Tokens, by: Definitions
) -> tuple[NDArray[np.float64], NDArray[np.float64], int]:
    """Sentences that begin in lower case and with each closed class, those that end with each closing mark, and all."""
    opening, closing = np.zeros(1 + by.closed_classes), np.zeros(by.closer_of_point[-1])
    sentences = 0
    for token in range(len(tokens.row)):
        if opens(tokens, token):
            sentences += 1
            opening[0] += shape[_first_seen(shape, tokens.start[token])] == LOWER
            number = tokens.kinds[tokens.row[token], CLASS_NUMBER]
            if number < by.closed_classes:
                opening[1 + number] += 1
        if closes(tokens, token):
            mark = _number(points[_last_seen(shape, tokens.end[token])], by.closer_of_point)
            if mark < len(closing):
                closing[mark] += 1
    return opening, closing, sentences


@compiled
def _first_seen(shape: NDArray[np.uint32], start: int) -> int:
    at = min(start, len(shape) - 1)
    while at < len(shape) - 1 and shape[at] == UNSEEN:
        at += 1
    return at


@compiled
def _last_seen(shape: NDArray[np.uint32], end: int) -> int:
    at = min(end, len(shape)) - 1
    while at > 0 and shape[at] == UNSEEN:
        at -= 1
    return at


@compiled
def _variety(tokens: Tokens, windows: NDArray[np.int64]) -> NDArray[np.float64]:
    """Different forms among the first tokens, as a share, for windows of ascending size."""
    seen, found = np.zeros(len(tokens.codes), np.bool_), np.zeros(len(windows))
    different, token = 0, 0
    for number in range(len(windows)):
        size = min(windows[number], len(tokens.row))
        while token < size:
            form = tokens.kinds[tokens.row[token], SHOWN]
            different += not seen[form]
            seen[form] = True
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
