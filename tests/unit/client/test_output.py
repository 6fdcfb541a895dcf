"""How numbers, bars, marks and messages look."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persona.style.v1 import metric_pb2, score_pb2
from persona_client.cli.json_text import to_json
from persona_client.cli.output import amount, count, number, signed
from persona_client.cli.render.bars import band_bar, big, interval_bar, signed_bar
from persona_client.cli.render.marks import Mark, line_number, line_numbers, print_mark
from rich.console import Console

from libs.stylometry.metrics import METRICS, wording


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.1234, "0.123"),
        (1.5, "1.50"),
        (12.34, "12.3"),
        (100.4, "100"),
        (123456.7, "123,457"),
        (-2.5, "−2.50"),
        (-0.0001, "0"),
        (7.0, "7"),
    ],
)
def test_numbers_show_the_digits_that_matter(value: float, text: str) -> None:
    assert number(value) == text


def test_signs_and_plurals() -> None:
    assert (signed(0.5), signed(-0.5)) == ("+0.50", "−0.50")
    assert (count(1, "word"), count(2310, "word")) == ("1 word", "2,310 words")


def test_json_has_the_contracts_names_zero_values_and_no_absent_fields() -> None:
    document = json.loads(to_json(score_pb2.Score(persona_id="p")))
    assert document["word_count"] == 0
    assert document["evidence"] == "EVIDENCE_LEVEL_UNSPECIFIED"
    assert document["deviations"] == []
    assert "match" not in document
    assert "personaId" not in document


_values = st.floats(-1e6, 1e6)
_bands = (
    st.lists(_values, min_size=3, max_size=3)
    .map(sorted)
    .map(lambda v: metric_pb2.Band(p10=v[0], median=v[1], p90=v[2]))
)


@given(mark=_values, usual=st.none() | _bands, own=st.none() | _bands, width=st.integers(8, 60))
def test_a_bar_has_its_width_and_one_mark(
    mark: float, usual: metric_pb2.Band | None, own: metric_pb2.Band | None, width: int
) -> None:
    bar = band_bar(mark, width=width, usual=usual, own=own)
    assert len(bar) == width
    assert bar.count("●") == 1


def test_a_band_beyond_what_is_usual_stands_to_its_right() -> None:
    bar = band_bar(12, width=30, usual=metric_pb2.Band(p10=0, p90=4), own=metric_pb2.Band(p10=8, p90=16))
    assert bar.rindex("─") < bar.index("━") < bar.index("●") < bar.rindex("━")


def test_an_interval_lies_on_a_scale_from_0_to_100() -> None:
    assert interval_bar(50, 40, 60, width=10) == "····━●━···"
    assert interval_bar(100, 90, 100, width=10).endswith("●")


@given(value=st.floats(-9, 9), width=st.integers(8, 40))
def test_a_signed_bar_grows_from_the_middle(value: float, width: int) -> None:
    left, right = signed_bar(value, 9, width=width).split("│")
    assert len(left) == len(right) == width // 2
    assert not (left if value >= 0 else right).strip()


def test_big_digits_are_three_lines_of_equal_length() -> None:
    lines = big("1024567893")
    assert len(lines) == 3
    assert len({len(line) for line in lines}) == 1


def test_lines_are_counted_from_one_and_named_once() -> None:
    text = "one\ntwo; three\nfour;"
    assert line_number(text, 0) == 1
    assert line_number(text, text.index("two")) == 2
    semicolons = [metric_pb2.Span(start=i, end=i + 1) for i, letter in enumerate(text) if letter == ";"]
    assert line_numbers(text, semicolons, most=5) == "lines 2, 3"
    assert line_numbers(text, semicolons, most=1) == "lines 2 and 1 more"
    assert line_numbers(text, [], most=1) == ""


def _marked(text: str, sentence: str, width: int = 80) -> str:
    file = io.StringIO()
    start = text.index(sentence)
    print_mark(Console(file=file, width=width), text, Mark(start, start + len(sentence), "−1.00"))
    return file.getvalue()


def test_a_marked_sentence_stands_in_its_line_with_its_number() -> None:
    shown = _marked("First line.\nIt began well. Then it ended! So be it.\n", "Then it ended!")
    assert shown.splitlines() == ["    2 │ It began well. »Then it ended!« So be it.", "        −1.00"]


def test_a_long_line_is_cut_around_the_mark_between_words() -> None:
    shown = _marked(f"{'alpha ' * 40}It stands out! {'omega ' * 40}", "It stands out!", width=200).splitlines()[0]
    assert shown.startswith("    1 │ … alpha ")
    assert shown.endswith("omega …")
    assert "»It stands out!«" in shown


@pytest.mark.parametrize("width", [10, 40, 80])
def test_no_line_of_a_mark_is_wider_than_a_narrow_terminal_allows(width: int) -> None:
    shown = _marked(
        "A sentence that is neither long nor short. Next.", "A sentence that is neither long nor short.", width
    )
    assert max(map(len, shown.splitlines())) <= max(width, 28)


@given(st.floats(-1e5, 1e5), st.sampled_from(sorted({metric.unit for metric in METRICS.values()})))
def test_a_number_beside_a_bar_is_written_as_in_the_sentence_of_the_service(value: float, unit: str) -> None:
    assert amount(value, unit) == wording.amount(value, unit)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.411, "share", "41%"),
        (0.411, "share of sentences", "41% of sentences"),
        (28.4, "words", "28 words"),
        (0.0321, "ratio", "0.032"),
        (11.6, "school grade", "school grade 12"),
        (-0.0001, "on a scale of -1 to 1", "-0.0001"),
    ],
)
def test_amounts_have_the_unit_that_people_use(value: float, unit: str, shown: str) -> None:
    assert amount(value, unit) == shown
