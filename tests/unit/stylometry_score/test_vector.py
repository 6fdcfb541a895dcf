"""Features of a text before fitting."""

import numpy as np
import pytest

from libs.stylometry import vector, vector_rates
from libs.stylometry.kernels.features_characters import read
from libs.stylometry.kernels.features_tokens import hidden_points
from libs.stylometry.vector_characters import ALPHABET, points_of
from libs.stylometry.vector_classes import CLASSES, Role, classify
from libs.stylometry.vector_lexemes import tokens_of
from tests.support.stylometry_reading import document


def block(text: str, name: str) -> list[int]:
    found = vector.features(document(text))
    number = vector.BLOCKS.index(name)
    start = found.ends[number - 1] if number else 0
    return found.buckets[start : found.ends[number]].tolist()


def points(codes: np.ndarray) -> str:
    return "".join(map(chr, codes.tolist()))


@pytest.mark.parametrize("name", ["skeletons", "classes", "openings", "function_words"])
def test_content_words_of_one_shape_are_the_same_to_masked_features(name: str) -> None:
    assert block("The painter was walking to a market.", name) == block("The builder was cooking to a window.", name)


@pytest.mark.parametrize("name", ["words", "letters"])
def test_unmasked_features_tell_them_apart(name: str) -> None:
    assert block("The painter was walking.", name) != block("The builder was cooking.", name)


def test_function_words_are_the_same_whatever_their_case_or_apostrophe() -> None:
    assert block("She didn’t go", "skeletons") == block("she didn't go", "skeletons")


def test_forms_keep_case() -> None:
    assert block("so it is", "forms") != block("So it is", "forms")


def test_masked_letters_hide_all_but_the_last_two_of_content_words() -> None:
    tokens = tokens_of(document("We painted it"))
    hidden = hidden_points(tokens, len("We painted it"), 1 << Role.CONTENT)
    painted = read(points_of("We painted it"), hidden, ALPHABET)
    assert points(painted.masked) == "we *****ed it"


def test_shape_keeps_marks_spaces_and_case_and_no_words() -> None:
    text = points_of("Well...  I (23) did—not")
    assert points(read(text, np.zeros(len(text), np.bool_), ALPHABET).shape) == "Aa... A (00) a—a"


def test_features_know_the_token_that_they_begin_in() -> None:
    text = document("One here. And two, there! Three?")
    found = vector.features(text)
    token = found.token
    assert len(token) == len(found.buckets)
    words = found.ends[0]
    np.testing.assert_array_equal(token[:words], np.arange(len(text)))
    assert set(text.sentence[token[words:]].tolist()) == {0, 1, 2}


@pytest.mark.parametrize("text", ["a", "!", "😀", "\u2603 \u2603", "ß", "İstanbul", "Ⅷ", "x" * 3000, "\u0000", "1"])
def test_odd_texts_have_finite_rates(text: str) -> None:
    found = vector.features(document(text))
    assert np.isfinite(found.rates).all()
    assert len(found.rates) == vector_rates.RATES


@pytest.mark.parametrize(
    ("form", "name", "role"),
    [
        ("the", "determiner", Role.FUNCTION),
        ("N'T", "negation", Role.FUNCTION),
        ("walking", "ing", Role.CONTENT),
        ("king", "short", Role.CONTENT),
        ("NASA", "capitals", Role.CONTENT),
        ("covid19", "mixed", Role.CONTENT),
        ("1,200", "number", Role.NUMBER),
        ("?!", "stop", Role.MARK),
        (",", "comma", Role.MARK),
        ("—", "mark", Role.MARK),
    ],
)
def test_forms_are_classified(form: str, name: str, role: Role) -> None:
    found = classify(form)
    assert (CLASSES[found.number], found.role) == (name, role)
