"""Measures of vocabulary worked out on paper, and against plain counting of texts made by chance."""

from collections import Counter
from itertools import pairwise
from math import log, log2, sqrt

import numpy as np
import pytest

from tests.support.stylometry_reading import measured, statistics

ROSE = "A rose is a rose is a rose."
"""Eight words, three distinct: "a" and "rose" three times each, "is" twice; the sum of squared frequencies is 22."""


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("ttr", 3 / 8),
        ("root_ttr", 3 / sqrt(8)),
        ("corrected_ttr", 3 / sqrt(16)),
        ("herdan_c", log(3) / log(8)),
        ("dugast_u", log(8) ** 2 / (log(8) - log(3))),
        ("maas_a2", (log(8) - log(3)) / log(8) ** 2),
        ("yule_k", 1e4 * (22 - 8) / 64),
        ("yule_i", 9 / (22 - 3)),
        ("simpson_d", (3 * 2 + 3 * 2 + 2 * 1) / (8 * 7)),
        ("honore_r", 100 * log(8)),
        ("sichel_s", 1 / 3),
        ("brunet_w", 8 ** (3**-0.172)),
        ("hapax_rate", 0.0),
        ("dis_rate", 1 / 8),
        ("shannon_word", -(6 / 8 * log2(3 / 8) + 2 / 8 * log2(2 / 8)) + 2 / (2 * 8 * log(2))),
        ("top_ngram", 2 * 3 / 8),
        ("dup_ngram", 1.0),
    ],
)
def test_a_rose_is_a_rose(metric: str, expected: float) -> None:
    assert measured(ROSE)[metric] == pytest.approx(expected, rel=1e-6)


def test_mtld_of_the_example_in_its_paper() -> None:
    """The example of McCarthy & Jarvis (2010): the ratio falls to .667 at the sixth word, which ends the one factor.

    Backwards it falls to .600 at the fifth, and again no factor is begun that repeats a word: nine words each way.
    """
    sums = statistics("of the people by the people for the people")
    assert sums["mtld"] / sums["mtld_texts"] == pytest.approx(9.0)


def test_a_text_without_repetition_has_no_mtld() -> None:
    words = " ".join(f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnr")
    assert statistics(words)["words"] == statistics(words)["types"] == 100
    assert "mtld" in measured(words).reasons


def drawn(seed: int, exponent: float) -> list[int]:
    return np.random.default_rng(seed).zipf(exponent, 500).clip(max=600).tolist()


def as_text(values: list[int]) -> str:
    letters = "abcdefghijklmnopqrstuvwxyz"
    return " ".join(f"z{letters[value // 26]}{letters[value % 26]}o" for value in values)


@pytest.mark.parametrize(("seed", "exponent"), [(1, 1.2), (2, 1.5), (3, 2.0), (4, 3.0)])
def test_indices_agree_with_plain_counting(seed: int, exponent: float) -> None:
    values, found = drawn(seed, exponent), measured(as_text(drawn(seed, exponent)))
    frequencies = Counter(values)
    n, v = len(values), len(frequencies)
    squares = sum(times**2 for times in frequencies.values())
    once, twice = (sum(times == often for times in frequencies.values()) for often in (1, 2))
    entropy = -sum(times / n * log2(times / n) for times in frequencies.values())
    expected = {
        "corrected_ttr": v / sqrt(2 * n),
        "herdan_c": log(v) / log(n),
        "summer_s": log(log(v)) / log(log(n)),
        "dugast_u": log(n) ** 2 / (log(n) - log(v)),
        "maas_a2": (log(n) - log(v)) / log(n) ** 2,
        "yule_i": v**2 / (squares - v),
        "honore_r": 100 * log(n) / (1 - once / v),
        "sichel_s": twice / v,
        "brunet_w": n ** (v**-0.172),
        "dis_rate": twice / n,
        "shannon_word": entropy + (v - 1) / (2 * n * log(2)),
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected, rel=1e-5)


@pytest.mark.parametrize(("seed", "exponent"), [(5, 1.3), (6, 2.0)])
def test_repetition_agrees_with_plain_counting(seed: int, exponent: float) -> None:
    values, found = drawn(seed, exponent), measured(as_text(drawn(seed, exponent)))
    pairs = Counter(pairwise(values))
    passages = [tuple(values[at : at + 5]) for at in range(len(values) - 4)]
    often = Counter(passages)
    covered = {at + step for at, passage in enumerate(passages) if often[passage] > 1 for step in range(5)}
    assert found["top_ngram"] == pytest.approx(2 * max(pairs.values()) / len(values))
    assert found["dup_ngram"] == pytest.approx(len(covered) / len(values))
