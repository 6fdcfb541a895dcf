"""Sentence boundaries of the pipeline."""

import time

import pytest
from spacy.language import Language

from libs import language


@pytest.fixture(scope="module")
def nlp() -> Language:
    return language.load()


def sentences(nlp: Language, text: str) -> list[str]:
    return [sentence.text.strip() for sentence in nlp(text).sents]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Mr. Smith paid $3.14. He left.", ["Mr. Smith paid $3.14.", "He left."]),
        ("Some, e.g. cats, i.e. pets. Yes.", ["Some, e.g. cats, i.e. pets.", "Yes."]),
        ("He moved to the U.S. in May.", ["He moved to the U.S. in May."]),
        ("He moved to the U.S. The end came.", ["He moved to the U.S.", "The end came."]),
        ("We saw No. 5 today. No. I mean it.", ["We saw No. 5 today.", "No.", "I mean it."]),
        ('"Why?" he asked. "Go!" She left.', ['"Why?" he asked.', '"Go!"', "She left."]),
        ("Wait... what? Hmm... Yes.", ["Wait... what?", "Hmm...", "Yes."]),
        ("i went home. it was late.", ["i went home.", "it was late."]),
        ("Really?! Stop!!! Now.", ["Really?!", "Stop!!!", "Now."]),
        ("(Really.) Done.", ["(Really.)", "Done."]),
        ("No stop here\n\nNew paragraph", ["No stop here", "New paragraph"]),
        ("A line that is\nonly wrapped.", ["A line that is\nonly wrapped."]),
        ("Buy:\n- milk\n- eggs\nThen go.", ["Buy:", "- milk", "- eggs", "Then go."]),
        ("Do:\n1. One\n2) Two\nEnd", ["Do:", "1. One", "2) Two", "End"]),
        ("# Title\nText.", ["# Title", "Text."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(nlp: Language, text: str, expected: list[str]) -> None:
    assert sentences(nlp, text) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "\u200b", "!?", "\r\n\r\n"])
def test_text_without_words_is_read_without_complaint(nlp: Language, text: str) -> None:
    assert nlp(text).text == text


def test_one_sentence_without_a_stop_still_has_boundaries(nlp: Language) -> None:
    doc = nlp("no stop at all")
    assert doc.has_annotation("SENT_START")
    assert len(list(doc.sents)) == 1


def test_typewriter_dash_is_a_token_where_it_touches_words(nlp: Language) -> None:
    assert [token.text for token in nlp("wait-- no --yes a--b")] == ["wait", "--", "no", "--", "yes", "a", "--", "b"]


def test_offsets_are_those_of_the_text_as_given(nlp: Language) -> None:
    text = "Zero\u200bwidth  and 😀 “quotes”.\nNext…"
    for token in nlp(text):
        assert text[token.idx : token.idx + len(token)] == token.text


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("It'd\u200b go", ["It", "'d\u200b", "go"]),
        ("ca\u2060n't\u200b.", ["ca\u2060", "n't\u200b", "."]),
        ("\ufeffThe e.g\u200b. co\u00adoperate", ["\ufeffThe", "e.g\u200b.", "co\u00adoperate"]),
        ("one \u200btwo \u200b\u200b three", ["one", "\u200btwo", "\u200b\u200b", "three"]),
        ("\u200b\u200b", ["\u200b\u200b"]),
        ("one\n\n\u200dtwo", ["one", "\n\n", "\u200dtwo"]),
        ("👩\u200d💻 go\u200d", ["👩", "\u200d", "💻", "go\u200d"]),
    ],
)
def test_words_end_where_a_reader_sees_them_end(nlp: Language, text: str, tokens: list[str]) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert [token.text for token in doc] == tokens


def test_sentences_end_at_stops_that_something_invisible_follows(nlp: Language) -> None:
    text = "One.\u200b Two \u200b(really)!\u2060” Three.\n1\u200b. Four"
    assert sentences(nlp, text) == ["One.\u200b", "Two \u200b(really)!\u2060”", "Three.", "1\u200b. Four"]


@pytest.mark.parametrize("mark", ["'", "’", "!", "(", "😀", "_'", "'.", "“'"])
def test_rows_of_marks_take_time_in_proportion_to_their_length(nlp: Language, mark: str) -> None:
    def seconds(length: int) -> float:
        text = (mark * length)[:length]
        start = time.process_time()
        assert nlp.tokenizer(text).text == text
        return time.process_time() - start

    short, long = (min(seconds(length) for _ in range(3)) for length in (1_000, 10_000))
    assert long < 30 * short
    assert long < 0.6


@pytest.mark.parametrize("row", ["'" * 16, "!" * 16, "👩‍💻" * 16, "." * 150, "-" * 150])
def test_what_follows_a_row_of_marks_is_told_as_ever(nlp: Language, row: str) -> None:
    assert [token.text for token in nlp(f"Go {row}'s it")][-2:] == ["'s", "it"]


def test_emoji_in_a_row_are_cut_between_them_and_nowhere_else(nlp: Language) -> None:
    flags = nlp("🇩🇪" * 30)
    assert {token.text for token in flags} == {token.text for token in nlp("🇩🇪")}


def test_a_long_run_of_marks_takes_linear_time(nlp: Language) -> None:
    assert len(nlp("... " * 20_000)) == 20_000


@pytest.mark.parametrize("mark", ["*", "😀", "-", '"', "a", "("])
def test_long_runs_without_space_are_read_whole_and_in_linear_time(nlp: Language, mark: str) -> None:
    text = "Before " + mark * 100_000 + " after. Then."
    doc = nlp(text)
    assert doc.text == text
    assert doc[0].text == "Before"
    assert [token.text for token in doc[-4:]] == ["after", ".", "Then", "."]
