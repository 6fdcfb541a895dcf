"""Banned terms: finding and replacing them."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from libs.stylometry.repairs.edits import Edit, growth
from libs.stylometry.text.spans import Span


@dataclass(frozen=True, slots=True)
class BannedTerm:
    """A word or phrase that must not be used, and its replacement; None: the writer decides."""

    term: str
    replacement: str | None = None


def find_terms(text: str, terms: Sequence[BannedTerm]) -> list[tuple[BannedTerm, Span]]:
    """Matches of the terms as whole words, in any case; the longest at each position."""
    longest_first = sorted(terms, key=lambda term: -len(term.term))
    if not longest_first:
        return []
    choices = "|".join(f"({re.escape(term.term)})" for term in longest_first)
    matches = re.finditer(rf"(?<!\w)(?:{choices})(?!\w)", text, re.IGNORECASE)
    return [(longest_first[(match.lastindex or 1) - 1], Span(*match.span())) for match in matches]


def replacements(text: str, matches: Sequence[tuple[BannedTerm, Span]]) -> list[Edit]:
    """Edits for the terms that have a replacement, with a capital, or in capitals, where the term has.

    Equal replacements are one string, since there may be many.
    """
    in_case = cache(_in_case_of)
    return [
        Edit(span, in_case(text[span.start : span.end], term.replacement))
        for term, span in matches
        if term.replacement is not None
    ]


def additions(text: str, matches: Sequence[tuple[BannedTerm, Span]]) -> Counter[BannedTerm]:
    """Number of characters that the replacements of each term add to the text."""
    added = Counter[BannedTerm]()
    replaced = [match for match in matches if match[0].replacement is not None]
    for (term, _), edit in zip(replaced, replacements(text, replaced), strict=True):
        added[term] += growth([edit])
    return added


def _in_case_of(term: str, replacement: str) -> str:
    if len(term) > 1 and term.isupper():
        return replacement.upper()
    return replacement[:1].upper() + replacement[1:] if term[:1].isupper() else replacement
