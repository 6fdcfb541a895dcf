"""The file of fitted weights: what `libs.stylometry.fit` writes and the score reads."""

from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.calibration import Calibration
from libs.stylometry.calibration_interval import IntervalModel
from libs.stylometry.embedding import BlockWeights
from libs.stylometry.evidence import EvidenceModel
from libs.stylometry.score_comparison import Cohort, Floats

SHIPPED = Path(__file__).parent / "weights" / "score.npz"
"""The weights that come with the library."""

FORMAT = 3
"""Grows whenever the features or the layout of the file change."""

_MODEL_ARRAYS = ("slopes", "offsets", "mean", "variance", "quantiles", "separation")


class WeightsVersionError(ValueError):
    """The file was written for other features than these."""

    def __init__(self, path: Path, found: int) -> None:
        super().__init__(
            f"{path} has score weights of format {found}, this library reads format {FORMAT}: fit it again with "
            "python -m libs.stylometry.fit"
        )
        self.found = found


@dataclass(frozen=True, slots=True, eq=False)
class ScoreWeights:
    """Everything that was fitted. `version` names the map from texts to vectors."""

    blocks: BlockWeights
    members: Floats
    cohort: Cohort
    calibration: Calibration
    interval: IntervalModel
    evidence: EvidenceModel
    version: str

    @classmethod
    def of(
        cls,
        blocks: BlockWeights,
        members: Floats,
        calibration: Calibration,
        interval: IntervalModel,
        evidence: EvidenceModel,
    ) -> "ScoreWeights":
        """Weights as they are after rounding to what the file keeps."""
        packed = blocks.packed()
        return cls(
            BlockWeights.unpacked(packed), members, Cohort(members), calibration, interval, evidence, _version(packed)
        )

    def save(self, path: Path) -> None:
        """Writes the file; the same weights give the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array(FORMAT),
            "version": np.array(self.version),
            "members": np.asarray(self.members, np.float16),
            "slopes": self.calibration.slopes,
            "offsets": self.calibration.offsets,
            "mean": self.interval.mean,
            "variance": self.interval.variance,
            "quantiles": np.array(self.interval.quantiles),
            "separation": self.evidence.variance,
        }
        np.savez_compressed(path, allow_pickle=False, **arrays, **self.blocks.packed())

    @classmethod
    def load(cls, path: Path) -> "ScoreWeights":
        """Reads the file. Raises WeightsVersionError where it is of another format."""
        with np.load(path, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        found = int(stored["format"]) if "format" in stored else 0
        if found != FORMAT:
            raise WeightsVersionError(path, found)
        slopes, offsets, mean, variance, quantiles, separation = (stored[name] for name in _MODEL_ARRAYS)
        members = stored["members"].astype(np.float32)
        return cls(
            BlockWeights.unpacked(stored),
            members,
            Cohort(members),
            Calibration(slopes, offsets),
            IntervalModel(mean, variance, (float(quantiles[0]), float(quantiles[1]))),
            EvidenceModel(separation),
            str(stored["version"]),
        )


def _version(packed: dict[str, NDArray[np.generic]]) -> str:
    digest = blake2b(digest_size=8)
    for name in sorted(packed):
        digest.update(np.ascontiguousarray(packed[name]).tobytes())
    return f"{FORMAT}-{digest.hexdigest()}"
