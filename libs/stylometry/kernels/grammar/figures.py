"""Figures of speech found by tags: parallel clauses, similes, anecdotes. Each is a stretch of tokens."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Closed, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import Stretch, TagFigure, TaggedRow
from libs.stylometry.kernels.grammar.rows import (
    is_adjective,
    is_adverb,
    is_bare_noun,
    is_noun,
    of_class,
    on,
    one_of,
    tag,
)

SHORTEST_COLON, LONGEST_COLON = 3, 40
"""Minimum and maximum words of a clause that can be parallel to another."""

LONGEST_SIMILE = 12
"""Maximum number of tokens to the noun of a simile."""

_COLUMNS = len(Stretch)

_VERBAL = bits(Upos.VERB, Upos.AUX)


@compiled
def find_stretches(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """The figures, (figures, `Stretch`), each kind in order of appearance."""
    found = np.empty((2 * rows.shape[1] + 1, _COLUMNS), np.int64)
    number = _similes(rows, found, _isocola(rows, found))
    if rows.shape[1] > 0 and _is_anecdote(rows):
        number = _note(found, number, TagFigure.ANECDOTAL_OPENINGS, 0, rows[TaggedRow.LAST, 0])
    return found[:number].copy()


@compiled
def _isocola(rows: NDArray[np.int64], found: NDArray[np.int64]) -> int:
    """Clauses whose words are of the same classes, one by one, as those of the clause before.

    A clause is a stretch between punctuation or conjunctions that has a verb.
    """
    number, first, before, before_length = 0, 0, 0, 0
    while first < rows.shape[1]:
        length, verbal = 0, False
        while _continues(rows, first, first + length):
            upos = rows[TaggedRow.UPOS, first + length]
            verbal |= one_of(_VERBAL, upos)
            length += 1
        fits = verbal and SHORTEST_COLON <= length <= LONGEST_COLON and length == before_length
        if fits and _are_parallel(rows, before, first, length):
            number = _note(found, number, TagFigure.ISOCOLA, first, first + length - 1)
        if length > 0:
            before, before_length = first, length
        first += max(length, 1)
    return number


@compiled
def _note(found: NDArray[np.int64], number: int, figure: TagFigure, first: int, last: int) -> int:
    """Writes a figure and returns the number of figures."""
    found[number, Stretch.FIGURE] = figure
    found[number, Stretch.FIRST] = first
    found[number, Stretch.LAST] = last
    return number + 1


@compiled
def _are_parallel(rows: NDArray[np.int64], one: int, other: int, length: int) -> bool:
    parallel = True
    for offset in range(length):
        parallel &= rows[TaggedRow.UPOS, one + offset] == rows[TaggedRow.UPOS, other + offset]
    return parallel


@compiled
def _continues(rows: NDArray[np.int64], first: int, token: int) -> bool:
    """Reports whether a token is in the clause that begins at `first`."""
    within = token < rows.shape[1] and rows[TaggedRow.SENTENCE, token] == rows[TaggedRow.SENTENCE, first]
    return within and rows[TaggedRow.LEXICAL, token] != 0 and rows[TaggedRow.UPOS, token] != Upos.CCONJ


@compiled
def _similes(rows: NDArray[np.int64], found: NDArray[np.int64], number: int) -> int:
    """ "Like a bell", "run like wind", "as light as a feather"; each up to the noun of comparison."""
    for token in range(rows.shape[1]):
        if _is_like(rows, token) or _is_as(rows, token):
            last, end = token, min(rows[TaggedRow.LAST, token], token + LONGEST_SIMILE)
            while last < end and not is_noun(rows, last):
                last += 1
            if is_noun(rows, last):
                number = _note(found, number, TagFigure.SIMILES, token, last)
    return number


@compiled
def _is_like(rows: NDArray[np.int64], token: int) -> bool:
    """Before a noun with "a", or after a verb before a bare noun."""
    if not on(rows, token, Closed.LIKE) or not tag(rows, token, Xpos.IN):
        return False
    following = rows[TaggedRow.NEXT, token]
    after_verb = token > rows[TaggedRow.FIRST, token] and of_class(rows, token - 1, Upos.VERB)
    return _is_indefinite(rows, following) or (after_verb and is_bare_noun(rows, following))


@compiled
def _is_as(rows: NDArray[np.int64], token: int) -> bool:
    """The first "as" of "as light as a feather"; "as soon as" compares nothing."""
    quality = rows[TaggedRow.NEXT, token]
    if not on(rows, token, Closed.AS) or not (is_adjective(rows, quality) or is_adverb(rows, quality)):
        return False
    second = rows[TaggedRow.NEXT, quality]
    if on(rows, quality, Closed.AS_MEASURE) or not on(rows, second, Closed.AS) or not tag(rows, second, Xpos.IN):
        return False
    image = rows[TaggedRow.NEXT, second]
    return _is_indefinite(rows, image) or is_bare_noun(rows, image)


@compiled
def _is_indefinite(rows: NDArray[np.int64], token: int) -> bool:
    return on(rows, token, Closed.INDEFINITE_ARTICLE) and tag(rows, token, Xpos.DT)


@compiled
def _is_anecdote(rows: NDArray[np.int64]) -> bool:
    """Reports whether the first sentence has a past tense, "I" or "we", and a word of past time."""
    past, writer, time = False, False, False
    for token in range(rows[TaggedRow.LAST, 0] + 1):
        past |= tag(rows, token, Xpos.VBD)
        writer |= on(rows, token, Closed.WRITER)
        time |= on(rows, token, Closed.PAST_TIME)
    return past and writer and time
