"""Long texts through a neural layer in stretches, so that no step holds the interpreter for long.

A convolution sees a few tokens on either side. A stretch therefore goes through the layer with as many of its
neighbours, and has the same result as within the whole text, up to the rounding of single-precision sums.
"""

# thinc's generic layers carry no complete types
# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

STRETCH = 2_000
"""Maximum tokens that go through a layer at once, beside neighbours; some tens of milliseconds."""

_OVER_ARRAYS = "with_array"
_FIELD = "pad"
"""Attribute of a layer over arrays: the tokens on either side that affect a token."""

Floats: TypeAlias = NDArray[np.float32]
Forward: TypeAlias = Callable[[Any, Sequence[Floats], bool], tuple[list[Floats], Any]]


def read_in_stretches(node: Any) -> None:
    """Makes a layer over the tokens of texts predict long texts in stretches; any other layer is unchanged."""
    if node.name.startswith(_OVER_ARRAYS) and _FIELD in node.attrs:
        node._func = _in_stretches(node._func, node.attrs[_FIELD])  # noqa: SLF001 (thinc has no other way)


def _in_stretches(whole: Forward, field: int) -> Forward:
    def forward(model: Any, texts: Sequence[Floats], is_train: bool) -> tuple[list[Floats], Any]:
        if is_train or all(len(text) <= STRETCH for text in texts):
            return whole(model, texts, is_train)
        return [np.concatenate(list(_stretches(whole, model, text, field))) for text in texts], None

    return forward


def _stretches(whole: Forward, model: Any, text: Floats, field: int) -> Iterator[Floats]:
    for start in range(0, max(len(text), 1), STRETCH):
        first = max(start - field, 0)
        (result,), _ = whole(model, [text[first : start + STRETCH + field]], False)
        yield result[start - first : start - first + STRETCH]
