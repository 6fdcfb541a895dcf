"""Punctuation and letters in the form that the writer uses; no word changes."""

import re
from unicodedata import category

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.repairs.edits import Edit
from libs.stylometry.statistics.surface import discourse, emoji
from libs.stylometry.statistics.surface.layout import DASH, DOUBLE_SPACE, ODD
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span, flagged, pattern, token_spans

_STRAIGHT, _CURLY = re.compile(r'"'), re.compile("[“”]")
_TYPEWRITER, _RAISED = re.compile(r"(?<=\w)'(?=\w)|(?<=\ws)'(?=\s)"), re.compile(r"(?<=\w)’(?=\w)|(?<=\ws)’(?=\s)")
_OPENS = re.compile(r"[\s(\[{—–-]")
_MARKS = re.compile(r"!+")
_TRAILING = re.compile(r"(?<!\s)\s*+(?:(?<!\.)\.{3,}+|…)(?=\s++[A-Z\"“]|\s*+$)")
_GAP = re.compile(r"(?<=[.!?]) (?=[A-Z\"“'])")
_MANY_SPACES = re.compile(r" {2,}")
_SENTENCE_END = re.compile(r"[.!?\n]")
_LEADS_ON = re.compile(r"(?:and|but|or|which|who|not|especially|including|like|such)\b")
_CLAUSE_SUBJECT = r"(?:I|you|he|she|it|we|they|there|this|that)\b"
_FINITE = r"(?:am|is|are|was|were|has|have|had|does|do|did|will|would|can|could)\b"
_ASIDE = re.compile(rf"(?!.*(?:,|\b{_CLAUSE_SUBJECT}|\b{_FINITE}))[a-z]\S*(?:\s+\S+){{0,7}}")
_GOES_ON = re.compile(rf"(?!{_CLAUSE_SUBJECT})[a-z]")
_CAPITALS_BEFORE, _CAPITALS_AFTER = re.compile(r"\b[A-Z]{2,}\W+$"), re.compile(r"\W+[A-Z]{2,}\b")
_CLAUSE = re.compile(
    r"(?<!\s)\s*+;\s++(?:(?P<conjunction>(?:and|but|or)(?= \w)|(?:so|yet)(?= (?:I|you|he|she|it|we|they)\b))"
    r"|(?P<opening>I|you|he|she|it|we|they|there|this|if|when|then|however|instead|therefore|otherwise))\b"
)
_BEGINS = re.compile(r"(?:^|(?<![.])[.!?][\"'”’)]*\s+)$")
_BETWEEN_LOWER_CASE = re.compile(r"[a-z] & [a-z]")
_PAIR = 2
_SPACES = frozenset({"\u00a0", "\u2007", "\u202f", "\u3000", *map(chr, range(0x2000, 0x200B))})

_BOLD = re.compile(r"(?<![*\w])(\*\*|__)(?=[^\s*_])(?P<words>[^*_\n]{1,80})(?<=\S)\1(?![*\w])")
_SHORT_ACRONYM = 2
_ACRONYMS = frozenset({"WHO"})
_LOOK_BACK = 16

_emphasised = flagged("emphasis_caps")
_plain_words = flagged("function_words", "boosters")
_ampersands = flagged("ampersand")


def straight_quotes(document: Document) -> list[Edit]:
    """Typewriter double quotation marks."""
    return _replaced(document, _CURLY, '"')


def curly_quotes(document: Document) -> list[Edit]:
    """Typographic double quotation marks: closing ones except at the beginning, after a space, a bracket or a dash."""
    text = document.text
    return [
        Edit(span, "“" if not span.start or _OPENS.match(text[span.start - 1]) else "”")
        for span in pattern(_STRAIGHT)(document)
    ]


def straight_apostrophes(document: Document) -> list[Edit]:
    """Typewriter apostrophes in words."""
    return _replaced(document, _RAISED, "'")


def curly_apostrophes(document: Document) -> list[Edit]:
    """Typographic apostrophes in words."""
    return _replaced(document, _TYPEWRITER, "’")


def full_stops_for_semicolons(document: Document) -> list[Edit]:
    """A new sentence if a clause follows a semicolon, and a comma if a conjunction does.

    Unchanged if the rest may be no clause, as in a list.
    """
    return [
        Edit(Span(*match.span()), f", {conjunction}" if conjunction else f". {opening[0].upper()}{opening[1:]}")
        for match in _CLAUSE.finditer(document.text)
        for conjunction, opening in [(match["conjunction"], match["opening"])]
    ]


def full_stops_for_exclamations(document: Document) -> list[Edit]:
    """Full stops for exclamation marks; none next to another mark."""
    text = document.text
    return [
        Edit(
            span, "" if text[span.end : span.end + 1] in {"?", "."} or text[span.start - 1 : span.start] == "?" else "."
        )
        for span in pattern(_MARKS)(document)
        if span.start and text[span.start - 1] not in "<[("
    ]


def full_stops_for_ellipses(document: Document) -> list[Edit]:
    """Full stops for the dots that a sentence trails off in."""
    return _replaced(document, _TRAILING, ".")


def commas_for_dashes(document: Document) -> list[Edit]:
    """Commas for a pair of dashes around a few words that are no clause, and for one before a conjunction."""
    text = document.text
    edits: list[Edit] = []
    for sentence in _by_sentence(text, [dash for dash in pattern(DASH)(document) if _follows_word(text, dash)]):
        if len(sentence) == _PAIR and _is_aside(text, *sentence):
            edits += [_comma(text, dash) for dash in sentence]
        elif len(sentence) == 1 and _LEADS_ON.match(text, _after(text, sentence[0])):
            edits.append(_comma(text, sentence[0]))
    return edits


def _is_aside(text: str, first: Span, second: Span) -> bool:
    """Reports whether commas could replace the two dashes around a stretch of text."""
    within = _ASIDE.fullmatch(text, _after(text, first), _before(text, second.start))
    return within is not None and _GOES_ON.match(text, _after(text, second)) is not None


def _by_sentence(text: str, spans: list[Span]) -> list[list[Span]]:
    """The spans, in groups between the marks and line breaks that end sentences."""
    groups: list[list[Span]] = []
    for span in spans:
        if groups and not _SENTENCE_END.search(text, groups[-1][-1].end, span.start):
            groups[-1].append(span)
        else:
            groups.append([span])
    return groups


def without_emoji(document: Document) -> list[Edit]:
    """Takes emoji out, with the space before them."""
    text = document.text
    return [Edit(Span(_before(text, start), end), "") for start, end in emoji.find(text)]


def single_spaces(document: Document) -> list[Edit]:
    """One space after a sentence."""
    return [
        Edit(Span(*match.span()), " ")
        for found in DOUBLE_SPACE.finditer(document.text)
        if (match := _MANY_SPACES.match(document.text, found.start()))
    ]


def double_spaces(document: Document) -> list[Edit]:
    """Two spaces after a sentence."""
    return _replaced(document, _GAP, "  ")


def plain_characters(document: Document) -> list[Edit]:
    """Plain spaces for odd ones; invisible characters are removed. Replacement characters are kept."""
    found = [(span, document.text[span.start]) for span in pattern(ODD)(document)]
    return [Edit(span, " " if odd in _SPACES else "") for span, odd in found if category(odd) not in {"Co", "So"}]


def without_bold(document: Document) -> list[Edit]:
    """Removes the marks of a few words in bold; bold letters of their own are kept."""
    return [Edit(Span(*match.span()), match["words"]) for match in _BOLD.finditer(document.text)]


def lower_case(document: Document) -> list[Edit]:
    """Small letters for function words and boosters in capitals; a capital first where a sentence begins.

    Others may be acronyms that are words besides, such as AIDS, and several in a row are a heading or a cry.
    """
    begins = {int(document.start[position]) for position in document.words[document.opening].tolist()}
    return [
        Edit(span, word.capitalize() if span.start in begins else word.lower())
        for span in sorted(set(_emphasised(document)) & set(_plain_words(document)))
        for word in [document.text[span.start : span.end]]
        if len(word) > _SHORT_ACRONYM and word not in _ACRONYMS and not _in_capitals(document.text, span)
    ]


def _in_capitals(text: str, span: Span) -> bool:
    before = text[max(span.start - _LOOK_BACK, 0) : span.start]
    return bool(_CAPITALS_BEFORE.search(before) or _CAPITALS_AFTER.match(text, span.end))


def capitals(document: Document) -> list[Edit]:
    """A capital where a sentence begins in lower case after the end of another, or the text does."""
    text = document.text
    found = token_spans(document, discourse.tokens_of(Figure.LOWERCASE_OPENINGS)(document))
    return [
        Edit(Span(start, start + 1), text[start].upper())
        for start, end in found
        if _BEGINS.search(text[max(start - _LOOK_BACK, 0) : start]) and text[start:end].islower()
    ]


def and_for_ampersands(document: Document) -> list[Edit]:
    """ "and" for & between words in lower case: names keep theirs."""
    text = document.text
    return [
        Edit(span, "and") for span in _ampersands(document) if _BETWEEN_LOWER_CASE.match(text, max(span.start - 2, 0))
    ]


def _comma(text: str, dash: Span) -> Edit:
    return Edit(Span(_before(text, dash.start), _after(text, dash)), ", ")


def _follows_word(text: str, span: Span) -> bool:
    at = _before(text, span.start)
    return at > 0 and text[at - 1].isalnum()


def _before(text: str, at: int) -> int:
    while at and text[at - 1] == " ":
        at -= 1
    return at


def _after(text: str, span: Span) -> int:
    at = span.end
    while text[at : at + 1] == " ":
        at += 1
    return at


def _replaced(document: Document, found: re.Pattern[str], by: str) -> list[Edit]:
    return [Edit(span, by) for span in pattern(found)(document)]
