"""Metrics of clauses: their number, connection and openings. From a parse."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Need, Rate
from libs.stylometry.metrics.parsed import parsed, parsed_rate
from libs.stylometry.statistics.grammar.annotated_spans import tokens_in_tree

_BIBER = "Biber (1988)"
_L2SCA = "Lu (2010), L2SCA, for the category"

_of_clauses = partial(parsed, unit="share of clauses", high=1.0, evidence=Evidence("clauses", 3))


METRICS = (
    parsed(
        id="clauses_per_sent",
        name="Clauses per sentence",
        definition="Finite verbs, including modals, per sentence.",
        formula=Rate("finite_verbs", "tagged_sentences", 1.0),
        unit="per sentence",
        higher="more complex sentences",
        source=_L2SCA,
        needs=frozenset({Need.TAGS}),
        evidence=Evidence("tagged_sentences", 1),
    ),
    _of_clauses(
        id="subord_ratio",
        name="Subordination",
        definition="Share of clauses that are part of another: adverbial, complement, subject, relative.",
        formula=Rate("subordinate_clauses", "clauses", 1.0),
        higher="more subordination",
        source=_L2SCA,
        locate_parsed=tokens_in_tree("subordinate_clauses"),
    ),
    _of_clauses(
        id="coord_ratio",
        name="Coordination",
        definition="Share of clauses that are joined to an earlier one by coordination.",
        formula=Rate("coordinate_clauses", "clauses", 1.0),
        higher="more coordination",
        source=_L2SCA,
        locate_parsed=tokens_in_tree("coordinate_clauses"),
    ),
    parsed_rate(
        "relcl_rate",
        "Relative clauses",
        "Relative clauses, with or without a pronoun, of nouns or of clauses.",
        "more elaborated reference",
        source=f"{_BIBER}, features 29-34",
        counts="relative_clauses",
    ),
    parsed_rate(
        "sentence_relatives",
        "Comments with which",
        "Relative clauses about a whole clause: he left, which is odd.",
        "more comment",
        source=f"{_BIBER}, feature 34",
    ),
    parsed_rate(
        "that_rel_subj",
        "That as relative subject",
        "That as the subject of its relative clause.",
        "more elaborated reference",
        source=f"{_BIBER}, feature 29",
        counts="that_subject_relatives",
    ),
    parsed_rate(
        "that_rel_obj",
        "That as relative object",
        "That as the object of its relative clause.",
        "more elaborated reference",
        source=f"{_BIBER}, feature 30",
        counts="that_object_relatives",
    ),
    parsed_rate(
        "wh_rel_subj",
        "Who or which as relative subject",
        "Who, which as the subject of their relative clause.",
        "more explicit reference",
        source=f"{_BIBER}, feature 31",
        counts="wh_subject_relatives",
    ),
    parsed_rate(
        "wh_rel_obj",
        "Whom or which as relative object",
        "Whom, which as the object of their relative clause.",
        "more explicit reference",
        source=f"{_BIBER}, feature 32",
        counts="wh_object_relatives",
    ),
    parsed_rate(
        "pied_piping",
        "Pied piping",
        "Prepositions before a relative pronoun: the house in which.",
        "more explicit reference",
        source=f"{_BIBER}, feature 33",
        counts="pied_pipes",
    ),
    parsed_rate(
        "stranded_prep",
        "Stranded prepositions",
        "Prepositions separated from their object: what I look at.",
        "more conversational",
        source=f"{_BIBER}, feature 61",
        counts="stranded_prepositions",
    ),
    parsed_rate(
        "that_deletion",
        "That left out",
        "Verbs with a finite complement without that: I think he left.",
        "more conversational",
        source=f"{_BIBER}, feature 60",
        counts="that_deletions",
    ),
    parsed_rate(
        "that_verb_comp",
        "That-clauses of verbs",
        "That opening the complement of a verb: I said that he left.",
        "more reported thought",
        source=f"{_BIBER}, feature 21",
        counts="that_verb_complements",
    ),
    parsed_rate(
        "that_adj_comp",
        "That-clauses of adjectives",
        "That opening the complement of an adjective: glad that.",
        "more stance towards statements",
        source=f"{_BIBER}, feature 22",
        counts="that_adjective_complements",
    ),
    parsed_rate(
        "wh_clauses",
        "Wh-clauses",
        "Question words straight after the verb they complete: know what he did.",
        "more indirect questions",
        source=f"{_BIBER}, feature 23",
    ),
    parsed_rate(
        "wh_questions",
        "Wh-questions",
        "Questions that open with a question word.",
        "more direct questions",
        source=f"{_BIBER}, feature 13",
    ),
    parsed_rate(
        "clausal_coord",
        "And between clauses",
        "And before a clause with a subject of its own, or opening a sentence.",
        "looser chaining",
        source=f"{_BIBER}, feature 65",
        counts="clausal_and",
    ),
)
