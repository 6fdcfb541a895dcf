"""Small numbers for what a pipeline writes on tokens: Penn tags, universal classes, universal relations."""

from collections.abc import Mapping
from enum import IntEnum, auto
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id


class Upos(IntEnum):
    """Universal classes of words (Universal Dependencies v2)."""

    X = 0
    ADJ = auto()
    ADP = auto()
    ADV = auto()
    AUX = auto()
    CCONJ = auto()
    DET = auto()
    INTJ = auto()
    NOUN = auto()
    NUM = auto()
    PART = auto()
    PRON = auto()
    PROPN = auto()
    PUNCT = auto()
    SCONJ = auto()
    SYM = auto()
    VERB = auto()


class Xpos(IntEnum):
    """Tags of the Penn Treebank that are told apart here; punctuation and what is rare are `OTHER`."""

    OTHER = 0
    ADD = auto()
    CC = auto()
    CD = auto()
    DT = auto()
    EX = auto()
    FW = auto()
    IN = auto()
    JJ = auto()
    JJR = auto()
    JJS = auto()
    LS = auto()
    MD = auto()
    NFP = auto()
    NN = auto()
    NNP = auto()
    NNPS = auto()
    NNS = auto()
    PDT = auto()
    POS = auto()
    PRP = auto()
    PRP_POSSESSIVE = auto()
    RB = auto()
    RBR = auto()
    RBS = auto()
    RP = auto()
    TO = auto()
    UH = auto()
    VB = auto()
    VBD = auto()
    VBG = auto()
    VBN = auto()
    VBP = auto()
    VBZ = auto()
    WDT = auto()
    WP = auto()
    WP_POSSESSIVE = auto()
    WRB = auto()


class Relation(IntEnum):
    """Universal relations of English, with their subtypes; each is named after its label."""

    DEP = 0
    ACL = auto()
    ACL_RELCL = auto()
    ADVCL = auto()
    ADVCL_RELCL = auto()
    ADVMOD = auto()
    AMOD = auto()
    APPOS = auto()
    AUX = auto()
    AUX_PASS = auto()
    CASE = auto()
    CC = auto()
    CC_PRECONJ = auto()
    CCOMP = auto()
    COMPOUND = auto()
    COMPOUND_PRT = auto()
    CONJ = auto()
    COP = auto()
    CSUBJ = auto()
    CSUBJ_OUTER = auto()
    CSUBJ_PASS = auto()
    DET = auto()
    DET_PREDET = auto()
    DISCOURSE = auto()
    DISLOCATED = auto()
    EXPL = auto()
    FIXED = auto()
    FLAT = auto()
    GOESWITH = auto()
    IOBJ = auto()
    LIST = auto()
    MARK = auto()
    NMOD = auto()
    NMOD_DESC = auto()
    NMOD_POSS = auto()
    NMOD_UNMARKED = auto()
    NSUBJ = auto()
    NSUBJ_OUTER = auto()
    NSUBJ_PASS = auto()
    NUMMOD = auto()
    OBJ = auto()
    OBL = auto()
    OBL_AGENT = auto()
    OBL_UNMARKED = auto()
    ORPHAN = auto()
    PARATAXIS = auto()
    PUNCT = auto()
    REPARANDUM = auto()
    ROOT = auto()
    VOCATIVE = auto()
    XCOMP = auto()


class Codes:
    """Looks up numbers of strings that spaCy gives as ids; the number of an unlisted string is 0."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        ids = np.array([get_string_id(string) for string in numbers], np.uint64).view(np.int64)
        order = ids.argsort()
        self._ids = ids[order]
        self._numbers = np.array(list(numbers.values()), np.int64)[order]

    def __call__(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        places = np.minimum(self._ids.searchsorted(ids), len(self._ids) - 1)
        return self._numbers.take(places) * (self._ids.take(places) == ids)


@cache
def upos_codes() -> Codes:
    """By universal class."""
    return Codes({member.name: member.value for member in Upos})


@cache
def xpos_codes() -> Codes:
    """By Penn tag."""
    return Codes({member.name.replace("_POSSESSIVE", "$"): member.value for member in Xpos})


@cache
def relation_codes() -> Codes:
    """By relation; spaCy's parser writes the root in capitals."""
    labels = {member.name.lower().replace("_", ":"): member.value for member in Relation}
    return Codes(labels | {"ROOT": Relation.ROOT.value})


@cache
def members(codes: tuple[int, ...]) -> NDArray[np.bool_]:
    """A table that says of each code whether it is one of some."""
    table = np.zeros(max(len(Upos), len(Xpos), len(Relation)), np.bool_)
    table[list(codes)] = True
    return table


def among(column: NDArray[np.int64], *codes: int) -> NDArray[np.bool_]:
    """Where a column has one of some codes."""
    return members(codes).take(column)
