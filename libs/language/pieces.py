"""Cuts a text where neither side affects the other: read one by one, the pieces have the tokens and sentences of the
whole.

At every blank line, which always ends a sentence, and which no token and no rule crosses. And between a plain
lower-case word with its stop and a capital letter, in a line that is no heading or item of a list.
"""

# spaCy's compiled modules carry no types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

import re
from itertools import pairwise
from typing import Any, cast

from spacy.language import Language

from libs.language.sentences import BoundaryRole, role_of

_BREAK = r"[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]"
_PLACE = re.compile(rf"\s(?:\s+|(?<={_BREAK})|(?<=[a-z][.!?] )(?P<sentence>)(?=[A-Z][a-z]))")
"""White space that may hold a line break, and the space after what may be a sentence."""

_PLAIN_END = re.compile(r"[a-z]{4,}[.!?]")
"""At least four letters: shorter words, such as "vol", have rules of their own (`sentences`)."""


def pieces(text: str, pipeline: Language) -> list[str]:
    """The pieces of a text, in order; joined they are the text.

    `pipeline` is the one that will read them: no piece ends at a word that it may keep with its stop, such as
    "approx.", or at "whats", which it reads as "what" and "s.".
    """
    whole = cast("Any", pipeline.tokenizer).rules
    cuts, plain = [0], text[:1].isalpha()
    for place in _PLACE.finditer(text):
        start, end = place.span()
        if place["sentence"] is not None:
            word = text[text.rfind(" ", 0, start) + 1 : start]
            if plain and _PLAIN_END.fullmatch(word) and not {word, word[:-1]} & whole.keys():
                cuts.append(end)
        elif role := role_of(place[0]):
            plain = text[end : end + 1].isalpha()
            if role is BoundaryRole.BLANK:
                cuts.append(end)
    cuts.append(len(text))
    return [text[start:end] for start, end in pairwise(cuts) if start < end]
