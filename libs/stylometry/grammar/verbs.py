"""Tense, aspect, modals, infinitives, and the uses of "be" and "do". Needs tags.

Rules after Biber (1988), Variation across Speech and Writing, appendix II, over Penn tags. What stands between an
auxiliary and its verb (adverbs, "not", the subject of a question) is passed over.
"""

from collections.abc import Mapping

from libs.stylometry.grammar.classes import TagFeature
from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Upos, Xpos
from libs.stylometry.grammar.tagged import Mask, Tagged

_NOUN_PHRASE = (
    *(Xpos.DT, Xpos.PDT, Xpos.PRP_POSSESSIVE, Xpos.CD, Xpos.JJ, Xpos.JJR, Xpos.JJS),
    *(Xpos.NN, Xpos.NNS, Xpos.NNP, Xpos.NNPS),
)
"""What a noun phrase begins with."""

_COMPLEMENT = (*_NOUN_PHRASE, Xpos.IN, Xpos.PRP, Xpos.WP, Xpos.WRB)


def _auxiliary(tagged: Tagged, word: Word) -> Mask:
    return tagged.on(word) & tagged.of_class(Upos.AUX)


def perfect_aspect(tagged: Tagged) -> Mask:
    """ "Have" as an auxiliary with a past participle after it: "has he really seen", not "had a broken arm"."""
    return _auxiliary(tagged, Word.HAVE) & tagged.later(tagged.tag(Xpos.VBN))


def going_to(tagged: Tagged) -> Mask:
    """ "Going" in "is going to rain"; not in "is going to Rome"."""
    going = tagged.on(Word.GO) & tagged.tag(Xpos.VBG)
    return going & tagged.onward.reach(infinitives(tagged)) & tagged.earlier(_auxiliary(tagged, Word.BE))


def progressive(tagged: Tagged) -> Mask:
    """ "Be" with a present participle, futures with "going to" left out."""
    participles = tagged.tag(Xpos.VBG) & ~going_to(tagged)
    return _auxiliary(tagged, Word.BE) & tagged.past_subject.reach(participles)


def future(tagged: Tagged) -> Mask:
    """Will, shall, and "going to" with a verb; "would" is no future."""
    would = tagged.on(Word.CONDITIONAL_WILL)
    return tagged.tag(Xpos.MD) & tagged.on(Word.WILL) & ~would | going_to(tagged)


def infinitives(tagged: Tagged) -> Mask:
    """ "To" with a verb, not the preposition."""
    return tagged.tag(Xpos.TO) & tagged.past_adverbs.reach(tagged.tag(Xpos.VB))


def split_infinitives(tagged: Tagged) -> Mask:
    """ "To" with something between it and its verb: "to boldly go"."""
    return infinitives(tagged) & ~tagged.onward.reach(tagged.tag(Xpos.VB))


def split_auxiliaries(tagged: Tagged) -> Mask:
    """Modals and forms of be, have, do with an adverb before their verb: "has often said". "Not" splits nothing."""
    auxiliaries = tagged.of_class(Upos.AUX) & tagged.past_adverbs.reach(tagged.verbs)
    negated = tagged.over(tagged.on(Word.NEGATION))
    return auxiliaries & negated.reach(tagged.adverbs)


def be_main(tagged: Tagged) -> Mask:
    """ "Be" before a noun phrase, adjective or preposition; not after "there"."""
    complemented = tagged.past_adverbs.reach(tagged.tag(*_COMPLEMENT))
    existential = tagged.past_adverbs.reached_from(tagged.tag(Xpos.EX))
    return tagged.on(Word.BE) & complemented & ~existential


def proverb_do(tagged: Tagged) -> Mask:
    """ "Do" that stands for a verb: "so do I", "she did too", "do it". No auxiliary, no "do the work", "what to do"."""
    do = tagged.on(Word.DO) & tagged.verbs
    before_verb = tagged.past_subject.reach(tagged.verbs)
    before_noun = tagged.past_adverbs.reach(tagged.tag(*_NOUN_PHRASE))
    alone = tagged.of_class(Upos.AUX) & ~before_verb & ~before_noun
    pro_object = tagged.on(Word.PRO_OBJECT) & tagged.of_class(Upos.PRON, Upos.ADV)
    return do & (alone | tagged.of_class(Upos.VERB) & tagged.onward.reach(pro_object))


def _modal(word: Word) -> TagFeature:
    return lambda tagged: tagged.tag(Xpos.MD) & tagged.on(word)


FEATURES: Mapping[str, TagFeature] = {
    "past_tense": lambda tagged: tagged.tag(Xpos.VBD),
    "present_tense": lambda tagged: tagged.tag(Xpos.VBP, Xpos.VBZ),
    "finite_verbs": lambda tagged: tagged.finite,
    "perfect_aspect": perfect_aspect,
    "progressive": progressive,
    "future": future,
    "infinitives": infinitives,
    "split_infinitives": split_infinitives,
    "split_auxiliaries": split_auxiliaries,
    "be_main": be_main,
    "proverb_do": proverb_do,
    "existential_there": lambda tagged: tagged.tag(Xpos.EX),
    "tagged_possibility": _modal(Word.POSSIBILITY),
    "tagged_necessity": _modal(Word.NECESSITY),
    "tagged_prediction": _modal(Word.WILL),
}
