"""Sums over how sentences begin, end, follow one another, and are built up from one another."""

import numpy as np
from numpy.typing import NDArray

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
_LIST_ITEM = 4
_ASIDE = 40
_ANTITHESIS_REACH = 14


def count(document: Document) -> dict[str, float]:
    """The sums of this module; what cannot be in the text, by its counted forms, is not looked for."""
    sums: dict[str, float] = {"contracted_is": contracted_is(document).size}
    if document.count("list_conjunctions") and document.count("comma"):
        serial, plain = list_joints(document)
        sums |= {"serial_commas": serial.size, "open_lists": plain.size}
    if document.count("parenthesis"):
        sums["asides"] = asides(document).size
    if document.words.size:
        sums |= _ends(document) | _openings(document) | _figures(document) | _alliteration(document)
    return sums


def sentence_ends_with(document: Document, flag: str) -> NDArray[np.bool_]:
    """For each sentence that has words, whether the mark stands after its last word."""
    marks = document.marked(flag).nonzero()[0]
    ends = np.zeros(document.opening.size, np.bool_)
    if marks.size and document.words.size:
        last = document.words[document.closing]
        before = last.searchsorted(marks) - 1
        held = before >= 0
        marks, before = marks[held], before[held]
        ends[before[document.sentence[marks] == document.sentence[last[before]]]] = True
    return ends


def _ends(document: Document) -> dict[str, float]:
    sums: dict[str, float] = {}
    if document.count("exclamation"):
        sums["exclaimed_sentences"] = int(np.count_nonzero(sentence_ends_with(document, "exclamation")))
    if document.count("question"):
        questions = sentence_ends_with(document, "question")
        sums["questions"] = int(np.count_nonzero(questions))
        sums["answered_questions"] = answered(document, questions).size
        sums["statement_after_question"] = int(np.count_nonzero(questions[:-1] & ~questions[1:]))
    return sums


def answered(document: Document, questions: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Questions that a short statement follows: the writer answers himself."""
    return (questions[:-1] & ~questions[1:] & (document.sentence_words[1:] <= SHORT_ANSWER)).nonzero()[0]


def openings(document: Document, lexicon: str) -> NDArray[np.intp]:
    """Tokens that open a sentence and are, or begin, a member of the list."""
    first = document.words[document.opening]
    found = first[document.marked(lexicon)[first]]
    phrases = [match.first for match in document.phrases if match.lexicon == lexicon]
    return np.union1d(found, np.intersect1d(first, phrases).astype(np.intp)) if phrases else found


def particles(document: Document) -> NDArray[np.intp]:
    """Discourse particles that open a sentence and are set off by a comma."""
    found = openings(document, "discourse_particles")
    found = found[found + 1 < len(document)]
    return found[document.marked("comma")[found + 1]]


def lowercase_openings(document: Document) -> NDArray[np.intp]:
    """Words in lower case that open a sentence."""
    first = document.words[document.opening]
    return first[document.marked("lower_case")[first]]


def _openings(document: Document) -> dict[str, float]:
    """The same openings as the functions above find, counted from the marks of the first words alone."""
    first = document.words[document.opening]
    marks = document.marks[first]
    phrases = [match for match in document.phrases if match.lexicon in _OPENING_LISTS]
    if phrases:
        opens = set(first.tolist())
        for match in phrases:
            if match.first in opens:
                marks[first.searchsorted(match.first)] |= MARK[match.lexicon]
    followed = (document.marks[np.minimum(first + 1, len(document) - 1)] & MARK["comma"]) != 0
    return {
        "conjunction_openings": np.count_nonzero(marks & MARK["opener_conjunctions"]),
        "transition_openings": np.count_nonzero(marks & MARK["transition_words"]),
        "particle_openings": np.count_nonzero(followed & ((marks & MARK["discourse_particles"]) != 0)),
        "lowercase_openings": np.count_nonzero(marks & MARK["lower_case"]),
    }


def anaphora(document: Document) -> NDArray[np.intp]:
    """Sentences that begin with the same two words as the one before."""
    types, opening = document.types, document.opening
    first = types[opening]
    same = (first[1:] == first[:-1]).nonzero()[0] + 1
    if not same.size:
        return same
    second = types[np.minimum(opening + 1, len(types) - 1)]
    long = document.sentence_words > 1
    return same[(second[same] == second[same - 1]) & long[same] & long[same - 1]]


def epiphora(document: Document) -> NDArray[np.intp]:
    """Sentences that end with the same word as the one before."""
    last = document.types[document.closing]
    return (last[1:] == last[:-1]).nonzero()[0] + 1


def anadiplosis(document: Document) -> NDArray[np.intp]:
    """Sentences that begin with the word that the one before ended with; one-word sentences aside."""
    types = document.types
    same = (types[document.opening[1:]] == types[document.closing[:-1]]).nonzero()[0] + 1
    if not same.size:
        return same
    long = document.sentence_words > 1
    return same[long[same] & long[same - 1]]


def epizeuxis(document: Document) -> NDArray[np.intp]:
    """Words said again at once ("never, never"), as indices into the words; "that that" and "had had" aside."""
    types = document.types
    found = (types[1:] == types[:-1]).nonzero()[0] + 1
    if not found.size:
        return found
    found = found[document.word_sentence[found] == document.word_sentence[found - 1]]
    return found[[_emphatic(document, int(index)) for index in found]] if found.size else found


def _emphatic(document: Document, index: int) -> bool:
    token = document.words[index]
    return document.kind[token] == Kind.WORD and document.form(token).lower() not in _DOUBLED_BY_GRAMMAR


def antithesis(document: Document) -> NDArray[np.intp]:
    """Negations that their opposite follows soon: "not X but Y", "it's not X, it's Y"."""
    negations = document.marked("neg_analytic").nonzero()[0]
    turns = np.sort(np.concatenate([document.marked("second_limb").nonzero()[0], _restarts(document)]))
    at = turns.searchsorted(negations, side="right")
    held = at < turns.size
    negations, turns = negations[held], turns[at[held]]
    near = turns - negations <= _ANTITHESIS_REACH
    same = document.sentence[np.maximum(turns - 1, 0)] == document.sentence[negations]
    return negations[near & same]


def _restarts(document: Document) -> NDArray[np.intp]:
    """Where, after a mark, "it is" or "it's" (that, this, ...) begins."""
    found = document.marked("pron_it", "demonstratives").nonzero()[0]
    found = found[(found > 0) & (found + 1 < len(document))]
    found = found[~document.lexical[found - 1]]
    if not found.size:
        return found
    verb = (document.numbers[CLITIC][found + 1] == POSSESSIVE_OR_IS) | document.marked("auxiliaries")[found + 1]
    negated = document.marked("neg_analytic")[np.minimum(found + 2, len(document) - 1)]
    return found[verb & ~negated]


def _figures(document: Document) -> dict[str, float]:
    starts, ends = anaphora(document), epiphora(document)
    sums: dict[str, float] = {
        "anaphora": starts.size,
        "epiphora": ends.size,
        "anadiplosis": anadiplosis(document).size,
        "epizeuxis": epizeuxis(document).size,
    }
    if starts.size and ends.size:
        sums["symploce"] = np.intersect1d(starts, ends).size
    if document.count("neg_analytic"):
        sums["antithesis"] = antithesis(document).size
    return sums


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
        "onset_matches": np.count_nonzero(pairs & (onsets[1:] == onsets[:-1]) & (onsets[1:] > 0)),
        "onset_chance": n * int(kinds @ kinds) / onsets.size**2,
    }


def alliterations(document: Document) -> NDArray[np.intp]:
    """Content words that begin with the same consonant sound as the content word before, in one sentence."""
    content = document.marked("content").nonzero()[0]
    onsets, sentence = document.numbers[ONSET].take(content), document.sentence.take(content)
    same = (onsets[1:] == onsets[:-1]) & (onsets[1:] > 0) & (sentence[1:] == sentence[:-1])
    return content[1:][same]


def contracted_is(document: Document) -> NDArray[np.intp]:
    """Tokens 's that stand for "is", "has" or "us": after pronouns and question words, not after names."""
    clitics = (document.numbers[CLITIC][1:] == POSSESSIVE_OR_IS).nonzero()[0] + 1
    if not clitics.size:
        return clitics
    return clitics[document.marked("clitic_hosts")[clitics - 1] & ~document.is_word[clitics]]


def asides(document: Document) -> NDArray[np.intp]:
    """Opening parentheses whose content speaks of the writer."""
    opened = document.marked("parenthesis").nonzero()[0]
    if not opened.size:
        return opened
    own = document.marked("pron_1sg", "pron_1pl").cumsum()
    until = np.minimum(opened + _ASIDE, len(document) - 1)
    closed = document.marked("closing_parenthesis").nonzero()[0]
    at = closed.searchsorted(opened)
    held = at < closed.size
    until[held] = np.minimum(until[held], closed[at[held]])
    return opened[own[until] > own[opened]]


def list_joints(document: Document) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The "and" or "or" that ends a list of three or more short items: after a comma, and without one.

    What precedes a list's comma is not the first word of a sentence, as in "However, you and I".
    """
    joints = document.marked("list_conjunctions").nonzero()[0]
    commas = document.marked("comma").nonzero()[0]
    before = commas.searchsorted(joints) - 1
    held = before >= 0
    joints, before = joints[held], before[held]
    gap = joints - commas[before]
    close = (gap < _LIST_ITEM).nonzero()[0]
    if not close.size:
        return close, close
    joints, before, gap = joints[close], before[close], gap[close]
    near, earlier = commas[before], commas[np.maximum(before - 1, 0)]
    inside = document.sentence[near] == document.sentence[joints]
    serial = (gap == 1) & (before > 0) & (near - earlier <= _LIST_ITEM) & inside
    opens = document.sentence[np.maximum(near - 2, 0)] != document.sentence[near]
    plain = (gap > 1) & inside & ~opens & (near > 1)
    return joints[serial], joints[plain]
