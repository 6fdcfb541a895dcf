"""Metrics of classes of words: their shares, sentence openers, and pairs. From tags."""

from math import log2

import numpy as np

from libs.stylometry.kernels.grammar.codes import Upos
from libs.stylometry.metrics.metric import Evidence, LengthSensitivity, Linear, Metric, Rate
from libs.stylometry.metrics.tagged import tagged
from libs.stylometry.statistics.grammar.annotated_spans import tokens
from libs.stylometry.statistics.grammar.counting import PAIRS
from libs.stylometry.statistics.text_statistics import Sums

_UD = "de Marneffe et al. (2021), Universal Dependencies"
_NAMES = ("noun_tokens", "propn_tokens")


def _share(class_: str, name: str, examples: str) -> Metric:
    """Words of a class among all, clitics counted as words of their own."""
    counted = f"{class_}_tokens"
    return tagged(
        id=f"pos_{class_}",
        name=name,
        definition=f"Share of words, including clitics, that are {name.lower()}: {examples}.",
        formula=Rate(counted, "tagged_tokens", 1.0),
        unit="share",
        high=1.0,
        higher=f"more {name.lower()}",
        source=_UD,
        locate_tagged=tokens(counted),
    )


def _opener(class_: str, name: str) -> Metric:
    """Sentences whose first word is of a class."""
    counted = f"open_{class_}"
    return tagged(
        id=f"sent_start_{class_}",
        name=f"Sentences opening with {name}",
        definition=f"Share of sentences whose first word is {name}.",
        formula=Rate(counted, "tagged_sentences", 1.0),
        unit="share of sentences",
        high=1.0,
        higher=f"more sentences that open with {name}",
        source="Juola (2006), JGAAP, first words of sentences",
        evidence=Evidence("tagged_sentences", 2),
        locate_tagged=tokens(counted),
    )


def _pair_entropy(sums: Sums) -> float:
    """Entropy in bits of the class of a word, given the class of the word before."""
    pairs = sums.counts(PAIRS[0], len(PAIRS)).reshape(len(Upos), len(Upos))
    firsts, seen = pairs.sum(axis=1), pairs[pairs > 0]
    firsts = firsts[firsts > 0]
    return float(firsts @ np.log2(firsts) - seen @ np.log2(seen)) / int(seen.sum())


METRICS = (
    _share("noun", "Nouns", "house, idea"),
    _share("propn", "Proper nouns", "Anna, London"),
    _share("verb", "Verbs", "go, written"),
    _share("aux", "Auxiliaries and copulas", "have gone, is tall, can"),
    _share("adj", "Adjectives", "small, third"),
    _share("adv", "Adverbs", "now, quickly"),
    _share("pron", "Pronouns", "she, my, this one, who"),
    _share("det", "Determiners", "the, every"),
    _share("adp", "Prepositions and particles", "of the house, give up"),
    _share("cconj", "Coordinating conjunctions", "and, but"),
    _share("sconj", "Subordinating conjunctions", "because, that he left"),
    _share("part", "Particles", "not, to go, 's of Anna's"),
    _share("num", "Numbers", "two, 1984"),
    _share("intj", "Interjections", "oh, yes, please"),
    tagged(
        id="content_ratio",
        name="Lexical density",
        definition="Share of words, including clitics, that are nouns, proper nouns, verbs, adjectives or adverbs.",
        formula=Rate((*_NAMES, "verb_tokens", "adj_tokens", "adv_tokens"), "tagged_tokens", scale=1.0),
        unit="share",
        high=1.0,
        higher="more said per word",
        source="Ure (1971)",
    ),
    tagged(
        id="noun_verb_ratio",
        name="Nouns per verb",
        definition="Nouns and proper nouns per verb that is not an auxiliary.",
        formula=Rate(_NAMES, "verb_tokens", 1.0),
        unit="ratio",
        higher="more naming, less acting",
        source="Biber (1988), features 16 and 1-3",
        evidence=Evidence("verb_tokens", 1),
    ),
    _opener("pron", "a pronoun"),
    _opener("det", "a determiner"),
    _opener("noun", "a noun"),
    _opener("adj", "an adjective"),
    _opener("adv", "an adverb"),
    _opener("adp", "a preposition"),
    _opener("conj", "a coordinating conjunction"),
    _opener("sconj", "a subordinating conjunction"),
    _opener("verb", "a verb"),
    _opener("intj", "an interjection"),
    tagged(
        id="pos_entropy",
        name="Variety of constructions",
        definition=(
            "Conditional entropy of the class of a token given the class of the token before it in its sentence, "
            "punctuation being a class."
        ),
        formula=_pair_entropy,
        unit="bits",
        high=log2(len(Upos)),
        higher="less predictable sequences of word classes",
        source="Shannon (1951)",
        evidence=Evidence("tagged_tokens", 50),
        length_sensitivity=LengthSensitivity.HIGH,
    ),
    tagged(
        id="f_score",
        name="Formality (F-score)",
        definition=(
            "(noun + adjective + preposition + article - pronoun - verb - adverb - interjection + 100) / 2, each in "
            "percent of words; auxiliaries are verbs, particles of verbs are no prepositions."
        ),
        formula=Linear(
            50.0,
            (
                Rate(
                    (
                        *(*_NAMES, "adj_tokens", "preposition_tokens", "article_tokens"),
                        *("-pron_tokens", "-verb_tokens", "-aux_tokens", "-adv_tokens", "-intj_tokens"),
                    ),
                    "tagged_tokens",
                    50.0,
                ),
            ),
        ),
        unit="points",
        low=0.0,
        high=100.0,
        higher="more formal: more independent of the situation",
        source="Heylighen & Dewaele (1999)",
    ),
)
