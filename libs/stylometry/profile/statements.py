"""Statements: measures that say the same of a writer, shown as one.

A dozen readability formulas and three lengths of sentences rise and fall together. The first of a statement's metrics
speaks for all; the others follow after everything that says something else.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from libs.stylometry.metrics import METRICS
from libs.stylometry.metrics.wording import amount
from libs.stylometry.profile.bands import Band
from libs.stylometry.profile.population import Usual
from libs.stylometry.profile.trait_sentences import side_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Fact:
    """A metric in a statement: the names of a low, a usual and a high value, and the words around the value.

    `falls`: the value falls where that of the first fact rises.
    """

    metric: str
    low: str
    usual: str
    high: str
    words: str
    falls: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """Metrics that say the same, the plainest first; with `facts`, the first of the plainest, also in a sentence."""

    metrics: tuple[str, ...]
    subject: str = ""
    facts: tuple[Fact, ...] = ()


STATEMENTS = (
    Statement(
        (
            *("sent_len_mean", "sent_len_median", "sent_len_p90", "long_sent_rate", "sent_len_p10"),
            *("fre", "fkgl", "gunning_fog", "smog", "ari", "linsear", "spache", "cli", "lix", "rix"),
            *("dale_chall", "eflaw"),
        ),
        "Your sentences are",
        (
            Fact("sent_len_mean", "short", "of usual length", "long", "{} on average"),
            Fact(
                "fre",
                "hard to read quickly",
                "about as easy to read as most",
                "easy to read quickly",
                "Flesch reading ease {} (100: very easy)",
                falls=True,
            ),
        ),
    ),
    Statement(
        ("sent_len_sd", "sent_len_iqr", "sent_len_cv", "sent_len_entropy"),
        "Your sentences",
        (
            Fact(
                "sent_len_sd",
                "are much alike in length",
                "vary in length as most people's do",
                "vary much in length",
                "typically {} from their mean",
            ),
        ),
    ),
    Statement(
        ("para_sents_mean", "para_len_mean", "one_line_para_rate", "para_len_sd"),
        "Your paragraphs are",
        (Fact("para_sents_mean", "short", "of usual length", "long", "{} on average"),),
    ),
    Statement(
        (
            *("syll_per_word", "char_per_word", "long_word_rate", "polysyll_rate", "monosyll_rate"),
            *("short_word_rate", "word_len_sd"),
        ),
        "Your words are",
        (Fact("syll_per_word", "short", "of usual length", "long", "{} on average"),),
    ),
    Statement(
        (
            *("mattr50", "hdd", "msttr50", "mtld", "ttr", "hapax_rate", "dis_rate", "yule_k", "yule_i", "simpson_d"),
            *("root_ttr", "corrected_ttr", "herdan_c", "summer_s", "dugast_u", "maas_a2", "honore_r", "sichel_s"),
            *("brunet_w", "shannon_word"),
        ),
        "Your choice of words is",
        (
            Fact(
                "mattr50",
                "more repetitive than most",
                "about as varied as most",
                "more varied than most",
                "{} of any 50 words in a row are different ones",
            ),
        ),
    ),
    Statement(("doc_len", "weighted_len", "reading_time")),
    Statement(("rare_word_rate", "zipf_freq_mean")),
    Statement(("subord_ratio", "clauses_per_sent", "tree_depth", "left_embed", "mdd", "mdd_sd", "adjacent_dep", "ndd")),
    Statement(("function_word_rate", "content_ratio")),
    Statement(("nominalization", "latinate_rate")),
    Statement(("article_rate", "pos_det")),
    Statement(("prep_rate", "pos_adp")),
    Statement(("conjunction_rate", "pos_cconj", "phrasal_coord", "clausal_coord", "coord_ratio")),
    Statement(("auxiliary_rate", "pos_aux")),
    Statement(("adverb_rate", "pos_adv")),
    Statement(("pos_adj", "attr_adj")),
    Statement(("pos_noun", "noun_verb_ratio", "np_rate")),
    Statement(("number_token_rate", "pos_num", "number_style")),
    Statement(("passive_rate", "active_passive_ratio")),
    Statement(("relcl_rate", "wh_rel_subj", "wh_rel_obj", "that_rel_subj", "that_rel_obj")),
    Statement(("participial_adv", "present_participial", "past_participial")),
    Statement(("questions_to_reader", "qmark_rate", "wh_questions", "rhet_question", "hypophora")),
    Statement(("sent_opener_conj", "sent_start_conj")),
    Statement(("sent_start_pron", "pronoun_subjects")),
    Statement(("pron_1sg", "self_mentions", "we_i_ratio", "pron_1pl")),
    Statement(("demonstratives", "demonstrative_det", "demonstrative_pron")),
    Statement(("fragment_rate", "verbless_rate")),
    Statement(("noun_overlap_adj", "arg_overlap_adj", "content_overlap")),
    Statement(("f_score", "adjlist_formality", "analytic_cdi", "biber_d1")),
    Statement(("vader_compound", "vader_pos", "vader_neg")),
    Statement(("sentiment_volatility", "sentiment_arc")),
    Statement(("past_tense", "biber_d2")),
    Statement(("emoji_rate", "emoji_div")),
    Statement(("alpha_ratio", "symbol_word")),
    Statement(("dup_ngram", "dup_line", "top_ngram")),
)

STATEMENT_OF: Mapping[str, Statement] = {id_: statement for statement in STATEMENTS for id_ in statement.metrics}
"""The statement that a metric belongs to; one that is missing speaks for itself alone."""


def folded(items: Sequence[T], metric: Callable[[T], str]) -> list[T]:
    """The items in order, with one for each statement; after these, in order, the others that say the same.

    The plainest of a statement's metrics among the items stays where it is.
    """
    speaking = speakers({metric(item) for item in items})
    speaks = [metric(item) in speaking for item in items]
    return [item for wanted in (True, False) for item, first in zip(items, speaks, strict=True) if first is wanted]


def speakers(metrics: Collection[str]) -> frozenset[str]:
    """Those of the metrics that speak for all: the plainest of each statement, and all that belong to none."""
    present = frozenset(metrics)
    statements = [statement for statement in STATEMENTS if not present.isdisjoint(statement.metrics)]
    plainest = {next(id_ for id_ in statement.metrics if id_ in present) for statement in statements}
    return frozenset(plainest | (present - STATEMENT_OF.keys()))


def statement_sentence(metric: str, bands: Mapping[str, Band], usual: Mapping[str, Usual | None]) -> str | None:
    """The statement that a metric speaks for, as a sentence: "Your sentences are long: 28 words on average, others 15."

    None where it has no sentence but the metric's own. `bands` are those that may be spoken of.
    """
    statement = STATEMENT_OF.get(metric)
    if statement is None or not statement.facts or statement.facts[0].metric != metric:
        return None
    spoken: list[tuple[Fact, Band, Usual]] = []
    for fact in statement.facts:
        band, others = bands.get(fact.metric), usual[fact.metric]
        if band and others:
            spoken.append((fact, band, others))
    if not spoken or spoken[0][0].metric != metric:
        return None
    directions = {_side(*each) * (-1 if each[0].falls else 1) for each in spoken}
    claims = (" and " if len(directions) == 1 else " but ").join(_claim(*each) for each in spoken)
    return f"{statement.subject} {claims}: {'; '.join(_words(*each) for each in spoken)}."


def _claim(fact: Fact, band: Band, usual: Usual) -> str:
    return (fact.usual, fact.high, fact.low)[_side(fact, band, usual)]


def _side(fact: Fact, band: Band, usual: Usual) -> int:
    return side_of(METRICS[fact.metric], band.median, usual)


def _words(fact: Fact, band: Band, usual: Usual) -> str:
    """ "28 words on average, others 15"."""
    unit = METRICS[fact.metric].unit
    others = amount(usual.median, unit).removesuffix(f" {unit}")
    return f"{fact.words.format(amount(band.median, unit))}, others {others}"
