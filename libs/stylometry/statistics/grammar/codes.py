"""Numbers of the strings that a pipeline sets on tokens: Penn tags, universal classes, universal relations."""

from collections.abc import Mapping
from functools import cache

import numpy as np
from numpy.typing import NDArray
from spacy.strings import get_string_id

from libs.stylometry.kernels.grammar.codes import Relation, Upos, Xpos


class Codes:
    """Maps spaCy's string ids to numbers; an unlisted string is 0."""

    def __init__(self, numbers: Mapping[str, int]) -> None:
        ids = np.array([get_string_id(string) for string in numbers], np.uint64).view(np.int64)
        order = ids.argsort()
        self._ids = ids[order]
        self._numbers = np.array(list(numbers.values()), np.int64)[order]

    def __call__(self, ids: NDArray[np.int64]) -> NDArray[np.int64]:
        positions = np.minimum(self._ids.searchsorted(ids), len(self._ids) - 1)
        return self._numbers.take(positions) * (self._ids.take(positions) == ids)


@cache
def upos_codes() -> Codes:
    """By universal class."""
    return Codes({member.name: member.value for member in Upos})


@cache
def xpos_codes() -> Codes:
    """By Penn tag."""
    return Codes({member.name.replace("_POSSESSIVE", "$"): member.value for member in Xpos})


@cache
def relation_codes() -> Codes:
    """By relation; spaCy's parser writes the root in capitals."""
    labels = {member.name.lower().replace("_", ":"): member.value for member in Relation}
    return Codes(labels | {"ROOT": Relation.ROOT.value})
