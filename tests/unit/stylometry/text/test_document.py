"""A text as arrays."""

import numpy as np
import pytest
from spacy.lang.en import English

from libs.stylometry.text import lexeme_table
from libs.stylometry.text.document import Document
from libs.stylometry.text.lexeme_table import LexemeTable
from libs.stylometry.text.word_forms import TokenKind
from tests.support.stylometry_reading import document, pipeline


def words(text: str) -> list[str]:
    read = document(text)
    return [read.form(position) for position in read.words]


def test_clitics_continue_the_word_they_are_written_on_to() -> None:
    assert words("We can't wait; it's John's.") == ["We", "ca", "wait", "it", "John"]


def test_hyphenated_words_are_words_of_their_own() -> None:
    assert words("A well-known fact") == ["A", "well", "known", "fact"]


def test_case_and_kind_of_apostrophe_do_not_tell_words_apart() -> None:
    types = document("Don't DON'T don’t do Do").types
    assert types[0] == types[2]
    assert types[3] == types[4]
    assert types[0] != types[3]


def test_zero_width_characters_do_not_tell_words_apart_and_keep_offsets() -> None:
    text = "in\u200bvisible invisible"
    read = document(text)
    assert read.types[0] == read.types[1]
    assert [text[start:end] for start, end in zip(read.start, read.end, strict=True)] == [
        "in\u200bvisible",
        "invisible",
    ]


def test_offsets_count_code_points() -> None:
    text = "😀 Héllo 𝒳 “yes”"
    read = document(text)
    assert [text[start:end] for start, end in zip(read.start, read.end, strict=True)] == [
        "😀",
        "Héllo",
        "𝒳",
        "“",
        "yes",
        "”",
    ]


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("word", TokenKind.WORD),
        ("1,000", TokenKind.NUMBER),
        (":-)", TokenKind.EMOTICON),
        ("<3", TokenKind.EMOTICON),
        ("@bob", TokenKind.MENTION),
        ("https://x.com/a", TokenKind.LINK),
        ("😀", TokenKind.SYMBOL),
        ("—", TokenKind.PUNCTUATION),
    ],
)
def test_tokens_are_told_apart(form: str, kind: TokenKind) -> None:
    assert kind in document(f"see {form} there").kind


def test_paragraphs_end_at_blank_lines_or_else_at_every_line_break() -> None:
    assert document("One.\nTwo.\n\nThree.").paragraphs == 2
    assert document("One.\nTwo.\nThree.").paragraphs == 3


def test_sentences_of_white_space_alone_do_not_count() -> None:
    assert document("One.\n\n\n   \n\nTwo.").sentences == 2


def test_text_without_sentence_boundaries_is_refused() -> None:
    with pytest.raises(ValueError, match="sentence boundaries"):
        Document.of(English()("No boundaries here"))


def test_document_outlives_the_memory_zone_it_was_read_in() -> None:
    nlp = pipeline()
    with nlp.memory_zone():
        read = Document.of(nlp("Zonal wordsmithery outlives everything."))
    assert read.form(1) == "wordsmithery"
    assert read.table.forms[read.row[1]] == "wordsmithery"


def test_table_is_replaced_when_full_and_old_documents_keep_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexeme_table, "CAPACITY", 64)
    monkeypatch.setattr(lexeme_table._Current, "table", LexemeTable(capacity=64))
    documents = [document(" ".join(f"form{start + n}x" for n in range(20))) for start in range(0, 200, 20)]
    assert len({id(read.table) for read in documents}) > 1
    for read in documents:
        assert len(read.table) <= 64
        assert [read.table.forms[row] for row in read.row] == [read.form(n) for n in range(len(read))]


def test_text_with_more_forms_than_a_table_holds_gets_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexeme_table, "CAPACITY", 64)
    monkeypatch.setattr(lexeme_table._Current, "table", LexemeTable(capacity=64))
    read = document(" ".join(f"form{n}y" for n in range(300)))
    assert len(np.unique(read.types)) == 300


def test_forms_whose_slots_are_taken_are_still_found() -> None:
    table = LexemeTable()
    base = 7
    orths = [base + lexeme_table._SLOTS * n for n in range(12)]
    source = np.array(orths, np.uint64)[:, None]
    strings = {orth: f"crowd{n}" for n, orth in enumerate(orths)}
    rows = table.rows(source, strings)
    assert [table.forms[row] for row in rows] == list(strings.values())
    assert np.array_equal(table.rows(source, {}), rows)
