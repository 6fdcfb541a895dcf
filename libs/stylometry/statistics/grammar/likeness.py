"""Overlap of neighbouring sentences: words by lemma, structure by dependencies."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.grammar.codes import Upos
from libs.stylometry.kernels.grammar.layout import TaggedRow
from libs.stylometry.kernels.grammar.likeness import COMMON, OF_BOTH, share
from libs.stylometry.statistics.grammar.parsed import Parsed
from libs.stylometry.statistics.grammar.tagged import Tagged

_NOUNS, _PRONOUNS, _OTHERS = (Upos.NOUN, Upos.PROPN), (Upos.PRON,), (Upos.VERB, Upos.ADJ, Upos.ADV)
"""Items compared: nouns, pronouns, and other content words."""


def words_in_common(tagged: Tagged) -> dict[str, float]:
    """Pairs of sentences that share a noun, or a noun or pronoun, and the overlap of their content words."""
    lemmas, classes = tagged.rows[TaggedRow.LEMMA], tagged.rows[TaggedRow.UPOS]
    order = _sorted(tagged, lemmas)
    lexical = tagged.rows[TaggedRow.LEXICAL] != 0
    nouns, pronouns, others = (
        share(tagged.rows, lemmas, order, _among(classes, *group) & lexical) for group in (_NOUNS, _PRONOUNS, _OTHERS)
    )
    return {
        "neighbours": nouns.shape[1],
        "shared_noun_pairs": int(np.count_nonzero(nouns[COMMON])),
        "shared_argument_pairs": int(np.count_nonzero(nouns[COMMON] + pronouns[COMMON])),
        "shared_content": _likeness(nouns + others),
    }


def structure_in_common(parsed: Parsed) -> dict[str, float]:
    """Overlap of the dependencies of neighbouring sentences: relation, class of the word, class of its head."""
    rows = parsed.rows
    above = rows[TaggedRow.UPOS].take(parsed.head) * (parsed.head != np.arange(len(parsed)))
    dependencies = (rows[TaggedRow.RELATION] * len(Upos) + rows[TaggedRow.UPOS]) * len(Upos) + above
    shared = share(rows, dependencies, _sorted(parsed, dependencies), rows[TaggedRow.LEXICAL] != 0)
    return {"parsed_neighbours": shared.shape[1], "shared_structure": _likeness(shared)}


def _sorted(tagged: Tagged, items: NDArray[np.int64]) -> NDArray[np.int64]:
    """The tokens by sentence, then item."""
    return np.lexsort((items, tagged.rows[TaggedRow.SENTENCE]))


def _likeness(shared: NDArray[np.int64]) -> float:
    """Dice coefficients of all pairs together; a pair without items has nothing in common."""
    return float((2 * shared[COMMON] / np.maximum(shared[OF_BOTH], 1)).sum())


def _among(classes: NDArray[np.int64], *wanted: Upos) -> NDArray[np.bool_]:
    """Mask of the tokens that are of some universal classes."""
    members = np.zeros(len(Upos), np.bool_)
    members[list(wanted)] = True
    return members.take(classes)
