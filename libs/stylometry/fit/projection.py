"""Fits the linear map from features to the style vector.

Each block is reduced by a truncated SVD. Over all blocks two sets of directions are found, the two parts of a style
vector. A linear discriminant (Fisher 1936; Rao 1948) finds the directions with the highest ratio of variance between
authors to variance within an author. Variation that content words predict counts as variation within an author, so that
directions of the topic are removed. Each corpus is centred on its own mean first: differences between genres are no
evidence of a person. Whitened principal components (Jégou & Chum 2012) do not use the authors: they keep what the
discriminant removed because it does not separate these authors, and what may separate authors of another genre.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.linalg import eigh
from sklearn.utils.extmath import randomized_svd

from libs.stylometry.embedding.embedder import BlockWeights, in_bytes
from libs.stylometry.embedding.features import BLOCKS
from libs.stylometry.fit.counts import Sparse
from libs.stylometry.score.comparison import unit

RANKS: Mapping[str, int] = {
    "forms": 400,
    "skeletons": 500,
    "classes": 250,
    "endings": 200,
    "function_words": 300,
    "letters": 400,
    "shapes": 350,
}
"""Dimensions kept of each block before the discriminant."""

DISCRIMINANT, PRINCIPAL = 192, 384
"""Dimensions of the two parts of a style vector."""

PRINCIPAL_WEIGHT = 0.8
"""Length of the second part where that of the first is 1."""

TOPIC_RANK = 150
TOPIC_MOST = 0.06
"""Words that a smaller share of texts uses represent the topic."""

TOPIC_PENALTY = 0.3
RIDGE = 0.5
"""Added to the within-author scatter, in units of its mean eigenvalue."""

EIGENVALUE_POWER = 0.25
"""Exponent of eigenvalues: 0 weighs all directions alike, 0.5 by their separation of authors."""

IDF_POWER = 0.7
CLIP = 4.0

POWER_ITERATIONS = 3
"""Iterations of the randomised decompositions: between one and three, areas under the curve still change by some
thousandths."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """Texts in the reduced space, and the bases of the reduction."""

    points: NDArray[np.float32]
    idf: NDArray[np.float32]
    bases: list[NDArray[np.float32]]
    rate_mean: NDArray[np.float32]
    rate_scale: NDArray[np.float32]
    rate_spread: np.float32


@dataclass(frozen=True, slots=True)
class Scatter:
    """Second moments of the reduced space: within authors, between authors, and those predicted by the topic."""

    within: NDArray[np.float64]
    between: NDArray[np.float64]
    topical: NDArray[np.float64]
    mean: NDArray[np.float32]


def inverse_frequency(counts: Sparse) -> NDArray[np.float32]:
    """Weights of features: the rarer, the heavier."""
    texts = np.asarray((counts > 0).sum(axis=0)).ravel()
    return ((np.log((counts.shape[0] + 1) / (texts + 1)) + 0.3) ** IDF_POWER).astype(np.float32)


def block_points(counts: Sparse, idf: NDArray[np.float32]) -> Sparse:
    """Square roots of counts (Hellinger), weighted, each text of length 1."""
    weighted = counts.astype(np.float32).sqrt() @ sparse.diags(idf)
    length = np.sqrt(np.asarray(weighted.multiply(weighted).sum(axis=1)).ravel()) + np.float32(1e-9)
    return sparse.csr_matrix(sparse.diags(1 / length) @ weighted, dtype=np.float32)


def reduce(
    blocks: Sequence[Sparse],
    rates: NDArray[np.float32],
    fitted_on: NDArray[np.intp],
    say: Callable[[str], None],
) -> Reduced:
    """Reduces each block to its rank, every block scaled to the same mean length, and appends the rates."""
    points: list[NDArray[np.float32]] = []
    bases: list[NDArray[np.float32]] = []
    weights: list[NDArray[np.float32]] = []
    for name, counts in zip(BLOCKS, blocks, strict=True):
        idf = inverse_frequency(counts[fitted_on])
        block = block_points(counts, idf)
        basis = _principal(block[fitted_on], RANKS[name])
        reduced = block @ basis
        centred = reduced[fitted_on] - reduced[fitted_on].mean(axis=0)
        basis /= np.float32(np.sqrt((centred**2).sum(axis=1).mean()))
        points.append(block @ basis)
        bases.append(basis)
        weights.append(idf)
        say(f"reduced {name}")
    mean, scale = rates[fitted_on].mean(axis=0), rates[fitted_on].std(axis=0) + np.float32(1e-3)
    standard = np.clip((rates - mean) / scale, -CLIP, CLIP)
    spread = np.float32(np.sqrt((standard[fitted_on] ** 2).sum(axis=1).mean()))
    return Reduced(
        np.concatenate([*points, standard / spread], axis=1), np.concatenate(weights), bases, mean, scale, spread
    )


def _principal(rows: Sparse, rank: int) -> NDArray[np.float32]:
    """The first right singular vectors, (columns, rank), by a randomised SVD (Halko et al. 2011)."""
    decompose: Callable[..., Any] = randomized_svd
    return decompose(rows, rank, n_iter=POWER_ITERATIONS, random_state=0)[2].T.astype(np.float32)


def topics(forms: Sparse, fitted_on: NDArray[np.intp]) -> NDArray[np.float32]:
    """Topics of texts: a latent semantic analysis of the forms that few texts use."""
    share = np.asarray((forms[fitted_on] > 0).mean(axis=0)).ravel()
    rare = forms[:, np.flatnonzero(share < TOPIC_MOST)]
    points = block_points(rare, inverse_frequency(rare[fitted_on]))
    return np.asarray(points @ _principal(points[fitted_on], TOPIC_RANK), np.float32)


def scatter(
    points: NDArray[np.float32], topic: NDArray[np.float32], author: NDArray[np.str_], corpus: NDArray[np.str_]
) -> Scatter:
    """Scatter of the given texts, each corpus centred on its mean."""
    centred, centred_topic = points.copy(), topic.copy()
    for number in np.unique(corpus):
        mine = corpus == number
        centred[mine] -= centred[mine].mean(axis=0)
        centred_topic[mine] -= centred_topic[mine].mean(axis=0)
    _, member = np.unique(author, return_inverse=True)
    sizes = np.bincount(member).astype(np.float32)
    averaging = sparse.csr_matrix((1 / sizes[member], (member, np.arange(len(member)))))
    means = averaging @ centred
    between = (means.T * sizes) @ means / len(centred)
    total = centred.T @ centred / len(centred)
    topical = _predicted(centred, centred_topic)
    as_double = [part.astype(np.float64) for part in (total - between, between, topical)]
    return Scatter(as_double[0], as_double[1], as_double[2], points.mean(axis=0))


def _predicted(points: NDArray[np.float32], topic: NDArray[np.float32]) -> NDArray[np.float32]:
    gram = topic.T @ topic
    ridge = 0.1 * np.trace(gram) / len(gram) * np.eye(len(gram), dtype=np.float32)
    predicted = topic @ np.linalg.solve(gram + ridge, topic.T @ points)
    return predicted.T @ predicted / len(points)


def principal(
    points: NDArray[np.float32], mean: NDArray[np.float32], dimensions: int = PRINCIPAL
) -> NDArray[np.float32]:
    """The map (reduced, dimensions) to the principal components of the points, each scaled to variance 1."""
    decompose: Callable[..., Any] = randomized_svd
    _, lengths, components = decompose(points - mean, dimensions, n_iter=POWER_ITERATIONS, random_state=0)
    return (components.T * (np.sqrt(len(points)) / lengths)).astype(np.float32)


def discriminant(moments: Scatter, dimensions: int = DISCRIMINANT) -> NDArray[np.float32]:
    """The map (reduced, dimensions) to directions that separate authors, the best first."""
    noise = moments.within + TOPIC_PENALTY * moments.topical
    noise += RIDGE * np.trace(noise) / len(noise) * np.eye(len(noise))
    size = len(noise)
    values, directions = eigh(moments.between, noise, subset_by_index=[size - dimensions, size - 1])
    weighed = directions * np.maximum(values, 1e-9) ** EIGENVALUE_POWER
    signs = np.sign(weighed[np.abs(weighed).argmax(axis=0), np.arange(dimensions)])
    return (weighed * signs)[:, ::-1].astype(np.float32)


PARTS = np.array([DISCRIMINANT, PRINCIPAL], np.int32)
PART_LENGTHS = np.array([1.0, PRINCIPAL_WEIGHT], np.float32) / np.float32(np.hypot(1.0, PRINCIPAL_WEIGHT))


def style_vectors(
    points: NDArray[np.float32], directions: NDArray[np.float32], mean: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Style vectors of reduced points, each part brought to its length."""
    parts = np.split((points - mean) @ directions, [DISCRIMINANT], axis=1)
    return np.concatenate(
        [length * unit(part).astype(np.float32) for part, length in zip(parts, PART_LENGTHS, strict=True)], axis=1
    )


def _alike(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Divisors of the parts of a map, so that a byte resolves all alike; their lengths are set afterwards."""
    sizes = [np.sqrt((part**2).mean()) for part in np.split(rows, [DISCRIMINANT], axis=1)]
    return np.repeat(np.array(sizes, np.float32), PARTS)


def fold(
    reduced: Reduced,
    vocabulary: Sequence[NDArray[np.int32]],
    directions: NDArray[np.float32],
    mean: NDArray[np.float32],
) -> BlockWeights:
    """One matrix from features to the style vector, from the bases and the directions.

    `mean` is the average text in the reduced space.
    """
    ends = np.cumsum([0, *(basis.shape[1] for basis in reduced.bases)])
    blocks = [slice(start, end) for start, end in pairwise(ends)]
    rows = np.concatenate([basis @ directions[block] for basis, block in zip(reduced.bases, blocks, strict=True)])
    alike, rates = _alike(rows), slice(ends[-1], None)
    centre = np.array([mean[block] @ directions[block] for block in [*blocks, rates]])
    matrix, scale = in_bytes(rows / alike)
    return BlockWeights(
        buckets=np.concatenate(vocabulary),
        block_sizes=np.array([len(part) for part in vocabulary], np.int32),
        idf=reduced.idf,
        matrix=matrix,
        scale=scale,
        rate_mean=reduced.rate_mean,
        rate_scale=reduced.rate_scale,
        rate_matrix=directions[rates] / alike / reduced.rate_spread,
        centre=(centre / alike).astype(np.float32),
        part_sizes=PARTS,
        part_lengths=PART_LENGTHS,
    )
