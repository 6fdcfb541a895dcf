"""Effects of metrics on the style vector, as shipped and read."""

from pathlib import Path

import numpy as np
import pytest

from libs.stylometry.metrics import IDS, INDEX
from libs.stylometry.repairs import effects
from libs.stylometry.repairs.effects import Effects
from libs.stylometry.score.scorer import Scorer
from libs.stylometry.score.weights import WeightsVersionError


def test_the_shipped_effects_are_of_the_shipped_weights_and_of_every_metric() -> None:
    scorer = Scorer.load()
    assert effects.shipped(scorer.version).matrix.shape == (len(IDS), scorer.dimensions)


def test_effects_of_other_weights_are_refused_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "effects.npz"
    Effects(np.ones((len(IDS), 3), np.float32), "4-others").save(path)
    with pytest.raises(WeightsVersionError, match=r"of weights 4-others, and 4-these are in force: .*make fit"):
        Effects.load(path, "4-these")


def test_a_metric_that_is_new_since_the_fit_has_no_effect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, known = tmp_path / "effects.npz", [id_ for id_ in IDS if id_ != "contractions"]
    with monkeypatch.context() as fitting:
        fitting.setattr(effects, "IDS", known)
        Effects(np.ones((len(known), 3), np.float32), "4-these").save(path)
    along = Effects.load(path, "4-these").along(np.array([1.0, 1.0, 1.0]))
    assert along[INDEX["contractions"]] == 0
    assert (np.delete(along, INDEX["contractions"]) == 3).all()
