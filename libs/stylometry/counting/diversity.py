"""Sums from which measures of lexical diversity follow.

Measures that are no ratio of sums (a text's MTLD, HD-D, entropy) are summed with the words of the text as weight, so
that those of several texts merge into the weighted mean.
"""

from collections import Counter
from math import exp, lgamma, log, log2, sqrt

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.document import Document

COUNTS = (
    "types",
    "hapax",
    "dis",
    "frequency_sq",
    "words_sq",
    "types_sq",
    "word_pairs",
    "window_types",
    "windows",
    "segment_types",
    "segments",
    "repeated_words",
    "bigram_words",
)
FIXED = (
    "ln_words",
    "ln_types",
    "lnln_words",
    "lnln_types",
    "ln_words_sq",
    "ln_ratio",
    "sqrt_words",
    "entropy_words",
    "brunet_words",
    "honore",
    "honore_texts",
    "mtld",
    "mtld_texts",
    "hdd",
    "hdd_texts",
)
WINDOW = 50
"""Words of a moving window; Covington & McFall (2010) use 50 to 500, short texts ask for the least."""

MTLD_THRESHOLD = 0.72
"""Type-token ratio at which a factor is complete; McCarthy & Jarvis (2010)."""

HDD_DRAWS = 42
"""Words of HD-D's random sample; McCarthy & Jarvis (2007)."""

BRUNET_EXPONENT = -0.172
_PAIR = 1_000_003
_MIX = np.uint64(0x9E3779B97F4A7C15)
_REPEATED_SHARE = 1 - MTLD_THRESHOLD
_REPEATED_WORDS = 5


def count(document: Document) -> dict[str, float]:
    """The sums of this module; none for a text without words."""
    types = document.types
    if not types.size:
        return {}
    previous, frequencies = occurrences(types)
    return {
        **_spectrum(frequencies),
        **_windows(previous),
        **_mtld(previous),
        **_repetition(types),
    }


def occurrences(types: NDArray[np.int64]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """For each word where it occurred last before, -1 if nowhere; and how often each distinct word occurs."""
    order = types.argsort(kind="stable")
    ranked = types[order]
    same = ranked[1:] == ranked[:-1]
    previous = np.full(len(types), -1, np.intp)
    later = same.nonzero()[0] + 1
    previous[order[later]] = order[later - 1]
    return previous, _runs(same)


def _runs(same: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Lengths of the runs of equal values, given which values equal the one before."""
    last = (~same).nonzero()[0]
    lengths = np.empty(last.size + 1, np.intp)
    lengths[:-1] = last
    lengths[-1] = same.size
    lengths[1:] -= last
    lengths[0] += 1
    return lengths


def _spectrum(frequencies: NDArray[np.intp]) -> dict[str, float]:
    """Sums over how many words occur once, twice, and so on: few numbers, taken one by one."""
    spectrum = Counter[int](frequencies.tolist())
    n, v = int(frequencies.sum()), len(frequencies)
    hapax = spectrum[1]
    sums: dict[str, float] = {
        "types": v,
        "hapax": hapax,
        "dis": spectrum[2],
        "frequency_sq": sum(times * times * kinds for times, kinds in spectrum.items()),
        "words_sq": n * n,
        "types_sq": v * v,
        "word_pairs": n * (n - 1),
        "ln_words": log(n),
        "ln_types": log(v),
        "ln_words_sq": log(n) ** 2,
        "ln_ratio": log(n) - log(v),
        "sqrt_words": sqrt(n),
        "brunet_words": n * n ** (v**BRUNET_EXPONENT),
        "entropy_words": n * _entropy(spectrum, n, v),
    }
    if v > 1:
        sums |= {"lnln_words": log(log(n)), "lnln_types": log(log(v))}
    if hapax < v:
        sums |= {"honore": n * 100 * log(n) / (1 - hapax / v), "honore_texts": n}
    if n >= HDD_DRAWS:
        sums |= {"hdd": n * _hdd(spectrum, n), "hdd_texts": n}
    return sums


def _entropy(spectrum: Counter[int], n: int, v: int) -> float:
    """Shannon entropy in bits with the correction of Miller (1955) for what a small sample misses."""
    plain = log2(n) - sum(times * log2(times) * kinds for times, kinds in spectrum.items()) / n
    return plain + (v - 1) / (2 * n * log(2))


def _hdd(spectrum: Counter[int], n: int) -> float:
    """Expected types in a draw of 42 words without replacement, over 42."""
    drawn = lgamma(n - HDD_DRAWS + 1) - lgamma(n + 1)
    seen = 0.0
    for times, kinds in spectrum.items():
        rest = n - times
        missed = exp(lgamma(rest + 1) - lgamma(rest - HDD_DRAWS + 1) + drawn) if rest >= HDD_DRAWS else 0.0
        seen += kinds * (1 - missed)
    return seen / HDD_DRAWS


def _windows(previous: NDArray[np.intp]) -> dict[str, float]:
    """A word adds a type to the windows that hold it and not its last occurrence, so none is looked at twice."""
    n = len(previous)
    if n < WINDOW:
        return {}
    index = np.arange(n)
    first = np.maximum(previous + 1, index - (WINDOW - 1))
    last = np.minimum(index, n - WINDOW)
    whole = n - n % WINDOW
    new = previous[:whole].reshape(-1, WINDOW) < index[:whole:WINDOW, None]
    return {
        "window_types": int(np.maximum(last - first + 1, 0).sum()),
        "windows": n - WINDOW + 1,
        "segment_types": int(np.count_nonzero(new)),
        "segments": whole // WINDOW,
    }


def _mtld(previous: NDArray[np.intp]) -> dict[str, float]:
    n = len(previous)
    later = (previous >= 0).nonzero()[0]
    former = previous[later]
    forward = _factors(later.tolist(), former.tolist(), n)
    order = former.argsort()[::-1]
    backward = _factors((n - 1 - former[order]).tolist(), (n - 1 - later[order]).tolist(), n)
    if not forward or not backward:
        return {}
    return {"mtld": n * (n / forward + n / backward) / 2, "mtld_texts": n}


def _factors(later: list[int], former: list[int], n: int) -> float:
    """How often the type-token ratio falls below the threshold and starts anew; the rest counts in part.

    Each factor begins where the last one ended, so this one measure is told step by step; the ratio only falls where a
    word occurs again, so only these places are looked at: `later`, after an occurrence at `former`.
    """
    start = repeated = factors = 0
    for index, last in zip(later, former, strict=True):
        if last >= start:
            repeated += 1
            if repeated > _REPEATED_SHARE * (index + 1 - start):
                factors, start, repeated = factors + 1, index + 1, 0
    rest = n - start
    return factors + (repeated / rest / _REPEATED_SHARE if rest else 0)


def _repetition(types: NDArray[np.int64]) -> dict[str, float]:
    """Words inside a sequence of five that occurs again, and words of the most frequent pair."""
    if len(types) < 2:  # noqa: PLR2004 - a pair is two
        return {}
    pairs = types[:-1] * _PAIR + types[1:]
    order = pairs.argsort(kind="stable")
    ranked = pairs[order]
    same = ranked[1:] == ranked[:-1]
    most = int(_runs(same).max())
    if most == 1:
        return {}
    again = np.zeros(len(pairs) + 1, np.bool_)
    again[order[1:][same]] = True
    again[order[:-1][same]] = True
    runs = again[:-4] & again[1:-3] & again[2:-2] & again[3:-1]
    repeated = int(np.count_nonzero(repeated_words(types))) if runs.any() else 0
    return {"bigram_words": 2 * most, "repeated_words": repeated}


def repeated_words(types: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Words that stand in a sequence of five words that the text has more than once."""
    n = len(types) - _REPEATED_WORDS + 1
    covered = np.zeros(len(types), np.bool_)
    if n < 2:  # noqa: PLR2004 - one sequence has nothing to repeat
        return covered
    words = types.view(np.uint64)
    keys = words[:n].copy()
    for offset in range(1, _REPEATED_WORDS):
        keys *= _MIX
        keys += words[offset : offset + n]
    order = keys.argsort(kind="stable")
    ranked = keys[order]
    same = (ranked[1:] == ranked[:-1]).nonzero()[0]
    repeated = order[np.concatenate([same, same + 1])]
    for offset in range(_REPEATED_WORDS):
        covered[repeated + offset] = True
    return covered
