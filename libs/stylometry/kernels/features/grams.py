"""Hashed n-grams of the rows of codes of a text.

An n-gram is hashed by a polynomial of its codes into one space of 2**21 buckets (feature hashing, Weinberger et al.
2009), salted by block and length; the finaliser is that of MurmurHash3 (Appleby 2011).
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.features.characters import Readings
from libs.stylometry.kernels.features.tokens import Tokens, has_role

BUCKET_BITS = 21

LETTERS, SHAPES = range(-2, 0)
"""Sources that are rows of characters; from 0 on they are columns of the tokens' codes."""

_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX, _REMIX = np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)
_FOLD, _SHIFT = np.uint64(33), np.uint64(64 - BUCKET_BITS)
_SALTS_PER_BLOCK = 16


class Grams(NamedTuple):
    """N-grams: the bucket of each, and the token that it begins in."""

    bucket: NDArray[np.int32]
    token: NDArray[np.int32]


class CodeSequence(NamedTuple):
    """The codes that n-grams are taken from, and the token of each."""

    codes: NDArray[np.uint64]
    token: NDArray[np.int32]


@compiled
def all_grams(tokens: Tokens, readings: Readings, plan: NDArray[np.int64], ends: NDArray[np.int64]) -> Grams:
    """The n-grams of every line of `plan`: block, source, roles (bits), shortest and longest.

    Blocks come in ascending order; `ends` receives the end of each.
    """
    most = _most(tokens, readings, plan)
    grams = Grams(np.empty(most, np.int32), np.empty(most, np.int32))
    at = 0
    for line in range(len(plan)):
        block, source, roles = plan[line, 0], plan[line, 1], plan[line, 2]
        row = _tokens(tokens, source, roles) if source >= 0 else _characters(tokens, readings, source)
        at = _ngrams(row, block, plan[line, 3:], grams, at)
        ends[block:] = at
    return Grams(grams.bucket[:at], grams.token[:at])


@compiled
def _most(tokens: Tokens, readings: Readings, plan: NDArray[np.int64]) -> int:
    """Upper bound of the number of n-grams."""
    most = 0
    for line in range(len(plan)):
        size = len(tokens.row) if plan[line, 1] >= 0 else len(readings.letters)
        most += size * (plan[line, 4] - plan[line, 3] + 1)
    return most


@compiled
def _tokens(tokens: Tokens, source: int, roles: int) -> CodeSequence:
    """The codes of the tokens that have one of some roles."""
    row, kept = CodeSequence(np.empty(len(tokens.row), np.uint64), np.empty(len(tokens.row), np.int32)), 0
    for token in range(len(tokens.row)):
        if has_role(tokens, token, roles):
            row.codes[kept], row.token[kept] = tokens.codes[tokens.row[token], source], token
            kept += 1
    return CodeSequence(row.codes[:kept], row.token[:kept])


@compiled
def _characters(tokens: Tokens, readings: Readings, source: int) -> CodeSequence:
    """One of the readings; white space belongs to the token before it."""
    points = readings.letters if source == LETTERS else readings.shape
    place = readings.shape_place if source == SHAPES else readings.place
    token, current, last = np.empty(len(points), np.int32), 0, len(tokens.start) - 1
    for at in range(len(points)):
        while current < last and tokens.start[current + 1] <= place[at]:
            current += 1
        token[at] = current
    return CodeSequence(points.astype(np.uint64), token)


@compiled
def _ngrams(row: CodeSequence, block: int, lengths: NDArray[np.int64], grams: Grams, at: int) -> int:
    rolling = np.zeros(len(row.codes), np.uint64)
    for length in range(1, lengths[1] + 1):
        ahead = row.codes[length - 1 :]
        for first in range(len(ahead)):
            rolling[first] = rolling[first] * _MULTIPLIER + ahead[first]
        if length >= lengths[0]:
            bucket, token = grams.bucket[at : at + len(ahead)], grams.token[at : at + len(ahead)]
            salt = _salt(block, length)
            for first in range(len(ahead)):
                bucket[first] = _bucket(rolling[first] ^ salt)
                token[first] = row.token[first]
            at += len(ahead)
    return at


@compiled
def _salt(block: int, length: int) -> np.uint64:
    return np.uint64(block * _SALTS_PER_BLOCK + length + 1) * _REMIX


@compiled
def _bucket(salted: np.uint64) -> np.int32:
    salted *= _MIX
    salted ^= salted >> _FOLD
    salted *= _REMIX
    return np.int32(salted >> _SHIFT)
