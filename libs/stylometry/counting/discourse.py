"""Sums over how sentences begin, end, follow one another, and are built up from one another."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.columns import CLITIC, ONSET, POSSESSIVE_OR_IS
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

_LIST_ITEM = 4
_ASIDE = 40
_ANTITHESIS_REACH = 14


def count(document: Document) -> dict[str, float]:
    """The sums of this module."""
    sums: dict[str, float] = {"contracted_is": contracted_is(document).size, **_marks_of_lists(document)}
    sums["asides"] = asides(document).size
    if document.words.size:
        sums |= _ends(document) | _openings(document) | _figures(document) | _alliteration(document)
    return sums


def sentence_ends_with(document: Document, flag: str) -> NDArray[np.bool_]:
    """For each sentence that has words, whether the mark stands after its last word."""
    marks = document.is_flagged(flag).nonzero()[0]
    ends = np.zeros(document.opening.size, np.bool_)
    if marks.size and document.words.size:
        last = document.words[document.closing]
        before = last.searchsorted(marks) - 1
        held = before >= 0
        marks, before = marks[held], before[held]
        ends[before[document.sentence[marks] == document.sentence[last[before]]]] = True
    return ends


def _ends(document: Document) -> dict[str, float]:
    questions = sentence_ends_with(document, "question")
    exclaimed = sentence_ends_with(document, "exclamation")
    asked = int(np.count_nonzero(questions))
    sums: dict[str, float] = {"questions": asked, "exclaimed_sentences": int(np.count_nonzero(exclaimed))}
    if asked:
        sums["answered_questions"] = answered(document, questions).size
        sums["statement_after_question"] = int(np.count_nonzero(questions[:-1] & ~questions[1:]))
    return sums


def answered(document: Document, questions: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Questions that a short statement follows: the writer answers himself."""
    return (questions[:-1] & ~questions[1:] & (document.sentence_words[1:] <= SHORT_ANSWER)).nonzero()[0]


def openings(document: Document, lexicon: str) -> NDArray[np.intp]:
    """Tokens that open a sentence and are, or begin, a member of the list."""
    first = document.words[document.opening]
    found = first[document.is_flagged(lexicon)[first]]
    phrases = [match.first for match in document.phrases if match.lexicon == lexicon]
    return np.union1d(found, np.intersect1d(first, phrases).astype(np.intp)) if phrases else found


def particles(document: Document) -> NDArray[np.intp]:
    """Discourse particles that open a sentence and are set off by a comma."""
    found = openings(document, "discourse_particles")
    found = found[found + 1 < len(document)]
    return found[document.is_flagged("comma")[found + 1]]


def lowercase_openings(document: Document) -> NDArray[np.intp]:
    """Words in lower case that open a sentence."""
    first = document.words[document.opening]
    return first[document.is_flagged("lower_case")[first]]


def _openings(document: Document) -> dict[str, float]:
    return {
        "conjunction_openings": openings(document, "opener_conjunctions").size,
        "transition_openings": openings(document, "transition_words").size,
        "particle_openings": particles(document).size,
        "lowercase_openings": lowercase_openings(document).size,
    }


def anaphora(document: Document) -> NDArray[np.intp]:
    """Sentences that begin with the same two words as the one before."""
    types, opening = document.types, document.opening
    long = document.sentence_words > 1
    first, second = types[opening], types[np.minimum(opening + 1, len(types) - 1)]
    same = (first[1:] == first[:-1]) & (second[1:] == second[:-1]) & long[1:] & long[:-1]
    return same.nonzero()[0] + 1


def epiphora(document: Document) -> NDArray[np.intp]:
    """Sentences that end with the same word as the one before."""
    last = document.types[document.closing]
    return (last[1:] == last[:-1]).nonzero()[0] + 1


def anadiplosis(document: Document) -> NDArray[np.intp]:
    """Sentences that begin with the word that the one before ended with; one-word sentences aside."""
    types, long = document.types, document.sentence_words > 1
    same = (types[document.opening[1:]] == types[document.closing[:-1]]) & long[1:] & long[:-1]
    return same.nonzero()[0] + 1


def epizeuxis(document: Document) -> NDArray[np.intp]:
    """Words said again at once ("never, never"), as indices into the words; "that that" and "had had" aside."""
    types = document.types
    again = (types[1:] == types[:-1]) & (document.word_sentence[1:] == document.word_sentence[:-1])
    found = again.nonzero()[0] + 1
    return found if not found.size else found[[_emphatic(document, int(index)) for index in found]]


def _emphatic(document: Document, index: int) -> bool:
    token = document.words[index]
    return document.kind[token] == Kind.WORD and document.form(token).lower() not in {"that", "had", "is", "do"}


def antithesis(document: Document) -> NDArray[np.intp]:
    """Negations that their opposite follows soon: "not X but Y", "it's not X, it's Y"."""
    negations = document.is_flagged("neg_analytic").nonzero()[0]
    if not negations.size:
        return negations
    turns = np.union1d(document.is_flagged("second_limb").nonzero()[0], _restarts(document))
    at = turns.searchsorted(negations, side="right")
    held = at < turns.size
    negations, turns = negations[held], turns[at[held]]
    near = turns - negations <= _ANTITHESIS_REACH
    same = document.sentence[np.maximum(turns - 1, 0)] == document.sentence[negations]
    return negations[near & same]


def _restarts(document: Document) -> NDArray[np.intp]:
    """Where, after a mark, "it is" or "it's" (he, they, that, this, ...) begins."""
    pronouns = document.is_flagged("pron_it") | document.is_flagged("demonstratives")
    found = pronouns.nonzero()[0]
    found = found[(found > 0) & (found + 1 < len(document))]
    after_mark = ~document.lexical[found - 1]
    clitic = document.numbers[:, CLITIC]
    verb = (clitic[found + 1] == POSSESSIVE_OR_IS) | document.is_flagged("auxiliaries")[found + 1]
    negated = document.is_flagged("neg_analytic")[np.minimum(found + 2, len(document) - 1)]
    return found[after_mark & verb & ~negated]


def _figures(document: Document) -> dict[str, float]:
    starts, ends = anaphora(document), epiphora(document)
    return {
        "anaphora": starts.size,
        "epiphora": ends.size,
        "symploce": np.intersect1d(starts, ends).size if starts.size and ends.size else 0,
        "anadiplosis": anadiplosis(document).size,
        "epizeuxis": epizeuxis(document).size,
        "antithesis": antithesis(document).size,
    }


def _alliteration(document: Document) -> dict[str, float]:
    """Neighbouring content words of a sentence with one first consonant, and how many chance would give."""
    content = document.is_flagged("content").nonzero()[0]
    onsets = document.numbers[content, ONSET].astype(np.intp)
    pairs = document.sentence[content[1:]] == document.sentence[content[:-1]]
    n = int(np.count_nonzero(pairs))
    if not n:
        return {}
    shares = np.bincount(onsets)[1:] / onsets.size
    return {
        "onset_pairs": n,
        "onset_matches": alliterations(document).size,
        "onset_chance": n * float(shares @ shares),
    }


def alliterations(document: Document) -> NDArray[np.intp]:
    """Content words that begin with the same consonant sound as the content word before, in one sentence."""
    content = document.is_flagged("content").nonzero()[0]
    onsets = document.numbers[content, ONSET]
    same = (onsets[1:] == onsets[:-1]) & (onsets[1:] > 0)
    same &= document.sentence[content[1:]] == document.sentence[content[:-1]]
    return content[1:][same]


def contracted_is(document: Document) -> NDArray[np.intp]:
    """Tokens 's that stand for "is", "has" or "us": after pronouns and question words, not after names."""
    clitics = (document.numbers[1:, CLITIC] == POSSESSIVE_OR_IS).nonzero()[0] + 1
    return clitics[document.is_flagged("clitic_hosts")[clitics - 1] & ~document.is_word[clitics]]


def asides(document: Document) -> NDArray[np.intp]:
    """Opening parentheses whose content speaks of the writer."""
    opened = document.is_flagged("parenthesis").nonzero()[0]
    if not opened.size:
        return opened
    own = (document.is_flagged("pron_1sg") | document.is_flagged("pron_1pl")).cumsum()
    until = np.minimum(opened + _ASIDE, len(document) - 1)
    closed = document.is_flagged("closing_parenthesis").nonzero()[0]
    at = closed.searchsorted(opened)
    held = at < closed.size
    until[held] = np.minimum(until[held], closed[at[held]])
    return opened[own[until] > own[opened]]


def list_joints(document: Document) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The "and" or "or" that ends a list of three or more short items: after a comma, and without one."""
    joints = document.is_flagged("list_conjunctions").nonzero()[0]
    commas = document.is_flagged("comma").nonzero()[0]
    if not commas.size or not joints.size:
        return joints[:0], joints[:0]
    before = commas.searchsorted(joints) - 1
    joints, before = joints[before >= 0], before[before >= 0]
    near = commas[before]
    adjacent = near == joints - 1
    earlier = np.where(before > 0, commas[np.maximum(before - 1, 0)], -len(document))
    one_sentence = document.sentence[near] == document.sentence[joints]
    serial = adjacent & (near - earlier <= _LIST_ITEM) & one_sentence
    plain = ~adjacent & (joints - near <= _LIST_ITEM - 1) & one_sentence & _item_before(document, near)
    return joints[serial], joints[plain]


def _item_before(document: Document, commas: NDArray[np.intp]) -> NDArray[np.bool_]:
    """Whether what precedes the comma is the start of a list and not of a clause ("However, you and I")."""
    first = document.words[document.opening]
    return ~np.isin(commas - 1, first)


def _marks_of_lists(document: Document) -> dict[str, float]:
    serial, plain = list_joints(document)
    return {"serial_commas": serial.size, "open_lists": plain.size}
