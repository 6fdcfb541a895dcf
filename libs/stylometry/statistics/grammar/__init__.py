"""Statistics from tags or a parse: classes of words, verbs, clauses, the order and depth of sentences."""

from libs.stylometry.statistics.grammar.counting import (
    PARSE_COUNTS,
    PARSE_FIXED,
    TAG_COUNTS,
    TAG_FIXED,
    count_parse,
    count_tags,
)
from libs.stylometry.statistics.grammar.parsed import Parsed
from libs.stylometry.statistics.grammar.tagged import Tagged

__all__ = [
    "PARSE_COUNTS",
    "PARSE_FIXED",
    "TAG_COUNTS",
    "TAG_FIXED",
    "Parsed",
    "Tagged",
    "count_parse",
    "count_tags",
]
