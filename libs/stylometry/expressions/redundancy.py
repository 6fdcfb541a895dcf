"""Removes redundant expressions: those that say nothing beyond the others."""

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.expressions.counts import Compared, Counts, Occurrences
from libs.stylometry.expressions.log_odds import weighted_log_odds
from libs.stylometry.kernels.containment import count_contained

NEARLY_ALL = 0.8
"""Share of its occurrences within a longer expression from which the shorter one counts as a part of that only."""

SURELY = 1.96
"""Minimum difference of two log-odds, in standard deviations, to count as greater (39 times in 40)."""

_SPECIFIC = np.array([0, 0, 1, 2], np.int64)
"""Rank of each kind: of expressions of the same words, the one with the higher rank says more, namely its position."""


def independent(
    candidates: NDArray[np.intp], counts: Counts, compared: Compared, occurrences: Occurrences
) -> NDArray[np.intp]:
    """The expressions of `candidates`, in its order, that are neither part of another nor frequent because of a part.

    Removed are those that hardly occur outside of a longer one (`NEARLY_ALL`), or no more often there than usual; then
    those whose frequency is explained by a part.
    """
    if not candidates.size:
        return candidates
    rows = _rows(candidates, counts, occurrences)
    size = rows[:, 3] - rows[:, 2] + 1
    length = np.zeros(len(candidates), np.int64)
    length[rows[:, 0]] = size
    rank = length * len(_SPECIFIC) + _SPECIFIC[counts.kind[candidates]]
    says_more = rank > rank[:, None]
    contained = count_contained(rows, len(candidates), int(size.max()))
    is_part = says_more & _explained(contained, candidates, counts, compared)
    own = ~np.any(is_part, axis=1)
    holds = says_more & (contained >= NEARLY_ALL * counts.count[candidates]) & own.reshape(-1, 1)
    difference, deviation = compared.odds.difference[candidates], compared.odds.deviation[candidates]
    of_parts = np.where(holds, difference[:, None], -np.inf).max(axis=0)
    return candidates[own & (difference - of_parts > SURELY * deviation)]


def _explained(
    contained: NDArray[np.int64], candidates: NDArray[np.intp], counts: Counts, compared: Compared
) -> NDArray[np.bool_]:
    """Reports whether an expression (row) would not be shown for its occurrences outside of another (column)."""
    count, usual = counts.count[candidates], compared.usual[candidates]
    elsewhere = weighted_log_odds(
        np.maximum(count[:, None] - contained, 0).astype(np.float64),
        counts.total[candidates][:, None],
        np.maximum(usual[:, None] - usual, 1.0),
        compared.occasions[candidates][:, None],
    )
    return (contained >= NEARLY_ALL * count[:, None]) | ((contained > 0) & (elsewhere.z < SURELY))


def _rows(candidates: NDArray[np.intp], counts: Counts, occurrences: Occurrences) -> NDArray[np.int64]:
    """Occurrences of some expressions (`kernels.containment`), numbered in the order of `candidates`."""
    new_number = np.full(len(counts.key), -1, np.int64)
    new_number[candidates] = np.arange(len(candidates))
    number = new_number[counts.number]
    columns = (number, occurrences.sample, occurrences.first, occurrences.last)
    rows = np.stack([column.astype(np.int64) for column in columns], axis=1)[number >= 0]
    return np.ascontiguousarray(rows[np.lexsort((rows[:, 2], rows[:, 1]))])
