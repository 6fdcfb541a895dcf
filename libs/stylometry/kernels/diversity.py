"""Lexical diversity, from the identity of each word."""

from enum import IntEnum
from math import log, log2, sqrt

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import WordRow
from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.occurrences import previous_occurrences, sequences, spectrum_of

WINDOW = 50
"""Words of a moving window; Covington & McFall (2010) use 50 to 500, and short texts need the smallest."""

MTLD_THRESHOLD = 0.72
"""Type-token ratio at which a factor is complete; McCarthy & Jarvis (2010)."""

HDD_DRAWS = 42
"""Words of HD-D's random sample; McCarthy & Jarvis (2007)."""

BRUNET_EXPONENT = -0.172
_REPEATED_SHARE = 1 - MTLD_THRESHOLD
_PAIR = 2


class DiversityCount(IntEnum):
    """Whole-number sums, in order."""

    TYPES = 0
    HAPAX = 1
    DIS = 2
    FREQUENCY_SQ = 3
    WORDS_SQ = 4
    TYPES_SQ = 5
    WORD_PAIRS = 6
    WINDOW_TYPES = 7
    WINDOWS = 8
    SEGMENT_TYPES = 9
    SEGMENTS = 10
    REPEATED_WORDS = 11
    BIGRAM_WORDS = 12


class DiversityFixedPoint(IntEnum):
    """Fixed-point sums, in order."""

    LN_WORDS = 0
    LN_TYPES = 1
    LNLN_WORDS = 2
    LNLN_TYPES = 3
    LN_WORDS_SQ = 4
    LN_RATIO = 5
    SQRT_WORDS = 6
    ENTROPY_WORDS = 7
    BRUNET_WORDS = 8
    HONORE = 9
    HONORE_TEXTS = 10
    MTLD = 11
    MTLD_TEXTS = 12
    HDD = 13
    HDD_TEXTS = 14


@compiled
def diversity(words: NDArray[np.int64], counts: NDArray[np.int64], fixed: NDArray[np.float64]) -> None:
    """Writes all sums except the repeated words, which are found with the figures; none for a text without words."""
    types = words[WordRow.TYPE]
    if types.size > 0:
        previous = previous_occurrences(types)
        spectrum = spectrum_of(previous)
        _spectrum(spectrum, counts)
        _richness(spectrum, types.size, counts, fixed)
        if types.size >= HDD_DRAWS:
            fixed[DiversityFixedPoint.HDD] = types.size * _hdd(spectrum, types.size)
            fixed[DiversityFixedPoint.HDD_TEXTS] = types.size
        if types.size >= WINDOW:
            _windows(previous, counts)
        _mtld(previous, fixed)
        most = spectrum_of(previous_occurrences(sequences(types, _PAIR))).size - 1
        counts[DiversityCount.BIGRAM_WORDS] = _PAIR * most if most > 1 else 0


@compiled
def _spectrum(spectrum: NDArray[np.int64], counts: NDArray[np.int64]) -> None:
    n, v = 0, 0
    for times in range(1, spectrum.size):
        n += times * spectrum[times]
        v += spectrum[times]
        counts[DiversityCount.FREQUENCY_SQ] += times * times * spectrum[times]
    counts[DiversityCount.TYPES] = v
    counts[DiversityCount.HAPAX] = spectrum[1]
    counts[DiversityCount.DIS] = spectrum[2] if spectrum.size > 2 else 0  # noqa: PLR2004 - words that occur twice
    counts[DiversityCount.WORDS_SQ] = n * n
    counts[DiversityCount.TYPES_SQ] = v * v
    counts[DiversityCount.WORD_PAIRS] = n * (n - 1)


@compiled
def _richness(spectrum: NDArray[np.int64], n: int, counts: NDArray[np.int64], fixed: NDArray[np.float64]) -> None:
    v, hapax = counts[DiversityCount.TYPES], counts[DiversityCount.HAPAX]
    fixed[DiversityFixedPoint.LN_WORDS] = log(n)
    fixed[DiversityFixedPoint.LN_TYPES] = log(v)
    fixed[DiversityFixedPoint.LN_WORDS_SQ] = log(n) ** 2
    fixed[DiversityFixedPoint.LN_RATIO] = log(n) - log(v)
    fixed[DiversityFixedPoint.SQRT_WORDS] = sqrt(n)
    fixed[DiversityFixedPoint.BRUNET_WORDS] = n * float(n) ** (float(v) ** BRUNET_EXPONENT)
    fixed[DiversityFixedPoint.ENTROPY_WORDS] = n * _entropy(spectrum, n, v)
    if v > 1:
        fixed[DiversityFixedPoint.LNLN_WORDS] = log(log(n))
        fixed[DiversityFixedPoint.LNLN_TYPES] = log(log(v))
    if hapax < v:
        fixed[DiversityFixedPoint.HONORE] = n * 100 * log(n) / (1 - hapax / v)
        fixed[DiversityFixedPoint.HONORE_TEXTS] = n


@compiled
def _entropy(spectrum: NDArray[np.int64], n: int, v: int) -> float:
    """Shannon entropy in bits with the correction of Miller (1955) for small samples."""
    weighted = 0.0
    for times in range(2, spectrum.size):
        weighted += times * log2(times) * spectrum[times]
    return log2(n) - weighted / n + (v - 1) / (2 * n * log(2.0))


@compiled
def _hdd(spectrum: NDArray[np.int64], n: int) -> float:
    """Expected types in a draw of 42 words without replacement, over 42."""
    seen = 0.0
    for times in range(1, spectrum.size):
        if spectrum[times] > 0:
            missed = 1.0
            for draw in range(HDD_DRAWS):
                missed *= max(n - times - draw, 0) / (n - draw)
            seen += spectrum[times] * (1 - missed)
    return seen / HDD_DRAWS


@compiled
def _windows(previous: NDArray[np.int32], counts: NDArray[np.int64]) -> None:
    """A word adds a type to the windows that contain it and not its last occurrence, so each word is examined once."""
    n = previous.size
    whole = n - n % WINDOW
    for index in range(n):
        first, last = max(previous[index] + 1, index - (WINDOW - 1)), min(index, n - WINDOW)
        counts[DiversityCount.WINDOW_TYPES] += max(last - first + 1, 0)
        counts[DiversityCount.SEGMENT_TYPES] += index < whole and previous[index] < index - index % WINDOW
    counts[DiversityCount.WINDOWS] = n - WINDOW + 1
    counts[DiversityCount.SEGMENTS] = whole // WINDOW


@compiled
def _mtld(previous: NDArray[np.int32], fixed: NDArray[np.float64]) -> None:
    n = previous.size
    mirrored = np.full(n, -1, np.int32)
    for index in range(n):
        if previous[index] >= 0:
            mirrored[n - 1 - previous[index]] = n - 1 - index
    forward, backward = _factors(previous), _factors(mirrored)
    if forward > 0 and backward > 0:
        fixed[DiversityFixedPoint.MTLD] = n * (n / forward + n / backward) / 2
        fixed[DiversityFixedPoint.MTLD_TEXTS] = n


@compiled
def _factors(previous: NDArray[np.int32]) -> float:
    """Number of times the type-token ratio falls below the threshold, after which it is restarted; the rest counts in
    part."""
    start, repeated, factors = 0, 0, 0
    for index in range(previous.size):
        if previous[index] >= start:
            repeated += 1
            if repeated > _REPEATED_SHARE * (index + 1 - start):
                factors, start, repeated = factors + 1, index + 1, 0
    rest = previous.size - start
    return factors + (repeated / rest / _REPEATED_SHARE if rest else 0.0)
