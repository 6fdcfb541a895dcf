"""Metrics of verbs and modifiers, after Biber (1988). From tags."""

from libs.stylometry.metrics.metric import Metric, Rate
from libs.stylometry.metrics.tagged import tagged
from libs.stylometry.statistics.grammar.annotated_spans import tokens

_BIBER = "Biber (1988)"


def _rate(id_: str, name: str, definition: str, higher: str, *, source: str, counts: str = "") -> Metric:
    """A sum per 1,000 words."""
    counted = counts or id_
    return tagged(
        id=id_,
        name=name,
        definition=definition,
        formula=Rate(counted, "tagged_words"),
        higher=higher,
        source=source,
        locate_tagged=tokens(counted),
    )


METRICS = (
    _rate("past_tense", "Past tense", "Verbs in the past tense.", "more narration", source=f"{_BIBER}, feature 1"),
    _rate(
        "present_tense",
        "Present tense",
        "Verbs in the present tense.",
        "more here and now",
        source=f"{_BIBER}, feature 3",
    ),
    _rate(
        "perfect_aspect",
        "Perfect aspect",
        "Forms of have as an auxiliary with a past participle after it.",
        "more of the past's bearing on the present",
        source=f"{_BIBER}, feature 2",
    ),
    _rate(
        "progressive",
        "Progressive aspect",
        "Forms of be with a present participle: is reading, is being read; not going to.",
        "more in the course of happening",
        source="Biber et al. (1999), Longman Grammar, 6.3",
    ),
    _rate(
        "future_will",
        "Future",
        "Will, shall, 'll, and going to with a verb.",
        "more outlook",
        source="Okulska et al. (2023), StyloMetrix",
        counts="future",
    ),
    _rate(
        "infinitive_rate",
        "Infinitives",
        "To with a verb; not the preposition to.",
        "more aims and plans",
        source=f"{_BIBER}, feature 24",
        counts="infinitives",
    ),
    _rate(
        "split_inf",
        "Split infinitives",
        "To with an adverb or not before its verb: to boldly go.",
        "more split infinitives",
        source=f"{_BIBER}, feature 62",
        counts="split_infinitives",
    ),
    _rate(
        "split_aux",
        "Split auxiliaries",
        "Auxiliaries with an adverb other than not before their verb: has often said.",
        "more adverbs within verbs",
        source=f"{_BIBER}, feature 63",
        counts="split_auxiliaries",
    ),
    _rate(
        "be_main",
        "Be as main verb",
        "Forms of be before a noun phrase, an adjective or a preposition, and not after there.",
        "more states, fewer actions",
        source=f"{_BIBER}, feature 19",
    ),
    _rate(
        "proverb_do",
        "Do for a verb",
        "Forms of do in place of a verb: so do I, she did, do it; neither auxiliaries nor do the work.",
        "more conversational",
        source=f"{_BIBER}, feature 12, without do as a main verb",
    ),
    _rate(
        "exist_there",
        "Existential there",
        "There as in there is; not as an adverb of place.",
        "more presenting",
        source=f"{_BIBER}, feature 20",
        counts="existential_there",
    ),
    _rate(
        "attr_adj",
        "Attributive adjectives",
        "Adjectives before a noun, alone, in a row or in a list.",
        "denser noun phrases",
        source=f"{_BIBER}, feature 40",
        counts="attributive_adjectives",
    ),
    _rate(
        "adverb_rate",
        "Adverbs",
        "Adverbs in any degree, except not.",
        "more qualification",
        source=f"{_BIBER}, feature 42",
        counts="adverbs",
    ),
    _rate(
        "demonstrative_pron",
        "Demonstrative pronouns",
        "This, that, these, those without a noun; no relative that.",
        "more pointing",
        source=f"{_BIBER}, feature 10",
        counts="demonstrative_pronouns",
    ),
    _rate(
        "demonstrative_det",
        "Demonstrative determiners",
        "This, that, these, those before a noun.",
        "more pointing back at things named",
        source=f"{_BIBER}, feature 51",
        counts="demonstrative_determiners",
    ),
    _rate(
        "time_adverbials",
        "Adverbs of time",
        "Now, later, today, yesterday, ...",
        "more placed in time",
        source=f"{_BIBER}, feature 5; own list",
    ),
    _rate(
        "place_adverbials",
        "Adverbs of place",
        "Here, abroad, upstairs, nearby, ..., when they are not prepositions.",
        "more placed in space",
        source=f"{_BIBER}, feature 4; own list",
    ),
    _rate(
        "adv_cause",
        "Because",
        "Because with a clause; not because of.",
        "more giving of reasons",
        source=f"{_BIBER}, feature 35",
        counts="causal_clauses",
    ),
    _rate(
        "adv_concession",
        "Although",
        "Although and though with a clause.",
        "more conceding",
        source=f"{_BIBER}, feature 36",
        counts="concessive_clauses",
    ),
    _rate(
        "adv_condition",
        "If and unless",
        "If and unless with a clause.",
        "more conditions",
        source=f"{_BIBER}, feature 37",
        counts="conditional_clauses",
    ),
    _rate(
        "adv_other",
        "Other adverbial clauses",
        "Since, while, whereas and the like with a clause.",
        "more subordinate circumstances",
        source=f"{_BIBER}, feature 38",
        counts="other_adverbial_clauses",
    ),
    _rate(
        "phrasal_coord",
        "Joined words",
        "And between two nouns, verbs, adjectives or adverbs.",
        "more pairs of words",
        source=f"{_BIBER}, feature 64",
        counts="phrasal_and",
    ),
)
