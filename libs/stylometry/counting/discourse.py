"""Sums over how sentences begin, end, follow one another, and are built up from one another."""

from bisect import bisect_left
from typing import NamedTuple

import numpy as np

from libs.stylometry.columns import CLITIC, MARK, ONSET, POSSESSIVE_OR_IS
from libs.stylometry.document import Document
from libs.stylometry.forms import Kind

COUNTS = (
    "questions",
    "exclaimed_sentences",
    "answered_questions",
    "statement_after_question",
    "conjunction_openings",
    "transition_openings",
    "particle_openings",
    "lowercase_openings",
    "anaphora",
    "epiphora",
    "symploce",
    "anadiplosis",
    "epizeuxis",
    "antithesis",
    "contracted_is",
    "serial_commas",
    "open_lists",
    "asides",
    "onset_pairs",
    "onset_matches",
)
FIXED = ("onset_chance",)

SHORT_ANSWER = 8
"""Words of a sentence that answers the question before it at most (hypophora)."""

_OPENING_LISTS = frozenset({"opener_conjunctions", "transition_words", "discourse_particles"})
_DOUBLED_BY_GRAMMAR = frozenset({"that", "had", "is", "do"})
_CONJUNCTION, _TRANSITION = MARK["opener_conjunctions"], MARK["transition_words"]
_PARTICLE, _LOWER_CASE, _COMMA = MARK["discourse_particles"], MARK["lower_case"], MARK["comma"]
_AUXILIARY, _NOT, _CLITIC_HOST = MARK["auxiliaries"], MARK["neg_analytic"], MARK["clitic_hosts"]
_LIST_ITEM = 4
_ASIDE = 40
_ANTITHESIS_REACH = 14


def count(document: Document) -> dict[str, float]:
    """The sums of this module; what cannot be in the text, by its counted forms, is not looked for.

    Marks, openings and sentences are few beside tokens: they are gone through one by one, as lists.
    """
    sums: dict[str, float] = {"contracted_is": len(contracted_is(document))}
    if document.count("list_conjunctions") and document.count("comma"):
        serial, plain = list_joints(document)
        sums |= {"serial_commas": len(serial), "open_lists": len(plain)}
    if document.count("parenthesis"):
        sums["asides"] = len(asides(document))
    if document.count("neg_analytic"):
        sums["antithesis"] = len(antithesis(document))
    if document.words.size:
        sums |= _ends(document) | _openings(document) | _figures(document) | _alliteration(document)
    return sums


class Sentences(NamedTuple):
    """Sentences that have words: the ids of their first, second and last word, and their words."""

    first: list[int]
    second: list[int]
    last: list[int]
    words: list[int]

    @classmethod
    def of(cls, document: Document) -> "Sentences":
        """Reads a document; where a sentence is one word, `second` is none of its own."""
        types, opening = document.types, document.opening
        second = types.take(opening + 1, mode="clip")
        ends = types.take(document.closing)
        return cls(types.take(opening).tolist(), second.tolist(), ends.tolist(), document.sentence_words.tolist())

    def later(self) -> range:
        """All but the first."""
        return range(1, len(self.first))


def ended_by(document: Document, flag: str) -> list[bool]:
    """For each sentence that has words, whether the mark stands after its last word."""
    last = document.words[document.closing].tolist()
    ends = [False] * len(last)
    for mark in document.positions(flag):
        before = bisect_left(last, mark) - 1
        if before >= 0 and document.sentence[mark] == document.sentence[last[before]]:
            ends[before] = True
    return ends


def questions(document: Document) -> list[int]:
    """Sentences that end with a question mark."""
    return [index for index, asks in enumerate(ended_by(document, "question")) if asks]


def rhetorical(document: Document) -> list[int]:
    """Questions that a statement follows: the text itself moves on from them."""
    asks = ended_by(document, "question")
    return [index for index in range(len(asks) - 1) if asks[index] and not asks[index + 1]]


def answered(document: Document) -> list[int]:
    """Questions that a short statement follows: the writer answers himself."""
    words = document.sentence_words
    return [index for index in rhetorical(document) if words[index + 1] <= SHORT_ANSWER]


def _ends(document: Document) -> dict[str, float]:
    sums: dict[str, float] = {}
    if document.count("exclamation"):
        sums["exclaimed_sentences"] = sum(ended_by(document, "exclamation"))
    if document.count("question"):
        sums["questions"] = len(questions(document))
        sums["statement_after_question"] = len(rhetorical(document))
        sums["answered_questions"] = len(answered(document))
    return sums


def openings(document: Document, lexicon: str) -> list[int]:
    """Tokens that open a sentence and are, or begin, a member of the list."""
    phrases = {match.first for match in document.phrases if match.lexicon == lexicon}
    first = document.words[document.opening]
    marks = (document.marks[first] & MARK[lexicon]).tolist()
    return [token for token, mark in zip(first.tolist(), marks, strict=True) if mark or token in phrases]


def particles(document: Document) -> list[int]:
    """Discourse particles that open a sentence and are set off by a comma."""
    commas = set(document.positions("comma"))
    return [token for token in openings(document, "discourse_particles") if token + 1 in commas]


def lowercase_openings(document: Document) -> list[int]:
    """Words in lower case that open a sentence."""
    return openings(document, "lower_case")


def _openings(document: Document) -> dict[str, float]:
    """The same openings as the functions above find, counted from the marks of the first words alone."""
    first = document.words[document.opening]
    opened: list[int] = document.marks.take(first).tolist()
    followed: list[int] = document.marks.take(first + 1, mode="clip").tolist()
    place = {token: index for index, token in enumerate(first.tolist())}
    for match in document.phrases:
        if match.lexicon in _OPENING_LISTS and match.first in place:
            opened[place[match.first]] |= MARK[match.lexicon]
    pairs = zip(opened, followed, strict=True)
    return {
        "conjunction_openings": sum(1 for mark in opened if mark & _CONJUNCTION),
        "transition_openings": sum(1 for mark in opened if mark & _TRANSITION),
        "particle_openings": sum(1 for mark, following in pairs if mark & _PARTICLE and following & _COMMA),
        "lowercase_openings": sum(1 for mark in opened if mark & _LOWER_CASE),
    }


def anaphora(read: Sentences) -> list[int]:
    """Sentences that begin with the same two words as the one before."""
    return [
        index
        for index in read.later()
        if read.first[index] == read.first[index - 1]
        and read.second[index] == read.second[index - 1]
        and min(read.words[index - 1 : index + 1]) > 1
    ]


def epiphora(read: Sentences) -> list[int]:
    """Sentences that end with the same word as the one before."""
    return [index for index in read.later() if read.last[index] == read.last[index - 1]]


def symploce(read: Sentences) -> list[int]:
    """Sentences that begin and end like the one before."""
    ends = set(epiphora(read))
    return [index for index in anaphora(read) if index in ends]


def anadiplosis(read: Sentences) -> list[int]:
    """Sentences that begin with the word that the one before ended with; one-word sentences aside."""
    return [
        index
        for index in read.later()
        if read.first[index] == read.last[index - 1] and min(read.words[index - 1 : index + 1]) > 1
    ]


def _figures(document: Document) -> dict[str, float]:
    read = Sentences.of(document)
    return {
        "anaphora": len(anaphora(read)),
        "epiphora": len(epiphora(read)),
        "symploce": len(symploce(read)),
        "anadiplosis": len(anadiplosis(read)),
        "epizeuxis": len(epizeuxis(document)),
    }


def epizeuxis(document: Document) -> list[int]:
    """Words said again at once ("never, never"), as indices into the words; "that that" and "had had" aside."""
    types = document.types
    again = ((types[1:] == types[:-1]).nonzero()[0] + 1).tolist()
    return [index for index in again if _is_emphatic(document, index)]


def _is_emphatic(document: Document, index: int) -> bool:
    first, token = document.words[index - 1], document.words[index]
    return bool(
        document.kind[token] == Kind.WORD
        and document.sentence[first] == document.sentence[token]
        and document.form(token).lower() not in _DOUBLED_BY_GRAMMAR
    )


def antithesis(document: Document) -> list[int]:
    """Negations that their opposite follows soon: "not X but Y", "it's not X, it's Y"."""
    turns = sorted(document.positions("second_limb") + _restarts(document))
    found: list[int] = []
    for negation in document.positions("neg_analytic"):
        at = bisect_left(turns, negation)
        if at < len(turns) and turns[at] - negation <= _ANTITHESIS_REACH:
            before = turns[at] - 1
            if document.sentence[before] == document.sentence[negation]:
                found.append(negation)
    return found


def _restarts(document: Document) -> list[int]:
    """Where, after a mark, "it is" or "it's" (that, this, ...) begins."""
    return [token for token in document.positions("pron_it", "demonstratives") if _restarts_at(document, token)]


def _restarts_at(document: Document, token: int) -> bool:
    if token == 0 or token + 1 == len(document) or document.lexical[token - 1]:
        return False
    clitic = document.numbers[CLITIC, token + 1] == POSSESSIVE_OR_IS
    if not (clitic or document.marks[token + 1] & _AUXILIARY):
        return False
    return token + 2 == len(document) or not document.marks[token + 2] & _NOT


def _alliteration(document: Document) -> dict[str, float]:
    """Neighbouring content words of a sentence with one first consonant, and how many chance would give."""
    content = document.marked("content").nonzero()[0]
    onsets, sentence = document.numbers[ONSET].take(content), document.sentence.take(content)
    pairs = sentence[1:] == sentence[:-1]
    n = int(np.count_nonzero(pairs))
    if not n:
        return {}
    kinds = np.bincount(onsets)
    kinds[0] = 0
    return {
        "onset_pairs": n,
        "onset_matches": int(np.count_nonzero(pairs & (onsets[1:] == onsets[:-1]) & (onsets[1:] > 0))),
        "onset_chance": n * int(kinds @ kinds) / onsets.size**2,
    }


def alliterations(document: Document) -> list[int]:
    """Content words that begin with the same consonant sound as the content word before, in one sentence."""
    content = document.marked("content").nonzero()[0]
    onsets, sentence = document.numbers[ONSET].take(content), document.sentence.take(content)
    same = (onsets[1:] == onsets[:-1]) & (onsets[1:] > 0) & (sentence[1:] == sentence[:-1])
    return content[1:][same].tolist()


def contracted_is(document: Document) -> list[int]:
    """Tokens 's that stand for "is", "has" or "us": after pronouns and question words, not after names."""
    return [
        token
        for token in document.positions("apostrophe_s")
        if token and document.marks[token - 1] & _CLITIC_HOST and not document.is_word[token]
    ]


def contractions(document: Document) -> list[int]:
    """All contracted tokens."""
    return sorted({*document.positions("contraction"), *contracted_is(document)})


def asides(document: Document) -> list[int]:
    """Opening parentheses whose content speaks of the writer."""
    closed = document.positions("closing_parenthesis")
    own = document.positions("pron_1sg", "pron_1pl")
    found: list[int] = []
    for opened in document.positions("parenthesis"):
        at = bisect_left(closed, opened)
        until = min(opened + _ASIDE, closed[at] if at < len(closed) else len(document))
        mention = bisect_left(own, opened)
        if mention < len(own) and own[mention] <= until:
            found.append(opened)
    return found


def list_joints(document: Document) -> tuple[list[int], list[int]]:
    """The "and" or "or" that ends a list of three or more short items: after a comma, and without one.

    What precedes a list's comma is not the first word of a sentence, as in "However, you and I".
    """
    serial: list[int] = []
    plain: list[int] = []
    commas, sentence = document.positions("comma"), document.sentence
    for joint in document.positions("list_conjunctions"):
        at = bisect_left(commas, joint) - 1
        near = commas[at] if at >= 0 else -_LIST_ITEM
        if joint - near >= _LIST_ITEM or sentence[near] != sentence[joint]:
            continue
        if joint - near == 1:
            if at > 0 and near - commas[at - 1] <= _LIST_ITEM:
                serial.append(joint)
        elif near > 1 and sentence[near - 2] == sentence[near]:
            plain.append(joint)
    return serial, plain
