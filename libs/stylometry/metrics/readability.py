"""Readability formulas, from sums over the whole text and with its own definitions of word and sentence."""

from functools import partial
from math import sqrt

from libs.stylometry.metrics.metric import Evidence, Family, Linear, Metric, Need, Rate
from libs.stylometry.statistics.text_statistics import Sums
from libs.stylometry.text.spans import flagged

SMOG_SENTENCES = 30
"""Size of McLaughlin's sample; the formula was never fitted for less."""

DALE_CHALL_HARD = 0.05
"""Share of unfamiliar words above which the formula adds a constant."""

READING_MS_PER_CHARACTER = 14.69
_MIN_WORDS = 30
_LINSEAR_LONG = 20

_formula = partial(
    Metric,
    family=Family.READABILITY,
    unit="school grade",
    low=None,
    higher="harder to read",
    needs=frozenset({Need.SENTENCES}),
    evidence=Evidence("words", _MIN_WORDS),
)


def _words_per_sentence(weight: float) -> Rate:
    return Rate("words", "sentences", weight)


def _smog(sums: Sums) -> float:
    return 1.0430 * sqrt(sums["polysyllables"] * SMOG_SENTENCES / sums["sentences"]) + 3.1291


def _dale_chall(sums: Sums) -> float:
    hard = sums["unfamiliar"] / sums["words"]
    grade = 0.1579 * 100 * hard + 0.0496 * sums["words"] / sums["sentences"]
    return grade + 3.6365 if hard > DALE_CHALL_HARD else grade


def _linsear(sums: Sums) -> float:
    score = (sums["words"] + 2 * sums["polysyllables"]) / sums["sentences"]
    return score / 2 if score > _LINSEAR_LONG else (score - 2) / 2


METRICS = (
    _formula(
        id="fre",
        name="Flesch Reading Ease",
        definition="206.835 - 1.015 words/sentence - 84.6 syllables/word.",
        formula=Linear(206.835, (_words_per_sentence(-1.015), Rate("syllables", "words", -84.6))),
        unit="points",
        high=206.835,
        higher="easier to read",
        source="Flesch (1948)",
    ),
    _formula(
        id="fkgl",
        name="Flesch-Kincaid grade",
        definition="0.39 words/sentence + 11.8 syllables/word - 15.59.",
        formula=Linear(-15.59, (_words_per_sentence(0.39), Rate("syllables", "words", 11.8))),
        source="Kincaid et al. (1975)",
    ),
    _formula(
        id="gunning_fog",
        name="Gunning Fog",
        definition="0.4 (words/sentence + percentage of words of three syllables and more, not counting -es and -ed).",
        formula=Linear(0.0, (_words_per_sentence(0.4), Rate("complex", "words", 40.0))),
        low=0.0,
        source="Gunning (1952)",
        locate=flagged("complex"),
    ),
    _formula(
        id="smog",
        name="SMOG",
        definition="1.0430 sqrt(30 polysyllabic words/sentences) + 3.1291.",
        formula=_smog,
        low=3.1291,
        source="McLaughlin (1969)",
        evidence=Evidence("sentences", SMOG_SENTENCES),
    ),
    _formula(
        id="ari",
        name="Automated Readability Index",
        definition="4.71 letters and digits/word + 0.5 words/sentence - 21.43.",
        formula=Linear(-21.43, (Rate("letters", "words", 4.71), _words_per_sentence(0.5))),
        source="Smith & Senter (1967)",
    ),
    _formula(
        id="cli",
        name="Coleman-Liau",
        definition="0.0588 letters per 100 words - 0.296 sentences per 100 words - 15.8.",
        formula=Linear(-15.8, (Rate("letters", "words", 5.88), Rate("sentences", "words", -29.6))),
        source="Coleman & Liau (1975)",
    ),
    _formula(
        id="lix",
        name="LIX",
        definition="Words/sentence + percentage of words of more than six letters.",
        formula=Linear(0.0, (_words_per_sentence(1.0), Rate("long_words", "words", 100.0))),
        unit="points",
        low=0.0,
        source="Björnsson (1968)",
    ),
    _formula(
        id="rix",
        name="RIX",
        definition="Words of more than six letters per sentence.",
        formula=Rate("long_words", "sentences", 1.0),
        unit="words",
        low=0.0,
        source="Anderson (1983)",
    ),
    _formula(
        id="dale_chall",
        name="New Dale-Chall",
        definition="0.1579 percentage of unfamiliar words + 0.0496 words/sentence, + 3.6365 if above 5%.",
        formula=_dale_chall,
        unit="points",
        low=0.0,
        source="Chall & Dale (1995)",
        needs=frozenset({Need.SENTENCES, Need.LEXICON}),
        locate=flagged("unfamiliar"),
    ),
    _formula(
        id="spache",
        name="Spache",
        definition="0.121 words/sentence + 0.082 percentage of unfamiliar words (Dale-Chall's list) + 0.659.",
        formula=Linear(0.659, (_words_per_sentence(0.121), Rate("unfamiliar", "words", 8.2))),
        low=0.0,
        source="Spache (1953), revised 1974",
        needs=frozenset({Need.SENTENCES, Need.LEXICON}),
    ),
    _formula(
        id="linsear",
        name="Linsear Write",
        definition="(easy words + 3 times words of three syllables and more)/sentences, halved; over the whole text.",
        formula=_linsear,
        source="O'Hayre (1966)",
    ),
    _formula(
        id="eflaw",
        name="McAlpine EFLAW",
        definition="(words + words of up to three letters)/sentences.",
        formula=Rate(("words", "short_words"), "sentences", 1.0),
        unit="points",
        low=0.0,
        higher="harder for readers of English as a foreign language",
        source="McAlpine (2006)",
    ),
    _formula(
        id="reading_time",
        name="Reading time",
        definition=f"{READING_MS_PER_CHARACTER} ms for each letter or digit.",
        formula=Rate("letters", "texts", READING_MS_PER_CHARACTER / 1000),
        unit="seconds",
        low=0.0,
        higher="longer to read",
        source="Demberg & Keller (2008)",
        evidence=Evidence("words", 1),
    ),
)
