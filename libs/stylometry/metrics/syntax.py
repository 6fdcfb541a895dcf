"""Metrics of syntax that need word forms alone; the others need a tagger and a parser."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Family, Metric, Need, Rate
from libs.stylometry.text.spans import flagged

_form = partial(Metric, family=Family.SYNTAX)

METRICS = (
    _form(
        id="nominalization",
        name="Nominalisations",
        definition="Words in -tion, -ment, -ness, -ity and their plurals.",
        formula=Rate("nominal_suffix"),
        higher="more actions written as nouns",
        source="Biber (1988), feature 14",
        locate=flagged("nominal_suffix"),
    ),
    _form(
        id="prep_rate",
        name="Prepositions",
        definition="Words of the list of prepositions, whatever their use.",
        formula=Rate("prepositions"),
        higher="denser noun phrases",
        source="Biber (1988), feature 39",
        needs=frozenset({Need.LEXICON}),
        locate=flagged("prepositions"),
    ),
    _form(
        id="article_rate",
        name="Articles",
        definition="A, an, the.",
        formula=Rate("articles"),
        higher="more nouns introduced",
        source="Pennebaker & King (1999)",
        needs=frozenset({Need.LEXICON}),
    ),
    _form(
        id="conjunction_rate",
        name="Conjunctions",
        definition="Words of the list of conjunctions, whatever their use.",
        formula=Rate("conjunctions"),
        higher="more joined clauses",
        source="Pennebaker & King (1999)",
        needs=frozenset({Need.LEXICON}),
    ),
    _form(
        id="auxiliary_rate",
        name="Auxiliaries",
        definition="Forms of be, have, do, and modals.",
        formula=Rate("auxiliaries"),
        higher="more verbal style",
        source="Pennebaker & King (1999)",
        needs=frozenset({Need.LEXICON}),
    ),
    _form(
        id="wh_rate",
        name="Wh-words",
        definition="Who, which, what, when, where, why, how and compounds.",
        formula=Rate("wh_words"),
        higher="more questions and relative clauses",
        source="Biber (1988), features 13, 23, 29-34, taken together",
        needs=frozenset({Need.LEXICON}),
    ),
    _form(
        id="function_word_rate",
        name="Function words",
        definition="Share of words, including clitics, that carry grammar rather than content.",
        formula=Rate("function_words", "word", 1.0),
        unit="share",
        high=1.0,
        higher="looser, more verbal style",
        source="Mosteller & Wallace (1964); Ure (1971)",
        needs=frozenset({Need.LEXICON}),
        evidence=Evidence("word", 1),
    ),
)
