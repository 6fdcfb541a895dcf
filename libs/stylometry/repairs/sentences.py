"""Sentences cut in two where a coordination joins two clauses."""

import re

from libs.stylometry.repairs.edits import Edit
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span, sentence_span

LONGEST_UNCUT = 20
"""Maximum words of a sentence that is not cut."""

MIN_WORDS = 6
"""Minimum words of either part."""

_JOINT = re.compile(
    r", (?P<conjunction>and|but|so|yet) "
    r"(?P<subject>I|you|he|she|it|we|they|there(?= (?:is|are|was|were)|['’]s))(?=['’ ]\w)"
)
_WORD = re.compile(r"\S+")
_OPEN = re.compile(r"[(\[“\"]")
_SUBORDINATE = re.compile(
    r"\W*(?:if|when|whenever|while|because|since|although|though|as|after|before|unless|until|whether|once|given|that)\b",
    re.IGNORECASE,
)


def cut_at_coordinations(document: Document) -> list[Edit]:
    """Puts a full stop for the comma before a conjunction with a new subject, near the middle of each long sentence.

    "and" is removed, other conjunctions open the new sentence. Unchanged are sentences that have brackets or
    quotations, or begin with a subordinate clause, whose main clause may follow.
    """
    long = (document.sentence_words > LONGEST_UNCUT).nonzero()[0].tolist()
    return [edit for index in long if (edit := _cut(document.text, sentence_span(document, index)))]


def _cut(text: str, sentence: Span) -> Edit | None:
    if _OPEN.search(text, *sentence) or _SUBORDINATE.match(text, *sentence):
        return None
    middle = (sentence.start + sentence.end) / 2
    words = [word.span() for word in _WORD.finditer(text, *sentence)]
    if len(words) < MIN_WORDS:
        return None
    first, last = words[MIN_WORDS - 1][0] + 1, words[-MIN_WORDS][1]  # a joint between them leaves enough words
    joints = [joint for joint in _JOINT.finditer(text, *sentence) if first <= joint.start() < last]
    if not joints:
        return None
    joint = min(joints, key=lambda each: abs(each.start() - middle))
    conjunction, subject = joint["conjunction"], joint["subject"]
    opening = subject[0].upper() + subject[1:] if conjunction == "and" else f"{conjunction.capitalize()} {subject}"
    return Edit(Span(joint.start(), joint.end("subject")), f". {opening}")
