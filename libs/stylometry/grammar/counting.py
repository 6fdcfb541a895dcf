"""Everything counted by tags, and everything counted by a parse, as sums of which those of several texts add up."""

from collections.abc import Mapping

import numpy as np

from libs.stylometry.grammar import classes, clauses, figures, likeness, modifiers, order, phrases, predicates, verbs
from libs.stylometry.grammar.classes import TagFeature
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.predicates import ParseFeature
from libs.stylometry.grammar.tagged import Tagged

TAG_FEATURES: Mapping[str, TagFeature] = {**classes.FEATURES, **verbs.FEATURES, **modifiers.FEATURES}
"""What is found token by token in a tagged text; the sum of the same name counts the tokens."""

PARSE_FEATURES: Mapping[str, ParseFeature] = {
    **predicates.FEATURES,
    **clauses.FEATURES,
    **order.FEATURES,
    **phrases.FEATURES,
}
"""What is found token by token in a parsed text; the sum of the same name counts the tokens."""

TAG_COUNTS = ("tagged_texts", *TAG_FEATURES, *figures.FIGURES, *likeness.TAG_COUNTS, *classes.COUNTS)
TAG_FIXED = likeness.TAG_FIXED
PARSE_COUNTS = ("parsed_words", "parsed_sentences", *PARSE_FEATURES, *order.COUNTS, *likeness.PARSE_COUNTS)
PARSE_FIXED = (*order.FIXED, *likeness.PARSE_FIXED)


def count_tags(tagged: Tagged) -> dict[str, float]:
    """The sums of a tagged text; those that are not in it are 0. A text without words has none."""
    if not tagged.is_lexical.any():
        return {}
    sums: dict[str, float] = {"tagged_texts": 1}
    sums |= {name: int(np.count_nonzero(find(tagged))) for name, find in TAG_FEATURES.items()}
    sums |= {name: len(find(tagged)) for name, find in figures.FIGURES.items()}
    return sums | likeness.count_words(tagged) | classes.count(tagged)


def count_parse(parsed: Parsed) -> dict[str, float]:
    """The sums of a parsed text, those of its tags left out. A text without words has none."""
    if not parsed.is_lexical.any():
        return {}
    sums: dict[str, float] = {
        "parsed_words": int(np.count_nonzero(parsed.is_word)),
        "parsed_sentences": int(np.count_nonzero(parsed.openings)),
    }
    sums |= {name: int(np.count_nonzero(find(parsed))) for name, find in PARSE_FEATURES.items()}
    return sums | order.count(parsed) | likeness.count_structure(parsed)
