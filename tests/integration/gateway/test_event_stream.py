"""Server streams arrive as server-sent events."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import grpc
import httpx
from persona.registry.v1 import persona_pb2
from persona.registry.v1.registry_service_pb2 import WatchPersonasResponse

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import CALLER, StartGateway
from tests.support.answering import AnsweringServices, abort, error_info

WATCH = "/v1/personas:watch"


def change(token: str, name: str = "Ada") -> WatchPersonasResponse:
    persona = persona_pb2.Persona(id="p", display_name=name)
    kind = persona_pb2.PersonaChange.KIND_UPSERTED
    return WatchPersonasResponse(
        change=persona_pb2.PersonaChange(kind=kind, persona_id="p", persona=persona), resume_token=token
    )


def checkpoint(token: str) -> WatchPersonasResponse:
    return WatchPersonasResponse(checkpoint=WatchPersonasResponse.Checkpoint(), resume_token=token)


async def two_events(_request: Any, _context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
    yield change("t1", "line\nbreak")
    yield checkpoint("t2")


class Silence:
    """A stream that says `words` and then nothing until it is cancelled."""

    def __init__(self, *words: WatchPersonasResponse) -> None:
        self.words = words
        self.said_all = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def __call__(self, _request: Any, _context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
        for word in self.words:
            yield word
        self.said_all.set()
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise


def blocks(text: str) -> list[dict[str, str]]:
    parts = [part for part in text.split("\n\n") if part and not part.startswith((":", "retry"))]
    return [dict(line.split(": ", 1) for line in part.split("\n")) for part in parts]


async def test_events_carry_their_kind_their_token_and_their_message(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.streams["WatchPersonas"] = two_events
    response = await client.get(WATCH)
    assert response.headers["content-type"] == "text/event-stream"
    first, second = blocks(response.text)
    assert (first["event"], first["id"]) == ("change", "t1")
    document = json.loads(first["data"])
    assert document["change"]["persona"]["display_name"] == "line\nbreak"
    assert document["resume_token"] == "t1"
    assert (second["event"], second["id"], json.loads(second["data"])["checkpoint"]) == ("checkpoint", "t2", {})


async def test_the_last_event_id_resumes_and_wins_over_the_query(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.streams["WatchPersonas"] = two_events
    await client.get(f"{WATCH}?resume_token=t0")
    assert services.last("WatchPersonas").request.resume_token == "t0"
    await client.get(f"{WATCH}?resume_token=t0", headers={"Last-Event-ID": "t2"})
    assert services.last("WatchPersonas").request.resume_token == "t2"


async def test_an_error_before_the_first_event_is_a_status(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def refuse(_request: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
        await abort(context, grpc.StatusCode.INVALID_ARGUMENT, "Too old.", error_info("RESUME_TOKEN_INVALID"))
        yield checkpoint("never")

    services.streams["WatchPersonas"] = refuse
    response = await client.get(WATCH)
    assert (response.status_code, response.json()["reason"]) == (400, "RESUME_TOKEN_INVALID")


async def test_a_later_error_is_an_event_with_the_problem(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def break_down(_request: Any, context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
        yield change("t1")
        await abort(context, grpc.StatusCode.UNAVAILABLE, "No database.", error_info("DEPENDENCY_UNAVAILABLE"))

    services.streams["WatchPersonas"] = break_down
    response = await client.get(WATCH)
    first, last = blocks(response.text)
    assert (first["event"], last["event"]) == ("change", "error")
    problem = json.loads(last["data"])
    assert (problem["status"], problem["reason"]) == (503, "DEPENDENCY_UNAVAILABLE")
    assert problem["request_id"] == response.headers["x-request-id"]


async def test_a_silent_stream_begins_and_says_that_it_lives(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.streams["WatchPersonas"] = Silence()
    async with client.stream("GET", WATCH) as response:
        assert response.status_code == 200
        lines = response.aiter_lines()
        async with asyncio.timeout(3):
            while await anext(lines) != ": keep-alive":
                continue


async def test_a_passed_deadline_ends_the_stream_without_an_error(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.streams["WatchPersonas"] = Silence(checkpoint("t1"))
    response = await client.get(WATCH, headers={"X-Timeout-Seconds": "0.3"})
    assert [each["event"] for each in blocks(response.text)] == ["checkpoint"]


async def test_a_client_that_leaves_ends_the_stream_at_the_service(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    silence = services.streams["WatchPersonas"] = Silence(checkpoint("t1"))
    async with client.stream("GET", WATCH) as response:
        await anext(response.aiter_lines())
    async with asyncio.timeout(5):
        await silence.cancelled.wait()


async def test_shutdown_ends_open_streams_cleanly(
    start_gateway: StartGateway, base_settings: GatewaySettings, services: AnsweringServices
) -> None:
    silence = services.streams["WatchPersonas"] = Silence(checkpoint("t1"))
    async with asyncio.timeout(5), httpx.AsyncClient(headers=CALLER, trust_env=False) as outlives:
        async with start_gateway(base_settings) as client:
            reading = asyncio.ensure_future(outlives.get(client.base_url.join(WATCH)))
            await silence.said_all.wait()
        # Leaving the block stopped the gateway: the stream must have ended as a whole response.
        assert [each["event"] for each in blocks((await reading).text)] == ["checkpoint"]
        await silence.cancelled.wait()
