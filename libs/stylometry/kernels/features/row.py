"""All features of a text in one call: hashed n-grams and rates."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled
from libs.stylometry.kernels.features.characters import Alphabet, read
from libs.stylometry.kernels.features.grams import all_grams
from libs.stylometry.kernels.features.rates import Definitions, rates
from libs.stylometry.kernels.features.tokens import Tokens


class NgramPlan(NamedTuple):
    """Plan of the n-grams (see `all_grams`), and the number of blocks."""

    plan: NDArray[np.int64]
    blocks: int


@compiled
def features(
    points: NDArray[np.uint32], tokens: Tokens, alphabet: Alphabet, layout: NgramPlan, definitions: Definitions
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int64], NDArray[np.float32]]:
    """Bucket and token of every n-gram, the end of each block, and the rates, of a text with at least one token."""
    readings = read(points, alphabet)
    ends = np.zeros(layout.blocks, np.int64)
    grams = all_grams(tokens, readings, layout.plan, ends)
    return grams.bucket, grams.token, ends, rates(points, readings.shape_of_point, tokens, definitions)
