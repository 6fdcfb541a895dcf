"""The shipped English pipeline, and others in its place."""

import subprocess
import sys

import pytest
import spacy

from libs.language import EVERYTHING, Needs, UnsuitableModel, annotation, annotator


@pytest.fixture(scope="module")
def english():
    return annotator()


def tags(doc) -> list[str]:
    return [token.tag_ for token in doc]


def relations(doc) -> dict[str, tuple[str, str]]:
    return {token.text: (token.dep_, token.head.text) for token in doc}


def test_a_passive_has_its_subject_auxiliary_and_agent(english):
    found = relations(english("The report was written by the committee."))
    assert found["report"] == ("nsubj:pass", "written")
    assert found["was"] == ("aux:pass", "written")
    assert found["committee"] == ("obl:agent", "written")
    assert found["written"] == ("ROOT", "written")


def test_the_parts_of_a_contraction_are_tagged(english):
    doc = english("I can't believe she's late and they won't come.")
    assert [(token.text, token.tag_, token.pos_) for token in doc][1:3] == [("ca", "MD", "AUX"), ("n't", "RB", "PART")]
    assert [token.lemma_ for token in doc if token.text in ("ca", "n't", "wo")] == ["can", "not", "will", "not"]


@pytest.mark.parametrize(
    ("text", "form", "lemma"),
    [
        ("She went home early.", "went", "go"),
        ("This road is better than that one.", "better", "good"),
        ("The children were playing outside.", "children", "child"),
        ("The children were playing outside.", "were", "be"),
        ("He has been to many cities.", "cities", "city"),
        ("They moved to London.", "London", "London"),
    ],
)
def test_base_forms(english, text, form, lemma):
    assert [token.lemma_ for token in english(text, Needs.LEMMAS) if token.text == form] == [lemma]


def test_one_form_gets_the_tag_that_its_place_asks_for(english):
    doc = english("We book a table and read the book.", Needs.TAGS)
    assert [token.tag_ for token in doc if token.text == "book"] == ["VBP", "NN"]


def test_blank_lines_end_sentences_even_without_a_mark(english):
    doc = english("A heading without a stop\n\nthe text goes on\n\n- and an item", Needs.SYNTAX)
    assert [sent.text.strip() for sent in doc.sents] == [
        "A heading without a stop",
        "the text goes on",
        "- and an item",
    ]


def test_sentences_part_at_their_marks_and_not_inside_abbreviations(english):
    doc = english("Dr. Smith arrived at noon. Was he late? Nobody knows!", Needs.SYNTAX)
    assert [sent.text for sent in doc.sents] == ["Dr. Smith arrived at noon.", "Was he late?", "Nobody knows!"]


def test_no_head_lies_in_another_sentence(english):
    doc = english("It rained all day. We stayed in.\n\nThen the sun came out, and we left.", Needs.SYNTAX)
    assert all(token.head in token.sent for token in doc)


def test_tags_do_not_run_the_parser_and_syntax_does_not_run_the_taggers(english, monkeypatch):
    ran: list[str] = []
    run = annotation._run

    def noted(part, documents):
        ran.append(getattr(part, "name", type(part).__name__))
        return run(part, documents)

    monkeypatch.setattr(annotation, "_run", noted)
    tagged = english("The old man the boats.", Needs.TAGS)
    assert ran == ["tok2vec", "tagger", "morphologizer", "Marks"]
    assert all(tags(tagged))
    assert not tagged.has_annotation("DEP")
    ran.clear()
    parsed = english("The old man the boats.", Needs.SYNTAX)
    assert ran == ["tok2vec", "persona_boundaries", "parser"]
    assert parsed.has_annotation("DEP")
    assert not any(tags(parsed))


def test_texts_come_back_in_order_and_alike_alone_or_together(english):
    texts = [f"Number {number} came in late, and nobody was surprised." for number in range(70)]
    together = list(english.annotate(texts, EVERYTHING))
    assert [doc.text for doc in together] == texts
    for doc in (together[0], together[40], together[69]):
        alone = english(doc.text)
        assert [(t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in doc] == [
            (t.tag_, t.pos_, t.lemma_, t.dep_, t.head.i) for t in alone
        ]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\n\n\n", "a", "?", "😀", "\u200b"])
def test_nothing_is_too_small(english, text):
    assert english(text).text == text


def test_emoji_addresses_hashtags_and_mentions_are_told_by_their_form(english):
    doc = english("See https://example.org/a or ask @somebody about #gardening 😀", Needs.TAGS)
    found = {token.text: (token.tag_, token.pos_) for token in doc}
    assert found["https://example.org/a"] == ("ADD", "PROPN")
    assert found["@somebody"] == found["#gardening"] == ("NNP", "PROPN")
    assert found["😀"] == ("NFP", "SYM")


def test_a_model_that_is_not_there_is_named():
    with pytest.raises(UnsuitableModel, match="no_such_model"):
        annotator("no_such_model")


def test_a_model_without_a_parser_is_refused_by_what_it_lacks(tmp_path):
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.to_disk(tmp_path / "bare")
    with pytest.raises(UnsuitableModel, match="XPOS tags, UPOS tags, lemmas, syntax"):
        annotator(str(tmp_path / "bare"))


def test_importing_and_cutting_tokens_do_not_read_the_model():
    code = (
        "from libs.language import annotation, load\n"
        "load()('One. Two.')\n"
        "assert annotation.annotator.cache_info().currsize == 0\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
