"""Closed lists of words that rules of grammar use, as bits of tokens.

Members written for this project; categories after Biber (1988), Variation across Speech and Writing.
"""

from collections.abc import Mapping
from functools import cache

from libs.stylometry.kernels.grammar.codes import Closed
from libs.stylometry.statistics.grammar.codes import Codes

_BY_LEMMA: Mapping[Closed, str] = {
    Closed.BE: "be",
    Closed.HAVE: "have",
    Closed.DO: "do",
    Closed.GET: "get",
    Closed.GO: "go",
}

_BY_FORM: Mapping[Closed, str] = {
    Closed.NEGATION: "not n't n’t nt",
    Closed.WILL: "will would shall 'll ’ll wo sha 'd ’d",
    Closed.CONDITIONAL_WILL: "would 'd ’d",
    Closed.POSSIBILITY: "can could may might ca",
    Closed.NECESSITY: "must should ought",
    Closed.DEMONSTRATIVE: "this that these those",
    Closed.PRO_OBJECT: "it this that so them",
    Closed.ARTICLE: "a an the",
    Closed.INDEFINITE_ARTICLE: "a an",
    Closed.AND: "and &",
    Closed.THAT: "that",
    Closed.RELATIVE: "which who whom whose",
    Closed.OF: "of",
    Closed.LIKE: "like",
    Closed.AS: "as",
    # "as soon as", "as well as" compare nothing
    Closed.AS_MEASURE: "well soon long far much many little few often quickly possible early late",
    Closed.BEFORE_GERUND: """of by for without in on after before from about at with upon through instead despite
        besides against to toward towards over into beyond between""",
    Closed.CAUSE: "because cause cuz 'cause ’cause",
    Closed.CONCESSION: "although though tho",
    Closed.CONDITION: "if unless",
    Closed.OTHER_SUBORDINATOR: "since while whilst whereas whereby whereupon inasmuch insofar",
    Closed.TIME: """afterwards afterward again beforehand earlier early eventually formerly immediately initially
        instantly lately later meanwhile momentarily now nowadays once originally presently previously recently
        shortly simultaneously someday soon subsequently then today tomorrow tonight yesterday""",
    Closed.PLACE: """aboard above abroad across ahead alongside anywhere apart around ashore aside away back behind
        below beneath beside downhill downstairs downstream downtown east elsewhere everywhere far here hereabouts
        home indoors inland inside locally near nearby north nowhere outdoors outside overhead overseas somewhere
        south there underfoot underground underneath uphill upstairs upstream west""",
    Closed.PAST_TIME: """ago yesterday once last back earlier when monday tuesday wednesday thursday friday saturday
        sunday morning night evening afternoon day week weekend month year summer winter autumn fall spring""",
    Closed.WRITER: "i we",
    Closed.COMMA: ",",
    Closed.QUESTION_MARK: "? ?! !? ?? ???",
}


@cache
def by_lemma() -> Codes:
    """The lists that go by lemma."""
    return _codes(_BY_LEMMA)


@cache
def by_form() -> Codes:
    """The lists that go by form."""
    return _codes(_BY_FORM)


def _codes(lists: Mapping[Closed, str]) -> Codes:
    bits: dict[str, int] = {}
    for closed, forms in lists.items():
        for form in forms.split():
            bits[form] = bits.get(form, 0) | 1 << closed
    return Codes(bits)
