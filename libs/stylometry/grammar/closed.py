"""Closed lists of words that rules of grammar ask for, as bits of tokens.

Members written for this project; categories after Biber (1988), Variation across Speech and Writing.
"""

from collections.abc import Mapping
from enum import IntFlag, auto
from functools import cache

from libs.stylometry.grammar.codes import Codes


class Word(IntFlag):
    """Lists a token can be on. The first five go by lemma, the others by the form in lower case."""

    BE = auto()
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


_BY_LEMMA: Mapping[Word, str] = {
    Word.BE: "be",
    Word.HAVE: "have",
    Word.DO: "do",
    Word.GET: "get",
    Word.GO: "go",
}

_BY_FORM: Mapping[Word, str] = {
    Word.NEGATION: "not n't n’t nt",
    Word.WILL: "will would shall 'll ’ll wo sha 'd ’d",
    Word.CONDITIONAL_WILL: "would 'd ’d",
    Word.POSSIBILITY: "can could may might ca",
    Word.NECESSITY: "must should ought",
    Word.DEMONSTRATIVE: "this that these those",
    Word.PRO_OBJECT: "it this that so them",
    Word.ARTICLE: "a an the",
    Word.INDEFINITE_ARTICLE: "a an",
    Word.AND: "and &",
    Word.THAT: "that",
    Word.RELATIVE: "which who whom whose",
    Word.OF: "of",
    Word.LIKE: "like",
    Word.AS: "as",
    # "as soon as", "as well as" compare nothing
    Word.AS_MEASURE: "well soon long far much many little few often quickly possible early late",
    Word.BEFORE_GERUND: """of by for without in on after before from about at with upon through instead despite
        besides against to toward towards over into beyond between""",
    Word.CAUSE: "because cause cuz 'cause ’cause",
    Word.CONCESSION: "although though tho",
    Word.CONDITION: "if unless",
    Word.OTHER_SUBORDINATOR: "since while whilst whereas whereby whereupon inasmuch insofar",
    Word.TIME: """afterwards afterward again beforehand earlier early eventually formerly immediately initially
        instantly lately later meanwhile momentarily now nowadays once originally presently previously recently
        shortly simultaneously someday soon subsequently then today tomorrow tonight yesterday""",
    Word.PLACE: """aboard above abroad across ahead alongside anywhere apart around ashore aside away back behind
        below beneath beside downhill downstairs downstream downtown east elsewhere everywhere far here hereabouts
        home indoors inland inside locally near nearby north nowhere outdoors outside overhead overseas somewhere
        south there underfoot underground underneath uphill upstairs upstream west""",
    Word.PAST_TIME: """ago yesterday once last back earlier when monday tuesday wednesday thursday friday saturday
        sunday morning night evening afternoon day week weekend month year summer winter autumn fall spring""",
    Word.WRITER: "i we",
    Word.COMMA: ",",
    Word.QUESTION_MARK: "? ?! !? ?? ???",
}


@cache
def by_lemma() -> Codes:
    """The lists that go by lemma."""
    return _codes(_BY_LEMMA)


@cache
def by_form() -> Codes:
    """The lists that go by form."""
    return _codes(_BY_FORM)


def _codes(lists: Mapping[Word, str]) -> Codes:
    bits: dict[str, int] = {}
    for word, forms in lists.items():
        for form in forms.split():
            bits[form] = bits.get(form, 0) | word.value
    return Codes(bits)
