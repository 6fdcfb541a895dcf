"""Rates that describe a text as a whole: marks, lengths, rhythm and openings, each on a scale that is roughly normal.

Shares are square roots (variance-stabilising for counts), lengths logarithms.
"""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.document import Document
from libs.stylometry.vector_characters import Characters
from libs.stylometry.vector_classes import CLASSES, CLOSED_CLASSES, Role
from libs.stylometry.vector_lexemes import CLASS_NUMBER, ROLE

MARKS = ".,;:!?'\"()-&/*$%#@+=_~…–—“”‘’[]<>"
"""Characters that are counted one by one."""

_CLOSERS = ".!?…"
_POINTS = 0x2070
_LONGEST_WORD = 16
_SHORT_SENTENCE, _LONG_SENTENCE = 5, 30
_APOSTROPHES = (ord("'"), 0x2019)
_UPPER, _LOWER, _DIGIT = ord("A"), ord("a"), ord("0")
_WINDOWS = (100, 200)

_mark_points = np.array([ord(mark) for mark in MARKS], np.intp)
_closer_points = np.array([ord(mark) for mark in _CLOSERS], np.intp)

RATES = len(CLASSES) + len(MARKS) + 3 + _LONGEST_WORD + 9 + 2 + 1 + CLOSED_CLASSES + len(_CLOSERS) + len(_WINDOWS) + 3
"""How many rates there are."""


def rates(document: Document, kinds: NDArray[np.int32], characters: Characters) -> NDArray[np.float32]:
    """All rates of a document that has at least one token."""
    parts = (
        np.sqrt(np.bincount(kinds[CLASS_NUMBER], minlength=len(CLASSES)) / len(document)),
        _mark_rates(characters, len(document)),
        _letter_rates(characters),
        _word_lengths(document, kinds),
        _sentence_lengths(document, kinds),
        _openings(document, kinds, characters),
        _closings(document, characters),
        _variety(document),
        _habits(characters, len(document)),
    )
    return np.concatenate(parts).astype(np.float32)


def _mark_rates(characters: Characters, tokens: int) -> NDArray[np.float64]:
    counts = np.bincount(np.minimum(characters.points, _POINTS), minlength=_POINTS + 1)
    return np.sqrt(counts[_mark_points] / tokens)


def _letter_rates(characters: Characters) -> NDArray[np.float64]:
    counts = np.bincount(characters.shape_of_point, minlength=_LOWER + 1)
    upper, lower, digits = counts[_UPPER], counts[_LOWER], counts[_DIGIT]
    return np.sqrt(np.array([upper, digits, upper + lower]) / len(characters.points))


def _word_lengths(document: Document, kinds: NDArray[np.int32]) -> NDArray[np.float64]:
    lengths = (document.end - document.start)[kinds[ROLE] <= Role.CONTENT]
    if not lengths.size:
        return np.zeros(_LONGEST_WORD + 2)
    histogram = np.bincount(np.minimum(lengths, _LONGEST_WORD), minlength=_LONGEST_WORD + 1)[1:]
    return np.concatenate([np.sqrt(histogram / lengths.size), [lengths.mean(), lengths.std()]])


def _sentence_lengths(document: Document, kinds: NDArray[np.int32]) -> NDArray[np.float64]:
    words = np.bincount(document.sentence[kinds[ROLE] <= Role.CONTENT], minlength=document.sentences)
    words = words[words > 0]
    if not words.size:
        return np.zeros(9)
    logs = np.log1p(words)
    change = np.abs(np.diff(logs)).mean() if words.size > 1 else 0.0
    return np.array(
        [
            logs.mean(),
            logs.std(),
            np.median(logs),
            logs.min(),
            logs.max(),
            np.log1p(words.mean()),
            change,
            (words < _SHORT_SENTENCE).mean(),
            (words > _LONG_SENTENCE).mean(),
        ]
    )


def first_tokens(document: Document) -> NDArray[np.intp]:
    """Positions of the tokens that begin a sentence."""
    return np.flatnonzero(np.diff(document.sentence, prepend=-1))


def last_tokens(document: Document) -> NDArray[np.intp]:
    """Positions of the tokens that end a sentence."""
    return np.flatnonzero(np.diff(document.sentence, append=document.sentences))


def _openings(document: Document, kinds: NDArray[np.int32], characters: Characters) -> NDArray[np.float64]:
    first = first_tokens(document)
    lower = np.count_nonzero(characters.shape_of_point[document.start[first]] == _LOWER)
    classes = np.bincount(kinds[CLASS_NUMBER, first], minlength=len(CLASSES))[:CLOSED_CLASSES]
    return np.sqrt(np.concatenate([[lower], classes]) / len(first))


def _closings(document: Document, characters: Characters) -> NDArray[np.float64]:
    last = characters.points[document.end[last_tokens(document)] - 1]
    return np.sqrt((last[:, None] == _closer_points).mean(axis=0))


def _variety(document: Document) -> NDArray[np.float64]:
    return np.array([len(set(document.row[:window].tolist())) / min(window, len(document)) for window in _WINDOWS])


def _habits(characters: Characters, tokens: int) -> NDArray[np.float64]:
    points, shape = characters.points, characters.shape_of_point
    apostrophe = (points == _APOSTROPHES[0]) | (points == _APOSTROPHES[1])
    contracted = np.count_nonzero(apostrophe[1:-1] & (shape[:-2] == _LOWER) & (shape[2:] == _LOWER))
    same = points[1:] == points[:-1]
    double_space = np.count_nonzero(same & (points[1:] == ord(" ")))
    repeated = np.count_nonzero(same & np.isin(points[1:], _closer_points))
    return np.sqrt(np.array([contracted, double_space, repeated]) / tokens)
