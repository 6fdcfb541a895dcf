"""Metrics of the quality of a text as a sample."""

from functools import partial

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.metrics.metric import ONE_WORD, Evidence, Family, LengthSensitivity, Metric, Need, Rate
from libs.stylometry.statistics.surface import discourse, layout
from libs.stylometry.text.spans import flagged, pattern, words

_GOPHER = "Rae et al. (2021), Gopher quality rules"

_quality = partial(
    Metric,
    family=Family.QUALITY,
    unit="share",
    high=1.0,
    needs=frozenset({Need.CHARACTERS}),
    source=_GOPHER,
    evidence=Evidence("tokens", 1),
)


METRICS = (
    _quality(
        id="doc_len",
        name="Length",
        definition="Words of a text.",
        formula=Rate("words", "texts", 1.0),
        unit="words",
        high=None,
        higher="longer text, more evidence",
        evidence=Evidence("texts", 1),
        length_sensitivity=LengthSensitivity.HIGH,
    ),
    _quality(
        id="alpha_ratio",
        name="Alphabetic tokens",
        definition="Tokens that are words, among all tokens.",
        formula=Rate("word", "tokens", 1.0),
        higher="more prose, fewer figures and signs",
    ),
    _quality(
        id="dup_line",
        name="Repeated lines",
        definition="Characters of lines that repeat an earlier line, among the characters of all lines.",
        formula=Rate("duplicate_line_characters", "line_characters", 1.0),
        higher="more boilerplate",
        evidence=Evidence("line_characters", 1),
    ),
    _quality(
        id="dup_ngram",
        name="Repeated passages",
        definition="Words inside a sequence of five words that occurs more than once.",
        formula=Rate("repeated_words", "words", 1.0),
        higher="more boilerplate",
        evidence=ONE_WORD,
        length_sensitivity=LengthSensitivity.MODERATE,
        locate=words(discourse.words_of(Figure.REPEATED_WORDS)),
    ),
    _quality(
        id="top_ngram",
        name="Most repeated pair of words",
        definition="Words that belong to the most frequent pair of words, among all words.",
        formula=Rate("bigram_words", "words", 1.0),
        high=2.0,
        higher="more mechanical repetition",
        evidence=ONE_WORD,
        length_sensitivity=LengthSensitivity.HIGH,
    ),
    _quality(
        id="symbol_word",
        name="Symbols",
        definition="Symbols such as #, *, | and dingbats, per word.",
        formula=Rate("symbol", "words", 1.0),
        unit="per word",
        high=None,
        higher="less prose",
        evidence=ONE_WORD,
        locate=flagged("symbol"),
    ),
    _quality(
        id="oov",
        name="Unknown words",
        definition="Words found neither among the commonest 29,000 nor in the pronouncing dictionary.",
        formula=Rate("unknown", "word", 1.0),
        higher="more names, inventions or errors",
        source="Speer (2022), wordfreq; CMU Pronouncing Dictionary",
        needs=frozenset({Need.LEXICON}),
        evidence=Evidence("word", 1),
        locate=flagged("unknown"),
    ),
    _quality(
        id="mixed_script_rate",
        name="Words in mixed scripts",
        definition="Words of Latin letters with Cyrillic or Greek ones among them that look the same.",
        formula=Rate("mixed_script"),
        unit="per 1,000 words",
        high=None,
        higher="more traces of tampering",
        source="Unicode Technical Standard 39, confusables",
        evidence=ONE_WORD,
        locate=flagged("mixed_script"),
    ),
    _quality(
        id="quoted_share",
        name="Quoted lines",
        definition="Lines that begin with >, among all lines.",
        formula=Rate("quoted_lines", "lines", 1.0),
        unit="share of lines",
        higher="more text by others",
        source="RFC 3676, quoted lines",
        evidence=Evidence("lines", 1),
        locate=pattern(layout.QUOTED_LINE),
    ),
    _quality(
        id="ai_slop",
        name="Stock phrases of language models",
        definition="Words and phrases that language models overuse: delve, tapestry, a testament to, ...",
        formula=Rate("ai_slop"),
        unit="per 1,000 words",
        high=None,
        higher="more stock phrases",
        source="Liang et al. (2024); Kobak et al. (2024), for the category; own list",
        needs=frozenset({Need.LEXICON}),
        evidence=ONE_WORD,
        locate=flagged("ai_slop"),
    ),
)
