"""Numbers that the kernels of grammar and their callers share: tags, relations and closed lists."""

from enum import IntEnum, auto

import numpy as np


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
    """Tags of the Penn Treebank that are distinguished here; punctuation and rare tags are `OTHER`."""

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


class Closed(IntEnum):
    """Closed lists a token can be on, as bits. The first five go by lemma, the others by the form in lower case."""

    BE = 0
    HAVE = auto()
    DO = auto()
    GET = auto()
    GO = auto()
    NEGATION = auto()
    WILL = auto()
    CONDITIONAL_WILL = auto()
    POSSIBILITY = auto()
    NECESSITY = auto()
    DEMONSTRATIVE = auto()
    PRO_OBJECT = auto()
    ARTICLE = auto()
    INDEFINITE_ARTICLE = auto()
    AND = auto()
    THAT = auto()
    RELATIVE = auto()
    OF = auto()
    LIKE = auto()
    AS = auto()
    AS_MEASURE = auto()
    BEFORE_GERUND = auto()
    CAUSE = auto()
    CONCESSION = auto()
    CONDITION = auto()
    OTHER_SUBORDINATOR = auto()
    TIME = auto()
    PLACE = auto()
    PAST_TIME = auto()
    WRITER = auto()
    QUESTION_MARK = auto()
    COMMA = auto()


def bits(*codes: IntEnum) -> np.int64:
    """A set of codes as bits. No plain int: numba would compile a function again for each value."""
    return np.int64(sum(1 << code for code in codes))
