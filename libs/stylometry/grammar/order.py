"""The order and depth of sentences: how far words are from what they depend on, and what comes first. Needs a parse.

Words are counted without punctuation. Relations of Universal Dependencies v2.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.grammar.codes import Relation, Upos
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.predicates import ParseFeature
from libs.stylometry.grammar.tagged import Mask

COUNTS = (
    *("dependencies", "dependency_length", "adjacent_dependencies", "linked_sentences"),
    *("tree_depth", "words_before_verb", "verbal_sentences"),
)
FIXED = ("sentence_distance", "sentence_distance_sq", "normalised_distance")

_CLOSEST = 1
_FRONTED = (
    *(Relation.OBL, Relation.OBL_UNMARKED, Relation.ADVCL, Relation.ADVMOD, Relation.OBJ),
    *(Relation.CCOMP, Relation.XCOMP),
)
"""What can stand before a verb that its subject follows, or before a subject, where it is not usual."""


@dataclass(frozen=True, slots=True)
class Links:
    """Dependencies between words: which sentence each is in and how many words it spans."""

    sentence: NDArray[np.int64]
    distance: NDArray[np.int64]


def links(parsed: Parsed) -> Links:
    """All dependencies of words on words."""
    rank = parsed.is_lexical.cumsum()
    linked = parsed.is_lexical & parsed.dependents_of(parsed.is_lexical)
    distance = np.abs(rank - rank.take(parsed.head))
    return Links(parsed.sentence.compress(linked), distance.compress(linked))


def count(parsed: Parsed) -> dict[str, float]:
    """The sums of this module."""
    found = links(parsed)
    return {
        "dependencies": len(found.distance),
        "dependency_length": int(found.distance.sum()),
        "adjacent_dependencies": int((found.distance == _CLOSEST).sum()),
        "tree_depth": _depths(parsed),
        **_before_verb(parsed),
        **_by_sentence(parsed, found),
    }


def _by_sentence(parsed: Parsed, found: Links) -> dict[str, float]:
    """Distances within each sentence that has any: mean, and mean set against the sentence's length.

    The latter is |ln(mean / sqrt(position of the root * words))| (Lei & Jockers 2018).
    """
    dependencies = np.bincount(found.sentence)
    spanned = np.bincount(found.sentence, found.distance)
    linked = dependencies.nonzero()[0]
    mean = spanned.take(linked) / dependencies.take(linked)
    starts, ends = parsed.bounds
    upto = np.concatenate([[0], parsed.is_lexical.cumsum()])
    words = (upto.take(ends) - upto.take(starts)).take(linked)
    root = np.ones(len(starts), np.int64)
    roots = (parsed.roots & parsed.is_lexical).nonzero()[0]
    in_sentence = parsed.sentence.take(roots)
    root[in_sentence] = upto.take(roots + 1) - upto.take(starts.take(in_sentence))
    normalised = np.abs(np.log(mean / np.sqrt(root.take(linked) * words)))
    return {
        "linked_sentences": len(linked),
        "sentence_distance": float(mean.sum()),
        "sentence_distance_sq": float((mean * mean).sum()),
        "normalised_distance": float(normalised.sum()),
    }


def _depths(parsed: Parsed) -> int:
    """Steps from the root of each sentence to its deepest word, together."""
    return int(np.maximum.reduceat(parsed.depth * parsed.is_lexical, parsed.bounds[0]).sum())


def _before_verb(parsed: Parsed) -> dict[str, float]:
    """Words before the first verb of the main clause, together, and sentences that have one."""
    roots = (parsed.roots & (parsed.first_verb < len(parsed))).nonzero()[0]
    upto = np.concatenate([[0], parsed.is_lexical.cumsum()])
    starts = parsed.bounds[0].take(parsed.sentence.take(roots))
    before = upto.take(parsed.first_verb.take(roots)) - upto.take(starts)
    return {"words_before_verb": int(before.sum()), "verbal_sentences": len(roots)}


def fronted(parsed: Parsed) -> Mask:
    """The first adverbial or object before the subject of a main clause: "In May we left"; not in questions."""
    subjects = parsed.subjects & parsed.dependents_of(parsed.roots)
    before_subject = parsed.later(subjects) & ~parsed.earlier(subjects) & ~subjects
    fronted_ = parsed.related(*_FRONTED) & before_subject & parsed.dependents_of(parsed.roots)
    fronted_ &= ~parsed.wh_words & ~parsed.asked & ~parsed.earlier(parsed.roots)
    return fronted_ & ~parsed.earlier(fronted_)


def inverted(parsed: Parsed) -> Mask:
    """Subjects after the first verb of their clause: "never have I seen", "said John"; no questions, no "there is"."""
    starts_with_verb = parsed.first_verb.take(parsed.head)
    ahead = parsed.related(*_FRONTED) & ~parsed.wh_words & (parsed.place < starts_with_verb)
    displaced = parsed.heads_of(ahead) | (parsed.place < parsed.first_verb)
    displaced |= parsed.related(Relation.ADVCL, Relation.PARATAXIS)
    outer = parsed.related(Relation.NSUBJ_OUTER, Relation.CSUBJ, Relation.CSUBJ_OUTER, Relation.EXPL)
    plain = parsed.heads_of(outer) | parsed.wh_words | parsed.asked
    inside = parsed.dependents_of(parsed.predicates & displaced & ~plain)
    return parsed.subjects & inside & (starts_with_verb < parsed.place) & ~parsed.wh_words


FEATURES: Mapping[str, ParseFeature] = {
    "frontings": fronted,
    "inversions": inverted,
    "pronoun_subjects": lambda parsed: parsed.subjects & parsed.of_class(Upos.PRON),
    "subjects": lambda parsed: parsed.subjects,
}
