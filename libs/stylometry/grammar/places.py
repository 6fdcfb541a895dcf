"""Places in a tagged or parsed text that a metric counts, as code-point offsets into the caller's text."""

from collections.abc import Callable, Iterable
from typing import TypeAlias, TypeVar

from libs.stylometry.grammar.figures import Stretch
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.phrases import last_joined
from libs.stylometry.grammar.predicates import ParseFeature
from libs.stylometry.grammar.tagged import Mask, Tagged
from libs.stylometry.spans import Span

_Text = TypeVar("_Text", bound=Tagged)

TaggedLocator: TypeAlias = Callable[[Tagged], list[Span]]
ParsedLocator: TypeAlias = Callable[[Parsed], list[Span]]
"""Finds what a metric counts, in order of appearance."""


def tokens(find: Callable[[_Text], Mask]) -> Callable[[_Text], list[Span]]:
    """The tokens found."""
    return stretches(lambda text: [(place, place) for place in find(text).nonzero()[0].tolist()])


def sentences(find: Callable[[_Text], Mask]) -> Callable[[_Text], list[Span]]:
    """The whole sentences of the tokens found."""
    return stretches(lambda text: [_sentence(text, place) for place in find(text).nonzero()[0].tolist()])


def subtrees(find: ParseFeature) -> ParsedLocator:
    """The tokens found with all that depends on them."""

    def stretch(parsed: Parsed) -> list[Stretch]:
        below = [parsed.subtree(place) for place in find(parsed).nonzero()[0].tolist()]
        return [(int(positions[0]), int(positions[-1])) for positions in below]

    return stretches(stretch)


def coordinations(find: ParseFeature) -> ParsedLocator:
    """Lists, by the first of their words found, to the last word."""
    return stretches(
        lambda parsed: [(place, last_joined(parsed, place)) for place in find(parsed).nonzero()[0].tolist()]
    )


def stretches(find: Callable[[_Text], Iterable[Stretch]]) -> Callable[[_Text], list[Span]]:
    """The stretches of tokens found; an empty text has none."""
    return lambda text: (
        [Span(int(text.start[first]), int(text.end[last])) for first, last in find(text)] if len(text) else []
    )


def _sentence(tagged: Tagged, position: int) -> Stretch:
    starts, ends = tagged.bounds
    sentence = tagged.sentence[position]
    return int(starts[sentence]), int(ends[sentence]) - 1
