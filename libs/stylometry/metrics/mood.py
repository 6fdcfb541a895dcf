"""Metrics of voice, mood and participles. From a parse."""

from functools import partial

from libs.stylometry.kernels.grammar.parse import CLOSING_PART
from libs.stylometry.metrics.metric import Evidence, Family, Rate
from libs.stylometry.metrics.parsed import parsed, parsed_rate
from libs.stylometry.statistics.grammar.annotated_spans import sentences, tokens_in_tree

_BIBER = "Biber (1988)"
_STYLOMETRIX = "Okulska et al. (2023), StyloMetrix"

_of_sentences = partial(parsed, unit="share of sentences", high=1.0, evidence=Evidence("parsed_sentences", 2))


METRICS = (
    parsed(
        id="passive_rate",
        name="Passives",
        definition=(
            "Participles with a form of be or get as a passive auxiliary, in 1,000 verbs: was made, got fired, is "
            "being built; neither was tired of nor were open."
        ),
        formula=Rate("passives", "verb_tokens"),
        unit="per 1,000 verbs",
        high=1000.0,
        higher="more passive",
        source=f"{_BIBER}, features 17 and 18",
        evidence=Evidence("verb_tokens", 1),
        locate_parsed=tokens_in_tree("passives"),
    ),
    parsed(
        id="agentless_share",
        name="Passives without an agent",
        definition="Share of passives without an agent (by ...).",
        formula=Rate("agentless_passives", "passives", 1.0),
        unit="share of passives",
        high=1.0,
        higher="more actors left unnamed",
        source=f"{_BIBER}, features 17 and 18",
        evidence=Evidence("passives", 1),
        locate_parsed=tokens_in_tree("agentless_passives"),
    ),
    parsed(
        id="active_passive_ratio",
        name="Actives per passive",
        definition="Active verbs with a subject per passive; absent in a text without passives.",
        formula=Rate("actives", "passives", 1.0),
        unit="ratio",
        higher="more active",
        source=_STYLOMETRIX,
        evidence=Evidence("passives", 1),
    ),
    _of_sentences(
        id="imperative_rate",
        name="Imperatives",
        definition="Share of sentences whose main verb is in the base form without a subject; no questions.",
        formula=Rate("imperatives", "parsed_sentences", 1.0),
        higher="more commands",
        source=_STYLOMETRIX,
        locate_parsed=sentences("imperatives"),
    ),
    _of_sentences(
        id="verbless_rate",
        name="Sentences without a verb",
        definition="Share of sentences without a finite verb that are not imperatives.",
        formula=Rate("verbless_sentences", "parsed_sentences", 1.0),
        higher="more fragments",
        source="Lanham (2006), Revising Prose, for the category",
        locate_parsed=sentences("verbless_sentences"),
    ),
    _of_sentences(
        id="cta_close",
        name="Appeals at the close",
        definition=f"Share of the sentences in the last {CLOSING_PART}th of a text that ask or command.",
        formula=Rate("closing_appeals", "closing_sentences", 1.0),
        family=Family.RHETORIC,
        higher="more closing calls to the reader",
        source="Cialdini (2007) for the category",
        evidence=Evidence("closing_sentences", 1),
        locate_parsed=sentences("closing_appeals"),
    ),
    parsed_rate(
        "gerund_rate",
        "Gerunds",
        "Forms in -ing as subject, after a preposition, or completing a verb.",
        "more actions as things",
        source=f"{_BIBER}, feature 15",
        counts="gerunds",
    ),
    parsed_rate(
        "pred_adj",
        "Predicative adjectives",
        "Adjectives as complements of be, seem and the like: is tall.",
        "more evaluation",
        source=f"{_BIBER}, feature 41",
        counts="predicative_adjectives",
    ),
    parsed_rate(
        "present_participial",
        "Participial clauses in -ing",
        "Adverbial clauses of a present participle alone.",
        "more depiction beside the action",
        source=f"{_BIBER}, feature 25",
        counts="present_participial_clauses",
    ),
    parsed_rate(
        "past_participial",
        "Participial clauses in -ed",
        "Adverbial clauses of a past participle alone.",
        "more compression",
        source=f"{_BIBER}, feature 26",
        counts="past_participial_clauses",
    ),
    parsed(
        id="participial_adv",
        name="Participial clauses",
        definition="Adverbial clauses of a participle alone: stuffing his mouth, he ran; built in a week, it fell.",
        formula=Rate(("present_participial_clauses", "past_participial_clauses"), "parsed_words"),
        higher="more compression",
        source=f"{_BIBER}, features 25 and 26",
        locate_parsed=tokens_in_tree("present_participial_clauses", "past_participial_clauses"),
    ),
    parsed(
        id="whiz_rate",
        name="Reduced relatives",
        definition="Participles that modify a noun without a relative pronoun: the text written here, a man waiting.",
        formula=Rate(("present_whiz", "past_whiz"), "parsed_words"),
        higher="denser noun phrases",
        source=f"{_BIBER}, features 27 and 28",
        locate_parsed=tokens_in_tree("present_whiz", "past_whiz"),
    ),
)
