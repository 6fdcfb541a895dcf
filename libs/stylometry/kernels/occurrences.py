"""For each element of an array, the index of its previous occurrence; the basis of all counts of repetition."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

_SPREAD = np.uint64(0x9E3779B97F4A7C15)
"""Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4): 2**64 divided by the golden ratio."""

_HASH_BITS = 64


@compiled
def previous_occurrences(keys: NDArray[np.int64]) -> NDArray[np.int32]:
    """For each value the index of its previous occurrence, -1 for none."""
    previous = np.full(keys.size, -1, np.int32)
    bits = 1
    while (1 << bits) < 2 * keys.size:
        bits += 1
    last = np.full(1 << bits, -1, np.int32)
    mask, shift = (1 << bits) - 1, np.uint64(_HASH_BITS - bits)
    for index in range(keys.size):
        slot = np.int64((np.uint64(keys[index]) * _SPREAD) >> shift)
        while last[slot] >= 0 and keys[last[slot]] != keys[index]:
            slot = (slot + 1) & mask
        previous[index] = last[slot]
        last[slot] = index
    return previous


@compiled
def spectrum_of(previous: NDArray[np.int32]) -> NDArray[np.int64]:
    """Number of distinct values that occur once, twice, and so on, at that index; index 0 is not used."""
    ordinal = np.empty(previous.size, np.int32)
    spectrum = np.zeros(previous.size + 1, np.int64)
    most = 0
    for index in range(previous.size):
        times = 1 if previous[index] < 0 else ordinal[previous[index]] + 1
        ordinal[index] = times
        spectrum[times] += 1
        if times > 1:
            spectrum[times - 1] -= 1
        most = max(most, times)
    return spectrum[: most + 1]


@compiled
def sequences(values: NDArray[np.int64], length: int) -> NDArray[np.int64]:
    """One number for each stretch of `length` values, equal for equal stretches; empty if there are too few values."""
    keys = np.empty(max(values.size - length + 1, 0), np.int64)
    for first in range(keys.size):
        key = np.uint64(0)
        for offset in range(length):
            key = key * _SPREAD + np.uint64(values[first + offset])
        keys[first] = np.int64(key)
    return keys
