"""The compiled parser against the component that it was made of."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.attrs import DEP, HEAD, SENT_START
from spacy.tokens import Doc

from libs.language.annotation import ENGLISH_MODEL, Annotator, annotator
from libs.language.arc_eager import CompiledParser

DEMO = Path(__file__).parents[3] / "demo"
_TEXT = "The a dog dogs who that ran run running was had been quickly and but because of in to it she . , ; ! ?"
WORDS = (*_TEXT.split(), "\n\n")


@cache
def parser() -> Any:
    return annotator().nlp.get_pipe("parser")


@cache
def compiled() -> CompiledParser:
    return CompiledParser(parser())


def tagged(text: str) -> Doc:
    """All that comes before the parser."""
    nlp = annotator().nlp
    doc = nlp.make_doc(text)
    for name, part in nlp.pipeline:
        doc = doc if name == "parser" else part(doc)
    return doc


def analysis(doc: Doc) -> list[list[int]]:
    return doc.to_array([HEAD, DEP, SENT_START]).tolist()


def assert_alike(text: str) -> None:
    theirs, ours = parser()(tagged(text)), next(compiled().pipe([tagged(text)], 1))
    assert analysis(ours) == analysis(theirs)
    assert [sentence.text for sentence in ours.sents] == [sentence.text for sentence in theirs.sents]


@pytest.mark.parametrize("post", sorted(DEMO.glob("*/posts/*.md")), ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_posts_are_analysed_as_by_spacy(post: Path) -> None:
    assert_alike(post.read_text())


@pytest.mark.parametrize(
    "text",
    [
        "Yes",
        "?!",
        "\n\n",
        "What the dog that the cat that the rat saw chased ate was a bone",
        "A hearing is scheduled on the issue today.",
        "- one\n- two\n\n# Heading\n\nText about it.",
        "and and and and and and",
        "Buffalo buffalo Buffalo buffalo buffalo buffalo Buffalo buffalo.",
        "word " * 700,
    ],
)
def test_odd_texts_are_analysed_as_by_spacy(text: str) -> None:
    assert_alike(text)


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_whatever_words_follow_one_another_they_are_analysed_as_by_spacy(words: list[str]) -> None:
    assert_alike(" ".join(words))


def test_texts_parsed_together_are_parsed_as_alone_and_an_empty_one_stays_empty() -> None:
    texts = ["She ran. He did not.", "", "Who would have thought that it was open?"]
    together = list(compiled().pipe([tagged(text) for text in texts], 32))
    assert [analysis(doc) for doc in together] == [analysis(parser()(tagged(text))) for text in texts]


@pytest.mark.parametrize(
    ("model", "settings"),
    [
        ({"extra_state_tokens": True}, {}),
        ({"use_upper": False}, {}),
        ({"maxout_pieces": 1}, {}),
        ({}, {"learn_tokens": True}),
    ],
)
def test_parsers_of_other_kinds_are_left_as_they_are(model: dict[str, bool | int], settings: dict[str, bool]) -> None:
    architecture = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": 8,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": {"@architectures": "spacy.HashEmbedCNN.v2", "width": 8, "depth": 1, "embed_size": 50}
        | {"window_size": 1, "maxout_pieces": 2, "subword_features": False, "pretrained_vectors": None},
        **model,
    }
    nlp = spacy.blank("en")
    part: Any = nlp.add_pipe("parser", config={"model": architecture, **settings})
    part.add_label("nsubj")
    nlp.initialize()
    assert not CompiledParser.can_stand_for(nlp.get_pipe("parser"))
    doc = Annotator(nlp, "other")("A text of one line.")
    assert np.isin(doc.to_array([SENT_START]).view(np.int64), [-1, 0, 1]).all()


def test_the_shipped_parser_is_compiled() -> None:
    assert ENGLISH_MODEL.is_dir()
    assert CompiledParser.can_stand_for(parser())
