"""The fitted map from features to a vector, applied to one text, and the parts of its sentences."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.kernels.compiled import compiled, compiled_sum

_TINY = 1e-9


class FittedMap(NamedTuple):
    """The fitted map.

    `column_of` gives the column of a bucket, or the number of columns if it has none. Block b has the columns from
    `starts[b]` to `starts[b + 1]`; a column's row is `scale * matrix`. `centre` is the part of each block, and last of
    the rates, in the vector of an average text; `family` is the family of each. Part p of a vector, of the dimensions
    up to `part_ends[p]`, is scaled to the length `part_lengths[p]`.
    """

    column_of: NDArray[np.uint16]
    starts: NDArray[np.int64]
    idf: NDArray[np.float32]
    matrix: NDArray[np.int8]
    scale: NDArray[np.float32]
    rate_mean: NDArray[np.float32]
    rate_scale: NDArray[np.float32]
    rate_matrix: NDArray[np.float32]
    centre: NDArray[np.float32]
    family: NDArray[np.int64]
    part_ends: NDArray[np.int64]
    part_lengths: NDArray[np.float32]


class FeatureSums(NamedTuple):
    """Sums over a text: `counts` of occurrences by column, and one more entry for features without a column; `rows`
    (blocks, dimensions), the sum of the weighted rows of each block."""

    counts: NDArray[np.int32]
    rows: NDArray[np.float32]


class KnownFeatures(NamedTuple):
    """The features of a text that the map knows.

    `column` is the column of each feature, `sums` are their sums. `lengths` are the divisors of the sums of each block,
    the length of all weights of the block, 0 if it is empty. `scaling` is the factor that scaled each part of the
    vector to its length.
    """

    column: NDArray[np.uint16]
    sums: FeatureSums
    lengths: NDArray[np.float64]
    scaling: NDArray[np.float32]


class Projection(NamedTuple):
    """Components of the map's rows, and of the centres of its blocks, along a direction, part by part of the vector."""

    rows: NDArray[np.float32]
    centre: NDArray[np.float32]


@compiled
def embed(
    buckets: NDArray[np.int32], rates: NDArray[np.float32], by: FittedMap, farthest: float, before: FeatureSums
) -> tuple[NDArray[np.float32], KnownFeatures]:
    """Part of each family in the vector of length 1; rates are clipped at `farthest` from the mean.

    `before` is all zero, or of an earlier version of the text, to which only the changes are added.
    """
    column, counts = _columns(buckets, by.column_of, len(by.idf))
    rows, lengths = before.rows.copy(), np.empty(len(before.rows), np.float64)
    found = np.zeros((by.family.max() + 1, by.matrix.shape[1]), np.float32)
    for block in range(len(by.starts) - 1):
        first, last = by.starts[block], by.starts[block + 1]
        changed, factor = _changes(by, first, last, before.counts, counts)
        _add_rows(by.matrix, changed, factor, rows[block])
        lengths[block] = np.sqrt(_squares(counts[first:last], by.idf[first:last]))
        if lengths[block] > 0:
            _add_block(rows[block], by.centre[block], lengths[block], found[by.family[block]])
    _add_rates(by, rates, farthest, found[by.family[-1]])
    return found, KnownFeatures(column, FeatureSums(counts, rows), lengths, _scale(found, by))


@compiled
def _add_block(total: NDArray[np.float32], centre: NDArray[np.float32], length: float, to: NDArray[np.float32]) -> None:
    by = np.float32(1 / length)
    for j in range(len(to)):
        to[j] += total[j] * by - centre[j]


@compiled
def _take_off(centre: NDArray[np.float32], to: NDArray[np.float32]) -> None:
    for j in range(len(to)):
        to[j] -= centre[j]


@compiled
def _scale(found: NDArray[np.float32], by: FittedMap) -> NDArray[np.float32]:
    """Scales the parts of the sum over families to their lengths, and returns the factor of each."""
    scaling, start = np.empty(len(by.part_ends), np.float32), 0
    for part in range(len(by.part_ends)):
        end, squares = by.part_ends[part], 0.0
        for j in range(start, end):
            total = np.float32(0)
            for family in range(len(found)):
                total += found[family, j]
            squares += np.float64(total) ** 2
        factor = by.part_lengths[part] / np.float32(np.sqrt(squares) + _TINY)
        scaling[part] = factor
        for j in range(start, end):
            for family in range(len(found)):
                found[family, j] *= factor
        start = end
    return scaling


@compiled
def _columns(
    buckets: NDArray[np.int32], column_of: NDArray[np.uint16], columns: int
) -> tuple[NDArray[np.uint16], NDArray[np.int32]]:
    """The column of each bucket, and the number of features in each column."""
    column, counts = np.empty(len(buckets), column_of.dtype), np.zeros(columns + 1, np.int32)
    for at in range(len(buckets)):
        column[at] = column_of[buckets[at]]
        counts[column[at]] += 1
    return column, counts


@compiled
def _changes(
    by: FittedMap, first: int, last: int, before: NDArray[np.int32], after: NDArray[np.int32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """The columns of a block whose counts differ, and the differences of the factors of their rows.

    A row's factor is the square root of its count, weighted.
    """
    changed, factor, size = np.empty(last - first, np.int32), np.empty(last - first, np.float32), 0
    for column in range(first, last):
        if after[column] != before[column]:
            grown = np.sqrt(np.float32(after[column])) - np.sqrt(np.float32(before[column]))
            changed[size], factor[size] = column, grown * by.idf[column] * by.scale[column]
            size += 1
    return changed[:size], factor[:size]


@compiled_sum
def _squares(counts: NDArray[np.int32], idf: NDArray[np.float32]) -> float:
    """Sum of the squared weights of columns, which are square roots of counts times `idf`."""
    total = 0.0
    for column in range(len(counts)):
        total += np.float64(counts[column]) * np.float64(idf[column]) ** 2
    return total


@compiled
def _add_rows(
    matrix: NDArray[np.int8], rows: NDArray[np.int32], factor: NDArray[np.float32], to: NDArray[np.float32]
) -> None:
    """Adds rows times factors, four at a time, so that the target is read and written less often."""
    in_fours = len(rows) // 4 * 4
    for at in range(0, in_fours, 4):
        a, b, c, d = rows[at], rows[at + 1], rows[at + 2], rows[at + 3]
        by_a, by_b, by_c, by_d = factor[at], factor[at + 1], factor[at + 2], factor[at + 3]
        for j in range(len(to)):
            first_two = by_a * np.float32(matrix[a, j]) + by_b * np.float32(matrix[b, j])
            to[j] += first_two + (by_c * np.float32(matrix[c, j]) + by_d * np.float32(matrix[d, j]))
    for at in range(in_fours, len(rows)):
        for j in range(len(to)):
            to[j] += factor[at] * np.float32(matrix[rows[at], j])


@compiled
def _add_rates(by: FittedMap, rates: NDArray[np.float32], farthest: float, to: NDArray[np.float32]) -> None:
    for rate in range(len(rates)):
        standard = (rates[rate] - by.rate_mean[rate]) / by.rate_scale[rate]
        standard = np.float32(min(max(standard, -farthest), farthest))
        for j in range(len(to)):
            to[j] += standard * by.rate_matrix[rate, j]
    _take_off(by.centre[-1], to)


@compiled
def project(by: FittedMap, direction: NDArray[np.float32]) -> Projection:
    """Projects the whole map on a direction, so that the part of a feature along it is known without its row."""
    rows = np.empty((len(by.matrix), len(by.part_ends)), np.float32)
    centre = np.empty((len(by.centre), len(by.part_ends)), np.float32)
    start = 0
    for part in range(len(by.part_ends)):
        end = by.part_ends[part]
        for column in range(len(rows)):
            rows[column, part] = _dot(by.matrix[column, start:end], direction[start:end])
        for block in range(len(centre)):
            centre[block, part] = _dot(by.centre[block, start:end], direction[start:end])
        start = end
    return Projection(rows, centre)


@compiled
def shares(
    known: KnownFeatures, sentence: NDArray[np.int32], token: NDArray[np.int32], by: FittedMap, on: Projection
) -> NDArray[np.float32]:
    """Part of the features of each sentence in the vector, along the projected direction; `sentence` is the sentence of
    each token, `token` the token of each feature. The centre of the blocks that occur is subtracted in equal parts."""
    columns, features, centre = len(on.rows), 0, 0.0
    along = np.zeros(columns + 1, np.float32)
    for block in range(len(by.starts) - 1):
        before = features
        for column in range(by.starts[block], by.starts[block + 1]):
            if known.sums.counts[column]:
                worth = by.idf[column] * by.scale[column] / (np.sqrt(known.sums.counts[column]) * known.lengths[block])
                along[column] = worth * _along(known.scaling, on.rows[column])
                features += known.sums.counts[column]
        centre += _along(known.scaling, on.centre[block]) if features > before else 0.0
    found = np.zeros(sentence[-1] + 1, np.float32)
    for at in range(len(known.column)):
        if known.column[at] < columns:
            found[sentence[token[at]]] += along[known.column[at]] - centre / features
    return found


@compiled
def _along(scaling: NDArray[np.float32], parts: NDArray[np.float32]) -> float:
    total = 0.0
    for part in range(len(scaling)):
        total += scaling[part] * parts[part]
    return total


@compiled_sum
def _dot(row: NDArray[np.generic], direction: NDArray[np.float32]) -> float:
    total = np.float32(0)
    for j in range(len(direction)):
        total += np.float32(row[j]) * direction[j]
    return float(total)
