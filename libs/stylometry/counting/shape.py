"""Sums over sentences, paragraphs and words: how long they are and how they alternate."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.columns import ZIPF
from libs.stylometry.document import Document

COUNTS = (
    "texts",
    "tokens",
    "words",
    "characters",
    "letters",
    "letters_sq",
    "syllables",
    "long_words",
    "short_words",
    "monosyllables",
    "polysyllables",
    "fragments",
    "long_sentences",
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
FRAGMENT_WORDS = 5
"""A sentence of fewer words counts as a fragment."""

LONG_SENTENCE_WORDS = 30
"""A sentence of more words counts as long."""

LONG_WORD_LETTERS, SHORT_WORD_LETTERS, POLYSYLLABLE = 6, 3, 3
"""A long word has more letters, a short one at most so many; a polysyllable at least so many syllables."""

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
        **_sentences(document.sentence_words.tolist()),
        **_paragraphs(document),
        **_words(*document.word_lengths),
    }


def _words(letters: NDArray[np.int64], syllables: NDArray[np.int64]) -> dict[str, float]:
    by_letters: list[int] = np.bincount(letters).tolist()
    by_syllables: list[int] = np.bincount(syllables).tolist()
    return {
        "letters": int(letters.sum()),
        "letters_sq": int(letters @ letters),
        "syllables": int(syllables.sum()),
        "long_words": sum(by_letters[LONG_WORD_LETTERS + 1 :]),
        "short_words": sum(by_letters[: SHORT_WORD_LETTERS + 1]),
        "monosyllables": sum(by_syllables[1:2]),
        "polysyllables": sum(by_syllables[POLYSYLLABLE:]),
    }


def _sentences(lengths: list[int]) -> dict[str, float]:
    total, squares = sum(lengths), sum(length * length for length in lengths)
    first, last = (lengths[0], lengths[-1]) if lengths else (0, 0)
    return {
        "sentences": len(lengths),
        "sentence_words_sq": squares,
        "fragments": sum(1 for length in lengths if length < FRAGMENT_WORDS),
        "long_sentences": sum(1 for length in lengths if length > LONG_SENTENCE_WORDS),
        "lag_pairs": max(len(lengths) - 1, 0),
        "lag_x": total - last,
        "lag_y": total - first,
        "lag_xx": squares - last * last,
        "lag_yy": squares - first * first,
        "lag_xy": sum(former * latter for former, latter in pairwise(lengths)),
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
