"""Tagged and parsed texts written by hand, for the tests of grammar.

A sentence is a string of tokens `form_XPOS`, each with what is needed of: `^UPOS` where the tag does not tell the
class, `=lemma` where it is not the form, `>head:relation` with the head's number in the sentence (from 1; 0 for the
root), and a leading `+` where no space is between the token and the one before. `¶_SP` is a blank line.
"""

import re
from functools import cache

from spacy.lang.en import English
from spacy.tokens import Doc
from spacy.vocab import Vocab

from libs.stylometry.statistics.grammar import Parsed, Tagged

_TOKEN = re.compile(
    r"(?P<glued>\+?)(?P<form>.+?)_(?P<xpos>[A-Z.,:$]+)(?:\^(?P<upos>[A-Z]+))?(?:=(?P<lemma>[^>]+))?"
    r"(?:>(?P<head>\d+):(?P<relation>\S+))?"
)
_CLASSES = {
    "ADJ": "JJ JJR JJS",
    "ADP": "IN RP",
    "ADV": "RB RBR RBS WRB",
    "AUX": "MD",
    "CCONJ": "CC",
    "DET": "DT PDT",
    "INTJ": "UH",
    "NOUN": "NN NNS",
    "NUM": "CD",
    "PART": "TO POS",
    "PRON": "PRP PRP$ EX WP WDT WP$",
    "PROPN": "NNP NNPS",
    "PUNCT": ". , :",
    "VERB": "VB VBD VBG VBN VBP VBZ",
    "SPACE": "SP",
    "X": "FW ADD",
}
_CLASS_OF = {tag: upos for upos, tags in _CLASSES.items() for tag in tags.split()}


@cache
def vocabulary() -> Vocab:
    return English().vocab


def doc(*sentences: str) -> Doc:
    """The sentences as a spaCy Doc; with a parse where every token has a head."""
    rows = [[_fields(token) for token in sentence.split()] for sentence in sentences]
    tokens = [token for row in rows for token in row]
    starts = [index == 0 for row in rows for index in range(len(row))]
    firsts = [sum(map(len, rows[:number])) for number, row in enumerate(rows) for _ in row]
    parsed = bool(tokens) and all(token["head"] for token in tokens)
    heads = [_head(token, index, first) for index, (token, first) in enumerate(zip(tokens, firsts, strict=True))]
    return Doc(
        vocabulary(),
        words=[token["form"].replace("¶", "\n\n") for token in tokens],
        spaces=[not following["glued"] for following in tokens[1:]] + [False] * bool(tokens),
        tags=[token["xpos"] for token in tokens],
        pos=[token["upos"] or _CLASS_OF[token["xpos"]] for token in tokens],
        lemmas=[token["lemma"] or token["form"].lower() for token in tokens],
        heads=heads if parsed else None,
        deps=[token["relation"] for token in tokens] if parsed else None,
        sent_starts=None if parsed else starts,
    )


def tagged(*sentences: str) -> Tagged:
    return Tagged.of(doc(*sentences))


def parsed(*sentences: str) -> Parsed:
    return Parsed.of(doc(*sentences))


def _fields(token: str) -> dict[str, str]:
    match = _TOKEN.fullmatch(token)
    assert match, token
    return {name: value or "" for name, value in match.groupdict().items()}


def _head(token: dict[str, str], index: int, first: int) -> int:
    number = int(token["head"] or 0)
    return first + number - 1 if number else index
