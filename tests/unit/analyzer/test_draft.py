"""A draft that is being written: the newest state counts, whatever came before."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from libs.stylometry.text.spans import Span
from services.analyzer.domain.draft import DraftEdit, DraftMessage, DraftTarget, DraftUpdate
from services.analyzer.errors import DraftTooLong, EditOutside, StreamProtocol
from services.analyzer.use_cases.draft import MAX_CHARACTERS, LiveDraft, edited
from services.analyzer.use_cases.stream import target_of
from tests.unit.analyzer.cached import PERSONA

TARGET = DraftTarget(PERSONA, with_details=False)


async def sent(*messages: DraftMessage) -> AsyncIterator[DraftMessage]:
    for message in messages:
        yield message


async def test_only_the_newest_of_several_states_is_taken() -> None:
    draft = LiveDraft()
    await draft.follow(sent(DraftUpdate(1, "One"), DraftUpdate(2, "One and"), DraftUpdate(3, "One and two")))
    assert await draft.changed()
    assert draft.take() == (3, "One and two")
    assert not await draft.changed()


async def test_an_edit_changes_the_text_before() -> None:
    draft = LiveDraft()
    await draft.follow(sent(DraftUpdate(1, "A grey cat"), DraftUpdate(2, DraftEdit(Span(2, 6), "black"))))
    assert draft.take() == (2, "A black cat")


async def test_a_target_may_come_first_alone() -> None:
    assert await target_of(sent(TARGET, DraftUpdate(1, "x"))) == TARGET
    for messages in ((DraftUpdate(1, "x"),), ()):
        with pytest.raises(StreamProtocol):
            await target_of(sent(*messages))
    draft = LiveDraft()
    with pytest.raises(StreamProtocol):
        await draft.follow(sent(DraftUpdate(1, "x"), TARGET))
    assert draft.take() == (1, "x")


@pytest.mark.parametrize("span", [Span(0, 4), Span(3, 2), Span(4, 4)])
def test_an_edit_outside_of_the_text_is_refused(span: Span) -> None:
    with pytest.raises(EditOutside):
        edited("abc", DraftEdit(span, "x"))


def test_a_draft_grows_to_the_limit_and_no_further() -> None:
    full = edited("", DraftEdit(Span(0, 0), "x" * MAX_CHARACTERS))
    assert edited(full, DraftEdit(Span(0, 1), "y"))[0] == "y"
    with pytest.raises(DraftTooLong):
        edited(full, DraftEdit(Span(0, 0), "y"))


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=10), st.text(max_size=10))
def test_an_edit_is_undone_by_its_opposite(head: str, tail: str, old: str, new: str) -> None:
    start = len(head)
    changed = edited(head + old + tail, DraftEdit(Span(start, start + len(old)), new))
    assert changed == head + new + tail
    assert edited(changed, DraftEdit(Span(start, start + len(new)), old)) == head + old + tail
