"""Metrics of the shape of sentences and paragraphs."""

from functools import partial
from math import log2, sqrt

from libs.stylometry.kernels.metrics import BIN_WORDS
from libs.stylometry.kernels.shape import FRAGMENT_WORDS, LONG_SENTENCE_WORDS
from libs.stylometry.metrics.metric import Evidence, Family, LengthSensitivity, Metric, Need, Rate, Spread
from libs.stylometry.statistics.text_statistics import Sums
from libs.stylometry.statistics.vector_layout import LONGEST_SENTENCE
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Locator, sentences


def _iqr(sums: Sums) -> float:
    return sums.sentence_lengths.p75 - sums.sentence_lengths.p25


def _lag1(sums: Sums) -> float:
    n, x, y = sums["lag_pairs"], sums["lag_x"], sums["lag_y"]
    spread = (n * sums["lag_xx"] - x * x) * (n * sums["lag_yy"] - y * y)
    return max(-1.0, min(1.0, (n * sums["lag_xy"] - x * y) / sqrt(spread)))


def _sentences_of(low: int, high: int | None) -> Locator:
    def find(document: Document) -> list[int]:
        lengths = document.sentence_words
        return ((lengths >= low) & (lengths <= (high or lengths.max(initial=0)))).nonzero()[0].tolist()

    return sentences(find)


_sentence = partial(
    Metric, family=Family.SHAPE, unit="words", needs=frozenset({Need.SENTENCES}), evidence=Evidence("sentences", 1)
)
_spread = partial(_sentence, evidence=Evidence("sentences", 2))
_paragraph = partial(_sentence, evidence=Evidence("paragraphs", 1), length_sensitivity=LengthSensitivity.MODERATE)

METRICS = (
    _sentence(
        id="sent_len_mean",
        name="Mean sentence length",
        definition="Words divided by sentences.",
        formula=Rate("words", "sentences", 1.0),
        low=1.0,
        higher="longer sentences",
        source="Sherman (1893)",
    ),
    _sentence(
        id="sent_len_median",
        name="Median sentence length",
        definition="Median of words per sentence.",
        formula=lambda sums: sums.sentence_lengths.median,
        high=float(LONGEST_SENTENCE),
        higher="longer typical sentences",
        source="Hansen et al. (2023), TextDescriptives",
    ),
    _spread(
        id="sent_len_sd",
        name="Sentence-length spread",
        definition="Standard deviation of words per sentence.",
        formula=Spread("sentences", "words", "sentence_words_sq"),
        higher="more varied sentence lengths (burstiness)",
        source="Yule (1939)",
    ),
    _spread(
        id="sent_len_cv",
        name="Relative sentence-length spread",
        definition="Standard deviation of words per sentence divided by their mean.",
        formula=Spread("sentences", "words", "sentence_words_sq", relative=True),
        unit="ratio",
        higher="more varied sentence lengths whatever their mean",
        source="Yule (1939)",
    ),
    _spread(
        id="sent_len_iqr",
        name="Interquartile range of sentence length",
        definition="75th minus 25th percentile of words per sentence.",
        formula=_iqr,
        high=float(LONGEST_SENTENCE),
        higher="more varied sentence lengths, outliers aside",
        source="Tukey (1977)",
    ),
    _sentence(
        id="sent_len_p10",
        name="Short sentences",
        definition="10th percentile of words per sentence.",
        formula=lambda sums: sums.sentence_lengths.p10,
        high=float(LONGEST_SENTENCE),
        higher="even the short sentences are long",
        source="Yule (1939)",
    ),
    _sentence(
        id="sent_len_p90",
        name="Long sentences",
        definition="90th percentile of words per sentence.",
        formula=lambda sums: sums.sentence_lengths.p90,
        high=float(LONGEST_SENTENCE),
        higher="longer long sentences",
        source="Yule (1939)",
    ),
    _sentence(
        id="sent_len_lag1",
        name="Sentence-length rhythm",
        definition="Correlation between the lengths of neighbouring sentences.",
        formula=_lag1,
        unit="correlation",
        low=-1.0,
        high=1.0,
        higher="like follows like; below 0 long and short alternate",
        source="Box & Jenkins (1970), lag-1 autocorrelation",
        evidence=Evidence("lag_pairs", 4),
        length_sensitivity=LengthSensitivity.MODERATE,
    ),
    _spread(
        id="sent_len_entropy",
        name="Sentence-length entropy",
        definition="Shannon entropy of sentence lengths in bins of five words.",
        formula=lambda sums: sums.sentence_lengths.entropy,
        unit="bits",
        high=log2(LONGEST_SENTENCE / BIN_WORDS),
        higher="lengths spread over more bins",
        source="Shannon (1948)",
        length_sensitivity=LengthSensitivity.MODERATE,
    ),
    _sentence(
        id="fragment_rate",
        name="Fragments",
        definition=f"Share of sentences with fewer than {FRAGMENT_WORDS} words.",
        formula=Rate("fragments", "sentences", 1.0),
        unit="share",
        high=1.0,
        higher="more clipped sentences",
        source="Biber (1988), non-clausal units",
        locate=_sentences_of(1, FRAGMENT_WORDS - 1),
    ),
    _sentence(
        id="long_sent_rate",
        name="Very long sentences",
        definition=f"Share of sentences with more than {LONG_SENTENCE_WORDS} words.",
        formula=Rate("long_sentences", "sentences", 1.0),
        unit="share",
        high=1.0,
        higher="more sentences that ask for patience",
        source="Cutts (2020), Oxford Guide to Plain English",
        locate=_sentences_of(LONG_SENTENCE_WORDS + 1, None),
    ),
    _paragraph(
        id="para_len_mean",
        name="Mean paragraph length",
        definition="Words divided by paragraphs.",
        formula=Rate("words", "paragraphs", 1.0),
        low=1.0,
        higher="longer paragraphs",
        source="Graesser et al. (2004), Coh-Metrix DESPL",
    ),
    _paragraph(
        id="para_sents_mean",
        name="Sentences per paragraph",
        definition="Sentences divided by paragraphs.",
        formula=Rate("sentences", "paragraphs", 1.0),
        unit="sentences",
        higher="longer paragraphs",
        source="Graesser et al. (2004), Coh-Metrix DESPL",
    ),
    _paragraph(
        id="para_len_sd",
        name="Paragraph-length spread",
        definition="Standard deviation of words per paragraph.",
        formula=Spread("paragraphs", "words", "paragraph_words_sq"),
        higher="paragraphs of more varied length",
        source="Graesser et al. (2004), Coh-Metrix DESPLd",
        evidence=Evidence("paragraphs", 2),
    ),
    _paragraph(
        id="one_line_para_rate",
        name="One-sentence paragraphs",
        definition="Share of paragraphs that are a single sentence.",
        formula=Rate("one_sentence_paragraphs", "paragraphs", 1.0),
        unit="share",
        high=1.0,
        higher="more text set sentence by sentence",
        source="Graesser et al. (2004), Coh-Metrix DESPL",
    ),
)
