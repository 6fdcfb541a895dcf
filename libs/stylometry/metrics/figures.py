"""Metrics of figures of speech and of the overlap of neighbouring sentences. From tags; lists from a parse."""

from functools import partial

from libs.stylometry.kernels.grammar.figures import SHORTEST_COLON
from libs.stylometry.metrics.metric import Evidence, Family, Metric, Need, Rate
from libs.stylometry.statistics.grammar.annotated_spans import coordinations, figures

_LANHAM = "Lanham (1991), A Handlist of Rhetorical Terms"
_COH_METRIX = "Graesser et al. (2004), Coh-Metrix"

_tagged = partial(Metric, family=Family.RHETORIC, needs=frozenset({Need.TAGS}), evidence=Evidence("tagged_words", 1))
_parsed = partial(Metric, family=Family.RHETORIC, needs=frozenset({Need.PARSE}), evidence=Evidence("parsed_words", 1))
_shared = partial(
    Metric,
    family=Family.COHESION,
    needs=frozenset({Need.TAGS}),
    unit="share of pairs",
    high=1.0,
    evidence=Evidence("neighbours", 1),
)

METRICS = (
    _parsed(
        id="tricolon",
        name="Threes",
        definition="Lists of exactly three nouns, verbs, adjectives or adverbs: red, white and blue; names do not"
        " count.",
        formula=Rate("tricola", "parsed_words"),
        higher="more threes",
        source=_LANHAM,
        locate_parsed=coordinations("tricola"),
    ),
    _parsed(
        id="polysyndeton",
        name="Conjunctions before every item",
        definition="Lists of three or more words of a class with a conjunction before each but the first.",
        formula=Rate("polysyndeta", "parsed_words"),
        higher="more polysyndeton",
        source=_LANHAM,
        locate_parsed=coordinations("polysyndeta"),
    ),
    _parsed(
        id="asyndeton",
        name="Lists without a conjunction",
        definition="Lists of three or more words of a class without any conjunction: I came, I saw, I conquered.",
        formula=Rate("asyndeta", "parsed_words"),
        higher="more asyndeton",
        source=_LANHAM,
        locate_parsed=coordinations("asyndeta"),
    ),
    _tagged(
        id="isocolon",
        name="Parallel clauses",
        definition=(
            f"Clauses of {SHORTEST_COLON} words or more whose words are of the same classes, one by one, as those of"
            " the clause before; a clause is a stretch with a verb between punctuation or conjunctions."
        ),
        formula=Rate("isocola", "tagged_words"),
        higher="more parallelism",
        source=_LANHAM,
        locate_tagged=figures("isocola"),
    ),
    _tagged(
        id="simile",
        name="Similes",
        definition="Like with a noun of comparison, and as ... as with one: as light as a feather; not as soon as.",
        formula=Rate("similes", "tagged_words"),
        higher="more comparison to images",
        source="Okulska et al. (2023), StyloMetrix",
        locate_tagged=figures("similes"),
    ),
    _tagged(
        id="anecdote_open",
        name="Opening with an anecdote",
        definition="Share of texts whose first sentence has a past tense, I or we, and a word of past time.",
        formula=Rate("anecdotal_openings", "tagged_texts", 1.0),
        unit="share of texts",
        high=1.0,
        higher="more texts that open with a story",
        source="Labov & Waletzky (1967) for the category",
        evidence=Evidence("tagged_texts", 1),
        locate_tagged=figures("anecdotal_openings"),
    ),
    _shared(
        id="noun_overlap_adj",
        name="Nouns taken up",
        definition="Share of pairs of neighbouring sentences with a noun in common, by lemma.",
        formula=Rate("shared_noun_pairs", "neighbours", 1.0),
        higher="more cohesion by nouns",
        source=f"{_COH_METRIX}, CRFNO1",
    ),
    _shared(
        id="arg_overlap_adj",
        name="Arguments taken up",
        definition="Share of pairs of neighbouring sentences with a noun or a pronoun in common, by lemma.",
        formula=Rate("shared_argument_pairs", "neighbours", 1.0),
        higher="more cohesion by arguments",
        source=f"{_COH_METRIX}, CRFAO1",
    ),
    _shared(
        id="content_overlap",
        name="Content words taken up",
        definition="Mean over neighbouring sentences of the content words they share, by lemma, as Dice coefficient.",
        formula=Rate("shared_content", "neighbours", 1.0),
        unit="share",
        higher="more cohesion by content words",
        source=f"{_COH_METRIX}, CRFCWO1",
    ),
)
