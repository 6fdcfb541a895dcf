"""Style features before fitting: counts of hashed features in blocks, and rates.

Every feature reads characters and tokens only. N-grams are hashed into one space of buckets; `kernels.features.grams`
describes the hash, and `character_features`, `lexeme_codes` and `rates` the inputs of the kinds of features.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.character_features import ALPHABET, points_of
from libs.stylometry.embedding.lexeme_codes import CLASS, ENDING, FORM, SKELETON, tokens_of
from libs.stylometry.embedding.rates import DEFINITIONS, RATES
from libs.stylometry.embedding.word_classes import FeatureRole
from libs.stylometry.kernels.features import row as kernel
from libs.stylometry.kernels.features.grams import BUCKET_BITS, LETTERS, SHAPES
from libs.stylometry.text.document import Document

__all__ = ["BLOCKS", "BUCKET_BITS", "Features", "features"]

_CONTENT = 1 << FeatureRole.CONTENT
_FUNCTION = 1 << FeatureRole.FUNCTION | 1 << FeatureRole.MARK
_EVERY = sum(1 << role for role in FeatureRole)

_PLAN = (
    ("forms", FORM, _EVERY, (1, 1)),
    ("skeletons", SKELETON, _EVERY, (1, 4)),
    ("classes", CLASS, _EVERY, (2, 5)),
    ("endings", ENDING, _CONTENT, (1, 1)),
    ("endings", ENDING, _EVERY, (2, 2)),
    ("function_words", SKELETON, _FUNCTION, (2, 3)),
    ("letters", LETTERS, _EVERY, (2, 4)),
    ("shapes", SHAPES, _EVERY, (2, 6)),
)
"""N-grams: their block, source, tokens and lengths."""

BLOCKS = tuple(dict.fromkeys(block for block, *_ in _PLAN))
"""Blocks of features; a feature's block is part of its hash."""

_LAYOUT = kernel.NgramPlan(
    plan=np.array([(BLOCKS.index(block), source, roles, *lengths) for block, source, roles, lengths in _PLAN]),
    blocks=len(BLOCKS),
)


@dataclass(frozen=True, slots=True, eq=False)
class Features:
    """Features of a text: buckets, block by block in the order of BLOCKS, and rates. An empty text has no buckets.

    Block b has the buckets up to `ends[b]`; `token` is the token that each feature begins in.
    """

    buckets: NDArray[np.int32]
    token: NDArray[np.int32]
    ends: NDArray[np.int64]
    rates: NDArray[np.float32]


def features(document: Document) -> Features:
    """Reads the features of a document."""
    if not len(document):
        nothing = np.zeros(0, np.int32)
        return Features(nothing, nothing, np.zeros(len(BLOCKS), np.int64), np.zeros(RATES, np.float32))
    points = points_of(document.text)
    return Features(*kernel.features(points, tokens_of(document), ALPHABET, _LAYOUT, DEFINITIONS))
