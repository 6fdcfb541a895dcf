"""Tokens, words and sentences with a figure of a text."""

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.codes import Figure
from libs.stylometry.text.document import Document

Find: TypeAlias = Callable[[Document], list[int]]


def tokens_of(figure: Figure) -> Find:
    """Finds the tokens that have a figure."""
    return lambda document: _found(document.figures, figure)


def words_of(figure: Figure) -> Find:
    """Finds the words that have a figure, as indices into the words."""
    return lambda document: _found(document.figures[document.words], figure)


def sentences_of(figure: Figure) -> Find:
    """Finds the sentences that have a figure, as indices among those with words."""
    return lambda document: _found(document.figures[document.words[document.opening]], figure)


def _found(figures: NDArray[np.uint32], figure: Figure) -> list[int]:
    return (figures & np.uint32(1 << figure)).nonzero()[0].tolist()


def contractions(document: Document) -> list[int]:
    """All contracted tokens."""
    return sorted({*document.positions("contraction"), *_found(document.figures, Figure.CONTRACTED_IS)})
