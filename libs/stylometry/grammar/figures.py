"""Figures of speech that tags show: parallel clauses, similes, anecdotes. Needs tags.

What is found is a stretch of tokens, first and last position.
"""

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Upos, Xpos
from libs.stylometry.grammar.tagged import Mask, Tagged

Stretch: TypeAlias = tuple[int, int]
"""Positions of the first and last token."""

SHORTEST_COLON, LONGEST_COLON = 3, 40
"""Words of a clause that can be parallel to another."""

_HASH_BASE = 31


def isocola(tagged: Tagged) -> list[Stretch]:
    """Clauses whose words are of the same classes, one by one, as those of the clause before: "we like tea, they like
    milk". A clause is what lies between punctuation or conjunctions and has a verb.
    """
    within = (tagged.is_lexical & ~tagged.of_class(Upos.CCONJ)).nonzero()[0]
    if not within.size:
        return []
    new = np.ones(len(within), np.bool_)
    sentence = tagged.sentence.take(within)
    new[1:] = (within[1:] != within[:-1] + 1) | (sentence[1:] != sentence[:-1])
    first = new.nonzero()[0]
    length = np.diff(first, append=len(within))
    verbal = np.logical_or.reduceat(tagged.of_class(Upos.VERB, Upos.AUX).take(within), first)
    eligible = verbal & (length >= SHORTEST_COLON) & (length <= LONGEST_COLON)
    keys = _keys(tagged.upos.take(within), first, length)
    equal = (keys[1:] == keys[:-1]) & (length[1:] == length[:-1]) & eligible[1:]
    start = within.take(first[1:][equal])
    return list(zip(start.tolist(), (start + length[1:][equal] - 1).tolist(), strict=True))


def _keys(codes: NDArray[np.int64], first: NDArray[np.intp], length: NDArray[np.intp]) -> NDArray[np.uint64]:
    """A number for each run of codes, the same for the same codes in the same order."""
    powers = np.cumprod(np.full(LONGEST_COLON, _HASH_BASE, np.uint64))
    offset = np.minimum(np.arange(len(codes)) - np.repeat(first, length), LONGEST_COLON - 1)
    return np.add.reduceat((codes + 1).astype(np.uint64) * powers.take(offset), first)


def similes(tagged: Tagged) -> list[Stretch]:
    """ "Like a bell", "run like wind", "as light as a feather"; "as soon as" compares nothing.

    Each from its first word to the noun that it compares to.
    """
    image = tagged.on(Word.INDEFINITE_ARTICLE) & tagged.tag(Xpos.DT) | _bare_noun(tagged)
    like = tagged.on(Word.LIKE) & tagged.tag(Xpos.IN)
    after_verb = tagged.onward.reached_from(tagged.of_class(Upos.VERB))
    like &= tagged.onward.reach(image & ~_bare_noun(tagged)) | after_verb & tagged.onward.reach(_bare_noun(tagged))
    second_as = tagged.on(Word.AS) & tagged.tag(Xpos.IN) & tagged.onward.reach(image)
    quality = (tagged.adjectives | tagged.adverbs) & ~tagged.on(Word.AS_MEASURE) & tagged.onward.reach(second_as)
    first_as = tagged.on(Word.AS) & tagged.onward.reach(quality)
    nouns = tagged.nouns.nonzero()[0]
    firsts = (like | first_as).nonzero()[0]
    lasts = nouns.take(np.minimum(nouns.searchsorted(firsts), len(nouns) - 1)) if nouns.size else firsts
    return [(int(first), max(int(first), int(last))) for first, last in zip(firsts, lasts, strict=True)]


def _bare_noun(tagged: Tagged) -> Mask:
    return tagged.tag(Xpos.NN, Xpos.NNS)


def anecdotal_openings(tagged: Tagged) -> list[Stretch]:
    """The first sentence, if it tells of the writer's past: past tense, "I" or "we", and a word of time."""
    starts, ends = tagged.bounds
    first = slice(0, int(ends[0]))
    told = (tagged.tag(Xpos.VBD), tagged.on(Word.WRITER), tagged.on(Word.PAST_TIME))
    return [(int(starts[0]), int(ends[0]) - 1)] if all(mask[first].any() for mask in told) else []


FIGURES: Mapping[str, Callable[[Tagged], list[Stretch]]] = {
    "isocola": isocola,
    "similes": similes,
    "anecdotal_openings": anecdotal_openings,
}
