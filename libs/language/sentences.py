"""Sentence boundaries by rule.

A sentence ends at a full stop, question or exclamation mark (with the quotation marks and brackets that follow it), at
a blank line, and at the line breaks around items of a list and headings. It does not end inside a token ("e.g.", "Mr.",
"3.14"), nor at an ellipsis or a closing quotation mark before a word in lower case, nor at the stop of "No. 5" or of a
list number. An abbreviation that often ends a sentence ("U.S.", "etc.") ends it before a common opener.
"""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from enum import Enum, auto
from functools import lru_cache
from typing import Any, cast

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from libs.language.invisible import shown

NAME = "persona_sentences"


class BoundaryRole(Enum):
    """Role of a token at the end of a sentence."""

    STOP = auto()
    MARK = auto()
    ELLIPSIS = auto()
    ABBREVIATION = auto()
    LINE = auto()
    BLANK = auto()


_BEGINS, _INSIDE = 1, -1
_ENDS = frozenset({BoundaryRole.STOP, BoundaryRole.MARK, BoundaryRole.ELLIPSIS})
_STOPS = frozenset(".。．")
_MARKS = frozenset("!?！？‽")
_CLOSERS = frozenset("\"'”’»)]}") | {"''"}
_BULLETS = frozenset("-*+•‣◦▪●→✓✔✅☑–")
_ABBREVIATIONS_TEXT = (
    "U.S. U.K. U.N. E.U. D.C. etc. a.m. p.m. A.M. P.M. Inc. Corp. Ltd. Co. Jr. Sr. Ph.D. M.D. B.C. A.D."
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_TEXT.split())
_OPENERS_TEXT = (
    "The This That These Those He She It We They I You There Here But And So Yet However In On At For When While "
    "If As What Who Why How A An My Our His Her Their Its Then Now No Yes Not After Before"
)
_OPENERS = frozenset(_OPENERS_TEXT.split())
_NUMBERED = frozenset(["No", "no", "Nos", "nos", "Vol", "vol", "pp", "p", "Fig", "fig", "Art", "Sec", "Ch"])


@lru_cache(maxsize=4096)
def role_of(form: str) -> BoundaryRole | None:
    """The role of a token, if it has one."""
    if form.isspace():
        breaks = len(form.strip(" \t\u00a0").splitlines())
        return (BoundaryRole.LINE if breaks == 1 else BoundaryRole.BLANK) if breaks else None
    form = shown(form)
    if form in _STOPS:
        return BoundaryRole.STOP
    if form in _ABBREVIATIONS:
        return BoundaryRole.ABBREVIATION
    characters = set(form)
    if characters <= _MARKS:
        return BoundaryRole.MARK
    return BoundaryRole.ELLIPSIS if "…" in characters or characters == {"."} else None


class SentenceBoundaries:
    """Pipeline component: marks the first token of every sentence and nothing else.

    A flag of the vocabulary marks the forms that have a role; only such tokens are examined.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._notable = vocab.add_flag(lambda form: role_of(form) is not None)

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        begins = np.full((len(doc), 1), _INSIDE, np.int64)
        begins[0] = _BEGINS
        line = 0
        for position in doc.to_array(self._notable).nonzero()[0].tolist():
            role = role_of(doc[position].text)
            if role is BoundaryRole.LINE or role is BoundaryRole.BLANK:
                start = _line_start(doc, position, role, line)
                line = position + 1
            else:
                start = _next_sentence(doc, position, role)
            if start is not None:
                begins[start] = _BEGINS
        return doc.from_array(["SENT_START"], cast("Any", begins.view(np.uint64)))


def _next_sentence(doc: Doc, end: int, role: BoundaryRole | None) -> int | None:
    """The first token after the end of a sentence; None if the sentence continues or the text ends."""
    start = _after_closers(doc, end)
    if start == len(doc) or (role is BoundaryRole.STOP and _numbers(doc, end)):
        return None
    token = doc[start]
    if role is BoundaryRole.ABBREVIATION:
        return start if shown(token.text) in _OPENERS else None
    quoted = start > end + 1 and shown(doc[end + 1].text) in _CLOSERS
    if token.is_lower and (role is BoundaryRole.ELLIPSIS or quoted):
        return None
    return None if role_of(token.text) in _ENDS else start


def _after_closers(doc: Doc, end: int) -> int:
    """The position after white space and anything that closes a quotation or bracket without a space before it."""
    position = end + 1
    while position < len(doc):
        token, before = doc[position], doc[position - 1]
        closes = shown(token.text) in _CLOSERS and not before.whitespace_ and not before.is_space
        if not (closes or token.is_space):
            break
        position += 1
    return position


def _numbers(doc: Doc, stop: int) -> bool:
    """Reports whether a full stop belongs to a number: of a list item that begins its line, or "No. 5"."""
    if stop == 0:
        return False
    before = doc[stop - 1]
    if shown(before.text).isdigit() and not before.whitespace_:
        return stop == 1 or role_of(doc[stop - 2].text) in (BoundaryRole.LINE, BoundaryRole.BLANK)
    return shown(before.text) in _NUMBERED and stop + 1 < len(doc) and doc.vocab[shown(doc[stop + 1].text)].like_num


def _line_start(doc: Doc, line_break: int, role: BoundaryRole, line: int) -> int | None:
    """The first token of the next line if a sentence begins there."""
    start = line_break + 1
    if start == len(doc):
        return None
    return start if role is BoundaryRole.BLANK or _is_item(doc, start) or _is_item(doc, line) else None


def _is_item(doc: Doc, first: int) -> bool:
    """Reports whether a line that begins with this token is a heading or an item of a list."""
    form = shown(doc[first].text)
    if form in _BULLETS or set(form) == {"#"}:
        return True
    following = shown(doc[first + 1].text) if first + 1 < len(doc) else ""
    return form.isdigit() and not doc[first].whitespace_ and (following in _STOPS or following == ")")


def make_sentence_boundaries(nlp: Language, name: str) -> SentenceBoundaries:
    """Builds the component for a pipeline."""
    del name
    return SentenceBoundaries(nlp.vocab)


Language.factory(NAME, assigns=["token.is_sent_start", "doc.sents"], func=make_sentence_boundaries)
