"""The fit from texts to weights: features, projection, cohort, calibration."""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scipy.sparse and scikit-learn carry no types.

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.features import BLOCKS
from libs.stylometry.fit import calibrate, distinctiveness, projection
from libs.stylometry.fit.corpora import AuthorText, pieces, texts
from libs.stylometry.fit.counts import Counted, columns_of, vocabulary
from libs.stylometry.fit.scored import Embedded, ScoredTrials, score_trials
from libs.stylometry.fit.trials import Trials, read_trials, with_less
from libs.stylometry.score.comparison import Cohort
from libs.stylometry.score.weights import ScoreWeights

TRAINING = {"blogtrain": 2, "news": 2, "essay": 2}
"""Corpora that the projection is fitted on, with the number of additional pieces that are cut from each document."""

HELD_OUT = {"blog": "", "news": "news", "essay": "essay"}
"""Corpora with trials, and the corpus left out of the projection that scores them: blog's authors are in none."""

POPULATION = "blogtrain"
"""The corpus of most authors: cohort and centre come from it."""

COHORT = 400
SMALL_CORPUS_AUTHOR = 4.0
"""Weight of an author of a small corpus when features are chosen, so that those of its genre are kept."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, eq=False)
class Collected:
    """All texts in one row: documents and pieces of every corpus, then the queries of each corpus in turn."""

    texts: list[AuthorText]
    trials: dict[str, Trials]
    query_start: dict[str, int]

    def rows(self, corpus: str, *, whole: bool) -> NDArray[np.intp]:
        """Rows of a corpus' documents, or of documents and pieces."""
        end = min(self.query_start.values())
        return np.array(
            [n for n, text in enumerate(self.texts[:end]) if text.corpus == corpus and (text.whole or not whole)],
            np.intp,
        )


def collect(folder: Path) -> Collected:
    """Reads `folder`/dev and its trials."""
    row: list[AuthorText] = []
    trials: dict[str, Trials] = {}
    for corpus in dict.fromkeys([*TRAINING, *HELD_OUT]):
        documents = texts(folder / "dev", corpus)
        for document in documents:
            row.append(document)
            row.extend(pieces(document, TRAINING.get(corpus, 0)))
        if corpus in HELD_OUT:
            path = folder / "trials" / f"dev.{corpus}.json.gz"
            trials[corpus] = with_less(read_trials(path, {text.document: text for text in documents}, corpus))
    start: dict[str, int] = {}
    for corpus, own in trials.items():
        start[corpus] = len(row)
        row.extend(AuthorText(corpus, query.author, "", query.text, whole=False) for query in own.queries)
    return Collected(row, trials, start)


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """The weights, and the scored trials that they were calibrated on."""

    weights: ScoreWeights
    scored: list[ScoredTrials]
    pairs: list[calibrate.Pairs]
    reached: list[list[distinctiveness.Reached]]


@dataclass(frozen=True, slots=True, eq=False)
class Space:
    """The texts in the reduced space, and the authors of those that the projection is fitted on."""

    collected: Collected
    reduced: projection.Reduced
    topic: NDArray[np.float32]
    vocabulary: list[NDArray[np.int32]]
    training: NDArray[np.intp]

    def of_training(self, attribute: str) -> NDArray[np.str_]:
        return np.array([getattr(self.collected.texts[row], attribute) for row in self.training])


def fit(collected: Collected, counted: Counted, say: Say) -> Fitted:
    """Fits everything. The same texts give the same weights."""
    space = space_of(collected, counted, say)
    scored: list[ScoredTrials] = []
    pairs: list[calibrate.Pairs] = []
    reached: list[list[distinctiveness.Reached]] = []
    for corpus, left_out in HELD_OUT.items():
        directions, mean = _directions(space, left_out)
        vectors = projection.style_vectors(space.reduced.points, directions, mean)
        cohort = Cohort(members(collected, vectors))
        embedded = embedded_in(collected, vectors, corpus)
        trials = score_trials(collected.trials[corpus], embedded, cohort)
        scored.append(trials)
        pairs.append(calibrate.ample_pairs(trials, embedded, cohort))
        reached.append(distinctiveness.reached(trials, embedded, cohort))
        say(f"scored {corpus}")
    return Fitted(_weights(space, scored, pairs, reached), scored, pairs, reached)


def space_of(collected: Collected, counted: Counted, say: Say) -> Space:
    """The texts in the reduced space, by the features that most authors use."""
    training = np.concatenate([collected.rows(corpus, whole=False) for corpus in TRAINING])
    chosen = _vocabulary(collected, counted)
    known = columns_of(counted.counts, np.concatenate(chosen))
    ends = np.cumsum([0, *map(len, chosen)])
    blocks = [known[:, start:end] for start, end in pairwise(ends)]
    reduced = projection.reduce(blocks, counted.rates, training, say)
    return Space(collected, reduced, projection.topics(blocks[BLOCKS.index("forms")], training), chosen, training)


def _vocabulary(collected: Collected, counted: Counted) -> list[NDArray[np.int32]]:
    member = np.full(len(collected.texts), -1, np.intp)
    weight: list[float] = []
    for corpus in TRAINING:
        rows = collected.rows(corpus, whole=True)
        names, numbers = np.unique([collected.texts[row].author for row in rows], return_inverse=True)
        member[rows] = numbers + len(weight)
        weight += [1.0 if corpus == POPULATION else SMALL_CORPUS_AUTHOR] * len(names)
    return vocabulary(counted, member, np.array(weight))


def _directions(space: Space, left_out: str) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    moments, points = moments_of(space, left_out)
    return directions_of(moments, points), moments.mean


def moments_of(space: Space, left_out: str) -> tuple[projection.Scatter, NDArray[np.float32]]:
    """The scatter of the texts that the projection is fitted on, without one corpus, and their points."""
    corpus = space.of_training("corpus")
    kept = corpus != left_out
    rows = space.training[kept]
    points = space.reduced.points[rows]
    moments = projection.scatter(points, space.topic[rows], space.of_training("author")[kept], corpus[kept])
    return moments, points


def directions_of(moments: projection.Scatter, points: NDArray[np.float32]) -> NDArray[np.float32]:
    """The map from the reduced space to both parts of a style vector."""
    principal = projection.principal(points, moments.mean)
    return np.concatenate([projection.discriminant(moments), principal], axis=1)


def members(collected: Collected, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """One document of each author of the cohort."""
    first: dict[str, int] = {}
    for row in collected.rows(POPULATION, whole=True).tolist():
        first.setdefault(collected.texts[row].author, row)
    return vectors[sorted(first.values())[:: max(len(first) // COHORT, 1)][:COHORT]]


def embedded_in(collected: Collected, vectors: NDArray[np.float32], corpus: str) -> Embedded:
    """A corpus' documents and queries."""
    rows = {collected.texts[row].document: row for row in collected.rows(corpus, whole=True).tolist()}
    start = collected.query_start[corpus]
    end = start + len(collected.trials[corpus].queries)
    return Embedded(
        {name: vectors[row] for name, row in rows.items()},
        {name: len(collected.texts[row].text.split()) for name, row in rows.items()},
        vectors[start:end],
        np.array([len(text.text.split()) for text in collected.texts[start:end]]),
    )


def _weights(
    space: Space,
    scored: Sequence[ScoredTrials],
    pairs: Sequence[calibrate.Pairs],
    reached: Sequence[Sequence[distinctiveness.Reached]],
) -> ScoreWeights:
    evidence = calibrate.fit_evidence(scored)
    directions, mean = _directions(space, "")
    vectors = projection.style_vectors(space.reduced.points, directions, mean)
    return ScoreWeights.of(
        projection.fold(space.reduced, space.vocabulary, directions, mean),
        members(space.collected, vectors),
        calibration=calibrate.fit_calibration(calibrate.labelled(scored)),
        interval=calibrate.fit_interval(pairs),
        evidence=evidence,
        distinctiveness=distinctiveness.fit_distinctiveness(reached, evidence),
    )
