"""Classes of words, what sentences open with, and which class follows which. Needs tags."""

from collections.abc import Callable, Mapping

import numpy as np

from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Upos, Xpos
from libs.stylometry.grammar.tagged import Mask, Tagged

TagFeature = Callable[[Tagged], Mask]
"""Finds the tokens that a sum counts."""


def _words_of(*classes: Upos) -> TagFeature:
    return lambda tagged: tagged.of_class(*classes) & tagged.is_lexical


def _opening_with(*classes: Upos) -> TagFeature:
    return lambda tagged: tagged.of_class(*classes) & tagged.openings


CLASSES: Mapping[str, TagFeature] = {
    "noun_tokens": _words_of(Upos.NOUN),
    "propn_tokens": _words_of(Upos.PROPN),
    "verb_tokens": _words_of(Upos.VERB),
    "aux_tokens": _words_of(Upos.AUX),
    "adj_tokens": _words_of(Upos.ADJ),
    "adv_tokens": _words_of(Upos.ADV),
    "pron_tokens": _words_of(Upos.PRON),
    "det_tokens": _words_of(Upos.DET),
    "adp_tokens": _words_of(Upos.ADP),
    "cconj_tokens": _words_of(Upos.CCONJ),
    "sconj_tokens": _words_of(Upos.SCONJ),
    "part_tokens": _words_of(Upos.PART),
    "num_tokens": _words_of(Upos.NUM),
    "intj_tokens": _words_of(Upos.INTJ),
}
"""Words of each class that means something to a writer."""

OPENERS: Mapping[str, TagFeature] = {
    "open_pron": _opening_with(Upos.PRON),
    "open_det": _opening_with(Upos.DET),
    "open_noun": _opening_with(Upos.NOUN, Upos.PROPN),
    "open_adj": _opening_with(Upos.ADJ),
    "open_adv": _opening_with(Upos.ADV),
    "open_adp": _opening_with(Upos.ADP),
    "open_conj": _opening_with(Upos.CCONJ),
    "open_sconj": _opening_with(Upos.SCONJ),
    "open_verb": _opening_with(Upos.VERB, Upos.AUX),
    "open_intj": _opening_with(Upos.INTJ),
}
"""First words of sentences by class."""


def _articles(tagged: Tagged) -> Mask:
    return tagged.on(Word.ARTICLE) & tagged.tag(Xpos.DT)


def _prepositions(tagged: Tagged) -> Mask:
    """Without the particles of phrasal verbs ("give up")."""
    return tagged.of_class(Upos.ADP) & ~tagged.tag(Xpos.RP)


FEATURES: Mapping[str, TagFeature] = {
    "tagged_words": lambda tagged: tagged.is_word,
    "tagged_tokens": lambda tagged: tagged.is_lexical,
    "tagged_sentences": lambda tagged: tagged.openings,
    "article_tokens": _articles,
    "preposition_tokens": _prepositions,
    **CLASSES,
    **OPENERS,
}

PAIRS = tuple(f"{first.name.lower()}_{second.name.lower()}" for first in Upos for second in Upos)
"""Sums of one class followed by another within a sentence, punctuation being a class."""

COUNTS = PAIRS


def count(tagged: Tagged) -> dict[str, float]:
    """The pairs that occur."""
    within = tagged.sentence[1:] == tagged.sentence[:-1]
    pairs = (tagged.upos[:-1] * len(Upos) + tagged.upos[1:]).compress(within)
    counts = np.bincount(pairs, minlength=len(PAIRS))
    found = counts.nonzero()[0]
    return dict(zip([PAIRS[pair] for pair in found.tolist()], counts.take(found).tolist(), strict=True))
