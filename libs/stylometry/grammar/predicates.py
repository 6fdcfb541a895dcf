"""Voice, mood and non-finite forms of predicates. Needs a parse.

Relations of Universal Dependencies v2; features after Biber (1988), Variation across Speech and Writing, appendix II.
"""

from collections.abc import Callable, Mapping

from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Relation, Upos, Xpos
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.tagged import Mask

ParseFeature = Callable[[Parsed], Mask]
"""Finds the tokens that a sum counts."""

CLOSING_PART = 5
"""The close of a text is its last fifth."""


def passives(parsed: Parsed) -> Mask:
    """Participles with a passive auxiliary ("was made", "got fired", "is being built"), not "was tired of"."""
    return parsed.heads_of(parsed.related(Relation.AUX_PASS))


def by_passives(parsed: Parsed) -> Mask:
    """Passives that say by whom."""
    return passives(parsed) & parsed.heads_of(parsed.related(Relation.OBL_AGENT))


def agentless_passives(parsed: Parsed) -> Mask:
    """Passives that do not say by whom."""
    return passives(parsed) & ~parsed.heads_of(parsed.related(Relation.OBL_AGENT))


def actives(parsed: Parsed) -> Mask:
    """Verbs with a subject that are not passive; what has a copula is neither."""
    inactive = parsed.heads_of(parsed.related(Relation.AUX_PASS, Relation.COP, Relation.NSUBJ_PASS))
    return parsed.of_class(Upos.VERB) & parsed.heads_of(parsed.related(Relation.NSUBJ)) & ~inactive


def gerunds(parsed: Parsed) -> Mask:
    """Participles in -ing in the place of a noun: as subject, after a preposition, or completing a verb."""
    after_preposition = parsed.heads_of(
        parsed.related(Relation.MARK, Relation.CASE) & parsed.on(Word.BEFORE_GERUND) & parsed.tag(Xpos.IN)
    )
    has_object = parsed.dependents_of(parsed.heads_of(parsed.related(Relation.OBJ)))
    completing = parsed.related(Relation.XCOMP) & ~has_object & ~parsed.heads_of(parsed.verb_parts)
    subject = parsed.related(Relation.CSUBJ, Relation.CSUBJ_PASS, Relation.OBJ, Relation.NSUBJ)
    return parsed.tag(Xpos.VBG) & (after_preposition | completing | subject)


def imperatives(parsed: Parsed) -> Mask:
    """Roots in the base form without a subject ("Read this", "Don't go", "Be careful"), questions left out."""
    base = parsed.tag(Xpos.VB) & (parsed.roots & parsed.of_class(Upos.VERB) | parsed.related(Relation.COP))
    helped = parsed.related(Relation.AUX, Relation.AUX_PASS) & ~parsed.on(Word.DO)
    marked = parsed.related(Relation.NSUBJ, Relation.NSUBJ_PASS, Relation.EXPL, Relation.CSUBJ) | helped
    marked |= parsed.tag(Xpos.TO) & parsed.related(Relation.MARK)
    commanding = base & parsed.roots | parsed.heads_of(base & parsed.related(Relation.COP)) & parsed.roots
    return commanding & ~parsed.heads_of(marked) & ~parsed.asked


def fragments(parsed: Parsed) -> Mask:
    """Openings of sentences without a finite verb that are no imperatives either."""
    return parsed.openings & ~parsed.in_sentence(parsed.finite | imperatives(parsed))


def imperative_sentences(parsed: Parsed) -> Mask:
    """Openings of sentences that command."""
    return parsed.openings & parsed.in_sentence(imperatives(parsed))


def closing(parsed: Parsed) -> Mask:
    """Openings of the sentences in the last fifth of the text, at least of the last."""
    nth = parsed.openings.cumsum()
    return parsed.openings & (nth > nth[-1] - max(nth[-1] // CLOSING_PART, 1))


def closing_appeals(parsed: Parsed) -> Mask:
    """Openings of closing sentences that ask or command."""
    return closing(parsed) & (parsed.asked | imperative_sentences(parsed))


def predicative(parsed: Parsed) -> Mask:
    """Adjectives that say what something is or seems: "is tall", "seems odd"."""
    said = parsed.heads_of(parsed.related(Relation.COP)) | parsed.related(Relation.XCOMP)
    return parsed.adjectives & said & parsed.of_class(Upos.ADJ)


def _bare_participles(relation: Relation, *tags: Xpos) -> ParseFeature:
    """Clauses of a participle alone, without a conjunction, subject or auxiliary of its own."""
    return lambda parsed: (
        parsed.related(relation)
        & parsed.tag(*tags)
        & ~parsed.heads_of(parsed.verb_parts | parsed.subjects | parsed.related(Relation.MARK))
    )


participial_clauses = _bare_participles(Relation.ADVCL, Xpos.VBG, Xpos.VBN)
"""Participles of adverbial clauses: "stuffing his mouth, he ran"."""

reduced_relatives = _bare_participles(Relation.ACL, Xpos.VBG, Xpos.VBN)
"""Participles that modify a noun: "the text written here"."""


FEATURES: Mapping[str, ParseFeature] = {
    "passives": passives,
    "by_passives": by_passives,
    "agentless_passives": agentless_passives,
    "actives": actives,
    "gerunds": gerunds,
    "imperatives": imperative_sentences,
    "verbless_sentences": fragments,
    "closing_sentences": closing,
    "closing_appeals": closing_appeals,
    "predicative_adjectives": predicative,
    "present_participial_clauses": _bare_participles(Relation.ADVCL, Xpos.VBG),
    "past_participial_clauses": _bare_participles(Relation.ADVCL, Xpos.VBN),
    "present_whiz": _bare_participles(Relation.ACL, Xpos.VBG),
    "past_whiz": _bare_participles(Relation.ACL, Xpos.VBN),
}
