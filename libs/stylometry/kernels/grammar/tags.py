"""Features of each token from tags: classes, verbs, modifiers. Found once, as bits, to be counted and located.

Rules after Biber (1988), Variation across Speech and Writing, appendix II, over Penn tags. Words between an auxiliary
and its verb (adverbs, "not", the subject of a question) are skipped.
"""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Closed, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import TagFeature, TaggedRow
from libs.stylometry.kernels.grammar.rows import (
    begins_noun_phrase,
    derive,
    is_adjective,
    is_adverb,
    is_auxiliary,
    is_finite,
    is_noun,
    is_verb,
    of_class,
    on,
    one_of,
    tag,
)

_COMPLEMENTS = bits(Xpos.IN, Xpos.PRP, Xpos.WP, Xpos.WRB)


@compiled
def put(found: NDArray[np.int64], token: int, feature: int, holds: bool) -> None:
    """Sets a feature at a token if the condition holds."""
    if holds:
        found[token] |= np.int64(1) << feature


@compiled
def find_by_tags(rows: NDArray[np.int64], feature_of_class: NDArray[np.int64]) -> NDArray[np.int64]:
    """The features (`TagFeature`, as bits) of each token; fills the derived rows.

    `feature_of_class`, (2, classes), is the feature of words of a class, and their feature at the beginning of a
    sentence.
    """
    derive(rows)
    found = np.zeros(rows.shape[1], np.int64)
    for token in range(rows.shape[1]):
        _word(rows, token, feature_of_class, found)
        _tense(rows, token, found)
        _auxiliary(rows, token, found)
        _modifier(rows, token, found)
        _subordinator(rows, token, found)
    return found


@compiled
def count_bits(found: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    """Counts the tokens with each feature."""
    for token in range(found.size):
        bits = found[token]
        for feature in range(counts.size):
            if bits == 0:
                break
            counts[feature] += bits & 1
            bits >>= 1


@compiled
def _word(rows: NDArray[np.int64], token: int, feature_of_class: NDArray[np.int64], found: NDArray[np.int64]) -> None:
    """Classes of words. A token attached to another word ("n't", "'s") continues it."""
    before = token - 1
    glued = (
        before >= 0 and rows[TaggedRow.LEXICAL, before] and rows[TaggedRow.END, before] == rows[TaggedRow.START, token]
    )
    upos, lexical = rows[TaggedRow.UPOS, token], rows[TaggedRow.LEXICAL, token] != 0
    put(found, token, TagFeature.TAGGED_WORDS, lexical and not glued)
    put(found, token, TagFeature.TAGGED_TOKENS, lexical)
    put(found, token, TagFeature.TAGGED_SENTENCES, rows[TaggedRow.OPENS, token] != 0)
    if lexical and feature_of_class[0, upos] >= 0:
        put(found, token, feature_of_class[0, upos], True)
    if rows[TaggedRow.OPENS, token] != 0 and feature_of_class[1, upos] >= 0:
        put(found, token, feature_of_class[1, upos], True)
    article = on(rows, token, Closed.ARTICLE) and tag(rows, token, Xpos.DT)
    put(found, token, TagFeature.ARTICLE_TOKENS, article)
    preposition = upos == Upos.ADP and not tag(rows, token, Xpos.RP)
    put(found, token, TagFeature.PREPOSITION_TOKENS, preposition)


@compiled
def _is_infinitive(rows: NDArray[np.int64], token: int) -> bool:
    """ "To" with a verb, not the preposition."""
    return tag(rows, token, Xpos.TO) and tag(rows, rows[TaggedRow.PAST_ADVERBS, token], Xpos.VB)


@compiled
def _is_going_to(rows: NDArray[np.int64], token: int) -> bool:
    """ "Going" in "is going to rain"; not in "is going to Rome"."""
    going = on(rows, token, Closed.GO) and tag(rows, token, Xpos.VBG) and rows[TaggedRow.BE_BEFORE, token] >= 0
    return going and _is_infinitive(rows, rows[TaggedRow.NEXT, token])


@compiled
def _tense(rows: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Tenses, modals and infinitives."""
    going, modal = _is_going_to(rows, token), tag(rows, token, Xpos.MD)
    put(found, token, TagFeature.PAST_TENSE, tag(rows, token, Xpos.VBD))
    put(found, token, TagFeature.PRESENT_TENSE, tag(rows, token, Xpos.VBP) or tag(rows, token, Xpos.VBZ))
    put(found, token, TagFeature.FINITE_VERBS, is_finite(rows, token))
    will = modal and on(rows, token, Closed.WILL)
    put(found, token, TagFeature.FUTURE, going or (will and not on(rows, token, Closed.CONDITIONAL_WILL)))
    put(found, token, TagFeature.TAGGED_PREDICTION, will)
    put(found, token, TagFeature.TAGGED_POSSIBILITY, modal and on(rows, token, Closed.POSSIBILITY))
    put(found, token, TagFeature.TAGGED_NECESSITY, modal and on(rows, token, Closed.NECESSITY))
    infinitive = _is_infinitive(rows, token)
    put(found, token, TagFeature.INFINITIVES, infinitive)
    split = infinitive and rows[TaggedRow.PAST_ADVERBS, token] != rows[TaggedRow.NEXT, token]
    put(found, token, TagFeature.SPLIT_INFINITIVES, split)
    put(found, token, TagFeature.EXISTENTIAL_THERE, tag(rows, token, Xpos.EX))


@compiled
def _auxiliary(rows: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Uses of be, have and do."""
    subject_verb = rows[TaggedRow.PAST_SUBJECT, token]
    perfect = is_auxiliary(rows, token, Closed.HAVE) and rows[TaggedRow.LAST_PARTICIPLE, token] > token
    put(found, token, TagFeature.PERFECT_ASPECT, perfect)
    participle = tag(rows, subject_verb, Xpos.VBG) and not _is_going_to(rows, subject_verb)
    put(found, token, TagFeature.PROGRESSIVE, is_auxiliary(rows, token, Closed.BE) and participle)
    if of_class(rows, token, Upos.AUX) and is_verb(rows, rows[TaggedRow.PAST_ADVERBS, token]):
        put(found, token, TagFeature.SPLIT_AUXILIARIES, _is_split(rows, token))
    if on(rows, token, Closed.BE):
        put(found, token, TagFeature.BE_MAIN, _is_main_be(rows, token))
    if on(rows, token, Closed.DO) and is_verb(rows, token):
        put(found, token, TagFeature.PROVERB_DO, _stands_for_verb(rows, token))


@compiled
def _is_split(rows: NDArray[np.int64], token: int) -> bool:
    """An adverb comes next; "not" splits nothing."""
    following = rows[TaggedRow.NEXT, token]
    while on(rows, following, Closed.NEGATION):
        following = rows[TaggedRow.NEXT, following]
    return is_adverb(rows, following)


@compiled
def _is_main_be(rows: NDArray[np.int64], token: int) -> bool:
    """Before a noun phrase, adjective or preposition; not after "there"."""
    after = rows[TaggedRow.PAST_ADVERBS, token]
    complement = after >= 0 and one_of(_COMPLEMENTS, rows[TaggedRow.XPOS, after])
    before = token - 1
    while before >= rows[TaggedRow.FIRST, token] and rows[TaggedRow.PAST_ADVERBS, before] == token:
        if tag(rows, before, Xpos.EX):
            return False
        before -= 1
    return complement or begins_noun_phrase(rows, after)


@compiled
def _stands_for_verb(rows: NDArray[np.int64], token: int) -> bool:
    """ "So do I", "she did too", "do it"; no auxiliary, no "do the work", no "what to do"."""
    following = rows[TaggedRow.NEXT, token]
    if rows[TaggedRow.UPOS, token] == Upos.AUX:
        before_verb = is_verb(rows, rows[TaggedRow.PAST_SUBJECT, token])
        return not before_verb and not begins_noun_phrase(rows, rows[TaggedRow.PAST_ADVERBS, token])
    pro_form = of_class(rows, following, Upos.PRON) or of_class(rows, following, Upos.ADV)
    return rows[TaggedRow.UPOS, token] == Upos.VERB and pro_form and on(rows, following, Closed.PRO_OBJECT)


@compiled
def _modifier(rows: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Adjectives, adverbs, demonstratives and joined words."""
    put(found, token, TagFeature.ATTRIBUTIVE_ADJECTIVES, is_adjective(rows, token) and _is_attributive(rows, token))
    adverb = is_adverb(rows, token)
    put(found, token, TagFeature.ADVERBS, adverb)
    time = on(rows, token, Closed.TIME) and (adverb or tag(rows, token, Xpos.NN))
    put(found, token, TagFeature.TIME_ADVERBIALS, time)
    put(found, token, TagFeature.PLACE_ADVERBIALS, on(rows, token, Closed.PLACE) and adverb)
    demonstrative = on(rows, token, Closed.DEMONSTRATIVE) and tag(rows, token, Xpos.DT)
    put(found, token, TagFeature.DEMONSTRATIVE_PRONOUNS, demonstrative and of_class(rows, token, Upos.PRON))
    put(found, token, TagFeature.DEMONSTRATIVE_DETERMINERS, demonstrative and of_class(rows, token, Upos.DET))
    joining = on(rows, token, Closed.AND) and tag(rows, token, Xpos.CC) and token > rows[TaggedRow.FIRST, token]
    put(found, token, TagFeature.PHRASAL_AND, joining and _alike(rows, token - 1, rows[TaggedRow.NEXT, token]))


@compiled
def _is_attributive(rows: NDArray[np.int64], token: int) -> bool:
    """Before a noun, alone or in a row or list: "big red car", "long, dull and empty days"."""
    in_list = is_adjective(rows, rows[TaggedRow.PAST_LINKS, token]) and is_noun(rows, rows[TaggedRow.PAST_LIST, token])
    return in_list or is_noun(rows, rows[TaggedRow.PAST_ADJECTIVES, token])


@compiled
def _alike(rows: NDArray[np.int64], one: int, other: int) -> bool:
    """Both nouns, both verbs, both adjectives or both adverbs."""
    nouns = is_noun(rows, one) and is_noun(rows, other)
    verbs = is_verb(rows, one) and is_verb(rows, other)
    adjectives = is_adjective(rows, one) and is_adjective(rows, other)
    return nouns or verbs or adjectives or (is_adverb(rows, one) and is_adverb(rows, other))


@compiled
def _subordinator(rows: NDArray[np.int64], token: int, found: NDArray[np.int64]) -> None:
    """Words that open adverbial clauses; "because of" opens none."""
    causal = on(rows, token, Closed.CAUSE) and tag(rows, token, Xpos.IN)
    put(found, token, TagFeature.CAUSAL_CLAUSES, causal and not on(rows, rows[TaggedRow.NEXT, token], Closed.OF))
    opens = of_class(rows, token, Upos.SCONJ)
    put(found, token, TagFeature.CONCESSIVE_CLAUSES, opens and on(rows, token, Closed.CONCESSION))
    put(found, token, TagFeature.CONDITIONAL_CLAUSES, opens and on(rows, token, Closed.CONDITION))
    put(found, token, TagFeature.OTHER_ADVERBIAL_CLAUSES, opens and on(rows, token, Closed.OTHER_SUBORDINATOR))
