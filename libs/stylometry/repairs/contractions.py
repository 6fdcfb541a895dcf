"""Contracts, or writes out, words that have a single reading.

Unchanged: questions ("Isn't it?"), negations before a subject ("Don't you dare"), 's and 'd, which can mean two verbs,
and a verb that carries the stress, at the end of a clause or after "than", "as" or "how" ("as good as it is").
"""

import re
from bisect import bisect_left
from collections.abc import Iterator

from libs.stylometry.repairs.edits import Edit
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span

_SUBJECTS_TEXT = "i you he she it we they there this that these those not only anybody anyone everyone"
_SUBJECTS = frozenset(_SUBJECTS_TEXT.split())
_SUBJECT = r"I|you|he|she|it|we|they|there|that|You|He|She|It|We|They|There|That"
_NEGATED = r"do|does|did|is|are|was|were|has|have|had|would|could|should"
_SHORT = {"will": "'ll", "am": "'m", "are": "'re", "is": "'s"}
_AGREES = {"am": {"i"}, "are": {"you", "we", "they"}, "is": {"he", "she", "it", "there", "that"}}
_FULL = {"'re": "are", "'ve": "have", "'ll": "will", "'m": "am"}
_IRREGULAR = {"ca": "can", "wo": "will", "sha": "shall"}
_NO_FULL_FORM = frozenset({"ai", "da"})

_NEGATION = re.compile(rf"\b((?:{_NEGATED}) not|cannot|can not|will not)(?= (\w+))", re.IGNORECASE)
_VERB = re.compile(rf"\b({_SUBJECT}) (will|am|are|is)(?= ([a-z]+)\b)")
_SHORTENED = re.compile(
    r"\b(?:(\w+)n['’]t|(I|you|we|they|You|We|They)(['’](?:re|ve|ll|m)))\b(?= ([\w]+))", re.IGNORECASE
)
_STRESS = re.compile(r"\b(?:than|as|how|what|where|whatever|wherever|however|so)\b[^.,;:!?()\n—]*$", re.IGNORECASE)
_ENDS = re.compile(r"[.!?\n]")
_LOOK_BACK = 60


def contracted(document: Document) -> list[Edit]:
    """Negations and verbs that can be contracted."""
    text = document.text
    mark = "’" if text.count("’") > text.count("'") else "'"
    edits = [*_negations(text, mark), *_verbs(text, mark)]
    ends = _ends(text)
    return [edit for edit in edits if not _in_question(text, ends, edit.span.end)]


def written_out(document: Document) -> list[Edit]:
    """Contractions that can be written out."""
    text = document.text
    ends = _ends(text)
    edits: list[Edit] = []
    for match in _SHORTENED.finditer(text):
        stem, subject, clitic, after = match.groups()
        if after.lower() in _SUBJECTS or _in_question(text, ends, match.end()):
            continue
        full = _without_not(stem) if stem else f"{subject} {_FULL[clitic.replace('’', chr(39)).lower()]}"
        if full:
            edits.append(Edit(Span(*match.span()), full))
    return edits


def _without_not(stem: str) -> str:
    """ "do" of "don't" with "not" after it; "" if the form has none."""
    low = stem.lower()
    if low in _NO_FULL_FORM or stem.isupper():
        return ""
    verb = _IRREGULAR.get(low, low)
    verb = verb.capitalize() if stem[0].isupper() else verb
    return f"{verb}not" if low == "ca" else f"{verb} not"


def _negations(text: str, mark: str) -> Iterator[Edit]:
    for match in _NEGATION.finditer(text):
        words, after = match.groups()
        if after.lower() in _SUBJECTS or words.isupper() or "NOT" in words:
            continue
        verb = words.split()[0].removesuffix("not")
        stem = {"will": "wo", "Will": "Wo", "can": "ca", "Can": "Ca"}.get(verb, verb)
        yield Edit(Span(*match.span()), f"{stem}n{mark}t")


def _verbs(text: str, mark: str) -> Iterator[Edit]:
    for match in _VERB.finditer(text):
        subject, verb, after = match.groups()
        agrees = subject.lower() in _AGREES.get(verb, {subject.lower()} - {"that", "there"})
        stressed = _STRESS.search(text, max(match.start() - _LOOK_BACK, 0), match.start())
        if agrees and not stressed and after not in _SUBJECTS:
            yield Edit(Span(*match.span()), subject + _SHORT[verb].replace("'", mark))


def _ends(text: str) -> list[int]:
    """Positions of the marks and line breaks that end sentences: searched once, since a text may have none."""
    return [match.start() for match in _ENDS.finditer(text)]


def _in_question(text: str, ends: list[int], at: int) -> bool:
    """Reports whether the next end of a sentence is a question mark."""
    following = bisect_left(ends, at)
    return following < len(ends) and text[ends[following]] == "?"
