"""Figures of sentences that have words: their openings, their endings, and repetitions of the sentence before."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Figure, PhraseMatch, PositionalFlag, TokenRow, WordRow
from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.marks import has, put
from libs.stylometry.kernels.shape import length_of

SHORT_ANSWER = 8
"""Maximum words of a sentence that answers the question before it (hypophora)."""


@compiled
def find_openings(
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    marks: NDArray[np.int32],
    matches: NDArray[np.int32],
    found: NDArray[np.uint32],
) -> None:
    """Figures of the first word of a sentence, or of a phrase that begins with it."""
    opened = marks.copy()
    for match in range(len(matches)):
        opened[matches[match, PhraseMatch.FIRST]] |= matches[match, PhraseMatch.MARKS]
    for opening in openings:
        first: int = words[WordRow.TOKEN, opening]
        comma = first + 1 < marks.size and has(marks[first + 1], PositionalFlag.COMMA)
        put(found, first, Figure.CONJUNCTION_OPENINGS, has(opened[first], PositionalFlag.OPENER_CONJUNCTIONS))
        put(found, first, Figure.TRANSITION_OPENINGS, has(opened[first], PositionalFlag.TRANSITION_WORDS))
        put(found, first, Figure.PARTICLE_OPENINGS, comma and has(opened[first], PositionalFlag.DISCOURSE_PARTICLES))
        put(found, first, Figure.LOWERCASE_OPENINGS, has(marks[first], PositionalFlag.LOWER_CASE))


@compiled
def find_endings(
    tokens: NDArray[np.int32],
    words: NDArray[np.int64],
    openings: NDArray[np.int64],
    marks: NDArray[np.int32],
    found: NDArray[np.uint32],
) -> None:
    """Marks after the last word; a question that a statement follows, and one that a short statement answers."""
    asked, before = False, 0
    for sentence in range(openings.size):
        first, length = words[WordRow.TOKEN, openings[sentence]], length_of(sentence, words, openings)
        ending = _marks_after(words[WordRow.TOKEN, openings[sentence] + length - 1], tokens, marks)
        asks = has(ending, PositionalFlag.QUESTION)
        put(found, first, Figure.QUESTIONS, asks)
        put(found, first, Figure.EXCLAIMED_SENTENCES, has(ending, PositionalFlag.EXCLAMATION))
        put(found, before, Figure.STATEMENT_AFTER_QUESTION, asked and not asks)
        put(found, before, Figure.ANSWERED_QUESTIONS, asked and not asks and length <= SHORT_ANSWER)
        asked, before = asks, first


@compiled
def _marks_after(last: int, tokens: NDArray[np.int32], marks: NDArray[np.int32]) -> int:
    """The marks between the last word of a sentence and its end."""
    together = 0
    token = last + 1
    while token < marks.size and tokens[TokenRow.SENTENCE, token] == tokens[TokenRow.SENTENCE, last]:
        together |= marks[token]
        token += 1
    return together


@compiled
def find_repetitions(words: NDArray[np.int64], openings: NDArray[np.int64], found: NDArray[np.uint32]) -> None:
    """Repetitions of the sentence before. One-word sentences share no opening, and repeat no ending."""
    types = words[WordRow.TYPE]
    for sentence in range(1, openings.size):
        here, before = openings[sentence], openings[sentence - 1]
        last = here + length_of(sentence, words, openings) - 1
        several = last > here > before + 1
        opening = several and types[here] == types[before] and types[here + 1] == types[before + 1]
        ending = types[last] == types[here - 1]
        first = words[WordRow.TOKEN, here]
        put(found, first, Figure.ANAPHORA, opening)
        put(found, first, Figure.EPIPHORA, ending)
        put(found, first, Figure.SYMPLOCE, opening and ending)
        put(found, first, Figure.ANADIPLOSIS, several and types[here] == types[here - 1])
