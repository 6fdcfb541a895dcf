"""Reading and setting bits: flags that are kept by position, and figures."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Figure, PositionalFlag
from libs.stylometry.kernels.compiled import compiled


@compiled
def has(marks: int, mark: PositionalFlag) -> bool:
    """Reports whether a token has a flag."""
    return (marks >> mark) & 1 != 0


@compiled
def put(found: NDArray[np.uint32], token: int, figure: Figure, holds: bool) -> None:
    """Sets a figure at a token if the condition holds."""
    if holds:
        found[token] |= np.uint32(1 << figure)
