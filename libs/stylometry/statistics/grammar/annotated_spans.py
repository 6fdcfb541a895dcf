"""Spans in a tagged or parsed text that a metric counts, as code-point offsets into the caller's text."""

from collections.abc import Callable, Iterable
from typing import TypeAlias

from libs.stylometry.kernels.grammar.layout import ParseFeature, TagFeature, TagFigure, TaggedRow
from libs.stylometry.statistics.grammar.parsed import Parsed
from libs.stylometry.statistics.grammar.tagged import Tagged
from libs.stylometry.text.spans import Span

TaggedLocator: TypeAlias = Callable[[Tagged], list[Span]]
ParsedLocator: TypeAlias = Callable[[Parsed], list[Span]]
"""Finds what a metric counts, in order of appearance."""


def tokens(name: str) -> TaggedLocator:
    """The tokens that a sum of `TagFeature` counts."""
    feature = TagFeature[name.upper()]
    return lambda tagged: _spans(tagged, ((token, token) for token in tagged.positions(feature)))


def figures(name: str) -> TaggedLocator:
    """The stretches that a sum of `TagFigure` counts."""
    figure = TagFigure[name.upper()]
    return lambda tagged: _spans(tagged, tagged.figures(figure))


def tokens_in_tree(*names: str) -> ParsedLocator:
    """The tokens that any of some sums of `ParseFeature` count."""
    features = [ParseFeature[name.upper()] for name in names]

    def find(parsed: Parsed) -> list[Span]:
        found = {token for feature in features for token in parsed.positions_in_tree(feature)}
        return _spans(parsed, ((token, token) for token in sorted(found)))

    return find


def sentences(name: str) -> ParsedLocator:
    """The whole sentences of the tokens that a sum of `ParseFeature` counts."""
    return _widened(
        name, lambda parsed, token: (int(parsed.rows[TaggedRow.FIRST, token]), int(parsed.rows[TaggedRow.LAST, token]))
    )


def subtrees(name: str) -> ParsedLocator:
    """The tokens that a sum of `ParseFeature` counts, with all that depends on them."""
    return _widened(name, Parsed.subtree)


def coordinations(name: str) -> ParsedLocator:
    """The lists whose first words a sum of `ParseFeature` counts."""
    return _widened(name, lambda parsed, token: (token, parsed.last_joined(token)))


def _widened(name: str, widen: Callable[[Parsed, int], tuple[int, int]]) -> ParsedLocator:
    feature = ParseFeature[name.upper()]
    return lambda parsed: _spans(parsed, (widen(parsed, token) for token in parsed.positions_in_tree(feature)))


def _spans(tagged: Tagged, stretches: Iterable[tuple[int, int]]) -> list[Span]:
    return [Span(int(tagged.start[first]), int(tagged.end[last])) for first, last in stretches]
