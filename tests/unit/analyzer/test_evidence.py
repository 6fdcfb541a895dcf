"""What limits the evidence, and what would raise it."""

import re

import pytest

from libs.stylometry.score.evidence import EvidenceLevel
from services.analyzer.use_cases.evidence import (
    USUAL_SAMPLE_WORDS,
    amount,
    fingerprint_evidence,
    share,
    with_samples,
    words_per_sample,
)
from tests.support.stylometry_scoring import enrolment, posts, scorer

ADA = posts()["ada-field-notes"]


def test_without_samples_there_is_no_evidence_and_samples_are_asked_for() -> None:
    level, note = fingerprint_evidence(scorer(), enrolment([]))
    assert level is EvidenceLevel.INSUFFICIENT
    assert "Add texts" in note


def test_more_samples_are_evidence_that_grows_to_strong_and_then_needs_no_note() -> None:
    levels = [fingerprint_evidence(scorer(), enrolment(ADA[:count])) for count in range(1, len(ADA) + 1)]
    order = [level for level, _ in levels]
    assert order == sorted(order, key=list(EvidenceLevel).index)
    assert levels[-1] == (EvidenceLevel.STRONG, "")


def test_the_note_of_a_weak_voice_says_what_would_bring_more() -> None:
    _, note = fingerprint_evidence(scorer(), enrolment(ADA[:1]))
    found = re.search(r"in (\d+) of 100 comparisons; with \d+ more (samples|words of draft), in (\d+)", note)
    assert found, note
    assert int(found[3]) > int(found[1])


def test_a_voice_of_more_samples_has_more_words_of_the_same_length() -> None:
    grown = with_samples(enrolment(ADA[:2]), 6)
    assert grown.n_samples == 6
    assert words_per_sample(grown) == words_per_sample(enrolment(ADA[:2]))


def test_without_samples_a_usual_length_is_taken() -> None:
    assert words_per_sample(enrolment([])) == USUAL_SAMPLE_WORDS


@pytest.mark.parametrize(("number", "words"), [(1, "1 sample"), (2, "2 samples"), (2310, "2,310 samples")])
def test_amounts_agree_with_their_nouns(number: int, words: str) -> None:
    assert amount(number, "sample") == words


def test_shares_are_whole_numbers_of_a_hundred() -> None:
    assert (share(0.961), share(1.0)) == ("96", "100")
