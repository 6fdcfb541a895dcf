"""Metrics of the order and depth of sentences and of noun phrases. From a parse."""

from functools import partial
from math import sqrt

from libs.stylometry.metrics.metric import Evidence, LengthSensitivity, Rate
from libs.stylometry.metrics.parsed import parsed
from libs.stylometry.statistics.grammar.annotated_spans import subtrees, tokens_in_tree
from libs.stylometry.statistics.text_statistics import Sums

_STYLOMETRIX = "Okulska et al. (2023), StyloMetrix"
_COH_METRIX = "Graesser et al. (2004), Coh-Metrix"

_linked = partial(parsed, evidence=Evidence("dependencies", 1), length_sensitivity=LengthSensitivity.NONE)


def _distance_deviation(sums: Sums) -> float:
    """Standard deviation over sentences of their mean dependency distance."""
    sentences = sums["linked_sentences"]
    mean = sums["sentence_distance"] / sentences
    return sqrt(max(sums["sentence_distance_sq"] / sentences - mean * mean, 0.0))


METRICS = (
    _linked(
        id="mdd",
        name="Mean dependency distance",
        definition="Mean distance in words between a word and its head, punctuation left out.",
        formula=Rate("dependency_length", "dependencies", 1.0),
        unit="words",
        low=1.0,
        higher="harder on memory",
        source="Liu (2008)",
    ),
    _linked(
        id="mdd_sd",
        name="Dependency distance, spread",
        definition="Standard deviation over sentences of their mean dependency distance.",
        formula=_distance_deviation,
        unit="words",
        higher="plain and involved sentences mixed",
        source="Hansen et al. (2023), TextDescriptives",
        evidence=Evidence("linked_sentences", 2),
    ),
    _linked(
        id="adjacent_dep",
        name="Adjacent dependencies",
        definition="Share of dependencies between neighbouring words.",
        formula=Rate("adjacent_dependencies", "dependencies", 1.0),
        unit="share",
        high=1.0,
        higher="more local structure",
        source="Liu (2008)",
    ),
    _linked(
        id="ndd",
        name="Normalised dependency distance",
        definition=(
            "Mean over sentences of |ln(mean dependency distance / sqrt(position of the root * words))|: distance"
            " relative to the length of the sentence."
        ),
        formula=Rate("normalised_distance", "linked_sentences", 1.0),
        unit="log ratio",
        higher="shorter distances than the length would allow",
        source="Lei & Jockers (2018)",
        evidence=Evidence("linked_sentences", 1),
    ),
    parsed(
        id="tree_depth",
        name="Depth of sentences",
        definition="Mean over sentences of the steps from the root to the deepest word.",
        formula=Rate("tree_depth", "parsed_sentences", 1.0),
        unit="steps",
        higher="more nesting",
        source="Yngve (1960) for the idea",
        evidence=Evidence("parsed_sentences", 1),
    ),
    parsed(
        id="left_embed",
        name="Words before the main verb",
        definition="Mean words before the first verb of the main clause, over sentences that have one.",
        formula=Rate("words_before_verb", "verbal_sentences", 1.0),
        unit="words",
        higher="longer run-ups",
        source=f"{_COH_METRIX}, SYNLE",
        evidence=Evidence("verbal_sentences", 1),
    ),
    parsed(
        id="np_rate",
        name="Noun phrases",
        definition="Noun phrases, including pronouns, per 100 words; a name or compound counts as one.",
        formula=Rate("noun_phrases", "parsed_words", 100.0),
        unit="per 100 words",
        high=100.0,
        higher="more things spoken of",
        source=_STYLOMETRIX,
        locate_parsed=tokens_in_tree("noun_phrases"),
    ),
    parsed(
        id="np_modifiers",
        name="Modifiers per noun phrase",
        definition="Adjectives, numbers, nouns and clauses that modify noun phrases, per phrase; without determiners.",
        formula=Rate("noun_phrase_modifiers", "noun_phrases", 1.0),
        unit="per noun phrase",
        higher="denser noun phrases",
        source=f"{_COH_METRIX}, SYNNP",
        evidence=Evidence("noun_phrases", 1),
        locate_parsed=tokens_in_tree("noun_phrase_modifiers"),
    ),
    parsed(
        id="pronoun_subjects",
        name="Pronouns as subjects",
        definition="Share of nominal subjects that are pronouns.",
        formula=Rate("pronoun_subjects", "subjects", 1.0),
        unit="share of subjects",
        high=1.0,
        higher="more given, less named",
        source="Biber et al. (1999), Longman Grammar, 4.1",
        evidence=Evidence("subjects", 1),
        locate_parsed=tokens_in_tree("pronoun_subjects"),
    ),
    parsed(
        id="fronting_rate",
        name="Fronting",
        definition="Share of sentences with an adverbial or object before the main subject; questions do not count.",
        formula=Rate("frontings", "parsed_sentences", 1.0),
        unit="share of sentences",
        high=1.0,
        higher="more set before the subject",
        source=_STYLOMETRIX,
        evidence=Evidence("parsed_sentences", 2),
        locate_parsed=subtrees("frontings"),
    ),
    parsed(
        id="inversion_rate",
        name="Inversion",
        definition="Subjects after the first verb of their clause: never have I, said John; questions and there is do"
        " not count.",
        formula=Rate("inversions", "parsed_words"),
        higher="more inversion",
        source=_STYLOMETRIX,
        locate_parsed=tokens_in_tree("inversions"),
    ),
    parsed(
        id="syn_similarity",
        name="Likeness of neighbouring sentences",
        definition=(
            "Mean over neighbouring sentences of the dependencies they share (relation, class of the word, class of "
            "its head), as Dice coefficient."
        ),
        formula=Rate("shared_structure", "parsed_neighbours", 1.0),
        unit="share",
        high=1.0,
        higher="more uniform syntax",
        source=f"{_COH_METRIX}, SYNSTRUTa, over dependencies",
        evidence=Evidence("parsed_neighbours", 1),
    ),
)
