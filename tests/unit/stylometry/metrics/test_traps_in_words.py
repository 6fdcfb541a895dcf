"""Words that only contain, or only look like, what a metric counts."""

import pytest

from libs.stylometry.metrics import METRICS, Family
from libs.stylometry.text.lexicons import lexicons
from tests.support.stylometry_reading import document, places, statistics

INFORMAL = ("slang_rate", "profanity", "contractions", "emoticon_rate", "elongation")


@pytest.mark.parametrize("metric", INFORMAL)
@pytest.mark.parametrize(
    "text",
    [
        "We took a look at the book about tokens.",
        "The cook hooked a rook by the brook.",
        "The classic essay assumes that Essex and Scunthorpe passed.",
        "Shell hello, Dickens; the cocktail and the peacock.",
        "The lollipop, the ombudsman and the omen in the smoke.",
        "See section (8) below: the ratio 4:3 is kept.",
    ],
)
def test_formal_sentences_are_not_informal(text: str, metric: str) -> None:
    assert places(text, metric) == []


@pytest.mark.parametrize(
    ("text", "metric", "found"),
    [
        ("It is unlikely.", "hedges", ["unlikely"]),
        ("It is likely, not unlikely, and likeliness is no likelihood.", "hedges", ["likely", "unlikely"]),
        ("Dismay in the Mayor's mayhem, mighty as the midnight.", "hedges", []),
        ("Mustard and mustangs must musty be.", "modal_necessity", ["must"]),
        ("The canal, the cannon and the scandal can wait.", "modal_possibility", ["can"]),
        ("We owe the weed to Wes; our hour is ourselves.", "pron_1pl", ["We", "our", "ourselves"]),
        ("Yours truly, your youth, you.", "pron_2", ["Yours", "your", "you"]),
        ("Iron, Ian and India; my mystic army, I and Henry.", "pron_1sg", ["my", "I"]),
        ("Another knot, nothing, notice: not.", "neg_analytic", ["not"]),
        ("I mustn't eat mustard; can't you decant?", "contractions", ["n't", "n't"]),
        ("The sosososo so-called answer.", "elongation", []),
        ("A hashtag is #not a#tag, nor C#, nor &#39;.", "hashtag_rate", ["#not"]),
        ("user@example.com writes to @user.", "mention_rate", ["@user"]),
        ("The so-called well-being of X-rays", "em_dash_rate", []),
        ("Pages 3–5, 1990–1995, and x–y.", "em_dash_rate", []),
        ("Item 1. is first. No. 5 is last - or -4.", "listicle", []),
    ],
)
def test_only_whole_words_count(text: str, metric: str, found: list[str]) -> None:
    assert places(text, metric) == found


LISTS = {name: lexicon for name, lexicon in lexicons().items() if any(map(str.isalpha, lexicon.words))}


@pytest.mark.parametrize("name", LISTS)
def test_members_of_word_lists_are_not_found_inside_other_words(name: str) -> None:
    members = sorted(word for word in LISTS[name].words if word.isalpha())
    assert statistics(" ".join(f"zq{word}qz" for word in members))[name] == 0


@pytest.mark.parametrize("name", LISTS)
def test_members_of_word_lists_are_found_in_capitals_and_between_marks(name: str) -> None:
    member = max((word for word in LISTS[name].words if word.isalpha()), key=len)
    plain = statistics(f"xqz {member} zqx")[name]
    assert statistics(f"xqz ({member.capitalize()}), zqx")[name] == plain


def test_zero_width_characters_hide_no_word_from_the_lists() -> None:
    assert places("We are gonna win", "slang_rate") == ["gonna"]
    assert places("We are gon\u200bna win", "slang_rate") == ["gon\u200bna"]
    assert statistics("an awe\u200bsome and aw\u00adful day")["words"] == 5


def test_every_place_of_a_word_metric_begins_and_ends_with_a_token() -> None:
    text = "We took a look: it's unlikely -- we'd rather, y'know, wait. Never, never do so (maybe)! It isn't our book."
    read = document(text)
    starts, ends = set(read.start.tolist()), set(read.end.tolist())
    for id_, metric in METRICS.items():
        if metric.family in {Family.TONE, Family.STANCE, Family.COHESION}:
            for place in metric.locate(read) if metric.locate else []:
                assert place.start in starts, id_
                assert place.end in ends, id_
