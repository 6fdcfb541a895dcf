"""Counts from tags and counts from a parse, as sums that can be added over several texts."""

import numpy as np

from libs.stylometry.kernels.grammar.codes import Upos
from libs.stylometry.kernels.grammar.layout import Order, ParseFeature, Stretch, TagFeature, TagFigure
from libs.stylometry.kernels.grammar.sums import count_order, count_pairs
from libs.stylometry.kernels.grammar.tags import count_bits
from libs.stylometry.statistics.grammar.likeness import structure_in_common, words_in_common
from libs.stylometry.statistics.grammar.parsed import Parsed
from libs.stylometry.statistics.grammar.tagged import Tagged

_TAG_FEATURES = tuple(feature.name.lower() for feature in TagFeature)
_PARSE_FEATURES = tuple(feature.name.lower() for feature in ParseFeature)
_FIGURES = tuple(figure.name.lower() for figure in TagFigure)
_ORDERS = tuple(order.name.lower() for order in Order)

PAIRS = tuple(f"{first.name.lower()}_{second.name.lower()}" for first in Upos for second in Upos)
"""Sums of one class followed by another within a sentence, punctuation being a class."""

TAG_FIXED = ("shared_content",)
TAG_COUNTS = (
    *("tagged_texts", "neighbours", "shared_noun_pairs", "shared_argument_pairs"),
    *(*_TAG_FEATURES, *_FIGURES, *PAIRS),
)
PARSE_FIXED = (*_ORDERS[Order.SENTENCE_DISTANCE :], "shared_structure")
PARSE_COUNTS = (
    *("parsed_words", "parsed_sentences", "parsed_neighbours"),
    *(*_PARSE_FEATURES, *_ORDERS[: Order.SENTENCE_DISTANCE]),
)


def count_tags(tagged: Tagged) -> dict[str, float]:
    """The sums of a tagged text; those that are not in it are 0. A text without words has none."""
    counts = tagged.counts
    if not counts[TagFeature.TAGGED_TOKENS]:
        return {}
    pairs = count_pairs(tagged.rows)
    occurring = pairs.nonzero()[0]
    figures = np.bincount(tagged.stretches[:, Stretch.FIGURE], minlength=len(TagFigure))
    return {
        "tagged_texts": 1,
        **words_in_common(tagged),
        **dict(zip(_TAG_FEATURES, counts.tolist(), strict=True)),
        **dict(zip(_FIGURES, figures.tolist(), strict=True)),
        **dict(zip([PAIRS[pair] for pair in occurring.tolist()], pairs.take(occurring).tolist(), strict=True)),
    }


def count_parse(parsed: Parsed) -> dict[str, float]:
    """The sums of a parsed text, those of its tags left out. A text without words has none."""
    if not parsed.counts[TagFeature.TAGGED_TOKENS]:
        return {}
    counts = np.zeros(len(ParseFeature), np.int64)
    count_bits(parsed.found_in_tree, counts)
    return {
        "parsed_words": float(parsed.counts[TagFeature.TAGGED_WORDS]),
        "parsed_sentences": float(parsed.counts[TagFeature.TAGGED_SENTENCES]),
        **structure_in_common(parsed),
        **dict(zip(_PARSE_FEATURES, counts.tolist(), strict=True)),
        **dict(zip(_ORDERS, count_order(parsed.rows, parsed.tree).tolist(), strict=True)),
    }
