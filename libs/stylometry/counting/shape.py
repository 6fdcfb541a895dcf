"""Sums over sentences, paragraphs and words: how long they are and how they alternate."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.columns import CLITIC, LETTERS, NEGATION, SYLLABLES, ZIPF
from libs.stylometry.document import Document

COUNTS = (
    "texts",
    "tokens",
    "words",
    "characters",
    "letters",
    "letters_sq",
    "syllables",
    "sentences",
    "sentence_words_sq",
    "lag_pairs",
    "lag_x",
    "lag_y",
    "lag_xx",
    "lag_yy",
    "lag_xy",
    "paragraphs",
    "paragraph_words_sq",
    "one_sentence_paragraphs",
    "zipf_hundredths",
)
LONGEST_SENTENCE, LONGEST_WORD, MOST_SYLLABLES = 120, 24, 9
"""Last bins of the histograms; what is longer falls into them."""


def count(document: Document) -> dict[str, float]:
    """The sums of this module."""
    return {
        "texts": 1,
        "tokens": len(document),
        "words": len(document.words),
        "characters": len(document.text),
        "zipf_hundredths": int(document.numbers[ZIPF].sum()),
        **_sentences(document.sentence_words),
        **_paragraphs(document),
    }


def _sentences(lengths: NDArray[np.intp]) -> dict[str, float]:
    squares = int(lengths @ lengths)
    first, last = (int(lengths[0]), int(lengths[-1])) if lengths.size else (0, 0)
    total = int(lengths.sum())
    return {
        "sentences": lengths.size,
        "sentence_words_sq": squares,
        "lag_pairs": max(lengths.size - 1, 0),
        "lag_x": total - last,
        "lag_y": total - first,
        "lag_xx": squares - last * last,
        "lag_yy": squares - first * first,
        "lag_xy": int(lengths[:-1] @ lengths[1:]),
    }


def _paragraphs(document: Document) -> dict[str, float]:
    if document.paragraphs <= 1:
        words, some = len(document.words), int(document.words.size > 0)
        return {
            "paragraphs": some,
            "paragraph_words_sq": words * words,
            "one_sentence_paragraphs": int(document.opening.size == 1),
        }
    words = np.bincount(document.paragraph[document.words], minlength=1)
    sentences = np.bincount(document.paragraph[document.words[document.opening]], minlength=1)
    return {
        "paragraphs": int(np.count_nonzero(words)),
        "paragraph_words_sq": int(words @ words),
        "one_sentence_paragraphs": int(np.count_nonzero(sentences == 1)),
    }


def word_lengths(document: Document) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Letters and syllables of each word, with what is written on to it ("don't" is one word of four letters)."""
    if not document.words.size:
        empty = np.zeros(0, np.int64)
        return empty, empty
    letters, syllables, clitic = document.numbers[LETTERS], document.numbers[SYLLABLES], document.numbers[CLITIC]
    negations = (clitic == NEGATION).nonzero()[0]
    if negations.size:
        syllables = syllables.copy()
        syllables[negations] += clitic[np.maximum(negations - 1, 0)] < 0
    lengths = (np.add.reduceat(column, document.words, dtype=np.int64) for column in (letters, syllables))
    return next(lengths), next(lengths)
