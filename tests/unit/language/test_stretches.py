"""A long text is annotated in stretches as it would be in one."""

from collections.abc import Callable

import numpy as np
import pytest
from spacy.tokens import Doc

from libs.language import annotator, stretches
from tests.support.ugly_texts import ALL, prose

_ANNOTATIONS: list[int | str] = ["TAG", "POS", "LEMMA", "HEAD", "DEP", "SENT_START"]


@pytest.mark.parametrize(
    "make",
    [prose, *(ALL[name] for name in ("spaced brackets", "numbered items", "one sentence", "new words", "emoji"))],
)
def test_stretches_are_annotated_as_the_whole(make: Callable[[int], str], monkeypatch: pytest.MonkeyPatch) -> None:
    text = make(1_800)
    whole = annotator()(text)
    assert 100 < len(whole) <= stretches.STRETCH
    monkeypatch.setattr(stretches, "STRETCH", 50)
    cut = annotator()(text)
    assert np.allclose(_vectors(cut), _vectors(whole), atol=1e-4)
    assert np.array_equal(cut.to_array(_ANNOTATIONS), whole.to_array(_ANNOTATIONS))


def test_texts_without_tokens_are_annotated_beside_long_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "STRETCH", 5)
    lengths = [len(doc) for doc in annotator().annotate(["", "One short text, but not so short.", ""])]
    assert lengths[0] == lengths[2] == 0
    assert lengths[1] > stretches.STRETCH


def _vectors(doc: Doc) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return np.asarray(doc.tensor, np.float32)
