"""Metrics of rhetorical figures and phrases that need no tags or parse."""

from functools import partial

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.kernels.sentence_figures import SHORT_ANSWER
from libs.stylometry.metrics.metric import ONE_SENTENCE, Evidence, Family, Metric, Need, Rate
from libs.stylometry.statistics.surface import discourse, layout
from libs.stylometry.text.spans import flagged, pattern, sentences, tokens, words

_DUBREMETZ = "Dubremetz & Nivre (2018)"
_LANHAM = "Lanham (1991), A Handlist of Rhetorical Terms"
_GARNER = "Garner (2016), Modern English Usage, for the category"

_figure = partial(
    Metric,
    family=Family.RHETORIC,
    unit="share of sentences",
    high=1.0,
    needs=frozenset({Need.SENTENCES}),
    evidence=Evidence("sentences", 2),
)
_habit = partial(Metric, family=Family.RHETORIC, needs=frozenset({Need.LEXICON}))


def _listed(id_: str, name: str, examples: str, source: str) -> Metric:
    return _habit(
        id=id_,
        name=name,
        definition=f"Phrases such as {examples}.",
        formula=Rate(id_),
        higher=f"more {name.lower()}",
        source=source,
        locate=flagged(id_),
    )


METRICS = (
    _figure(
        id="rhet_question",
        name="Rhetorical questions",
        definition="Sentences that ask and are followed by a statement.",
        formula=Rate("statement_after_question", "sentences", 1.0),
        higher="more questions that the text itself moves on from",
        source=_LANHAM,
        locate=sentences(discourse.sentences_of(Figure.STATEMENT_AFTER_QUESTION)),
    ),
    _figure(
        id="hypophora",
        name="Questions answered at once",
        definition=f"Sentences that ask and are followed by a statement of at most {SHORT_ANSWER} words.",
        formula=Rate("answered_questions", "sentences", 1.0),
        higher="more questions with their own short answer",
        source=_LANHAM,
        locate=sentences(discourse.sentences_of(Figure.ANSWERED_QUESTIONS)),
    ),
    _figure(
        id="anaphora",
        name="Repeated openings",
        definition="Sentences that begin with the same two words as the sentence before.",
        formula=Rate("anaphora", "sentences", 1.0),
        higher="more anaphora",
        source=_DUBREMETZ,
        locate=sentences(discourse.sentences_of(Figure.ANAPHORA)),
    ),
    _figure(
        id="epiphora",
        name="Repeated endings",
        definition="Sentences that end with the same word as the sentence before.",
        formula=Rate("epiphora", "sentences", 1.0),
        higher="more epiphora",
        source=_DUBREMETZ,
        locate=sentences(discourse.sentences_of(Figure.EPIPHORA)),
    ),
    _figure(
        id="symploce",
        name="Repeated openings and endings",
        definition="Sentences that share their first two words and their last with the sentence before.",
        formula=Rate("symploce", "sentences", 1.0),
        higher="more symploce",
        source=_LANHAM,
        locate=sentences(discourse.sentences_of(Figure.SYMPLOCE)),
    ),
    _figure(
        id="anadiplosis",
        name="Endings taken up",
        definition="Sentences that begin with the last word of the sentence before.",
        formula=Rate("anadiplosis", "sentences", 1.0),
        higher="more anadiplosis",
        source=_LANHAM,
        locate=sentences(discourse.sentences_of(Figure.ANADIPLOSIS)),
    ),
    _habit(
        id="epizeuxis",
        name="Words said twice",
        definition='Words repeated immediately, as in "never, never".',
        formula=Rate("epizeuxis"),
        higher="more insistence by repetition",
        source=_LANHAM,
        needs=frozenset({Need.TOKENS}),
        locate=words(discourse.words_of(Figure.EPIZEUXIS)),
    ),
    _habit(
        id="antithesis",
        name="Antithesis",
        definition='"Not X but Y", "it\'s not X, it\'s Y".',
        formula=Rate("antithesis"),
        higher="more contrast by negation",
        source=_LANHAM,
        needs=frozenset({Need.SENTENCES}),
        locate=tokens(discourse.tokens_of(Figure.ANTITHESIS)),
    ),
    _habit(
        id="alliteration",
        name="Alliteration",
        definition="Share of neighbouring content words with one first consonant sound, minus the share expected by"
        " chance.",
        formula=Rate(("onset_matches", "-onset_chance"), "onset_pairs", 1.0),
        unit="share above chance",
        low=-1.0,
        high=1.0,
        higher="more alliteration than chance",
        source="Skinner (1939)",
        evidence=Evidence("onset_pairs", 10),
        locate=tokens(discourse.tokens_of(Figure.ONSET_MATCHES)),
    ),
    _habit(
        id="quote_use",
        name="Words in quotation marks",
        definition="Share of words between double quotation marks.",
        formula=Rate("quoted_words", "words", 1.0),
        unit="share",
        high=1.0,
        higher="more quotation",
        source="Abbasi & Chen (2008), Writeprints",
        needs=frozenset({Need.CHARACTERS}),
        locate=tokens(discourse.tokens_of(Figure.QUOTED_WORDS)),
    ),
    _habit(
        id="listicle",
        name="List items",
        definition="Share of lines that are items of a bulleted or numbered list.",
        formula=Rate("list_items", "lines", 1.0),
        unit="share of lines",
        high=1.0,
        higher="more lists",
        source="Rae et al. (2021), Gopher quality rules",
        needs=frozenset({Need.CHARACTERS}),
        locate=pattern(layout.LIST_ITEM),
    ),
    _listed("analogy", "Analogies", "think of it as, akin to, as if", _LANHAM),
    _listed("hyperbole", "Hyperbole", "of all time, everyone, a million times", _LANHAM),
    _listed("throat_clearing", "Throat-clearing", "in today's world, the fact of the matter", "Zinsser (2006)"),
    _listed("cliche", "Clichés", "at the end of the day, tip of the iceberg", _GARNER),
    _listed("weasel", "Weasel words", "some say, arguably, a number of", _GARNER),
    _listed("oxymoron", "Oxymorons", "deafening silence, open secret", _LANHAM),
    _listed("redundancy", "Redundancies", "end result, each and every", _GARNER),
    _figure(
        id="story_arc",
        name="Turns of a story",
        definition="Then, but, so, suddenly and until, per sentence.",
        formula=Rate("story_turns", "sentences", 1.0),
        unit="per sentence",
        high=None,
        higher="more narrative turns",
        source="Labov & Waletzky (1967) for the category",
        evidence=ONE_SENTENCE,
        locate=flagged("story_turns"),
    ),
    _habit(
        id="call_to_action",
        name="Calls to action",
        definition="Phrases such as subscribe, let me know, learn more.",
        formula=Rate("calls_to_action"),
        higher="more asked of the reader",
        source="Cialdini (2007) for the category; own list",
        locate=flagged("calls_to_action"),
    ),
)
