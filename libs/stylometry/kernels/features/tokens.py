"""The tokens of a text as the features read them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled

CLASS_NUMBER, ROLE, SHOWN = range(3)
"""Columns of kinds: class and role of a form, and the row shared by all forms that look the same to a reader."""


class Tokens(NamedTuple):
    """Tokens by their rows in tables of codes and kinds (rows, columns), with offset and sentence of each."""

    row: NDArray[np.int32]
    start: NDArray[np.int32]
    end: NDArray[np.int32]
    sentence: NDArray[np.int32]
    codes: NDArray[np.uint64]
    kinds: NDArray[np.int32]


@compiled
def has_role(tokens: Tokens, token: int, roles: int) -> bool:
    """Reports whether a token has one of some roles, given as bits."""
    return ((roles >> tokens.kinds[tokens.row[token], ROLE]) & 1) == 1


@compiled
def opens(tokens: Tokens, token: int) -> bool:
    """Reports whether a token is the first of its sentence."""
    return token == 0 or tokens.sentence[token] != tokens.sentence[token - 1]


@compiled
def closes(tokens: Tokens, token: int) -> bool:
    """Reports whether a token is the last of its sentence."""
    return token == len(tokens.row) - 1 or tokens.sentence[token] != tokens.sentence[token + 1]
