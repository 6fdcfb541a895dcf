"""Readability formulas, from sums over the whole text and with its own definitions of word and sentence."""

from functools import partial
from math import sqrt

from libs.stylometry.metrics.metric import Evidence, Family, Metric, Need, Rate
from libs.stylometry.metrics.shape import LONG_WORD_LETTERS, POLYSYLLABLE, SHORT_WORD_LETTERS
from libs.stylometry.spans import flagged
from libs.stylometry.statistics import Sums

SMOG_SENTENCES = 30
"""McLaughlin's sample; the formula was never fitted for less."""

DALE_CHALL_HARD = 0.05
"""Share of unfamiliar words above which the formula adds a constant."""

READING_MS_PER_CHARACTER = 14.69
_LEAST_WORDS = 30
_LINSEAR_LONG = 20

_formula = partial(
    Metric,
    family=Family.READABILITY,
    unit="school grade",
    low=None,
    higher="harder to read",
    needs=frozenset({Need.SENTENCES}),
    evidence=Evidence("words", _LEAST_WORDS),
)


def _words_per_sentence(sums: Sums) -> float:
    return sums["words"] / sums["sentences"]


def _polysyllables(sums: Sums) -> int:
    return int(sums.word_syllables[POLYSYLLABLE:].sum())


def _long_words(sums: Sums) -> int:
    return int(sums.word_letters[LONG_WORD_LETTERS + 1 :].sum())


def _fre(sums: Sums) -> float:
    return 206.835 - 1.015 * _words_per_sentence(sums) - 84.6 * sums["syllables"] / sums["words"]


def _fkgl(sums: Sums) -> float:
    return 0.39 * _words_per_sentence(sums) + 11.8 * sums["syllables"] / sums["words"] - 15.59


def _fog(sums: Sums) -> float:
    return 0.4 * (_words_per_sentence(sums) + 100 * sums["complex"] / sums["words"])


def _smog(sums: Sums) -> float:
    return 1.0430 * sqrt(_polysyllables(sums) * SMOG_SENTENCES / sums["sentences"]) + 3.1291


def _ari(sums: Sums) -> float:
    return 4.71 * sums["letters"] / sums["words"] + 0.5 * _words_per_sentence(sums) - 21.43


def _cli(sums: Sums) -> float:
    per_hundred = 100 / sums["words"]
    return 0.0588 * sums["letters"] * per_hundred - 0.296 * sums["sentences"] * per_hundred - 15.8


def _lix(sums: Sums) -> float:
    return _words_per_sentence(sums) + 100 * _long_words(sums) / sums["words"]


def _dale_chall(sums: Sums) -> float:
    hard = sums["unfamiliar"] / sums["words"]
    grade = 0.1579 * 100 * hard + 0.0496 * _words_per_sentence(sums)
    return grade + 3.6365 if hard > DALE_CHALL_HARD else grade


def _spache(sums: Sums) -> float:
    return 0.121 * _words_per_sentence(sums) + 0.082 * 100 * sums["unfamiliar"] / sums["words"] + 0.659


def _linsear(sums: Sums) -> float:
    hard = _polysyllables(sums)
    score = (sums["words"] - hard + 3 * hard) / sums["sentences"]
    return score / 2 if score > _LINSEAR_LONG else (score - 2) / 2


def _eflaw(sums: Sums) -> float:
    short = int(sums.word_letters[: SHORT_WORD_LETTERS + 1].sum())
    return (sums["words"] + short) / sums["sentences"]


METRICS = (
    _formula(
        id="fre",
        name="Flesch Reading Ease",
        definition="206.835 - 1.015 words/sentence - 84.6 syllables/word.",
        formula=_fre,
        unit="points",
        high=206.835,
        higher="easier to read",
        source="Flesch (1948)",
    ),
    _formula(
        id="fkgl",
        name="Flesch-Kincaid grade",
        definition="0.39 words/sentence + 11.8 syllables/word - 15.59.",
        formula=_fkgl,
        source="Kincaid et al. (1975)",
    ),
    _formula(
        id="gunning_fog",
        name="Gunning Fog",
        definition="0.4 (words/sentence + percentage of words of three syllables and more, -es and -ed aside).",
        formula=_fog,
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
        formula=_ari,
        source="Smith & Senter (1967)",
    ),
    _formula(
        id="cli",
        name="Coleman-Liau",
        definition="0.0588 letters per 100 words - 0.296 sentences per 100 words - 15.8.",
        formula=_cli,
        source="Coleman & Liau (1975)",
    ),
    _formula(
        id="lix",
        name="LIX",
        definition="Words/sentence + percentage of words of more than six letters.",
        formula=_lix,
        unit="points",
        low=0.0,
        source="Björnsson (1968)",
    ),
    _formula(
        id="rix",
        name="RIX",
        definition="Words of more than six letters per sentence.",
        formula=lambda sums: _long_words(sums) / sums["sentences"],
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
        formula=_spache,
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
        formula=_eflaw,
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
