"""Classes of word forms that need no tagger: closed classes by list, open ones by ending or shape.

The score sees a content word by its class alone ("text distortion", Stamatatos 2017), so that the topic of a text is
not taken for its style.
"""

from dataclasses import dataclass
from enum import IntEnum

from libs.stylometry.text.word_forms import normal_form

_CLOSED = {
    "determiner": "the a an this that these those each every either neither such another both all any some no half",
    "quantity": "few many much more most less least several enough lot lots plenty couple bit none",
    "first_singular": "i me my mine myself im i'm",
    "first_plural": "we us our ours ourselves",
    "second": "you your yours yourself yourselves u ur ya",
    "third": "he him his himself she her hers herself they them their theirs themselves",
    "it": "it its itself",
    "indefinite": (
        "someone somebody something anyone anybody anything everyone everybody everything nobody nothing one ones "
        "oneself other others"
    ),
    "relative": "who whom whose which what whatever whoever whichever",
    "relative_adverb": "when where why how whenever wherever however",
    "be": "be am is are was were been being 's 're 'm",
    "have": "have has had having 've",
    "do": "do does did doing done",
    "modal": "will would shall should can could may might must ought 'll 'd wo ca cannot gonna wanna gotta",
    "negation": "not n't never nor nt dont cant didnt doesnt isnt wasnt wont",
    "coordination": "and or but yet so & plus",
    "subordination": (
        "if because although though while whereas unless until till since whether than as lest once cos cuz"
    ),
    "preposition": (
        "of in to for with on at by from about into over after under between through during before without against "
        "among within along across behind beyond above below up down out off near toward towards upon onto per via "
        "despite except besides around inside outside throughout beneath beside"
    ),
    "degree": (
        "very too quite rather really pretty fairly extremely highly totally completely absolutely almost nearly just "
        "only even still also already again perhaps maybe probably possibly certainly definitely actually basically "
        "simply literally clearly obviously"
    ),
    "time": "now then today tomorrow yesterday tonight ago later always often sometimes usually ever rarely seldom",
    "place": "here there everywhere somewhere anywhere nowhere away back",
    "discourse": (
        "well oh ok okay yeah yes hey anyway moreover furthermore therefore thus hence meanwhile instead otherwise "
        "nevertheless nonetheless indeed finally first second third lol haha ah um hmm please thanks thank"
    ),
    "common_verb": (
        "get got gets getting go goes going went gone come came make made take took know knew think thought say said "
        "says see saw want like need let put give look feel seem seems keep tell"
    ),
}
_ENDINGS = (
    ("ing", "ing"),
    ("ed", "ed"),
    ("ly", "ly"),
    ("tion", "tion"),
    ("sion", "tion"),
    ("ness", "ness"),
    ("ment", "ment"),
    ("ity", "ity"),
    ("ance", "ance"),
    ("ence", "ance"),
    ("able", "able"),
    ("ible", "able"),
    ("ful", "ful"),
    ("less", "less"),
    ("ous", "ous"),
    ("ive", "ive"),
    ("ical", "al"),
    ("al", "al"),
    ("ic", "ic"),
    ("ism", "ism"),
    ("ist", "ist"),
    ("est", "est"),
    ("er", "er"),
    ("or", "er"),
    ("en", "en"),
    ("ss", "plain"),
    ("s", "s"),
    ("y", "y"),
)
"""Endings, tried in this order, and the class that each indicates."""

_SHORTEST_STEM = 3
_SHORT, _MIDDLE = 4, 7
_MARKS = {".": "stop", "!": "stop", "?": "stop", ",": "comma"}
_LONGEST_MARK = 6

OPEN = ("capitals", "mixed", *dict.fromkeys(name for _, name in _ENDINGS), "capitalised", "short", "middle", "long")
CLASSES = (*_CLOSED, *OPEN, "number", "stop", "comma", "mark")
"""Names of all classes; the index is the class's number."""

CLOSED_CLASSES = len(_CLOSED)
_NUMBER = {name: number for number, name in enumerate(CLASSES)}
_CLOSED_CLASS_OF: dict[str, str] = {}
for _name, _members in _CLOSED.items():
    for _member in _members.split():
        _CLOSED_CLASS_OF.setdefault(_member, _name)


class FeatureRole(IntEnum):
    """Role of a form in the features."""

    FUNCTION = 0
    CONTENT = 1
    NUMBER = 2
    MARK = 3


@dataclass(frozen=True, slots=True)
class WordClass:
    """Class number, role, and the skeleton: the replacement of the form when content is masked."""

    number: int
    role: FeatureRole
    skeleton: str


def classify(form: str) -> WordClass:
    """The class of a token as written."""
    normal = normal_form(form)
    closed = _CLOSED_CLASS_OF.get(normal)
    if closed is not None:
        return WordClass(_NUMBER[closed], FeatureRole.FUNCTION, normal)
    if any(map(str.isalpha, form)):
        return _content(form, normal)
    if any(map(str.isdigit, form)):
        return WordClass(_NUMBER["number"], FeatureRole.NUMBER, "<number>")
    return WordClass(_NUMBER[_MARKS.get(form[0], "mark")], FeatureRole.MARK, form[:_LONGEST_MARK])


def _content(form: str, normal: str) -> WordClass:
    if form.isupper() and len(form) > 1:
        return WordClass(_NUMBER["capitals"], FeatureRole.CONTENT, "<capitals>")
    if any(map(str.isdigit, form)):
        return WordClass(_NUMBER["mixed"], FeatureRole.CONTENT, "<mixed>")
    ending = _ending(normal)
    case = "^" if form[0].isupper() else ""
    if ending is not None:
        return WordClass(_NUMBER[ending], FeatureRole.CONTENT, f"<{case}{ending}>")
    name = "capitalised" if case else _length_class(normal)
    return WordClass(_NUMBER[name], FeatureRole.CONTENT, f"<{name}>")


def _ending(normal: str) -> str | None:
    for ending, name in _ENDINGS:
        if normal.endswith(ending) and len(normal) >= len(ending) + _SHORTEST_STEM:
            return name
    return None


def _length_class(normal: str) -> str:
    if len(normal) <= _SHORT:
        return "short"
    return "middle" if len(normal) <= _MIDDLE else "long"
