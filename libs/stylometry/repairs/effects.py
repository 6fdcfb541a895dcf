"""Effects of metrics on the score, used to rank advice.

The score uses thousands of features, and advice speaks of metrics. A linear regression over many texts (`fit.effects`)
estimates the change of the style vector with each metric while the others are constant.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.metrics import IDS, INDEX
from libs.stylometry.profile.population import Population
from libs.stylometry.score.weights import WeightsVersionError

SHIPPED = Path(__file__).parents[1] / "weights" / "effects.npz"
"""The effects that come with the library."""

MAX_DEVIATION = 4.0
"""Standard deviations of the population to which a metric is clipped."""

Floats = NDArray[np.float64]


def standardised(metrics: Floats, reference: Population) -> Floats:
    """Metrics (last axis, in the order of `IDS`) in standard deviations of the population; 0 where absent."""
    return np.nan_to_num(np.clip((metrics - reference.center) / reference.scale, -MAX_DEVIATION, MAX_DEVIATION))


@dataclass(frozen=True, slots=True, eq=False)
class Effects:
    """Change of a style vector per standard deviation of each metric, (metrics, dimensions).

    `weights` names the map that the vectors come from.
    """

    matrix: NDArray[np.float32]
    weights: str

    def along(self, direction: Floats) -> Floats:
        """Change along a direction per standard deviation of each metric, in the order of `IDS`."""
        return self.matrix @ direction

    def save(self, path: Path) -> None:
        """Writes the file; the same effects give the same bytes."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            matrix=self.matrix.astype(np.float16),
            metrics=np.array(IDS),
            weights=np.array(self.weights),
        )

    @classmethod
    def load(cls, path: Path, weights: str) -> "Effects":
        """Reads a file. Raises WeightsVersionError if its weights are not the current ones.

        A metric that it lacks has no effect.
        """
        with np.load(path, allow_pickle=False) as file:
            fitted_for, metrics, rows = (
                str(file["weights"]),
                file["metrics"].tolist(),
                file["matrix"].astype(np.float32),
            )
        if fitted_for != weights:
            raise WeightsVersionError(path, f"of weights {fitted_for}, and {weights} are in force")
        matrix = np.zeros((len(IDS), rows.shape[1]), np.float32)
        for row, id_ in zip(rows, metrics, strict=True):
            if id_ in INDEX:
                matrix[INDEX[id_]] = row
        return cls(matrix, weights)


@cache
def shipped(weights: str) -> Effects:
    """The effects that come with the library, read once."""
    return Effects.load(SHIPPED, weights)
