"""Limits of a connection, over sockets: the size of the head, the time for head and body, and the count of them."""

import asyncio
import http.client
import json
import socket
import time
from collections.abc import AsyncIterator, Iterable
from contextlib import ExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpx
import pytest
from persona.analyzer.v1 import analyzer_service_pb2

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import CALLER, StartGateway
from tests.integration.gateway.test_conversation import NDJSON, STREAM, Echo, lines, revisions, update
from tests.support.answering import AnsweringServices

GET = b"GET /livez HTTP/1.1\r\nHost: localhost\r\n"
POST = b"POST /v1/texts:analyze HTTP/1.1\r\nHost: localhost\r\nAuthorization: %b\r\n" % CALLER["Authorization"].encode()
CHUNKED = b"Transfer-Encoding: chunked\r\n\r\n"
MIB = 2**20


@dataclass
class Answer:
    """All that a connection received until its end."""

    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def problem(self) -> dict[str, Any]:
        assert self.headers["content-type"] == "application/problem+json"
        document = json.loads(self.body)
        assert document["status"] == self.status
        return document


async def exchange(client: httpx.AsyncClient, *parts: bytes, pause: float = 0.0) -> Answer | None:
    """Sends the parts, then reads to the end, as a client that reads nothing before it has sent all."""
    began = time.monotonic()
    reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
    try:
        async with asyncio.timeout(10):
            for part in parts:
                writer.write(part)
                await writer.drain()
                await asyncio.sleep(pause)
            received = await reader.read()
    finally:
        writer.close()
    head, _, body = received.partition(b"\r\n\r\n")
    if not head:
        return None
    first, *fields = head.decode().split("\r\n")
    headers = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
    return Answer(int(first.split()[1]), headers, body, time.monotonic() - began)


async def refusal(client: httpx.AsyncClient, *parts: bytes, pause: float = 0.0) -> Answer:
    """The answer of a gateway that closes the connection by itself."""
    answer = await exchange(client, *parts, pause=pause)
    assert answer is not None
    assert answer.headers["connection"] == "close"
    assert answer.problem["request_id"] == answer.headers["x-request-id"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    return answer


@asynccontextmanager
async def impatient(
    start_gateway: StartGateway, settings: GatewaySettings, **changes: float
) -> AsyncIterator[httpx.AsyncClient]:
    """A gateway that waits for fractions of a second."""
    times = {"head_seconds": 0.3, "body_seconds": 0.3, "linger_seconds": 1.0, "stalled_seconds": 0.3}
    async with start_gateway(settings.model_copy(update={**times, **changes})) as client:
        yield client


async def read_to_end(connection: socket.socket) -> int:
    """The number of bytes that were received before the end or the reset of the connection."""
    received = 0
    with suppress(ConnectionError):
        while part := await asyncio.get_running_loop().sock_recv(connection, MIB):
            received += len(part)
    return received


async def keep_sending(writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"a" * 1000)
        await writer.drain()
        await asyncio.sleep(0.01)


def fields(count: int) -> Iterable[bytes]:
    return (b"X-%d: 1\r\n" % index for index in range(count))


@pytest.mark.parametrize(
    ("parts", "status"),
    [
        ([GET, *fields(98), b"Connection: close\r\n\r\n"], 200),
        ([GET, *fields(100), b"\r\n"], 431),
        ([GET, b"X: ", b"a" * 60_000, b"\r\nConnection: close\r\n\r\n"], 200),
        ([GET, b"X: ", b"a" * 66_000, b"\r\n\r\n"], 431),
        ([GET, *[b"X: " + b"a" * 20_000 + b"\r\n"] * 4, b"\r\n"], 431),
        ([GET, b"X: ", *[b"a" * MIB] * 30], 431),
        ([GET, b"a" * MIB, *[b"a" * MIB] * 8], 431),
        ([b"GET /livez?", *[b"a" * MIB] * 30], 414),
        ([b"GET /livez?" + b"a" * 66_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"], 414),
        ([POST, CHUNKED, b"1\r\na\r\n0\r\n", *[b"X: " + b"a" * 20_000 + b"\r\n"] * 20, b"\r\n"], 431),
        ([POST, CHUNKED, b"1\r\na\r\n0\r\nX: ", *[b"a" * MIB] * 8], 431),
        ([POST, CHUNKED, b"1;x=", *[b"a" * MIB] * 8], 431),
        ([b"\r\n" * 100_000], 431),
        ([b"\x16\x03\x01\x02\x00\x01\r\n\r\n"], 400),
        ([GET, b"Host : x\r\n\r\n"], 400),
    ],
)
async def test_a_head_has_a_limit_of_bytes_and_of_fields(
    client: httpx.AsyncClient, parts: list[bytes], status: int
) -> None:
    answer = await exchange(client, *parts)
    assert answer is not None
    assert answer.status == status
    if status != 200:
        assert answer.problem["reason"] == "MALFORMED_REQUEST"
        assert len(answer.body) < 1_000


async def test_a_trailer_adds_no_fields_to_the_head(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answer("AnalyzeText", analyzer_service_pb2.AnalyzeTextResponse())
    body = b"d\r\n" + b'{"text": "a"}' + b"\r\n0\r\nX-Timeout-Seconds: none\r\n\r\n"
    answer = await exchange(client, POST, b"Connection: close\r\n", CHUNKED, body)
    assert answer is not None
    assert answer.status == 200


async def test_a_head_that_does_not_end_is_answered_in_time(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        for parts in ([GET], [GET[:3]], [GET, *[b"X: 1\r\n"] * 20], [b"\r\n"]):
            answer = await refusal(client, *parts, pause=0.02)
            assert (answer.status, answer.problem["reason"]) == (408, "DEADLINE_EXCEEDED")
            assert 0.25 < answer.seconds < 1


async def test_a_connection_that_says_nothing_is_closed_in_time(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        began = time.monotonic()
        assert await exchange(client) is None
        assert 0.25 < time.monotonic() - began < 1


async def test_a_later_head_of_a_connection_has_the_same_time(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        answer = await exchange(client, GET + b"\r\n", GET)
        assert answer is not None
        assert answer.body.count(b"HTTP/1.1 408") == 1
        assert answer.seconds < 1


@pytest.mark.parametrize("announced", [b"Content-Length: 5000\r\n\r\n", CHUNKED])
async def test_a_body_that_comes_too_slowly_is_answered_in_time(
    start_gateway: StartGateway, base_settings: GatewaySettings, announced: bytes
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        answer = await refusal(client, POST, announced, *[b"1\r\na\r\n"] * 20, pause=0.02)
        assert (answer.status, answer.problem["reason"]) == (408, "DEADLINE_EXCEEDED")
        assert 0.25 < answer.seconds < 1.5


async def test_a_body_that_keeps_the_least_rate_may_take_its_time(
    start_gateway: StartGateway, base_settings: GatewaySettings, services: AnsweringServices
) -> None:
    services.answer("AnalyzeText", analyzer_service_pb2.AnalyzeTextResponse())
    body = json.dumps({"text": "word " * 800}).encode()
    parts = [body[start : start + 400] for start in range(0, len(body), 400)]
    head = POST + b"Connection: close\r\nContent-Length: %d\r\n\r\n" % len(body)
    async with impatient(start_gateway, base_settings) as client:
        answer = await exchange(client, head, *parts, pause=0.1)
        assert answer is not None
        assert (answer.status, answer.seconds > 0.9) == (200, True)


async def test_a_stream_of_messages_has_no_least_rate(
    start_gateway: StartGateway, base_settings: GatewaySettings, services: AnsweringServices
) -> None:
    services.streams["StreamScore"] = Echo()

    async def typed() -> AsyncIterator[bytes]:
        for revision in (1, 2, 3):
            yield lines(update(revision))
            await asyncio.sleep(0.4)

    async with impatient(start_gateway, base_settings) as client:
        assert revisions((await client.post(STREAM, content=typed(), headers=NDJSON)).text) == [1, 2, 3]


async def test_two_hundred_unfinished_requests_end_together(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        slow = [exchange(client, GET) for _ in range(100)]
        slow += [exchange(client, POST, b"Content-Length: 9\r\n\r\n", b"a") for _ in range(100)]
        answers = await asyncio.gather(*slow)
        assert {answer.status for answer in answers if answer} == {408}
        assert (await client.get("/livez")).status_code == 200


async def test_a_peer_has_a_limit_of_connections_and_others_go_on(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    changes = {"max_connections_per_peer": 100, "head_seconds": 5.0}
    async with impatient(start_gateway, base_settings, **changes) as client:
        address = (client.base_url.host, client.base_url.port or 0)
        with ExitStack() as stack:
            for _ in range(100):
                stack.enter_context(socket.create_connection(address))
            for _ in range(200):
                answer = await refusal(client)
                assert (answer.status, answer.headers["retry-after"]) == (429, "1")
            with socket.create_connection(address, source_address=("127.0.0.2", 0)) as other:
                reader, writer = await asyncio.open_connection(sock=other)
                writer.write(GET + b"\r\n")
                assert (await reader.readline()).split()[1] == b"200"
                writer.close()
        await asyncio.sleep(0.1)
        assert (await client.get("/livez")).status_code == 200


async def test_all_peers_together_have_a_limit_of_connections(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings, max_connections=10) as client:
        with ExitStack() as stack:
            for index in range(10):
                source = (f"127.0.1.{index + 1}", 0)
                address = (client.base_url.host, client.base_url.port or 0)
                stack.enter_context(socket.create_connection(address, source_address=source))
            answer = await refusal(client, GET, b"\r\n")
            assert (answer.status, answer.headers["retry-after"]) == (503, "1")
        await asyncio.sleep(0.1)
        assert (await client.get("/livez")).status_code == 200


@pytest.mark.parametrize("size", [5 * MIB, 100 * MIB])
@pytest.mark.parametrize("chunked", [False, True])
async def test_a_client_that_sends_all_before_it_reads_sees_that_its_body_is_too_large(
    client: httpx.AsyncClient, size: int, *, chunked: bool
) -> None:
    def send() -> tuple[int, Any]:
        parts = (b" " * MIB for _ in range(size // MIB))
        connection = http.client.HTTPConnection(client.base_url.host, client.base_url.port, timeout=20)
        headers = dict(CALLER) if chunked else {**CALLER, "Content-Length": str(size)}
        connection.request("POST", "/v1/texts:analyze", parts, headers, encode_chunked=chunked)
        with connection.getresponse() as response:
            status, problem = response.status, json.load(response)
        connection.close()
        return status, problem

    status, problem = await asyncio.to_thread(send)
    assert (status, problem["reason"]) == (413, "BODY_TOO_LARGE")


async def test_an_endless_body_is_dropped_for_a_limited_time(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with impatient(start_gateway, base_settings) as client:
        began = time.monotonic()
        reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
        writer.write(POST + b"Content-Length: 5000000000\r\n\r\n")
        assert (await reader.readline()).split()[1] == b"413"
        with pytest.raises(ConnectionError):
            await keep_sending(writer)
        assert 0.8 < time.monotonic() - began < 3
        writer.close()


async def test_a_client_that_takes_nothing_of_its_answer_is_disconnected(
    start_gateway: StartGateway, base_settings: GatewaySettings, services: AnsweringServices
) -> None:
    text = "word " * 2_000_000
    answer = analyzer_service_pb2.AnalyzeTextResponse()
    answer.measurements.add(metric_id=text)
    services.answer("AnalyzeText", answer)
    loop = asyncio.get_running_loop()
    async with impatient(start_gateway, base_settings) as client:
        with socket.socket() as connection:
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.setblocking(False)
            await loop.sock_connect(connection, (client.base_url.host, client.base_url.port))
            await loop.sock_sendall(connection, POST + b"Content-Length: 13\r\n\r\n" + b'{"text": "a"}')
            await asyncio.sleep(2)
            received = await read_to_end(connection)
    assert 0 < received < len(text)


async def test_a_request_that_offers_another_protocol_is_served_in_this_one(client: httpx.AsyncClient) -> None:
    offer = b"Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n"
    answer = await exchange(client, GET, offer)
    assert answer is not None
    assert (answer.status, answer.headers["connection"]) == (200, "close")


async def test_pipelined_requests_are_answered_in_order(client: httpx.AsyncClient) -> None:
    answer = await exchange(client, (GET + b"\r\n") * 5 + GET + b"Connection: close\r\n\r\n")
    assert answer is not None
    assert answer.body.count(b"HTTP/1.1 200") == 5


@pytest.mark.parametrize("hosts", [b"", b"Host: localhost\r\nHost: evil.example\r\n"])
async def test_a_request_names_one_host(client: httpx.AsyncClient, hosts: bytes) -> None:
    answer = await exchange(client, b"GET /livez HTTP/1.1\r\n" + hosts + b"Connection: close\r\n\r\n")
    assert answer is not None
    assert answer.status == 400
