"""Facts about a tagged text that several rules of grammar need, computed once for every token."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.grammar.codes import Closed, Upos, Xpos, bits
from libs.stylometry.kernels.grammar.layout import TaggedRow

_NOUNS = bits(Xpos.NN, Xpos.NNS, Xpos.NNP, Xpos.NNPS)
_COMMON_NOUNS = bits(Xpos.NN, Xpos.NNS)
_ADJECTIVES = bits(Xpos.JJ, Xpos.JJR, Xpos.JJS)
_ADVERBS = bits(Xpos.RB, Xpos.RBR, Xpos.RBS)
_FINITE = bits(Xpos.VBD, Xpos.VBP, Xpos.VBZ, Xpos.MD)
_WH_WORDS = bits(Xpos.WDT, Xpos.WP, Xpos.WP_POSSESSIVE, Xpos.WRB)
_DETERMINERS = bits(Xpos.DT, Xpos.PDT, Xpos.PRP_POSSESSIVE, Xpos.CD)
_MARKS = bits(Upos.PUNCT, Upos.SYM)
_NO_WORDS = bits(Xpos.ADD, Xpos.NFP, Xpos.LS)


@compiled
def one_of(codes: np.int64, code: int) -> bool:
    """Reports whether a code is in the set `bits`."""
    return (codes >> code) & 1 != 0


@compiled
def tag(rows: NDArray[np.int64], token: int, xpos: Xpos) -> bool:
    """Reports whether a token has a Penn tag; position -1 has none."""
    return token >= 0 and rows[TaggedRow.XPOS, token] == xpos


@compiled
def of_class(rows: NDArray[np.int64], token: int, upos: Upos) -> bool:
    """Reports whether a token is of a universal class; position -1 is of none."""
    return token >= 0 and rows[TaggedRow.UPOS, token] == upos


@compiled
def on(rows: NDArray[np.int64], token: int, closed: Closed) -> bool:
    """Reports whether a token is on a closed list; position -1 is on none."""
    return token >= 0 and (rows[TaggedRow.CLOSED, token] >> closed) & 1 != 0


@compiled
def is_noun(rows: NDArray[np.int64], token: int) -> bool:
    """Common or proper noun."""
    return token >= 0 and one_of(_NOUNS, rows[TaggedRow.XPOS, token])


@compiled
def is_bare_noun(rows: NDArray[np.int64], token: int) -> bool:
    """Common noun."""
    return token >= 0 and one_of(_COMMON_NOUNS, rows[TaggedRow.XPOS, token])


@compiled
def is_adjective(rows: NDArray[np.int64], token: int) -> bool:
    """Adjective in any degree."""
    return token >= 0 and one_of(_ADJECTIVES, rows[TaggedRow.XPOS, token])


@compiled
def is_adverb(rows: NDArray[np.int64], token: int) -> bool:
    """Adverb in any degree, except "not"."""
    adverb = token >= 0 and one_of(_ADVERBS, rows[TaggedRow.XPOS, token])
    return adverb and not on(rows, token, Closed.NEGATION)


@compiled
def is_verb(rows: NDArray[np.int64], token: int) -> bool:
    """Form of a verb, auxiliaries among them, modals not."""
    return token >= 0 and Xpos.VB <= rows[TaggedRow.XPOS, token] <= Xpos.VBZ


@compiled
def is_finite(rows: NDArray[np.int64], token: int) -> bool:
    """Past, present or modal."""
    return token >= 0 and one_of(_FINITE, rows[TaggedRow.XPOS, token])


@compiled
def is_wh_word(rows: NDArray[np.int64], token: int) -> bool:
    """Question word or relative pronoun."""
    return token >= 0 and one_of(_WH_WORDS, rows[TaggedRow.XPOS, token])


@compiled
def is_auxiliary(rows: NDArray[np.int64], token: int, closed: Closed) -> bool:
    """Form of be, have or do as an auxiliary or copula."""
    return on(rows, token, closed) and rows[TaggedRow.UPOS, token] == Upos.AUX


@compiled
def begins_noun_phrase(rows: NDArray[np.int64], token: int) -> bool:
    """Reports whether a token can begin a noun phrase that is no pronoun."""
    begins = token >= 0 and one_of(_DETERMINERS, rows[TaggedRow.XPOS, token])
    return begins or is_adjective(rows, token) or is_noun(rows, token)


@compiled
def derive(rows: NDArray[np.int64]) -> None:
    """Fills the derived rows."""
    _number(rows)
    _bound(rows)
    _lead(rows)


@compiled
def _number(rows: NDArray[np.int64]) -> None:
    """Marks tokens that are words or parts of one, counts the words up to each, and marks those that open a
    sentence."""
    rank, opened = 0, -1
    for token in range(rows.shape[1]):
        upos, xpos, sentence = rows[TaggedRow.UPOS, token], rows[TaggedRow.XPOS, token], rows[TaggedRow.SENTENCE, token]
        lexical = not one_of(_MARKS, upos) and not one_of(_NO_WORDS, xpos)
        rank += lexical
        rows[TaggedRow.LEXICAL, token] = lexical
        rows[TaggedRow.RANK, token] = rank
        rows[TaggedRow.OPENS, token] = lexical and sentence != opened
        opened = sentence if lexical else opened


@compiled
def _bound(rows: NDArray[np.int64]) -> None:
    """First and last token of each token's sentence, and the features of the sentence."""
    first = 0
    for token in range(rows.shape[1]):
        last = token == rows.shape[1] - 1 or rows[TaggedRow.SENTENCE, token + 1] != rows[TaggedRow.SENTENCE, token]
        if last:
            _describe(rows, first, token)
            first = token + 1


@compiled
def _describe(rows: NDArray[np.int64], first: int, last: int) -> None:
    asked, participle, be = False, -1, -1
    for token in range(first, last + 1):
        asked |= on(rows, token, Closed.QUESTION_MARK)
        participle = token if tag(rows, token, Xpos.VBN) else participle
        rows[TaggedRow.BE_BEFORE, token] = be
        be = token if is_auxiliary(rows, token, Closed.BE) else be
    for token in range(first, last + 1):
        rows[TaggedRow.FIRST, token] = first
        rows[TaggedRow.LAST, token] = last
        rows[TaggedRow.ASKED, token] = asked
        rows[TaggedRow.LAST_PARTICIPLE, token] = participle


@compiled
def _lead(rows: NDArray[np.int64]) -> None:
    """From each token to later ones, from the end backwards: a skipped token passes its own target on."""
    for token in range(rows.shape[1] - 1, -1, -1):
        following = token + 1 if token < rows[TaggedRow.LAST, token] else -1
        rows[TaggedRow.NEXT, token] = following
        adverb = is_adverb(rows, following) or on(rows, following, Closed.NEGATION)
        adjective = is_adjective(rows, following)
        link = on(rows, following, Closed.COMMA) or of_class(rows, following, Upos.CCONJ)
        _pass(rows, TaggedRow.PAST_ADVERBS, token, adverb)
        _pass(rows, TaggedRow.PAST_SUBJECT, token, adverb or tag(rows, following, Xpos.PRP))
        _pass(rows, TaggedRow.PAST_ADJECTIVES, token, adjective)
        _pass(rows, TaggedRow.PAST_LINKS, token, link)
        _pass(rows, TaggedRow.PAST_LIST, token, adjective or link)


@compiled
def _pass(rows: NDArray[np.int64], row: TaggedRow, token: int, over: bool) -> None:
    following = rows[TaggedRow.NEXT, token]
    rows[row, token] = rows[row, following] if over else following
