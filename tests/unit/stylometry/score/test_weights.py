"""The file of weights."""

from pathlib import Path

import numpy as np
import pytest

from libs.stylometry.score.scorer import Scorer
from libs.stylometry.score.weights import CALIBRATION, FORMAT, SHIPPED, ScoreWeights, WeightsVersionError


def test_weights_of_another_format_are_refused_by_name(tmp_path: Path) -> None:
    stored = dict(np.load(SHIPPED))
    path = tmp_path / "score.npz"
    np.savez(path, **{**stored, "format": np.array(FORMAT + 1)})
    with pytest.raises(WeightsVersionError, match=rf"format {FORMAT + 1}, and this library reads format {FORMAT}"):
        Scorer.load(path)


def test_a_calibration_of_another_map_is_refused_by_name(tmp_path: Path) -> None:
    path, calibration = tmp_path / SHIPPED.name, SHIPPED.with_name(CALIBRATION).read_text()
    path.write_bytes(SHIPPED.read_bytes())
    version = ScoreWeights.load(SHIPPED).version
    path.with_name(CALIBRATION).write_text(calibration.replace(version, "3-another"))
    with pytest.raises(WeightsVersionError, match=rf"calibrated for 3-another, and score.npz is {version}"):
        Scorer.load(path)


def test_a_file_without_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "score.npz"
    np.savez(path, other=np.zeros(3))
    with pytest.raises(WeightsVersionError):
        Scorer.load(path)


def test_saving_what_was_loaded_gives_the_same_weights(tmp_path: Path) -> None:
    weights = ScoreWeights.load(SHIPPED)
    weights.save(tmp_path / "score.npz")
    again = ScoreWeights.load(tmp_path / "score.npz")
    assert again.version == weights.version
    np.testing.assert_array_equal(again.blocks.matrix, weights.blocks.matrix)
    np.testing.assert_array_equal(again.blocks.scale, weights.blocks.scale)
    np.testing.assert_array_equal(again.calibration.slopes, weights.calibration.slopes)
    assert again.interval.quantiles == weights.interval.quantiles


def test_the_file_is_small_and_holds_numbers_alone() -> None:
    assert SHIPPED.stat().st_size <= 15 * 10**6
    with np.load(SHIPPED, allow_pickle=False) as stored:
        kinds = {name: stored[name].dtype.kind for name in stored.files}
    assert {name for name, kind in kinds.items() if kind not in "iuf"} == {"version"}
