"""Drafts with look-alike letters or invisible characters in them score like the same drafts without."""

import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from libs.stylometry.embedding.features import features
from libs.stylometry.text.confusables import LATIN_OF
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import draft, enrolment, posts, scorer

SHARE = 0.05
PASSING_FOR = {latin: strange for strange, latin in LATIN_OF.items()}
WRITERS = sorted(posts())
PLAIN = (
    "It's late, isn't it? “Well -- I can't,” she said... No. 5 was gone! See U.S. papers; e.g. the 2nd: we'll go. So!"
)


def with_look_alikes(text: str) -> str:
    chance = random.Random(5)
    return "".join(
        PASSING_FOR[letter] if letter in PASSING_FOR and chance.random() < SHARE else letter for letter in text
    )


def with_invisible_characters(text: str) -> str:
    chance = random.Random(5)
    return "".join(f"{letter}\u200b" if letter.isalpha() and chance.random() < SHARE else letter for letter in text)


@pytest.mark.parametrize(("disguise", "within"), [(with_look_alikes, 1.0), (with_invisible_characters, 0.0)])
@pytest.mark.parametrize("writer", WRITERS)
def test_a_disguised_draft_has_the_score_of_the_plain_one(
    writer: str, disguise: Callable[[str], str], within: float
) -> None:
    plain = posts()[writer][6]
    disguised = disguise(plain)
    assert disguised != plain
    for samples in (posts()[writer][:5], posts()[WRITERS[writer == WRITERS[0]]][:5]):
        own = enrolment(samples)
        scores = [scorer().score(own, draft(text)).match for text in (plain, disguised)]
        assert scores[0] == pytest.approx(scores[1], abs=within, rel=0)


def test_a_draft_with_look_alikes_has_nearly_the_features_of_the_plain_one() -> None:
    plain = posts()[WRITERS[0]][6]
    counts = [
        np.bincount(features(document(text)).buckets, minlength=1 << 20).astype(float)
        for text in (plain, with_look_alikes(plain))
    ]
    cosine = counts[0] @ counts[1] / np.sqrt((counts[0] @ counts[0]) * (counts[1] @ counts[1]))
    assert cosine > 0.99


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, len(PLAIN)), st.sampled_from("\u200b\u2060\u00ad\u200c\ufeff\u200d")), max_size=40
    )
)
@example([(PLAIN.index("n't"), "\u200b")])
@example([(PLAIN.index(". ") + 1, "\u2060")])
@example([(0, "\ufeff")])
def test_a_draft_with_invisible_characters_has_the_features_of_the_plain_one(places: list[tuple[int, str]]) -> None:
    disguised = PLAIN
    for at, character in sorted(places, reverse=True):
        disguised = disguised[:at] + character + disguised[at:]
    plain, found = features(document(PLAIN)), features(document(disguised))
    assert np.array_equal(plain.buckets, found.buckets)
    assert np.array_equal(plain.rates, found.rates)
