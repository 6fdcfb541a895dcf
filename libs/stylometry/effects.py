"""What a change of a metric does to the score: to advise what to change first.

The score rests on thousands of features, and advice speaks of metrics. A linear regression over many texts
(`fit.effects`) tells how the style vector moves with each metric while the others stay as they are.
"""

from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS
from libs.stylometry.population import Population
from libs.stylometry.slots import FINGERPRINT

SHIPPED = Path(__file__).parent / "weights" / "effects.npz"
"""The effects that come with the library."""

FARTHEST = 4.0
"""Standard deviations of the population beyond which a metric counts as that far."""

Floats = NDArray[np.float64]


class StaleEffectsError(ValueError):
    """The file was fitted for other metrics, or for another map, than these."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is of other metrics or weights: fit it again with python -m libs.stylometry.fit.effects"
        )


def standardised(metrics: Floats, reference: Population) -> Floats:
    """Metrics (last axis, in the order of `IDS`) in standard deviations of the population; 0 where absent."""
    return np.nan_to_num(np.clip((metrics - reference.center) / reference.scale, -FARTHEST, FARTHEST))


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """What one standard deviation of each metric adds to a style vector, (metrics, dimensions).

    `weights` names the map that the vectors come from.
    """

    matrix: NDArray[np.float32]
    weights: str

    def along(self, direction: Floats) -> Floats:
        """What one standard deviation of each metric, in the order of `IDS`, adds along a direction."""
        return self.matrix @ direction

    def save(self, path: Path) -> None:
        """Writes the file; the same effects give the same bytes."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            matrix=self.matrix.astype(np.float16),
            weights=np.array(self.weights),
            definitions=np.array(_definitions()),
        )

    @classmethod
    def load(cls, path: Path, weights: str) -> "Effects":
        """Reads a file. Raises StaleEffectsError where its metrics or weights are not those that are in force."""
        with np.load(path, allow_pickle=False) as file:
            if str(file["weights"]) != weights or str(file["definitions"]) != _definitions():
                raise StaleEffectsError(path)
            return cls(file["matrix"].astype(np.float32), weights)


@cache
def shipped(weights: str) -> Effects:
    """The effects that come with the library, read once."""
    return Effects.load(SHIPPED, weights)


def _definitions() -> str:
    return blake2b(repr((FINGERPRINT, IDS)).encode(), digest_size=8).hexdigest()
