"""Tokens as the treebanks cut them."""

import pytest
from spacy.lang.en import English

from libs.language.treebank import treebank_tokenizer

TOKENIZER = treebank_tokenizer(English().vocab)


@pytest.mark.parametrize(
    "cut",
    [
        "Stop !!! Really ?!",
        "She co-founded a non-profit .",
        "Send an e-mail .",
        "a well - known place",
        "an F - 16 and COVID - 19",
        "Call 713-555-0199 now",
        "at 7:30 PM or 11 am",
        "We do n't , you DO N'T , they CA N'T",
        "red and / or blue , b/c of it",
        "----- and *** and ====",
        "a #holiday",
        "book - or not",
        "wan na go",
        "It s a pity and it s not",
        "its colour",
    ],
)
def test_words_part_as_in_the_treebanks(cut):
    joined = {
        "Stop !!! Really ?!": "Stop!!! Really?!",
        "She co-founded a non-profit .": "She co-founded a non-profit.",
        "Send an e-mail .": "Send an e-mail.",
        "a well - known place": "a well-known place",
        "an F - 16 and COVID - 19": "an F-16 and COVID-19",
        "at 7:30 PM or 11 am": "at 7:30PM or 11am",
        "We do n't , you DO N'T , they CA N'T": "We don't, you DON'T, they CAN'T",
        "red and / or blue , b/c of it": "red and/or blue, b/c of it",
        "book - or not": "book- or not",
        "wan na go": "wanna go",
        "It s a pity and it s not": "Its a pity and its not",
    }
    assert [token.text for token in TOKENIZER(joined.get(cut, cut))] == cut.split()


def test_offsets_are_those_of_the_text():
    text = "Its a\n\ntest -- (really)!!  Don't you  think?"
    doc = TOKENIZER(text)
    assert doc.text == text
    assert all(text[token.idx : token.idx + len(token)] == token.text for token in doc)
