"""Scores of drafts against voices, with the weights that are shipped."""

import time
from itertools import product

import numpy as np
import pytest

from libs.stylometry.embedding.embedder import FAMILIES
from libs.stylometry.kernels import comparison
from libs.stylometry.score.register_shift import register_shift
from libs.stylometry.score.scorer import Draft, EnrolmentVector, EvidenceLevel, Register, Scorer
from tests.support.stylometry_reading import document
from tests.support.stylometry_scoring import draft, enrolment, posts, register_of, scorer

WRITERS = sorted(posts())


@pytest.mark.parametrize("writer", WRITERS)
def test_a_writers_unseen_post_scores_above_other_writers_posts(writer: str) -> None:
    own = enrolment(posts()[writer][:5])
    scores = {
        (other, number): scorer().log_odds(own, draft(text))
        for other in WRITERS
        for number, text in enumerate(posts()[other][5:])
    }
    mine = [value for (other, _), value in scores.items() if other == writer and value is not None]
    theirs = [value for (other, _), value in scores.items() if other != writer and value is not None]
    above = [high > low for high, low in product(mine, theirs)]
    assert np.mean(above) >= 0.9


def test_numbers_are_in_their_ranges() -> None:
    own = enrolment(posts()[WRITERS[0]][:5])
    for text in (posts()[WRITERS[0]][6], posts()[WRITERS[1]][6]):
        score = scorer().score(own, draft(text))
        assert score.match is not None
        assert score.probability is not None
        assert score.interval is not None
        assert 0 <= score.interval[0] <= score.match <= score.interval[1] <= 100
        assert score.match == pytest.approx(100 * score.probability)
        assert 0.5 <= score.expected_auc <= 1


def test_a_stored_vector_is_compared_without_compiling_anything_anew() -> None:
    own, stored = enrolment(posts()[WRITERS[0]][:5]), draft(posts()[WRITERS[0]][6]).embedding.astype(np.float32)
    stored.flags.writeable = False
    assert scorer().log_odds(own, Draft(stored, 300)) is not None
    compiled_for = getattr(comparison.compare, "signatures")  # noqa: B009 - numba carries no types
    assert [drafts.mutable for drafts, *_ in compiled_for] == [True]


def test_contributions_and_baseline_add_up_to_the_log_odds() -> None:
    score = scorer().score(enrolment(posts()[WRITERS[0]][:5]), draft(posts()[WRITERS[0]][6]))
    assert score.log_odds is not None
    assert {part.family for part in score.contributions} == set(FAMILIES)
    total = score.baseline + sum(part.log_odds for part in score.contributions)
    assert total == pytest.approx(score.log_odds, abs=1e-6)
    assert sum(part.log_odds for part in score.contributions) > 0


def test_strongest_contributions_come_first() -> None:
    score = scorer().score(enrolment(posts()[WRITERS[0]][:5]), draft(posts()[WRITERS[1]][6]))
    strengths = [abs(part.log_odds) for part in score.contributions]
    assert strengths == sorted(strengths, reverse=True)


def test_sentences_of_the_writer_add_more_than_sentences_of_another() -> None:
    mine, theirs = posts()[WRITERS[0]][6], posts()[WRITERS[1]][6]
    text = f"{mine}\n\n{theirs}"
    mixed = document(text)
    own, drafted = enrolment(posts()[WRITERS[0]][:5]), draft(text)
    contributions = scorer().sentence_contributions(scorer().project(own), scorer().score(own, drafted), mixed, drafted)
    begins = mixed.start[np.flatnonzero(np.diff(mixed.sentence, prepend=-1))]
    assert len(contributions) == mixed.sentences
    assert contributions[begins < len(mine)].sum() > contributions[begins > len(mine)].sum()


def test_sentences_add_up_to_all_families_but_rates() -> None:
    own, text = enrolment(posts()[WRITERS[0]][:5]), posts()[WRITERS[0]][6]
    score = scorer().score(own, draft(text))
    sentences = scorer().sentence_contributions(scorer().project(own), score, document(text), draft(text))
    without_rates = sum(part.log_odds for part in score.contributions if part.family != FAMILIES[-1])
    assert float(sentences.sum()) == pytest.approx(without_rates, abs=1e-3)


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b"])
def test_a_text_without_words_has_no_number(text: str) -> None:
    empty = scorer().draft(document(text), words=0)
    score = scorer().score(enrolment(posts()[WRITERS[0]][:5]), empty)
    assert (score.match, score.probability, score.interval) == (None, None, None)
    assert score.evidence is EvidenceLevel.INSUFFICIENT


def test_an_empty_text_has_no_vector_and_no_sentences() -> None:
    assert not scorer().embed(document("")).any()
    empty = draft("")
    own = enrolment(posts()[WRITERS[0]][:5])
    score = scorer().score(own, empty)
    assert scorer().sentence_contributions(scorer().project(own), score, document(""), empty).size == 0


def test_sentences_of_a_score_without_a_number_add_nothing() -> None:
    text = "One. Two. Three."
    own = enrolment(posts()[WRITERS[0]][:5])
    score = scorer().score(own, draft(text))
    sentences = scorer().sentence_contributions(scorer().project(own), score, document(text), draft(text))
    assert sentences.tolist() == [0.0] * 3


def test_an_explanation_is_the_score_with_its_register_shift_and_sentences() -> None:
    text = posts()[WRITERS[0]][6]
    register = register_of([post for writer in WRITERS[1:] for post in posts()[writer][:5]] * 4)
    own, drafted = enrolment(posts()[WRITERS[0]][:5], register), draft(text)
    explained = scorer().explain(own, drafted, document(text), scorer().project(own))
    assert explained.score == scorer().score(own, drafted)
    assert explained.register_shift == register_shift(own, drafted.embedding, drafted.words) is not None
    contributions = scorer().sentence_contributions(scorer().project(own), explained.score, document(text), drafted)
    assert [sentence.log_odds for sentence in explained.sentences] == contributions.tolist()
    assert all(text[span.start : span.end].strip() for span, _ in explained.sentences)


def test_sentences_are_explained_only_with_a_projection_and_a_match() -> None:
    own, text = enrolment(posts()[WRITERS[0]][:5]), posts()[WRITERS[0]][6]
    assert not scorer().explain(own, draft(text), document(text)).sentences
    assert not scorer().explain(own, draft(""), document(""), scorer().project(own)).sentences


def test_a_voice_without_samples_has_no_number() -> None:
    nobody = EnrolmentVector(np.zeros(scorer().dimensions), 0, 0)
    score = scorer().score(scorer().enrol(nobody), draft(posts()[WRITERS[0]][0]))
    assert score.match is None
    assert score.expected_auc == 0.5


@pytest.mark.parametrize("text", ["Yes.", "!!! ???", "a", "😀", "x" * 5000, "I think so too, thanks."])
def test_a_few_words_are_insufficient_evidence(text: str) -> None:
    score = scorer().score(enrolment(posts()[WRITERS[0]][:5]), draft(text))
    assert score.evidence is EvidenceLevel.INSUFFICIENT
    assert score.match is None


def test_vectors_have_length_one_and_do_not_depend_on_what_was_read_before() -> None:
    text = posts()[WRITERS[0]][0]
    first = scorer().embed(document(text))
    scorer().embed(document(posts()[WRITERS[1]][0]))
    again = Scorer.load().embed(document(text))
    assert np.linalg.norm(first) == pytest.approx(1, abs=1e-5)
    np.testing.assert_array_equal(first, again)


def test_centring_on_a_register_takes_off_what_everybody_there_shares() -> None:
    texts = posts()[WRITERS[1]] + posts()[WRITERS[2]]
    register = register_of(texts)
    own, foreign = posts()[WRITERS[0]][:5], draft(texts[0])
    assert 0 < register.weight < 1
    cold, warm = (scorer().log_odds(enrolment(own, known), foreign) for known in (None, register))
    assert cold is not None
    assert warm is not None
    assert cold != warm
    assert warm < 0


def test_a_register_of_nothing_changes_nothing() -> None:
    own, text = posts()[WRITERS[0]][:5], draft(posts()[WRITERS[0]][6])
    nothing = Register.unknown(scorer().dimensions)
    assert scorer().log_odds(enrolment(own, nothing), text) == scorer().log_odds(enrolment(own), text)


def test_a_draft_without_families_is_scored_but_not_explained() -> None:
    own, text = enrolment(posts()[WRITERS[0]][:5]), draft(posts()[WRITERS[0]][6])
    bare = scorer().score(own, Draft(text.embedding, text.words))
    assert bare.match == scorer().score(own, text).match
    assert bare.contributions == ()


def test_weights_load_fast_enough_to_start_with() -> None:
    best = min(_seconds_to_load() for _ in range(3))
    assert best < 0.6


def _seconds_to_load() -> float:
    started = time.perf_counter()
    Scorer.load()
    return time.perf_counter() - started
