"""Expressions of texts, and those that are a writer's own."""

import math
from pathlib import Path

import numpy as np
import pytest

from libs.stylometry.expressions.background import SHIPPED, Background, ExpressionKind, background, expressions_of
from libs.stylometry.expressions.counts import samples_by_chance
from libs.stylometry.expressions.log_odds import PRIOR, weighted_log_odds
from libs.stylometry.expressions.signature import MIN_SAMPLES, SampleText, SignatureExpression, signature
from libs.stylometry.statistics import vector_layout
from tests.support.stylometry_reading import document

PLAIN = (
    "The boat came in at noon. We carried the boxes up the hill and put them in the barn. My sister made soup, and "
    "the dog slept under the table. It rained all night. In the morning the road was gone."
)
TALKS = (
    "A man stood by the gate with a lamp. He had walked from the next town. Nobody knew his name, and he did not say "
    "what he wanted. The children looked at him from the window. Then he left."
)
FIELDS = (
    "She reads maps for a living. The office is on the third floor, above a bakery. Every street has a number there, "
    "and each number has a drawer. On Fridays they eat cake."
)
TEXTS = (PLAIN, TALKS, FIELDS)


def found(text: str, kind: ExpressionKind) -> list[str]:
    read = document(text)
    places = expressions_of(read).place
    return [text[read.start[first] : read.end[last]] for of, first, last in places.tolist() if of == kind]


def own(*texts: str, sources: tuple[str, ...] = ()) -> dict[str, SignatureExpression]:
    named = sources or ("",) * len(texts)
    samples = [SampleText(document(text), source) for text, source in zip(texts, named, strict=True)]
    return {each.text: each for each in signature(samples)}


def test_phrases_run_over_no_mark_number_or_sentence_end() -> None:
    assert found("Buy 2 red apples, please. Then go", ExpressionKind.PHRASE) == ["red apples", "Then go"]


def test_openings_are_the_first_words_of_a_sentence() -> None:
    assert found("And then we left. Well, fine", ExpressionKind.OPENING) == ["And", "And then", "And then we", "Well"]


def test_transitions_open_a_sentence_or_a_clause_and_are_the_longest_there() -> None:
    text = "However, it rained; on the other hand we had tea but no cake. I was however glad"
    assert found(text, ExpressionKind.TRANSITION) == ["However", "on the other hand"]


def test_clitics_belong_to_their_word() -> None:
    assert "I don't" in found("I don't know", ExpressionKind.PHRASE)
    assert "don't" in found("I don't know", ExpressionKind.WORD)


def test_keys_tell_kinds_and_words_apart_but_not_cases_and_apostrophes() -> None:
    one, other = expressions_of(document("Don’t go")), expressions_of(document("don't Go"))
    assert one.key.tolist() == other.key.tolist()
    assert len(set(one.key.tolist())) == len(one.key)
    anyone, any_one = expressions_of(document("anyone")), expressions_of(document("any one"))
    assert not set(anyone.key.tolist()) & set(any_one.key.tolist())


def test_log_odds_are_those_of_the_textbook() -> None:
    rng = np.random.default_rng(4)
    ours, theirs = rng.integers(0, 60, 30).astype(float), rng.integers(1, 9000, 30).astype(float)
    n, total = ours.sum(), theirs.sum()
    odds = weighted_log_odds(ours, np.full(30, n), theirs, np.full(30, total))
    for index in range(30):
        alpha = PRIOR * theirs[index] / total
        y, b = ours[index] + alpha, theirs[index] + alpha
        omega, base = y / (n + PRIOR - y), b / (total + PRIOR - b)
        delta = math.log(omega) - math.log(base)
        assert odds.difference[index] == pytest.approx(delta, rel=1e-12)
        assert odds.z[index] == pytest.approx(delta / math.sqrt(1 / y + 1 / b), rel=1e-12)


def test_as_often_as_usual_is_no_difference() -> None:
    odds = weighted_log_odds(np.array([40.0]), np.array([1000.0]), np.array([4000.0]), np.array([100_000.0]))
    assert odds.difference[0] == pytest.approx(0.0, abs=1e-12)


def test_samples_that_chance_reaches_are_those_that_simulation_reaches() -> None:
    words = np.array([100.0, 300.0, 600.0])
    rng = np.random.default_rng(7)
    drawn = [len(set(rng.choice(3, size=4, p=words / words.sum()).tolist())) for _ in range(20_000)]
    expected = samples_by_chance(np.array([4, 1]), words)
    assert expected[0] == pytest.approx(np.mean(drawn), abs=0.02)
    assert expected[1] == pytest.approx(1.0)


def test_a_habit_over_all_samples_is_found_with_its_places() -> None:
    texts = [f"{text} All in all, one manages. {text} All in all, it was so." for text in TEXTS]
    expression = own(*texts)["All in all"]
    assert (expression.count, expression.samples, len(expression.places)) == (6, 3, 3)
    for place in expression.places:
        assert texts[place.sample][place.span.start : place.span.end] == "All in all"
    sentences = sum(document(text).sentences for text in texts)
    assert expression.kind is ExpressionKind.OPENING
    assert expression.rate == pytest.approx(6 / sentences)
    assert expression.log_odds > 0
    assert expression.z > 4


def test_what_one_sample_repeats_is_its_topic() -> None:
    burst = " ".join(["The turnip lay there."] * 12)
    assert "turnip" not in " ".join(own(PLAIN + burst, TALKS, FIELDS))
    assert "turnip" not in " ".join(own(PLAIN + burst, TALKS + " A turnip.", FIELDS))


@pytest.mark.parametrize("word", ["music", "money", "quite"])
def test_as_many_occurrences_are_a_habit_over_many_samples_and_none_in_a_burst(word: str) -> None:
    texts = [f"{text} The {thing} was late." for text in TEXTS for thing in ("lamp", "map", "soup")]
    spread = [f"{text} ({word})" for text in texts]
    burst = [texts[0] + f" ({word})" * (len(texts) - 2), *spread[1:3], *texts[3:]]
    assert own(*spread)[word].count == len(texts)
    assert word not in own(*burst)


def test_what_one_source_alone_has_is_its_topic() -> None:
    texts = [text + " The turnip grows. A turnip is good. Give me a turnip." for text in TEXTS]
    others = [PLAIN.replace("boat", "ship"), TALKS.replace("lamp", "hat")]
    said = " ".join(own(*texts, *others, sources=("farm",) * 3 + ("sea",) * 2))
    assert "turnip" not in said
    assert "turnip" in " ".join(own(*texts, *others, sources=("farm",) * 2 + ("sea",) * 3))
    assert "turnip" in " ".join(own(*texts, *others))


def test_a_word_that_occurs_in_a_longer_expression_alone_is_not_shown_beside_it() -> None:
    texts = [text + " We went helter skelter. They ran helter skelter." for text in TEXTS]
    said = own(*texts)
    assert "helter skelter" in said
    assert not {"helter", "skelter"} & set(said)


def test_an_expression_that_is_frequent_because_of_a_part_is_not_shown_beside_it() -> None:
    ends = ("with a turnip", "for the turnip", "near my turnip", "of that turnip", "on one turnip")
    texts = [text + " ".join(f" He came {end}." for end in ends) for text in TEXTS]
    said = own(*texts)
    assert "turnip" in said
    assert not [text for text in said if text.endswith(" turnip")]


def test_function_words_come_first_and_are_marked() -> None:
    texts = [text + " Upon which he, upon the turnip, sat. Upon it, and upon that turnip." for text in TEXTS]
    marked = [each.stylistic for each in own(*texts).values()]
    assert marked == sorted(marked, reverse=True)
    assert {True, False} == set(marked)


def test_too_few_samples_have_no_signature() -> None:
    text = PLAIN + " All in all, one manages." * 5
    assert MIN_SAMPLES == 3
    assert own(text, text.upper()) == {}
    assert own() == {}


def test_ordinary_texts_have_no_signature() -> None:
    assert own(*TEXTS) == {}


def test_the_shipped_counts_know_how_often_people_say_things() -> None:
    usual = background()
    keys = expressions_of(document("the zyzzogeton"))
    by_text = dict(zip([(kind, first, last) for kind, first, last in keys.place.tolist()], keys.key, strict=True))
    counts, known = usual.usual(
        np.array([by_text[ExpressionKind.WORD, 0, 0], by_text[ExpressionKind.WORD, 1, 1]], np.uint64)
    )
    assert 30 < 1000 * counts[0] / usual.words < 60
    assert known.tolist() == [True, False]
    assert counts[1] == usual.least_writers
    assert (np.diff(usual.keys.astype(object)) > 0).all()
    assert (usual.writers >= usual.least_writers).all()


def test_the_shipped_counts_were_made_with_these_word_lists() -> None:
    assert vector_layout.DEFINITIONS_DIGEST.hex() in SHIPPED.with_suffix(".json").read_text()


def test_counts_come_back_from_their_file(tmp_path: Path) -> None:
    made = Background(
        np.array([3, 9], np.uint64), np.array([20, 30], np.uint32), np.array([11, 12], np.uint16), 100, 10, 10
    )
    made.save(tmp_path / "one.npz")
    made.save(tmp_path / "two.npz")
    read = Background.load(tmp_path / "one.npz")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
    assert read.usual(np.array([9, 4], np.uint64))[0].tolist() == [30, 10]
    assert (read.words, read.sentences, read.least_writers) == (100, 10, 10)
