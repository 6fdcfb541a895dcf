"""Drafts with look-alike letters or invisible characters in them score like the same drafts without."""

import random
from collections.abc import Callable

import numpy as np
import pytest

from libs.stylometry.look_alikes import LATIN_OF
from libs.stylometry.vector import features
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import draft, enrolment, posts, scorer

SHARE = 0.05
PASSING_FOR = {latin: strange for strange, latin in LATIN_OF.items()}
WRITERS = sorted(posts())


def with_look_alikes(text: str) -> str:
    chance = random.Random(5)
    return "".join(
        PASSING_FOR[letter] if letter in PASSING_FOR and chance.random() < SHARE else letter for letter in text
    )


def with_invisible_characters(text: str) -> str:
    chance = random.Random(5)
    return "".join(f"{letter}\u200b" if letter.isalpha() and chance.random() < SHARE else letter for letter in text)


@pytest.mark.parametrize("disguise", [with_look_alikes, with_invisible_characters])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_disguised_draft_has_the_score_of_the_plain_one(writer: str, disguise: Callable[[str], str]) -> None:
    plain = posts()[writer][6]
    disguised = disguise(plain)
    assert disguised != plain
    for samples in (posts()[writer][:5], posts()[WRITERS[writer == WRITERS[0]]][:5]):
        own = enrolment(samples)
        scores = [scorer().score(own, draft(text)).match for text in (plain, disguised)]
        assert scores[0] == pytest.approx(scores[1], abs=1.5)


@pytest.mark.parametrize("disguise", [with_look_alikes, with_invisible_characters])
def test_a_disguised_draft_has_the_features_of_the_plain_one(disguise: Callable[[str], str]) -> None:
    plain, disguised = (features(document(text)) for text in (posts()[WRITERS[0]][6], disguise(posts()[WRITERS[0]][6])))
    counts = [np.bincount(found.buckets, minlength=1 << 20).astype(float) for found in (plain, disguised)]
    cosine = counts[0] @ counts[1] / np.sqrt((counts[0] @ counts[0]) * (counts[1] @ counts[1]))
    assert cosine > 0.99
