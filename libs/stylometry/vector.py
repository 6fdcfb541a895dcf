"""The style vector before fitting: counts of hashed features in blocks, and rates.

Every feature reads characters and tokens only. N-grams are hashed by a polynomial of their codes into one space of
2**21 buckets (feature hashing, Weinberger et al. 2009), salted by block and length.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry import vector_characters, vector_rates
from libs.stylometry.document import Document
from libs.stylometry.vector_classes import Role
from libs.stylometry.vector_lexemes import CLASS, ENDING, FORM, LENGTH, ROLE, SKELETON, WORD, codes_of

BLOCKS = (
    "words",
    "forms",
    "skeletons",
    "classes",
    "openings",
    "endings",
    "function_words",
    "masked_letters",
    "letters",
    "shapes",
    "word_lengths",
)
"""Blocks of features; a feature's block is part of its hash."""

BUCKET_BITS = 21
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_FOLD = np.uint64(33)
_SHIFT = np.uint64(64 - BUCKET_BITS)
_SALTS_PER_BLOCK = 16


@dataclass(frozen=True, slots=True)
class Grams:
    """N-grams of one length of one block: their hashes, and the token each begins in."""

    block: int
    hashes: NDArray[np.uint64]
    token: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """What a text has: buckets, block by block in the order of BLOCKS, and rates. No bucket: an empty text.

    Block b takes the buckets up to `ends[b]`. `tokens` are, part by part, the tokens that the features begin in.
    """

    buckets: NDArray[np.intp]
    ends: NDArray[np.intp]
    rates: NDArray[np.float32]
    tokens: tuple[NDArray[np.intp], ...] = ()

    def token(self) -> NDArray[np.intp]:
        """The token that each feature begins in."""
        return np.concatenate(self.tokens) if self.tokens else np.zeros(0, np.intp)


def features(document: Document) -> Features:
    """Reads the features of a document."""
    if not len(document):
        nothing = np.zeros(len(BLOCKS), np.intp)
        return Features(np.zeros(0, np.intp), nothing, np.zeros(vector_rates.RATES, np.float32))
    streams = _Streams(document)
    grams = list(streams.grams())
    sizes = np.bincount(
        [part.block for part in grams], weights=[len(part.hashes) for part in grams], minlength=len(BLOCKS)
    )
    return Features(
        _buckets([part.hashes for part in grams]),
        sizes.cumsum().astype(np.intp),
        streams.rates(),
        tuple(part.token for part in grams),
    )


def _buckets(hashes: list[NDArray[np.uint64]]) -> NDArray[np.intp]:
    mixed = np.concatenate(hashes)
    mixed *= _MIX[0]
    mixed ^= mixed >> _FOLD
    mixed *= _MIX[1]
    mixed >>= _SHIFT
    return mixed.astype(np.intp)


def _salted(hashes: NDArray[np.uint64], block: int, kind: int) -> NDArray[np.uint64]:
    salt = ((block * _SALTS_PER_BLOCK + kind + 1) * int(_MIX[1])) & 0xFFFFFFFFFFFFFFFF
    return hashes ^ np.uint64(salt)


class _Streams:
    """The rows of codes of one document that n-grams are taken from."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._codes, self._kinds = codes_of(document)
        role = self._kinds[ROLE]
        self._content = (role == Role.CONTENT).nonzero()[0]
        self._masked_out = ((role == Role.FUNCTION) | (role == Role.MARK)).nonzero()[0]
        self._characters = vector_characters.read(
            document.text, document.start[self._content], document.end[self._content]
        )

    def rates(self) -> NDArray[np.float32]:
        return vector_rates.rates(self._document, self._kinds, self._characters)

    def grams(self) -> Iterator[Grams]:
        codes, every = self._codes, np.arange(len(self._document))
        yield from _ngrams(0, codes[WORD], every, (1,))
        yield from _ngrams(1, codes[FORM], every, (1,))
        yield from _ngrams(2, codes[SKELETON], every, (1, 2, 3, 4))
        yield from _ngrams(3, codes[CLASS], every, (2, 3, 4, 5))
        yield from self._edges()
        yield from _ngrams(5, codes[ENDING][self._content], self._content, (1,))
        yield from _ngrams(5, codes[ENDING], every, (2,))
        yield from _ngrams(6, codes[SKELETON][self._masked_out], self._masked_out, (2, 3))
        yield from self._characters_grams()
        yield from _ngrams(10, codes[LENGTH], every, (1, 2, 3))

    def _edges(self) -> Iterator[Grams]:
        """The first one to three and the last one and two tokens of sentences."""
        skeleton, tokens = self._codes[SKELETON], len(self._document)
        first, last = vector_rates.first_tokens(self._document), vector_rates.last_tokens(self._document)
        for length in (1, 2, 3):
            fitting = first[first + length <= tokens]
            hashes = skeleton[fitting]
            for offset in range(1, length):
                hashes = hashes * _MULTIPLIER + skeleton[fitting + offset]
            yield Grams(4, _salted(hashes, 4, length), fitting)
        last = last[last > 0]
        yield Grams(4, _salted(skeleton[last], 4, 4), last)
        yield Grams(4, _salted(skeleton[last] * _MULTIPLIER + skeleton[last - 1], 4, 5), last)

    def _characters_grams(self) -> Iterator[Grams]:
        read = self._characters
        token = np.clip(self._document.start.searchsorted(read.place, side="right") - 1, 0, None)
        shape_token = np.clip(self._document.start.searchsorted(read.shape_place, side="right") - 1, 0, None)
        yield from _ngrams(7, read.masked.astype(np.uint64), token, (2, 3, 4, 5))
        yield from _ngrams(8, read.letters.astype(np.uint64), token, (2, 3, 4))
        yield from _ngrams(9, read.shape.astype(np.uint64), shape_token, (2, 3, 4, 5, 6))


def _ngrams(
    block: int, codes: NDArray[np.uint64], token: NDArray[np.intp], lengths: tuple[int, ...]
) -> Iterator[Grams]:
    rolling = codes
    for length in range(1, lengths[-1] + 1):
        if len(codes) < length:
            return
        if length > 1:
            rolling = rolling[:-1] * _MULTIPLIER + codes[length - 1 :]
        if length in lengths:
            yield Grams(block, _salted(rolling, block, length), token[: len(rolling)])
