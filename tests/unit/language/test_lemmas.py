"""Base forms by rule, without what was seen in training."""

import pytest

from libs.language.lemmas import Tables, lemma

TABLES = Tables(
    bases={
        "verb": frozenset(["hope", "hop", "study", "see"]),
        "noun": frozenset(["series", "wolf", "house"]),
        "adj": frozenset(["big", "nice"]),
    },
    irregular={"verb": {"went": "go"}, "noun": {"children": "child"}, "adj": {"better": "good"}},
    seen={"VBD": {"'d": "have"}, "MD": {"'d": "would"}},
)


@pytest.mark.parametrize(
    ("form", "tag", "base"),
    [
        ("hoping", "VBG", "hope"),
        ("hopping", "VBG", "hop"),
        ("hoped", "VBD", "hope"),
        ("studies", "VBZ", "study"),
        ("Went", "VBD", "go"),
        ("blogged", "VBD", "blog"),
        ("retweeted", "VBN", "retweet"),
        ("restudied", "VBN", "restudy"),
        ("merging", "VBG", "merge"),
        ("children", "NNS", "child"),
        ("series", "NNS", "series"),
        ("wolves", "NNS", "wolf"),
        ("houses", "NNS", "house"),
        ("boxes", "NNS", "box"),
        ("horsemen", "NNS", "horseman"),
        ("better", "JJR", "good"),
        ("bigger", "JJR", "big"),
        ("nicest", "JJS", "nice"),
        ("London", "NNP", "London"),
        ("Libraries", "NNPS", "Library"),
        ("Running", "NN", "running"),
        ("1,100", "CD", "1100"),
        ("'d", "VBD", "have"),
        ("’d", "MD", "would"),
    ],
)
def test_the_tag_chooses_the_base(form, tag, base):
    assert lemma(form, tag, TABLES) == base


def test_tables_survive_their_file_and_make_the_same_one(tmp_path):
    first, second = tmp_path / "a.gz", tmp_path / "b.gz"
    TABLES.to_file(first)
    again = Tables.from_file(first)
    again.to_file(second)
    assert again == TABLES
    assert first.read_bytes() == second.read_bytes()
