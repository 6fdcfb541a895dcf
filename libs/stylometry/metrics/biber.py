"""Biber's dimensions of register. From tags and a parse, together with word lists.

Biber, Variation across Speech and Writing (1988): means and standard deviations per 1,000 words of table 4.5, salient
features of each dimension from chapter 6 (those whose loading is highest on it). A score is the sum of the standard
scores of the positive features less that of the negative ones.

As in Nini's Multidimensional Analysis Tagger (2019), features with a mean below one in 1,000 words are left out: in a
text of some hundred words a single one of them would outweigh all others. The type/token ratio of the first 400 words
is left out too, since it is no sum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from libs.stylometry.metrics.metric import Evidence, Family, Linear, Metric, Need, Rate

_MIN_WORDS = 100


@dataclass(frozen=True, slots=True)
class _Feature:
    """A feature with its mean and standard deviation; the mean word length is in letters, the others per 1,000."""

    mean: float
    deviation: float
    rates: tuple[Rate, ...]


def _listed(mean: float, deviation: float, *sums: str) -> _Feature:
    """By word lists, over the words of the text."""
    return _Feature(mean, deviation, (Rate(sums, "words"),))


def _tagged(mean: float, deviation: float, sum_: str) -> _Feature:
    return _Feature(mean, deviation, (Rate(sum_, "tagged_words"),))


def _parsed(mean: float, deviation: float, sum_: str) -> _Feature:
    return _Feature(mean, deviation, (Rate(sum_, "parsed_words"),))


_ATTRIBUTIVE = _tagged(60.7, 18.8, "attributive_adjectives")

_INVOLVED = (
    _listed(18.0, 10.4, "verb_private"),
    _parsed(3.1, 4.1, "that_deletions"),
    _listed(13.5, 18.6, "contraction", "contracted_is"),
    _tagged(77.7, 34.3, "present_tense"),
    _listed(9.9, 13.8, "pron_2"),
    _tagged(3.0, 3.5, "proverb_do"),
    _listed(8.5, 6.1, "neg_analytic"),
    _tagged(4.6, 4.8, "demonstrative_pronouns"),
    _listed(6.3, 4.2, "emphatics"),
    _listed(27.2, 26.1, "pron_1sg", "pron_1pl"),
    _listed(10.3, 7.1, "pron_it"),
    _tagged(28.3, 9.5, "be_main"),
    _tagged(1.1, 1.7, "causal_clauses"),
    _listed(1.2, 2.3, "particle_openings"),
    _listed(1.4, 2.0, "indef_pron"),
    _listed(2.7, 2.6, "amplifiers"),
    _tagged(5.8, 3.5, "tagged_possibility"),
    _parsed(4.5, 4.8, "clausal_and"),
    _parsed(2.0, 2.7, "stranded_prepositions"),
)
_NOUNS = _Feature(
    180.5,
    35.6,
    (Rate(("noun_tokens", "propn_tokens"), "tagged_words"), Rate("nominal_suffix", "words", -1000.0)),
)
"""Nominalisations are a feature of their own."""
_WORD_LENGTH = _Feature(4.5, 0.4, (Rate("letters", "words", 1.0),))
_INFORMATIONAL = (_NOUNS, _WORD_LENGTH, _tagged(110.5, 25.4, "preposition_tokens"), _ATTRIBUTIVE)

_NARRATIVE = (
    _tagged(40.1, 30.4, "past_tense"),
    _listed(29.9, 22.5, "pron_3"),
    _tagged(8.6, 5.2, "perfect_aspect"),
    _listed(7.7, 5.4, "verb_public"),
    _listed(1.7, 1.6, "neg_synthetic"),
    _parsed(1.0, 1.7, "present_participial_clauses"),
)
_EXPLICIT = (
    _parsed(1.4, 1.7, "wh_object_relatives"),
    _parsed(2.1, 2.0, "wh_subject_relatives"),
    _tagged(3.4, 2.7, "phrasal_and"),
    _listed(19.9, 14.4, "nominal_suffix"),
)
_SITUATED = (
    _tagged(5.2, 3.5, "time_adverbials"),
    _tagged(3.1, 3.4, "place_adverbials"),
    _tagged(65.6, 17.6, "adverbs"),
)
_PERSUASIVE = (
    _tagged(14.9, 5.6, "infinitives"),
    _tagged(5.6, 4.2, "tagged_prediction"),
    _listed(2.9, 3.1, "verb_suasive"),
    _tagged(2.5, 2.2, "conditional_clauses"),
    _tagged(2.1, 2.1, "tagged_necessity"),
    _tagged(5.5, 2.5, "split_auxiliaries"),
)
_ABSTRACT = (
    _listed(1.2, 1.6, "conjuncts"),
    _parsed(9.6, 6.6, "agentless_passives"),
    _parsed(2.5, 3.1, "past_whiz"),
    _tagged(1.0, 1.1, "other_adverbial_clauses"),
)
_ELABORATED = (
    _parsed(3.3, 2.9, "that_verb_complements"),
    _tagged(9.9, 4.2, "demonstrative_determiners"),
)


def _score(positive: Sequence[_Feature], negative: Sequence[_Feature] = ()) -> Linear:
    signed = [*((1.0, feature) for feature in positive), *((-1.0, feature) for feature in negative)]
    return Linear(
        -sum(sign * feature.mean / feature.deviation for sign, feature in signed),
        tuple(
            Rate(rate.numerator, rate.denominator, sign * rate.scale / feature.deviation)
            for sign, feature in signed
            for rate in feature.rates
        ),
    )


def _dimension(number: int, name: str, definition: str, formula: Linear, higher: str) -> Metric:
    return Metric(
        id=f"biber_d{number}",
        name=f"Dimension {number}: {name}",
        family=Family.SYNTAX,
        definition=f"{definition} Sum of standard scores; features rarer than one in 1,000 words are left out.",
        formula=formula,
        unit="standard scores",
        low=None,
        higher=higher,
        source="Biber (1988), table 4.5 and chapter 6; Nini (2019)",
        needs=frozenset({Need.TOKENS, Need.SENTENCES, Need.LEXICON, Need.TAGS, Need.PARSE}),
        evidence=Evidence("parsed_words", _MIN_WORDS),
    )


METRICS = (
    _dimension(
        1,
        "involved or informational",
        "Private verbs, that left out, contractions, present tense, you, I, it, do for a verb, not, demonstratives, "
        "emphatics, be, because, particles, indefinite pronouns, amplifiers, can and may, and between clauses, "
        "stranded prepositions; minus nouns, word length, prepositions, attributive adjectives (type/token ratio left "
        "out).",
        _score(_INVOLVED, _INFORMATIONAL),
        "more involved, less informational",
    ),
    _dimension(
        2,
        "narrative",
        "Past tense, third-person pronouns, perfect aspect, public verbs, no and nor, participial clauses in -ing.",
        _score(_NARRATIVE),
        "more narrative",
    ),
    _dimension(
        3,
        "explicit or situated reference",
        "Relative clauses with who and which, joined words, nominalisations; minus adverbs of time, of place and all.",
        _score(_EXPLICIT, _SITUATED),
        "more explicit, less bound to the situation",
    ),
    _dimension(
        4,
        "overt persuasion",
        "Infinitives, will and would, suasive verbs, if and unless, must and should, split auxiliaries.",
        _score(_PERSUASIVE),
        "more overtly persuasive",
    ),
    _dimension(
        5,
        "abstract",
        "Conjuncts, passives without an agent, participles that modify nouns, other adverbial clauses.",
        _score(_ABSTRACT),
        "more abstract, more technical",
    ),
    _dimension(
        6,
        "elaborated on-line",
        "That-clauses of verbs, demonstratives before nouns.",
        _score(_ELABORATED),
        "more elaboration as it is being said",
    ),
)
