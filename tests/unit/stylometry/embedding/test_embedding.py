"""Features of a text before fitting."""

import numpy as np
import pytest

from libs.stylometry.embedding import features, rates
from libs.stylometry.embedding.character_features import ALPHABET, points_of
from libs.stylometry.embedding.lexeme_codes import CodeTable
from libs.stylometry.embedding.word_classes import CLASSES, FeatureRole, classify
from libs.stylometry.kernels.features.characters import read
from libs.stylometry.kernels.features.tokens import SHOWN
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_table import CAPACITY, LexemeTable
from tests.support.stylometry_reading import document, pipeline


def block(text: str, name: str) -> list[int]:
    found = features.features(document(text))
    number = features.BLOCKS.index(name)
    start = found.ends[number - 1] if number else 0
    return found.buckets[start : found.ends[number]].tolist()


def points(codes: np.ndarray) -> str:
    return "".join(map(chr, codes.tolist()))


@pytest.mark.parametrize("name", ["skeletons", "classes", "function_words"])
def test_content_words_of_one_shape_are_the_same_to_features_without_words(name: str) -> None:
    assert block("The painter was walking to a market.", name) == block("The builder was cooking to a window.", name)


@pytest.mark.parametrize("name", ["forms", "letters"])
def test_features_of_words_tell_them_apart(name: str) -> None:
    assert block("The painter was walking.", name) != block("The builder was cooking.", name)


def test_function_words_are_the_same_whatever_their_case_or_apostrophe() -> None:
    assert block("She didn’t go", "skeletons") == block("she didn't go", "skeletons")


def test_forms_keep_case() -> None:
    assert block("so it is", "forms") != block("So it is", "forms")


def test_shape_keeps_marks_spaces_and_case_and_no_words() -> None:
    text = points_of("Well...  I (23) did—not")
    assert points(read(text, ALPHABET).shape) == "Aa... A (00) a—a"


def test_features_know_the_token_that_they_begin_in() -> None:
    text = document("One here. And two, there! Three?")
    found = features.features(text)
    token = found.token
    assert len(token) == len(found.buckets)
    words = found.ends[0]
    np.testing.assert_array_equal(token[:words], np.arange(len(text)))
    assert set(text.sentence[token[words:]].tolist()) == {0, 1, 2}


@pytest.mark.parametrize("text", ["a", "!", "😀", "\u2603 \u2603", "ß", "İstanbul", "Ⅷ", "x" * 3000, "\u0000", "1"])
def test_odd_texts_have_finite_rates(text: str) -> None:
    found = features.features(document(text))
    assert np.isfinite(found.rates).all()
    assert len(found.rates) == rates.RATES


@pytest.mark.parametrize(
    ("form", "name", "role"),
    [
        ("the", "determiner", FeatureRole.FUNCTION),
        ("N'T", "negation", FeatureRole.FUNCTION),
        ("walking", "ing", FeatureRole.CONTENT),
        ("king", "short", FeatureRole.CONTENT),
        ("NASA", "capitals", FeatureRole.CONTENT),
        ("covid19", "mixed", FeatureRole.CONTENT),
        ("1,200", "number", FeatureRole.NUMBER),
        ("?!", "stop", FeatureRole.MARK),
        (",", "comma", FeatureRole.MARK),
        ("—", "mark", FeatureRole.MARK),
    ],
)
def test_forms_are_classified(form: str, name: str, role: FeatureRole) -> None:
    found = classify(form)
    assert (CLASSES[found.number], found.role) == (name, role)


def test_codes_have_room_for_more_forms_than_a_table_usually_holds() -> None:
    large, small = LexemeTable(capacity=CAPACITY + 2), LexemeTable()
    large.forms.extend(["word"] * (CAPACITY + 1))
    small.forms.append("word")
    codes, expected = CodeTable(), CodeTable()
    codes.ensure(np.array([CAPACITY], np.int32), large)
    expected.ensure(np.zeros(1, np.int32), small)
    np.testing.assert_array_equal(codes.codes[CAPACITY], expected.codes[0])
    np.testing.assert_array_equal(codes.kinds[CAPACITY, :SHOWN], expected.kinds[0, :SHOWN])
    assert codes.kinds[CAPACITY, SHOWN] == CAPACITY


@pytest.mark.parametrize("text", ["\ud800 is alone", "Ends alone \udfff", "Last \U0010ffff"])
def test_code_points_that_are_no_characters_are_read(text: str) -> None:
    tokens = pipeline()("".join(character if character.isascii() else "?" for character in text))
    found = features.features(Document.of(tokens, text))
    assert len(found.buckets) == len(found.token) == found.ends[-1]
    assert found.token.max() == len(tokens) - 1


def test_rates_of_a_short_text_are_those_counted_by_hand() -> None:
    measured = features.features(document("He ran, she ran. Why?")).rates[len(CLASSES) :]
    marks = dict(zip(rates.MARKS, measured, strict=False))
    assert {mark: round(float(marks[mark]) ** 2 * 8, 3) for mark in ".,?!"} == {".": 1, ",": 1, "?": 1, "!": 0}
    lengths = measured[len(rates.MARKS) + 3 :]
    np.testing.assert_allclose(lengths[:4] ** 2, [0, 0.2, 0.8, 0], atol=1e-6)
    np.testing.assert_allclose(lengths[16:18], [2.8, 0.4], atol=1e-6)
    sentences = lengths[18:27]
    logs = np.log1p([4, 1])
    expected = [logs.mean(), logs.std(), logs.mean(), logs[1], logs[0], np.log1p(2.5), logs[0] - logs[1], 1, 0]
    np.testing.assert_allclose(sentences, expected, atol=1e-6)
