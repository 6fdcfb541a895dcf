"""Clauses within clauses: complements, relatives, what is left out of them and what they leave behind. Needs a parse.

Relations of Universal Dependencies v2; features after Biber (1988), Variation across Speech and Writing, appendix II.
"""

from collections.abc import Mapping

from libs.stylometry.grammar.closed import Word
from libs.stylometry.grammar.codes import Relation, Upos, Xpos
from libs.stylometry.grammar.parsed import Parsed
from libs.stylometry.grammar.predicates import ParseFeature
from libs.stylometry.grammar.tagged import Mask

_SUBORDINATE = (
    *(Relation.CCOMP, Relation.CSUBJ, Relation.CSUBJ_PASS, Relation.CSUBJ_OUTER),
    *(Relation.ADVCL, Relation.ADVCL_RELCL, Relation.ACL, Relation.ACL_RELCL),
)


def subordinate(parsed: Parsed) -> Mask:
    """Predicates of clauses that are part of another."""
    return parsed.clauses & parsed.related(*_SUBORDINATE)


def coordinate(parsed: Parsed) -> Mask:
    """Predicates of clauses joined to an earlier one."""
    return parsed.clauses & parsed.related(Relation.CONJ)


def that_complements(of_class: Upos) -> ParseFeature:
    """ "That" opening a complement of a verb ("I said that ...") or adjective ("glad that ...")."""

    def find(parsed: Parsed) -> Mask:
        completing = parsed.related(Relation.CCOMP) & parsed.dependents_of(parsed.of_class(of_class))
        that = parsed.on(Word.THAT) & parsed.related(Relation.MARK)
        return that & parsed.dependents_of(completing)

    return find


def that_deletions(parsed: Parsed) -> Mask:
    """Verbs whose finite complement follows without "that": "I think he went"; quotations and questions left out."""
    complements = parsed.related(Relation.CCOMP) & parsed.finite_predicates & (parsed.head < parsed.place)
    complements &= ~parsed.heads_of(parsed.related(Relation.MARK)) & parsed.dependents_of(parsed.of_class(Upos.VERB))
    breaks = (parsed.wh_words | ~parsed.is_lexical).cumsum()
    unbroken = breaks.take(parsed.head) == breaks
    return parsed.heads_of(complements & unbroken)


def wh_clauses(parsed: Parsed) -> Mask:
    """Question words straight after the verb they complete: "know what he did"; no "left when he came"."""
    after_verb = parsed.onward.reached_from(parsed.of_class(Upos.VERB))
    adverbial = parsed.dependents_of(parsed.related(Relation.ADVCL))
    return parsed.tag(Xpos.WP, Xpos.WRB) & after_verb & ~adverbial


def wh_questions(parsed: Parsed) -> Mask:
    """Question words that open a question."""
    return parsed.wh_words & parsed.openings & parsed.asked


def _relatives(parsed: Parsed) -> Mask:
    return parsed.related(Relation.ACL_RELCL, Relation.ADVCL_RELCL)


def _relative_pronoun(listed: Word, *relations: Relation) -> ParseFeature:
    """Relative pronouns in some relations to the predicate of their clause, without a preposition before them."""
    return lambda parsed: (
        parsed.on(listed)
        & parsed.tag(Xpos.WDT, Xpos.WP)
        & parsed.related(*relations)
        & parsed.dependents_of(parsed.related(Relation.ACL_RELCL))
        & ~parsed.onward.reached_from(parsed.tag(Xpos.IN))
    )


def pied_pipes(parsed: Parsed) -> Mask:
    """Prepositions taken along before a relative pronoun: "the house in which", "the man whose son"."""
    of_relative = parsed.dependents_of(_relatives(parsed))
    in_relative = of_relative | parsed.dependents_of(of_relative)
    pronouns = parsed.on(Word.RELATIVE) & parsed.wh_words & in_relative
    return parsed.tag(Xpos.IN) & parsed.onward.reach(pronouns)


def stranded(parsed: Parsed) -> Mask:
    """Prepositions without what they govern: "what are you looking at"; the particle of "give up" is none."""
    prepositions = parsed.tag(Xpos.IN) & parsed.of_class(Upos.ADP)
    left_behind = parsed.related(Relation.CASE) & (parsed.head < parsed.place)
    bare = parsed.related(Relation.OBL, Relation.ACL_RELCL) & ~parsed.heads_of(parsed.is_lexical)
    return prepositions & (left_behind | bare)


def clausal_and(parsed: Parsed) -> Mask:
    """ "And" before a clause with a subject of its own, or opening a sentence."""
    joining = parsed.dependents_of(coordinate(parsed) & parsed.heads_of(parsed.subjects)) | parsed.openings
    return parsed.on(Word.AND) & parsed.related(Relation.CC) & joining


_SUBJECT = (Relation.NSUBJ, Relation.NSUBJ_PASS)
_OBJECT = (Relation.OBJ, Relation.IOBJ, Relation.OBL)

FEATURES: Mapping[str, ParseFeature] = {
    "clauses": lambda parsed: parsed.clauses,
    "subordinate_clauses": subordinate,
    "coordinate_clauses": coordinate,
    "relative_clauses": _relatives,
    "sentence_relatives": lambda parsed: parsed.related(Relation.ADVCL_RELCL),
    "that_subject_relatives": _relative_pronoun(Word.THAT, *_SUBJECT),
    "that_object_relatives": _relative_pronoun(Word.THAT, *_OBJECT),
    "wh_subject_relatives": _relative_pronoun(Word.RELATIVE, *_SUBJECT),
    "wh_object_relatives": _relative_pronoun(Word.RELATIVE, *_OBJECT),
    "that_verb_complements": that_complements(Upos.VERB),
    "that_adjective_complements": that_complements(Upos.ADJ),
    "that_deletions": that_deletions,
    "wh_clauses": wh_clauses,
    "wh_questions": wh_questions,
    "pied_pipes": pied_pipes,
    "stranded_prepositions": stranded,
    "clausal_and": clausal_and,
}
