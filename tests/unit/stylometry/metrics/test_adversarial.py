"""Texts that are no prose: every metric has a finite value or a reason, and every span lies in the text."""

import random
import time
from collections.abc import Callable
from math import isfinite

import pytest

from libs.stylometry.metrics import IDS, METRICS, locate, measure
from libs.stylometry.statistics.text_statistics import TextStatistics
from libs.stylometry.text.document import Document
from tests.support.stylometry_reading import document, measured, pipeline, statistics

SHORT, LONG = 50_000, 200_000
MAX_GROWTH = 11
"""Four times the text takes four times as long, on a machine that is busy just then more; what grows with the square
of the length takes sixteen times as long."""

NOISE_SECONDS = 0.1


def prose(characters: int) -> str:
    """Sentences and paragraphs of random words, `characters` characters long."""
    chance = random.Random(4)
    words = ["".join(chance.choices("etaoinshrdlu", k=chance.randint(1, 9))) for _ in range(3000)]
    ends = [" "] * 12 + [", "] * 2 + [". "] * 2 + ["? ", ".\n\n"]
    return "".join(chance.choice(words) + chance.choice(ends) for _ in range(characters // 5))[:characters]


def repeated(unit: str, characters: int) -> str:
    """A repeated unit, cut to `characters` characters."""
    return (unit * (characters // len(unit) + 1))[:characters]


TEXTS = {
    "nothing": "",
    "white space": " \t\n\n \u00a0\u3000",
    "one letter": "a",
    "one word": "Hello",
    "one number": "42",
    "one mark": "!",
    "one endless sentence": repeated("and the cat saw the dog ", 5000),
    "one endless word": "a" * 5000,
    "emoji": "😀👍🏽👨‍👩‍👧‍👦🇩🇪❤️ 🏳️‍🌈\n☺️",
    "hashtags": "#one #TwoThree #four_5 #6 ##seven #",
    "links": "https://a.com/b?c=d www.e.org f@g.io http://[::1]/ https://",
    "mentions": "@a @b_c @ d",
    "code": "def f(x: int) -> str:\n    return f'{x!r}' if x else \"\"\n\nfor (i = 0; i < n; i++) { a[i] += *b->c; }\n",
    "table": "| name | n |\n|------|--:|\n| a    | 1 |\n| b    | 2 |\n",
    "list": "- one\n- two\n  * three\n1. four\n2) five\n• six\n",
    "markdown": "# A\n## B c\n> q\n**bold** __bold__ `code`\n\n---\n***\n",
    "arabic": "مرحبا بالعالم. كيف حالك؟ أنا بخير، شكرا!",
    "hebrew and english": "שלום world, זה טקסט mixed. \u200fמעורב\u200e and back.",
    "bidirectional marks": "\u202eabc\u202c \u2066def\u2069 \u2067ghi\u2069",
    "chinese": "日本語の文章です。とても短い。",
    "zero-width": "\u200bze\u200bro\u200c \u200dwi\ufeffdth\u2060 \u200b",
    "homoglyphs": "Thе сat sаt оn thе mаt, аnd thе dоg tоо. Ηοmοglyphs!",
    "combining": "Z\u0351\u036b\u0343a\u0329\u0363l\u0348\u0333g\u0321\u031e\u033co\u0313\u0317\u0322!",
    "control characters": "a\x00b\x07c\x1b[31md\x7f \x85\u2028e\u2029f\r\ng\rh",
    "private and unassigned": "\ue000\uf8ff\U000f0000\U0010ffff\u0378\ufffe\ufffd",
    "mathematical letters": "𝐁𝐨𝐥𝐝 𝑖𝑡𝑎𝑙𝑖𝑐 𝔉𝔯𝔞𝔨",
    "marks": "...!!!???---,,,;;;:::\"\"\"'''((([[[{{{)))]]]}}}***___~~~```",
    "unclosed": '"(“[{\' he said (and "then **he __left # > - ',
    "one word repeated": repeated("buffalo ", 5000),
    "one sentence repeated": repeated("We will go. ", 5000),
    "one line repeated": repeated("Buy now\n", 5000),
    "one phrase repeated": repeated("on the other hand because of in order to ", 5000),
    "negations": repeated("not never no n't without ", 5000),
    "quotes": repeated('"a" ', 5000),
    "brackets": repeated("(a ", 5000) + repeated(") ", 2000),
    "digits": repeated("1,234.5 6e7 ", 5000),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_metric_is_finite_and_in_its_range_or_says_why_not(text: str) -> None:
    found = measured(text)
    assert set(found) | set(found.reasons) == set(IDS)
    assert not set(found) & set(found.reasons)
    assert all(found.reasons.values())
    for id_, value in found.items():
        low, high = METRICS[id_].low, METRICS[id_].high
        assert isfinite(value), id_
        assert low is None or value >= low - 1e-9, id_
        assert high is None or value <= high + 1e-9, id_


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_every_place_lies_in_the_text(text: str) -> None:
    read = document(text)
    for id_ in IDS:
        for place in locate(read, id_):
            assert 0 <= place.start < place.end <= len(text), id_


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_statistics_survive_storage_and_removal(text: str) -> None:
    one, other = statistics(text), statistics("A quiet word, then another.")
    assert TextStatistics.from_bytes(one.to_bytes()) == one
    assert (one + other) - other == one


@pytest.mark.parametrize("name", ["nothing", "white space", "emoji", "one mark"])
def test_texts_without_words_have_no_rates_of_words(name: str) -> None:
    found = measured(TEXTS[name])
    assert found["doc_len"] == 0
    assert {"ttr", "fre", "comma_rate", "sent_len_mean", "emoji_rate", "vader_compound"} <= set(found.reasons)


def test_one_word_has_what_a_word_can_have() -> None:
    found = measured("Hello")
    assert found["doc_len"] == found["sent_len_mean"] == found["para_sents_mean"] == 1
    assert {"sent_len_sd", "mtld", "hdd", "fre", "yule_k"} <= set(found.reasons)


def test_repetition_is_measured_as_such() -> None:
    found = measured(TEXTS["one word repeated"])
    assert found["ttr"] < 0.01
    assert found["dup_ngram"] == 1.0
    assert found["simpson_d"] > 0.99
    assert measured(TEXTS["one line repeated"])["dup_line"] > 0.99


def test_scripts_from_right_to_left_are_read_in_the_order_they_are_written() -> None:
    text = TEXTS["arabic"]
    read = document(text)
    forms = [text[start:end] for start, end in zip(read.start, read.end, strict=True)]
    assert forms[:2] == ["مرحبا", "بالعالم"]
    assert "".join(forms) == text.replace(" ", "")


def test_zero_width_characters_are_reported_and_do_not_split_words() -> None:
    found = measured("ze\u200bro wi\u200cdth zero")
    assert found["doc_len"] == 3
    assert found["nonstandard_ws"] > measured("zero width zero").get("nonstandard_ws", 0.0)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(prose, id="prose"),
        pytest.param(lambda n: repeated("and the cat saw the dog ", n), id="one endless sentence"),
        pytest.param(lambda n: "a" * n, id="one endless word"),
        pytest.param(lambda n: "a." + " " * n + "b", id="spaces"),
        pytest.param(lambda n: "#" + "1" * n, id="a hashtag without a letter"),
        pytest.param(lambda n: repeated("**a", n), id="bold that is not closed"),
        pytest.param(lambda n: repeated("__a", n), id="other bold that is not closed"),
        pytest.param(lambda n: "http://" + "a." * (n // 2), id="an endless link"),
        pytest.param(lambda n: "😀" + "\u200d😀" * (n // 2), id="an endless emoji sequence"),
        pytest.param(lambda n: "a" + "\u0301" * n, id="combining marks"),
        pytest.param(lambda n: repeated("not a bug, ", n), id="antitheses"),
        pytest.param(lambda n: repeated("for (i=0;i<n;i++) { a[i] += b[i]; }\n", n), id="code"),
        pytest.param(lambda n: repeated("| a | b | 1 |\n", n), id="a table"),
    ],
)
def test_time_grows_no_faster_than_the_text(make: Callable[[int], str]) -> None:
    short = min(_seconds(make(SHORT)) for _ in range(2))
    assert _seconds(make(LONG)) < MAX_GROWTH * short + NOISE_SECONDS


def test_a_text_of_two_hundred_thousand_characters_has_every_metric_of_prose() -> None:
    text = prose(LONG)
    read = document(text)
    found = measure(TextStatistics.of(read))
    assert all(isfinite(value) for value in found.values())
    assert {"mtld", "hdd", "smog", "sent_len_lag1", "yule_k", "alliteration"} <= set(found)
    for id_ in IDS:
        places = locate(read, id_)
        assert all(0 <= place.start < place.end <= len(text) for place in places), id_


def _seconds(text: str) -> float:
    begin = time.perf_counter()
    measure(TextStatistics.of(Document.of(pipeline()(text))))
    return time.perf_counter() - begin
