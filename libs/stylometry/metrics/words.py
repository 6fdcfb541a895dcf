"""Metrics of the shape of words."""

from functools import partial

from libs.stylometry.kernels.shape import LONG_WORD_LETTERS, POLYSYLLABLE, SHORT_WORD_LETTERS
from libs.stylometry.metrics.metric import Evidence, Family, Metric, Rate, Spread
from libs.stylometry.text.spans import words

_word = partial(Metric, family=Family.SHAPE, unit="share", high=1.0)

METRICS = (
    _word(
        id="char_per_word",
        name="Mean word length",
        definition="Letters and digits divided by words.",
        formula=Rate("letters", "words", 1.0),
        unit="letters",
        high=None,
        higher="longer words",
        source="Biber (1988), feature 44",
    ),
    _word(
        id="word_len_sd",
        name="Word-length spread",
        definition="Standard deviation of letters per word.",
        formula=Spread("words", "letters", "letters_sq"),
        unit="letters",
        high=None,
        higher="short and long words mixed more",
        source="Mendenhall (1887)",
        evidence=Evidence("words", 2),
    ),
    _word(
        id="syll_per_word",
        name="Syllables per word",
        definition="Syllables (CMU Pronouncing Dictionary; estimated from the spelling if it has no entry) divided by"
        " words.",
        formula=Rate("syllables", "words", 1.0),
        unit="syllables",
        high=None,
        higher="longer words to the ear",
        source="Flesch (1948)",
    ),
    _word(
        id="long_word_rate",
        name="Long words",
        definition=f"Share of words with more than {LONG_WORD_LETTERS} letters.",
        formula=Rate("long_words", "words", 1.0),
        higher="more long words",
        source="Björnsson (1968); Pennebaker & King (1999)",
        locate=words(lambda document: (document.letters > LONG_WORD_LETTERS).nonzero()[0].tolist()),
    ),
    _word(
        id="short_word_rate",
        name="Short words",
        definition=f"Share of words with at most {SHORT_WORD_LETTERS} letters.",
        formula=Rate("short_words", "words", 1.0),
        higher="more short words",
        source="Abbasi & Chen (2008), Writeprints",
    ),
    _word(
        id="monosyll_rate",
        name="One-syllable words",
        definition="Share of words with one syllable.",
        formula=Rate("monosyllables", "words", 1.0),
        higher="plainer words",
        source="Flesch (1948)",
    ),
    _word(
        id="polysyll_rate",
        name="Words of three syllables and more",
        definition=f"Share of words with at least {POLYSYLLABLE} syllables.",
        formula=Rate("polysyllables", "words", 1.0),
        higher="heavier words",
        source="McLaughlin (1969)",
        locate=words(lambda document: (document.syllables >= POLYSYLLABLE).nonzero()[0].tolist()),
    ),
)
