"""Methods that stream both ways: JSON messages in, server-sent events out."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import grpc
import httpx
import pytest
from persona.analyzer.v1.analyzer_service_pb2 import StreamScoreResponse

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import CALLER, StartGateway
from tests.integration.gateway.test_event_stream import blocks
from tests.support.answering import AnsweringServices, abort, error_info

PERSONA = "01a205a0-71af-71fa-8f20-90196a9141b0"
STREAM = f"/v1/personas/{PERSONA}:streamScore"
NDJSON = {"content-type": "application/x-ndjson"}


class Echo:
    """Answers every update with its revision; says when the caller has closed, and when the call is over."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.closed = asyncio.Event()
        self.over = asyncio.Event()

    async def __call__(self, requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[StreamScoreResponse]:
        try:
            async for request in requests:
                if request.HasField("target"):
                    await context.send_initial_metadata(())
                    self.begun.set()
                    continue
                if request.update.edit.span.start > 100:
                    await abort(context, grpc.StatusCode.INVALID_ARGUMENT, "Outside.", error_info("INVALID_FIELD"))
                yield StreamScoreResponse(draft_revision=request.update.draft_revision)
            self.closed.set()
        finally:
            self.over.set()


@pytest.fixture
def echo(services: AnsweringServices) -> Echo:
    services.streams["StreamScore"] = answering = Echo()
    return answering


def update(revision: int, **change: Any) -> dict[str, Any]:
    return {"update": {"draft_revision": revision, **(change or {"text": "a\nb"})}}


def lines(*messages: Any) -> bytes:
    return b"".join(json.dumps(each).encode() + b"\n" for each in messages)


def revisions(text: str) -> list[int]:
    return [int(json.loads(each["data"])["draft_revision"]) for each in blocks(text)]


class Events:
    """The events of an answer that is still coming."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def next(self) -> dict[str, Any]:
        event: dict[str, Any] = {}
        async with asyncio.timeout(5):
            async for line in self._lines:
                name, _, value = line.partition(": ")
                if name == "data":
                    return {**event, **json.loads(value)}
                if name == "event":
                    event["event"] = value
        raise EOFError


@asynccontextmanager
async def opened(client: httpx.AsyncClient) -> AsyncIterator[tuple[Events, dict[str, str]]]:
    """A stream without a body, and the header that names it."""
    async with asyncio.timeout(5), client.stream("POST", STREAM) as response:
        assert response.status_code == 200
        yield Events(response), {"x-stream-id": response.headers["x-stream-id"]}


async def test_path_and_query_are_the_first_message_and_the_body_the_others(
    client: httpx.AsyncClient, services: AnsweringServices, echo: Echo
) -> None:
    query, body = "?target.include_details=true", lines(update(1), update(2, edit={"span": {"start": 1, "end": 3}}))
    response = await client.post(STREAM + query, content=body, headers=NDJSON)
    assert (response.status_code, response.headers["content-type"]) == (200, "text/event-stream")
    assert revisions(response.text) == [1, 2]
    first, second, third = (each.request for each in services.received["StreamScore"])
    assert (first.target.persona_id, first.target.include_details) == (PERSONA, True)
    assert second.update.text == "a\nb"
    assert (third.update.edit.span.start, third.update.edit.span.end) == (1, 3)
    assert echo.closed.is_set()


async def test_a_body_of_plain_json_is_one_message_over_any_number_of_lines(
    client: httpx.AsyncClient, echo: Echo
) -> None:
    response = await client.post(
        STREAM, content=json.dumps(update(7), indent=2), headers={"content-type": "application/json"}
    )
    assert revisions(response.text) == [7]


async def test_answers_and_faults_come_while_the_body_is_still_being_sent(
    client: httpx.AsyncClient, echo: Echo
) -> None:
    # httpx reads no answer before the request has ended; many clients do, and this socket.
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    head = (
        f"POST {STREAM} HTTP/1.1\r\nhost: localhost\r\nauthorization: {CALLER['Authorization']}\r\n"
        f"content-type: {NDJSON['content-type']}\r\ntransfer-encoding: chunked\r\n"
    )
    writer.write(f"{head}\r\n".encode())
    whole = lines(update(1), update(2))
    answers = {whole[:80]: b'"draft_revision":"1"', whole[80:]: b'"draft_revision":"2"', b"{}]\n": b"event: error\n"}
    async with asyncio.timeout(5):
        for part, answer in answers.items():
            writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
            assert await reader.readuntil(answer)
        assert b"MALFORMED_REQUEST" in await reader.readuntil(b"\n\n")
        await echo.over.wait()
    writer.close()
    await writer.wait_closed()


async def test_a_stream_without_a_body_takes_messages_by_further_posts(client: httpx.AsyncClient, echo: Echo) -> None:
    async with opened(client) as (events, named):
        for revision in (1, 2):
            sent = await client.post(STREAM, json=update(revision), headers=named)
            assert (sent.status_code, sent.content) == (204, b"")
            assert int((await events.next())["draft_revision"]) == revision
        several = lines(update(3), update(4))
        assert (await client.post(STREAM, content=several, headers={**named, **NDJSON})).status_code == 204
        assert [int((await events.next())["draft_revision"]) for _ in range(2)] == [3, 4]
    async with asyncio.timeout(5):
        await echo.over.wait()


async def test_a_message_that_cannot_be_read_is_refused_and_the_stream_stays_open(
    client: httpx.AsyncClient, echo: Echo
) -> None:
    async with opened(client) as (events, named):
        refused = await client.post(STREAM, json={"update": {"txt": "a"}}, headers=named)
        assert (refused.status_code, refused.json()["violations"][0]["field"]) == (400, "update.txt")
        await client.post(STREAM, json=update(5), headers=named)
        assert int((await events.next())["draft_revision"]) == 5


async def test_a_closed_or_foreign_stream_takes_no_messages(client: httpx.AsyncClient, echo: Echo) -> None:
    async with opened(client) as (_, named):
        elsewhere = await client.post(STREAM.replace("01a2", "01a3"), json=update(1), headers=named)
        assert (elsewhere.status_code, elsewhere.json()["reason"]) == (404, "STREAM_PROTOCOL")
    async with asyncio.timeout(5):
        await echo.over.wait()
        while (late := await client.post(STREAM, json=update(1), headers=named)).status_code == 204:
            pass
    assert (late.status_code, late.json()["reason"]) == (404, "STREAM_PROTOCOL")


async def test_a_refused_first_message_is_a_status(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    async def refuse(_requests: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[StreamScoreResponse]:
        await abort(context, grpc.StatusCode.NOT_FOUND, "No such persona.", error_info("PERSONA_NOT_FOUND"))
        yield StreamScoreResponse()

    services.streams["StreamScore"] = refuse
    for body in (b"", lines(update(1))):
        response = await client.post(STREAM, content=body, headers=NDJSON)
        assert (response.status_code, response.json()["reason"]) == (404, "PERSONA_NOT_FOUND")


async def test_an_error_midway_is_an_event(client: httpx.AsyncClient, echo: Echo) -> None:
    body = lines(update(1), update(2, edit={"span": {"start": 101, "end": 101}}), update(3))
    first, last = blocks((await client.post(STREAM, content=body, headers=NDJSON)).text)
    assert json.loads(first["data"])["draft_revision"] == "1"
    assert (last["event"], json.loads(last["data"])["reason"]) == ("error", "INVALID_FIELD")


@pytest.mark.parametrize("line", [b"{", b"[]", b'{"update": {"draft_revision": "x"}}'])
async def test_a_first_line_that_is_no_message_is_a_status(client: httpx.AsyncClient, echo: Echo, line: bytes) -> None:
    assert (await client.post(STREAM, content=line, headers=NDJSON)).status_code == 400
    async with asyncio.timeout(5):
        await echo.over.wait()


async def test_each_message_may_be_as_large_as_a_body(
    start_gateway: StartGateway, base_settings: GatewaySettings, echo: Echo
) -> None:
    async with start_gateway(base_settings.model_copy(update={"max_body_bytes": 2000})) as client:
        many = lines(*[update(each) for each in range(100)])
        assert revisions((await client.post(STREAM, content=many, headers=NDJSON)).text) == list(range(100))
        large = await client.post(STREAM, content=lines(update(1, text="a" * 3000)), headers=NDJSON)
        assert large.json()["reason"] == "BODY_TOO_LARGE"


async def test_shutdown_ends_an_open_stream_cleanly(
    start_gateway: StartGateway, base_settings: GatewaySettings, echo: Echo
) -> None:
    async with asyncio.timeout(8), httpx.AsyncClient(headers=CALLER, trust_env=False) as outlives:
        async with start_gateway(base_settings) as client:
            reading = asyncio.ensure_future(outlives.post(client.base_url.join(STREAM)))
            await echo.begun.wait()
        assert (await reading).status_code == 200
        await echo.over.wait()
