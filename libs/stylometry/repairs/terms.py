"""Banned terms: finding and replacing them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.repairs.edits import Edit
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
    """Edits for the terms that have a replacement, with a capital, or in capitals, where the term has."""
    return [
        Edit(span, _in_case_of(text[span.start : span.end], term.replacement))
        for term, span in matches
        if term.replacement is not None
    ]


def _in_case_of(term: str, replacement: str) -> str:
    if len(term) > 1 and term.isupper():
        return replacement.upper()
    return replacement[:1].upper() + replacement[1:] if term[:1].isupper() else replacement
