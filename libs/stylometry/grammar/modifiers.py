"""Adjectives, adverbs, demonstratives, adverbial subordinators and joined phrases. Needs tags.

Rules after Biber (1988), Variation across Speech and Writing, appendix II, over Penn tags.
"""

from collections.abc import Mapping

import numpy as np

from libs.stylometry.grammar.classes import TagFeature
from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Upos, Xpos
from libs.stylometry.grammar.tagged import Mask, Tagged


def attributive(tagged: Tagged) -> Mask:
    """Adjectives before a noun, alone or in a row or list: "big red car", "long, dull and empty days"."""
    adjectives, links = tagged.adjectives, tagged.on(Word.COMMA) | tagged.of_class(Upos.CCONJ)
    before_noun = tagged.over(adjectives).reach(tagged.nouns)
    before_adjective = tagged.over(links).reach(adjectives)
    return adjectives & (before_noun | before_adjective & tagged.over(adjectives | links).reach(tagged.nouns))


def phrasal_and(tagged: Tagged) -> Mask:
    """ "And" between two nouns, verbs, adjectives or adverbs: "salt and pepper"."""
    phrasal = np.zeros(len(tagged), np.bool_)
    for of_class in (tagged.nouns, tagged.verbs, tagged.adjectives, tagged.adverbs):
        phrasal |= tagged.onward.reached_from(of_class) & tagged.onward.reach(of_class)
    return phrasal & tagged.on(Word.AND) & tagged.tag(Xpos.CC)


def causal(tagged: Tagged) -> Mask:
    """ "Because" with a clause; "because of" has none."""
    subordinating = tagged.on(Word.CAUSE) & tagged.tag(Xpos.IN)
    return subordinating & ~tagged.onward.reach(tagged.on(Word.OF))


def _subordinator(word: Word) -> TagFeature:
    return lambda tagged: tagged.on(word) & tagged.of_class(Upos.SCONJ)


def _demonstrative(of_class: Upos) -> TagFeature:
    return lambda tagged: tagged.on(Word.DEMONSTRATIVE) & tagged.tag(Xpos.DT) & tagged.of_class(of_class)


FEATURES: Mapping[str, TagFeature] = {
    "attributive_adjectives": attributive,
    "adverbs": lambda tagged: tagged.adverbs,
    "demonstrative_pronouns": _demonstrative(Upos.PRON),
    "demonstrative_determiners": _demonstrative(Upos.DET),
    "causal_clauses": causal,
    "concessive_clauses": _subordinator(Word.CONCESSION),
    "conditional_clauses": _subordinator(Word.CONDITION),
    "other_adverbial_clauses": _subordinator(Word.OTHER_SUBORDINATOR),
    "time_adverbials": lambda tagged: tagged.on(Word.TIME) & (tagged.adverbs | tagged.tag(Xpos.NN)),
    "place_adverbials": lambda tagged: tagged.on(Word.PLACE) & tagged.adverbs,
    "phrasal_and": phrasal_and,
}
