"""Ablation of the feature blocks: the map is fitted again without each.

python -m libs.stylometry.fit.ablation --corpora DIR [--cache DIR]

AUC of standard | hard trials at five samples and 250 words, the register known, on the corpora of dev: the authors of
blogs are in no training corpus, and news and essays are scored by maps that were fitted without them. Some ten minutes.
"""

# pyright: reportUnknownMemberType=false, reportUnknownVariableType=false, reportUnknownArgumentType=false
# pyright: reportMissingTypeStubs=false
# scikit-learn carries no types.

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score

from libs.stylometry.embedding.features import BLOCKS
from libs.stylometry.fit import projection
from libs.stylometry.fit.__main__ import counted_features
from libs.stylometry.fit.pipeline import (
    HELD_OUT,
    Space,
    collect,
    directions_of,
    embedded_in,
    members,
    moments_of,
    space_of,
)
from libs.stylometry.fit.scored import score_trials
from libs.stylometry.fit.trials import HARD, STANDARD, Trials
from libs.stylometry.score.comparison import Cohort

SAMPLES, WORDS = 5, 250
RATES = "rates"


@dataclass(frozen=True, slots=True, eq=False)
class Fittable:
    """A corpus' trials, and the input of the fit of a map that scores them."""

    space: Space
    corpus: str
    trials: Trials
    moments: projection.Scatter
    points: NDArray[np.float32]

    def areas(self, kept: NDArray[np.intp]) -> str:
        """AUC of standard | hard trials by a map that is fitted on some dimensions of the reduced space."""
        square, all_of = np.ix_(kept, kept), self.moments
        moments = projection.Scatter(
            all_of.within[square], all_of.between[square], all_of.topical[square], all_of.mean[kept]
        )
        directions = directions_of(moments, self.points[:, kept])
        vectors = projection.style_vectors(self.space.reduced.points[:, kept], directions, moments.mean)
        embedded = embedded_in(self.space.collected, vectors, self.corpus)
        scores = score_trials(self.trials, embedded, Cohort(members(self.space.collected, vectors))).warm
        parts = [(self.trials.flags & bit) > 0 for bit in (STANDARD, HARD)]
        return "|".join(f"{float(roc_auc_score(self.trials.same[part], scores[part])):.3f}" for part in parts)


def dimensions(space: Space) -> Iterator[tuple[str, NDArray[np.intp]]]:
    """The dimensions of the reduced space that remain without each block, and first all."""
    every = np.arange(space.reduced.points.shape[1])
    starts: list[int] = np.cumsum([0, *(basis.shape[1] for basis in space.reduced.bases)]).tolist()
    yield "all", every
    for name, (start, end) in zip([*BLOCKS, RATES], pairwise([*starts, len(every)]), strict=True):
        yield f"without {name.replace('_', ' ')}", np.delete(every, np.s_[start:end])


def fittable(space: Space) -> Iterator[Fittable]:
    """The held-out corpora."""
    for corpus, left_out in HELD_OUT.items():
        trials = space.collected.trials[corpus]
        shown = (trials.samples[trials.persona] == SAMPLES) & (trials.lengths[trials.query] == WORDS)
        moments, points = moments_of(space, left_out)
        yield Fittable(space, corpus, trials.only(shown), moments, points)


def main() -> None:
    """Entry point."""
    parser = argparse.ArgumentParser(prog="python -m libs.stylometry.fit.ablation", description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="folder with dev/ and trials/")
    parser.add_argument("--cache", type=Path, help="folder that keeps the counted features for another fit")
    arguments = parser.parse_args()
    collected = collect(arguments.corpora)
    space = space_of(collected, counted_features(collected, arguments.cache, _say), _say)
    corpora = list(fittable(space))
    _say(f"{'':26s}" + "".join(f"{each.corpus:>14s}" for each in corpora))
    for name, kept in dimensions(space):
        _say(f"{name:26s}" + "".join(f"{each.areas(kept):>14s}" for each in corpora))


def _say(message: str) -> None:
    sys.stdout.write(f"{message}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
