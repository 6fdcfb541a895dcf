"""Reference population: the distribution of each metric over many writers, which profiles are compared with.

Fitted by `fit.population`; see the report inside the file for corpora and terms.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, METRICS

REFERENCE_WORDS = 300
"""Words of the texts whose spread the file gives."""

EDGES = 31
"""Quantiles of the file, at equal steps of probability; they cut the values into 32 bins."""

ROUNDING = 2.0**-15
"""Part of a metric's scale below which values do not differ: the precision of the stored moments."""

_UNBOUNDED_SCALE = 100.0
_ONE_OF = {"text": 1.0, "sentence": 1 / 20, "word": 1 / REFERENCE_WORDS}
"""One occurrence, by what it is counted per; a text of 300 words has about twenty sentences."""


@dataclass(frozen=True, slots=True)
class Usual:
    """Usual range among texts of all writers: eight in ten fall between `p10` and `p90`."""

    p10: float
    median: float
    p90: float


@dataclass(frozen=True, eq=False)
class Population:
    """Per metric, in the order of `metrics.IDS`, over texts of about 300 words; NaN where no text carried it.

    `edges` are quantiles of single texts. `within` is the variance between texts of one writer, `sampling` is the share
    of it that shrinks as texts grow; `between` is the variance between writers' means.
    """

    version: str
    edges: NDArray[np.float64]
    center: NDArray[np.float64]
    scale: NDArray[np.float64]
    within: NDArray[np.float64]
    between: NDArray[np.float64]
    sampling: NDArray[np.float64]

    def within_at(self, words: float) -> NDArray[np.float64]:
        """Variance within a writer between texts of `words` words, as a multiple of that at 300 words."""
        return 1 - self.sampling + self.sampling * REFERENCE_WORDS / max(words, 1.0)

    def percentile(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Percentile rank of each value among texts of all writers, 0 to 100; NaN without reference.

        A value that many texts share, such as 0, gets the middle of their ranks.
        """
        near = (self.scale * ROUNDING)[:, None]
        below = np.count_nonzero(self.edges < values[:, None] - near, axis=1)
        above = np.count_nonzero(self.edges <= values[:, None] + near, axis=1)
        row, upper = np.arange(len(values)), np.minimum(above, EDGES - 1)
        lower = np.maximum(above - 1, 0)
        width = self.edges[row, upper] - self.edges[row, lower]
        part = np.zeros(len(values))
        np.divide(values - self.edges[row, lower], width, out=part, where=width > 0)
        shared = above > below
        rank = lower + 1 + part
        rank[shared] = (below + 1 + above)[shared] / 2
        known = np.isfinite(self.edges[:, 0]) & np.isfinite(values)
        return np.where(known, 100 * rank / (EDGES + 1), np.nan)

    @cached_property
    def usual(self) -> Mapping[str, Usual | None]:
        """Usual range of each metric, by id; None without reference."""
        return {id_: _usual(edges) for id_, edges in zip(IDS, self.edges, strict=True)}


def _usual(edges: NDArray[np.float64]) -> Usual | None:
    if not np.isfinite(edges[0]):
        return None
    return Usual(*(_between(edges, share) for share in (0.1, 0.5, 0.9)))


def _between(edges: NDArray[np.float64], share: float) -> float:
    """The quantile at a share of probability, from those of the file."""
    position = share * (EDGES + 1) - 1
    below = int(position)
    return float(edges[below] + (position - below) * (edges[below + 1] - edges[below]))


@cache
def population() -> Population:
    """The shipped reference population."""
    file = resources.files("libs.stylometry.weights").joinpath("population.json")
    return parse(file.read_text(encoding="utf-8"))


def parse(text: str) -> Population:
    """Reads a population file; a metric that it lacks has no reference, and a scale derived from its range."""
    data = json.loads(text)
    rows = data["metrics"]
    columns = {
        name: np.array([rows.get(id_, {}).get(name, np.nan) for id_ in IDS], np.float64)
        for name in ("center", "scale", "within", "between", "sampling")
    }
    missing = np.full(EDGES, np.nan)
    single = np.array([_of_one(METRICS[id_].unit) for id_ in IDS])
    fallback = np.array([_range_scale(id_) for id_ in IDS])
    usable = columns["scale"] > 0
    return Population(
        version=str(data["version"]),
        edges=np.array([rows.get(id_, {}).get("edges", missing) for id_ in IDS], np.float64),
        center=np.where(usable, columns["center"], 0.0),
        scale=np.where(usable, np.maximum(columns["scale"], single), fallback),
        within=np.maximum(columns["within"], (single / 2) ** 2),
        between=columns["between"],
        sampling=np.nan_to_num(columns["sampling"], nan=1.0),
    )


def _of_one(unit: str) -> float:
    """Value of one occurrence in a text of 300 words: the minimum scale and spread of a rare metric."""
    per, _, number = unit.partition(" ")
    amount = number.split(" ")[0].replace(",", "")
    if per != "per":
        return 0.0
    return float(amount) / REFERENCE_WORDS if amount.isdigit() else _ONE_OF.get(number, 0.0)


def _range_scale(id_: str) -> float:
    metric = METRICS[id_]
    bounded = metric.low is not None and metric.high is not None
    return (metric.high - metric.low) / 4 if bounded and metric.high and metric.low is not None else _UNBOUNDED_SCALE
