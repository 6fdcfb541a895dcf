"""Metrics of formality, sentiment and emotion."""

from functools import partial

from libs.stylometry.metrics.metric import Evidence, Family, Linear, Metric, Need, Rate, Spread
from libs.stylometry.statistics.text_statistics import Sums
from libs.stylometry.text.spans import flagged

_VADER = "Hutto & Gilbert (2014), VADER"
_PLUTCHIK = "Plutchik (1980) for the category; own list"
_CDI = (
    *("articles", "prepositions"),
    *("-pron_1sg", "-pron_1pl", "-pron_2", "-pron_3", "-pron_it", "-indef_pron", "-demonstratives"),
    *("-auxiliaries", "-conjunctions", "-common_adverbs", "-negations"),
)

_tone = partial(Metric, family=Family.TONE, needs=frozenset({Need.LEXICON}))
_sentiment = partial(
    _tone,
    unit="on a scale of -1 to 1",
    low=-1.0,
    high=1.0,
    needs=frozenset({Need.SENTENCES, Need.LEXICON}),
    source=_VADER,
)


def _listed(id_: str, name: str, definition: str, higher: str, source: str) -> Metric:
    return _tone(
        id=id_,
        name=name,
        definition=definition,
        formula=Rate(_LIST.get(id_, id_)),
        higher=higher,
        source=source,
        locate=flagged(_LIST.get(id_, id_)),
    )


_LIST = {"slang_rate": "slang"}
"""Lists whose name is not the metric's."""


def _emotion(name: str) -> Metric:
    return _listed(
        f"emo_{name}",
        f"Words of {name}",
        f"Words that name or express {name}.",
        f"more {name}",
        _PLUTCHIK,
    )


def _arc(sums: Sums) -> float:
    n, x, y = sums["arc_sentences"], sums["arc_x"], sums["arc_y"]
    return (n * sums["arc_xy"] - x * y) / (n * sums["arc_xx"] - x * x)


METRICS = (
    _tone(
        id="adjlist_formality",
        name="Formality of words",
        definition="Formal minus informal words, divided by both together, by two word lists.",
        formula=Rate(("formal", "-informal"), ("formal", "informal"), 1.0),
        unit="on a scale of -1 to 1",
        low=-1.0,
        high=1.0,
        higher="more formal",
        source="Brooke, Wang & Hirst (2010)",
        locate=flagged("formal", "informal"),
    ),
    _tone(
        id="analytic_cdi",
        name="Categorical-dynamic index",
        definition="30 + articles + prepositions - pronouns - auxiliaries - conjunctions - adverbs - negations, in %.",
        formula=Linear(30.0, (Rate(_CDI, "words", 100.0),)),
        unit="index",
        low=None,
        higher="more analytic, less narrative",
        source="Pennebaker et al. (2014)",
    ),
    _sentiment(
        id="vader_compound",
        name="Sentiment",
        definition=(
            "Mean over sentences of the sum of VADER's valences, times -0.74 within three tokens after a negation, "
            "normalised as s / sqrt(s² + 15). Not applied: intensifiers, capitals, exclamation and question marks, "
            "but, least, idioms and emoji."
        ),
        formula=Rate("compound", "sentences", 1.0),
        higher="more positive",
    ),
    _sentiment(
        id="vader_pos",
        name="Positive words",
        definition="Words and emoticons of positive valence in VADER's lexicon.",
        formula=Rate("positive"),
        unit="per 1,000 words",
        low=0.0,
        high=None,
        higher="more positive words",
        locate=flagged("positive"),
    ),
    _sentiment(
        id="vader_neg",
        name="Negative words",
        definition="Words and emoticons of negative valence in VADER's lexicon.",
        formula=Rate("negative"),
        unit="per 1,000 words",
        low=0.0,
        high=None,
        higher="more negative words",
        locate=flagged("negative"),
    ),
    _sentiment(
        id="sentiment_volatility",
        name="Change of sentiment",
        definition="Standard deviation of sentiment over sentences.",
        formula=Spread("sentences", "compound", "compound_sq"),
        low=0.0,
        high=1.5,
        higher="moods change more between sentences",
        evidence=Evidence("sentences", 2),
    ),
    _sentiment(
        id="sentiment_arc",
        name="Course of sentiment",
        definition="Slope of sentiment from the first sentence to the last, by least squares.",
        formula=_arc,
        unit="change from start to end",
        low=None,
        high=None,
        higher="grows more positive",
        evidence=Evidence("arc_sentences", 3),
    ),
    *map(_emotion, ("anger", "joy", "fear", "sadness", "surprise", "trust", "anticipation", "disgust")),
    _listed("profanity", "Swear words", "Members of the list.", "more swearing", "Pennebaker & King (1999)"),
    _listed("slang_rate", "Slang", "Chat and slang: gonna, lol, tbh, ...", "more chat", "Crystal (2001)"),
    _listed(
        "politeness",
        "Politeness",
        "Please, thanks, sorry, would you mind, ...",
        "more politeness",
        "Danescu-Niculescu-Mizil et al. (2013)",
    ),
)
