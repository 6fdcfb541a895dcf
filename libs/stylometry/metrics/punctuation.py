"""Metrics of punctuation, typography and spelling."""

from functools import partial

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.metrics.metric import ONE_SENTENCE, Evidence, Family, Metric, Need, Rate
from libs.stylometry.statistics.surface import discourse, layout
from libs.stylometry.text.spans import Locator, flagged, pattern, tokens

_WRITEPRINTS = "Abbasi & Chen (2008), Writeprints"
_TYPOGRAPHY = "Bringhurst (2004), The Elements of Typographic Style"

_mark = partial(Metric, family=Family.PUNCTUATION, needs=frozenset({Need.CHARACTERS}), source=_WRITEPRINTS)
_share = partial(_mark, unit="share", high=1.0)


def _listed(id_: str, name: str, sum_: str, definition: str, locate: Locator | None = None) -> Metric:
    return _mark(
        id=id_,
        name=name,
        definition=definition,
        formula=Rate(sum_),
        higher=f"more {name.lower()}",
        locate=locate or flagged(sum_),
    )


def _share_of(one: str, other: str) -> Rate:
    """The share of one sum in two together; absent if both are 0."""
    return Rate(one, (one, other), 1.0)


METRICS = (
    _listed("comma_rate", "Commas", "comma", "Commas; those inside numbers do not count."),
    _listed("semicolon_rate", "Semicolons", "semicolon", "Semicolons."),
    _listed("colon_rate", "Colons", "colon", "Colons; those inside times, links and emoticons do not count."),
    _listed(
        "em_dash_rate",
        "Em dashes",
        "em_dashes",
        "Dashes between phrases: —, --, and – between spaces.",
        pattern(layout.DASH),
    ),
    _listed("paren_rate", "Parentheses", "parenthesis", "Opening parentheses."),
    _listed("ellipsis_rate", "Ellipses", "ellipsis", "Three dots or more, or …"),
    _listed("hyphen_rate", "Hyphens", "hyphen", "Hyphens between words."),
    _mark(
        id="exclam_rate",
        name="Exclamation marks",
        definition="Exclamation marks per sentence; each of several in a row counts.",
        formula=Rate("exclamation", "sentences", 1.0),
        unit="per sentence",
        higher="more exclamation",
        evidence=ONE_SENTENCE,
        locate=flagged("exclamation"),
    ),
    _mark(
        id="qmark_rate",
        name="Question marks",
        definition="Question marks per sentence; each of several in a row counts.",
        formula=Rate("question", "sentences", 1.0),
        unit="per sentence",
        higher="more question marks",
        evidence=ONE_SENTENCE,
        locate=flagged("question"),
    ),
    _share(
        id="quote_style",
        name="Curly quotation marks",
        definition="Curly marks among all double quotation marks.",
        formula=_share_of("curly_quote", "straight_quote"),
        higher="typographic rather than typewriter quotes",
        source=_TYPOGRAPHY,
    ),
    _share(
        id="apostrophe_style",
        name="Curly apostrophes",
        definition="Curly apostrophes among all apostrophes in words.",
        formula=_share_of("curly_apostrophe", "straight_apostrophe"),
        higher="typographic rather than typewriter apostrophes",
        source=_TYPOGRAPHY,
    ),
    _share(
        id="oxford_comma",
        name="Serial comma",
        definition="Lists of three or more short items with a comma before their and/or, among all such lists.",
        formula=_share_of("serial_commas", "open_lists"),
        higher="serial comma kept more consistently",
        source="The Chicago Manual of Style (2017), 6.19",
        locate=tokens(discourse.tokens_of(Figure.SERIAL_COMMAS)),
    ),
    _listed("caps_word_rate", "Words in capitals", "emphasis_caps", "Ordinary words in capitals, without acronyms."),
    _share(
        id="title_case_rate",
        name="Title case in headings",
        definition="Markdown headings whose words of four letters and more begin with a capital.",
        formula=Rate("title_case_headings", "headings", 1.0),
        higher="headings in title case",
        source="The Chicago Manual of Style (2017), 8.159",
        evidence=Evidence("headings", 1),
    ),
    _share(
        id="lowercase_start",
        name="Sentences in lower case",
        definition="Sentences whose first word begins in lower case.",
        formula=Rate("lowercase_openings", "sentences", 1.0),
        unit="share of sentences",
        higher="more casual capitals",
        source="Crystal (2001), Language and the Internet",
        evidence=ONE_SENTENCE,
        locate=tokens(discourse.tokens_of(Figure.LOWERCASE_OPENINGS)),
    ),
    _listed("elongation", "Drawn-out words", "elongated", "Words with a letter three times in a row: soooo."),
    _share(
        id="number_style",
        name="Figures against number words",
        definition="Numbers in digits among all numbers.",
        formula=_share_of("numeral", "number_words"),
        higher="figures rather than words",
        source="The Chicago Manual of Style (2017), 9.2",
    ),
    _listed("percent_rate", "Percent signs", "percent", "Percent signs and the word percent."),
    _listed("currency_rate", "Currency signs", "currency", "Signs of currencies."),
    _listed("ampersand_rate", "Ampersands", "ampersand", "The sign & as a word."),
    _share(
        id="spelling_variant",
        name="American spelling",
        definition="American among American and British spellings, by the two lists.",
        formula=_share_of("spelling_us", "spelling_uk"),
        higher="American rather than British",
        source="Garner (2016), Modern English Usage, for the category",
        needs=frozenset({Need.LEXICON}),
        locate=flagged("spelling_us", "spelling_uk"),
    ),
    _share(
        id="double_space",
        name="Two spaces after a sentence",
        definition="Sentence ends followed by two spaces, among those followed by a space.",
        formula=Rate("double_spaces", "sentence_gaps", 1.0),
        higher="two spaces kept more consistently",
        source=_TYPOGRAPHY,
        evidence=Evidence("sentence_gaps", 1),
        locate=pattern(layout.DOUBLE_SPACE),
    ),
    _mark(
        id="misspelling",
        name="Common misspellings",
        definition="Words of the list of common misspellings, such as definately and alot.",
        formula=Rate("misspelling"),
        higher="more misspellings",
        needs=frozenset({Need.LEXICON}),
        locate=flagged("misspelling"),
    ),
    _mark(
        id="nonstandard_ws",
        name="Invisible and odd characters",
        definition="Zero-width and private-use characters, no-break and other odd spaces, per 1,000 characters.",
        formula=Rate("odd_characters", "characters", 1000.0),
        unit="per 1,000 characters",
        higher="more traces of copying or tampering",
        source="Unicode Standard, annex 14",
        locate=pattern(layout.ODD),
    ),
)
