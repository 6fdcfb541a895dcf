"""The catalogue of metrics as a whole."""

import re

import pytest

from libs.stylometry.metrics import IDS, METRICS, Family, locate
from libs.stylometry.metrics.metric import Rate
from libs.stylometry.text.lexicons import WordList, lexicons
from tests.support.stylometry_reading import document, measured, pipeline

MIXED = """# Ten Things We Learned

Well, I honestly can't say -- of course -- why it's so hard. Is it us? No. It is not a bug, it's a feature!

- First of all, buy red, white, and blue paint (as I told you).
- "Never, never" do that :-) https://example.com @bob #GoTeam 😀😀

However, in other words, the US economy grew 3.5% in May, and NASA said SO. **Sooooo** good; really good…
We were, perhaps, kind of sad. We were, perhaps, a bit happy. Please see below. Thanks a lot, you guys.
"""


def test_there_are_metrics_of_every_family() -> None:
    assert len(METRICS) >= 110
    assert {metric.family for metric in METRICS.values()} == set(Family)


@pytest.mark.parametrize("id_", IDS)
def test_each_metric_says_what_it_is(id_: str) -> None:
    metric = METRICS[id_]
    assert re.fullmatch(r"[a-z][a-z0-9_]*", id_)
    assert metric.name[0].isupper() or metric.name[0].isdigit()
    assert metric.definition.rstrip().endswith((".", "...", "…"))
    assert metric.higher
    assert metric.unit
    assert re.search(r"\(\d{4}\)|\b(1[89]|20)\d\d\b|RFC|Unicode|CommonMark", metric.source)
    assert metric.low is None or metric.high is None or metric.low < metric.high


def test_values_lie_in_the_range_that_the_catalogue_gives() -> None:
    for id_, value in measured(MIXED).items():
        low, high = METRICS[id_].low, METRICS[id_].high
        assert low is None or value >= low, id_
        assert high is None or value <= high, id_


COUNTED = [
    id_
    for id_, metric in METRICS.items()
    if metric.locate
    and isinstance(metric.formula, Rate)
    and isinstance(metric.formula.numerator, str)
    and metric.formula.numerator not in {"letters", "line_breaks"}
]


@pytest.mark.parametrize("id_", COUNTED)
def test_as_many_places_are_shown_as_were_counted(id_: str) -> None:
    rate = METRICS[id_].formula
    assert isinstance(rate, Rate)
    assert isinstance(rate.numerator, str)
    found = measured(MIXED)
    expected = 1 if rate.numerator == "bold" else found.statistics[rate.numerator]
    assert len(locate(document(MIXED), id_)) == expected


def test_a_family_alone_is_measured_alone() -> None:
    from libs.stylometry.metrics import measure

    found = measure(measured(MIXED).statistics, families=[Family.TONE])
    assert {METRICS[id_].family for id_ in found} == {Family.TONE}
    assert all(METRICS[id_].family is Family.TONE for id_ in found.reasons)


def test_absent_metrics_say_why() -> None:
    found = measured("Hi")
    assert found.reasons["mattr50"] == "needs at least 1 window"
    assert "oxford_comma" in found.reasons
    assert set(found) | set(found.reasons) == set(IDS)
    with pytest.raises(KeyError):
        found["smog"]


@pytest.mark.parametrize("lexicon", lexicons().values(), ids=lambda lexicon: lexicon.name)
def test_members_of_word_lists_are_split_as_the_tokenizer_splits(lexicon: WordList) -> None:
    nlp = pipeline()
    for phrase in lexicon.phrases:
        text = re.sub(r" (n't|'(?:s|re|ve|ll|d|m))(?= |$)", r"\1", " ".join(phrase)).replace(" - ", "-")
        if text.endswith((" ca", " wo")):
            continue
        assert tuple(token.text for token in nlp(text)) == phrase


def test_connectives_are_of_one_class_each() -> None:
    from libs.stylometry.metrics.cohesion import CONNECTIVES

    seen: dict[str, str] = {}
    for name in CONNECTIVES:
        for word in lexicons()[name].words:
            assert seen.setdefault(word, name) == name, word
