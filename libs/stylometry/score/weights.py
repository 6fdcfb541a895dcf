"""Files of fitted weights, written by `libs.stylometry.fit` and read by the score."""

import json
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from libs.stylometry.embedding.embedder import BlockWeights
from libs.stylometry.score.calibration import Calibration
from libs.stylometry.score.calibration_interval import IntervalModel
from libs.stylometry.score.comparison import Cohort, Floats
from libs.stylometry.score.distinctiveness import DistinctivenessModel
from libs.stylometry.score.evidence import EvidenceModel

SHIPPED = Path(__file__).parents[1] / "weights" / "score.npz"
"""The weights that come with the library."""

FORMAT = 6
"""Grows whenever the features or the layout of the file change."""

CALIBRATION = "calibration.json"
"""The file beside it: a few dozen numbers, which are fitted again more often than the map."""

_MODELS = ("weights", "slopes", "offsets", "mean", "variance", "separation")


class WeightsVersionError(ValueError):
    """The file was fitted for other features, metrics or weights than these."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} is {why}: fit it again with make fit CORPORA=folder")


@dataclass(frozen=True, slots=True, eq=False)
class ScoreWeights:
    """Everything that was fitted. `version` names the map from texts to vectors."""

    blocks: BlockWeights
    members: Floats
    cohort: Cohort
    calibration: Calibration
    interval: IntervalModel
    evidence: EvidenceModel
    distinctiveness: DistinctivenessModel
    version: str

    @classmethod
    def of(
        cls,
        blocks: BlockWeights,
        members: Floats,
        *,
        calibration: Calibration,
        interval: IntervalModel,
        evidence: EvidenceModel,
        distinctiveness: DistinctivenessModel,
    ) -> "ScoreWeights":
        """Returns the weights rounded to the precision of the file."""
        packed = blocks.packed()
        return cls(
            BlockWeights.unpacked(packed),
            members,
            Cohort(members),
            calibration,
            interval,
            evidence,
            distinctiveness,
            _version(packed),
        )

    def save(self, path: Path) -> None:
        """Writes the map to the file, and the calibration beside it; the same weights give the same bytes."""
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array(FORMAT),
            "version": np.array(self.version),
            "members": np.asarray(self.members, np.float16),
        }
        np.savez_compressed(path, allow_pickle=False, **arrays, **self.blocks.packed())
        calibrated = {
            "version": self.version,
            "weights": self.calibration.weights.tolist(),
            "slopes": self.calibration.slopes.tolist(),
            "offsets": self.calibration.offsets.tolist(),
            "mean": self.interval.mean.tolist(),
            "variance": self.interval.variance.tolist(),
            "quantiles": list(self.interval.quantiles),
            "separation": self.evidence.variance.tolist(),
            "distinctiveness": [self.distinctiveness.prior, self.distinctiveness.offset],
        }
        path.with_name(CALIBRATION).write_text(json.dumps(calibrated, indent=1) + "\n")

    @classmethod
    def load(cls, path: Path) -> "ScoreWeights":
        """Reads both files. Raises WeightsVersionError if one has another format or the two do not belong together."""
        with np.load(path, allow_pickle=False) as file:
            stored = {name: file[name] for name in file.files}
        format_ = int(stored["format"]) if "format" in stored else 0
        if format_ != FORMAT:
            raise WeightsVersionError(path, f"of format {format_}, and this library reads format {FORMAT}")
        version, beside = str(stored["version"]), path.with_name(CALIBRATION)
        calibrated = json.loads(beside.read_text())
        if calibrated["version"] != version:
            raise WeightsVersionError(beside, f"calibrated for {calibrated['version']}, and {path.name} is {version}")
        weights, slopes, offsets, mean, variance, separation = (
            np.array(calibrated[name], np.float64) for name in _MODELS
        )
        low, high = calibrated["quantiles"]
        members = stored["members"].astype(np.float32)
        return cls(
            BlockWeights.unpacked(stored),
            members,
            Cohort(members),
            Calibration(weights, slopes, offsets),
            IntervalModel(mean, variance, (low, high)),
            EvidenceModel(separation),
            DistinctivenessModel(*calibrated["distinctiveness"]),
            version,
        )


def _version(packed: dict[str, NDArray[np.generic]]) -> str:
    digest = blake2b(digest_size=8)
    for name in sorted(packed):
        digest.update(np.ascontiguousarray(packed[name]).tobytes())
    return f"{FORMAT}-{digest.hexdigest()}"
