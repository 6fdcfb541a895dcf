"""Deadlines, cancellation and ids travel with the call."""

import asyncio

import grpc
import httpx
import pytest
from persona.analyzer.v1 import analyzer_service_pb2

from tests.support.answering import AnsweringServices


class Sleeper:
    """A method that waits for long, and knows when it was cancelled."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.cancelled = asyncio.Event()

    async def __call__(self, _request: object, _context: grpc.aio.ServicerContext) -> object:
        self.begun.set()
        try:
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            self.cancelled.set()
            raise
        return analyzer_service_pb2.ListMetricsResponse()


@pytest.mark.parametrize(("headers", "seconds"), [({}, 30), ({"X-Timeout-Seconds": "2.5"}, 2.5)])
async def test_the_deadline_travels_with_the_call(
    client: httpx.AsyncClient, services: AnsweringServices, headers: dict[str, str], seconds: float
) -> None:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    await client.get("/v1/metrics", headers=headers)
    assert services.last("ListMetrics").time_remaining == pytest.approx(seconds, abs=1)


async def test_a_passed_deadline_is_told(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.answers["ListMetrics"] = Sleeper()
    response = await client.get("/v1/metrics", headers={"X-Timeout-Seconds": "0.1"})
    assert (response.status_code, response.json()["reason"]) == (504, "DEADLINE_EXCEEDED")


async def test_a_client_that_leaves_cancels_the_call(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    sleeper = services.answers["ListMetrics"] = Sleeper()
    asking = asyncio.ensure_future(client.get("/v1/metrics"))
    await sleeper.begun.wait()
    asking.cancel()
    async with asyncio.timeout(5):
        await sleeper.cancelled.wait()


async def test_the_clients_request_id_is_passed_on_and_echoed(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    response = await client.get("/v1/metrics", headers={"X-Request-Id": "abc-1", "traceparent": trace})
    assert response.headers["x-request-id"] == "abc-1"
    metadata = services.last("ListMetrics").metadata
    assert (metadata["x-request-id"], metadata["traceparent"]) == ("abc-1", trace)


@pytest.mark.parametrize("unusable", ["", "a b", "x" * 129, "<script>"])
async def test_an_unusable_request_id_is_replaced(
    client: httpx.AsyncClient, services: AnsweringServices, unusable: str
) -> None:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    response = await client.get("/v1/metrics", headers={"X-Request-Id": unusable, "traceparent": "nonsense"})
    made = response.headers["x-request-id"]
    assert made != unusable
    assert services.last("ListMetrics").metadata["x-request-id"] == made
    assert "traceparent" not in services.last("ListMetrics").metadata


async def test_unknown_paths_have_a_request_id_too(client: httpx.AsyncClient) -> None:
    response = await client.get("/nowhere")
    assert response.json()["request_id"] == response.headers["x-request-id"]
