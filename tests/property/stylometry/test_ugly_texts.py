"""Time grows no faster than the text, for texts of the kinds that once took time quadratic in their length."""

import gc
import time
from collections.abc import Callable

import pytest

from libs.stylometry.metrics import IDS, locate
from libs.stylometry.repairs.edits import Edit, apart
from libs.stylometry.repairs.kinds import RULES
from libs.stylometry.text.document import Document
from libs.stylometry.text.spans import Span
from tests.support.stylometry_reading import document, pipeline
from tests.support.ugly_texts import ALL

SHORT, TIMES = 8_000, 4
MAX_GROWTH = 8.0
"""Four times the text takes four times as long; what grows with the square of the length takes sixteen times."""

NOISE = 0.02


def seconds(action: Callable[[], object]) -> float:
    """Seconds of the processor, the best of three runs, without the collector of garbage."""
    best = float("inf")
    for _ in range(3):
        gc.disable()
        begin = time.thread_time()
        action()
        best = min(best, time.thread_time() - begin)
        gc.enable()
    return best


def grows(action: Callable[[str], Callable[[], object]], name: str) -> float:
    short, long = (seconds(action(ALL[name](length))) for length in (SHORT, TIMES * SHORT))
    return (long + NOISE) / (short + NOISE)


@pytest.mark.parametrize("name", ["flags", "dashes", "opening brackets", "combining marks", "families"])
def test_reading_grows_with_the_text(name: str) -> None:
    assert grows(lambda text: lambda: Document.of(pipeline()(text), text), name) < MAX_GROWTH


@pytest.mark.parametrize("name", ["numbered items", "short sentences", "short lines", "quoted letters"])
def test_spans_grow_with_the_text(name: str) -> None:
    def action(text: str) -> Callable[[], object]:
        read = document(text)
        return lambda: [locate(read, id_) for id_ in IDS]

    assert grows(action, name) < MAX_GROWTH


@pytest.mark.parametrize("name", ["contractions", "written out", "spaces", "full stops", "coordinations", "dashes"])
def test_repairs_grow_with_the_text(name: str) -> None:
    def action(text: str) -> Callable[[], object]:
        read = document(text)
        return lambda: [apart(rule.find(read)) for rule in RULES]

    assert grows(action, name) < MAX_GROWTH


def test_edits_between_others_grow_with_their_number() -> None:
    def edits(count: int) -> list[Edit]:
        even = [Edit(Span(2 * place, 2 * place + 1), "") for place in range(count)]
        return [*even, *(Edit(Span(2 * place + 1, 2 * place + 2), "") for place in range(count))]

    few, many = edits(20_000), edits(80_000)
    short, long = seconds(lambda: apart(few)), seconds(lambda: apart(many))
    assert long + NOISE < MAX_GROWTH * (short + NOISE)
