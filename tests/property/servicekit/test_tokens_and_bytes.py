"""Laws of page tokens, resume tokens and of reading bytes that may be anything."""

import uuid
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer
from persona.registry.v1 import registry_service_pb2 as registry

from libs.servicekit.calls.paging import PageTokenInvalid, page_of
from libs.servicekit.interceptors.decoding import malformed
from libs.servicekit.watching.change_log import ChangeCursor
from libs.servicekit.watching.resume_tokens import ResumeTokenInvalid, cursor_of, resume_token

IDS = st.uuids()
NUMBERS = st.integers(0, 2**62)


@dataclass(frozen=True)
class Row:
    id: uuid.UUID


@given(st.lists(IDS, unique=True, max_size=40), st.integers(1, 10))
def test_pages_give_every_row_once_in_order(ids: list[uuid.UUID], size: int) -> None:
    stored = [Row(each) for each in sorted(ids, reverse=True)]
    seen: list[Row] = []
    token = ""
    while True:
        page = page_of(registry.ListPersonasRequest(page_size=size, page_token=token))
        found = [row for row in stored if page.before is None or row.id < page.before][: page.limit]
        rows, token = page.cut(found)
        assert len(rows) <= size
        seen += rows
        if not token:
            break
    assert seen == stored


@given(IDS, IDS, IDS)
def test_page_token_fits_no_request_with_other_filters(last: uuid.UUID, one: uuid.UUID, other: uuid.UUID) -> None:
    page = page_of(registry.ListPersonaVersionsRequest(persona_id=str(one), page_size=1))
    _, token = page.cut([Row(last), Row(last)])
    again = registry.ListPersonaVersionsRequest(persona_id=str(one), page_size=7, page_token=token)
    assert page_of(again).before == last
    if one != other:
        with pytest.raises(PageTokenInvalid):
            page_of(registry.ListPersonaVersionsRequest(persona_id=str(other), page_token=token))


@given(st.text(max_size=60))
def test_no_invented_token_is_taken(token: str) -> None:
    if token:
        with pytest.raises(PageTokenInvalid):
            page_of(registry.ListPersonasRequest(page_token=token))
        with pytest.raises(ResumeTokenInvalid):
            cursor_of(token, "watch", uuid.UUID(int=1))


@given(NUMBERS, st.integers(-1, 2**62), IDS, IDS)
def test_resume_token_holds_the_cursor_for_its_tenant_alone(
    transaction: int, number: int, tenant: uuid.UUID, other: uuid.UUID
) -> None:
    token = resume_token("watch", tenant, ChangeCursor(transaction, number))
    assert cursor_of(token, "watch", tenant) == ChangeCursor(transaction, number)
    if tenant != other:
        with pytest.raises(ResumeTokenInvalid):
            cursor_of(token, "watch", other)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_words(raw: bytes) -> None:
    assert malformed(raw, analyzer.AddSamplesRequest).message.endswith(".")


@given(st.integers(0, 4), st.binary(min_size=1, max_size=4))
def test_field_of_invalid_utf8_is_named(index: int, broken: bytes) -> None:
    request = analyzer.AddSamplesRequest(samples=[{"text": "ok"}] * index + [{"text": "MARKER"}])
    raw = request.SerializeToString().replace(b"MARKER", (b"\xff" + broken + b"      ")[:6])
    found = malformed(raw, analyzer.AddSamplesRequest)
    assert [violation.field for violation in found.violations] == [f"samples[{index}].text"]
