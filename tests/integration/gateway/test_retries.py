"""The gateway retries what the contract declares repeatable, as often as services do among themselves."""

import json
from typing import Any

import grpc
import httpx
from persona.analyzer.v1 import analyzer_service_pb2

from libs.servicekit.calls.channels import channel_options
from tests.support.answering import AnsweringServices


def _attempts() -> int:
    options = dict(channel_options([("persona.analyzer.v1.AnalyzerService", "ListMetrics")]))
    policy: dict[str, Any] = json.loads(str(options["grpc.service_config"]))["methodConfig"][0]["retryPolicy"]
    return policy["maxAttempts"]


async def test_a_read_is_retried_until_the_service_is_available(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def available_at_last(_request: object, context: grpc.aio.ServicerContext) -> Any:
        if len(services.received["ListMetrics"]) < _attempts():
            await context.abort(grpc.StatusCode.UNAVAILABLE)
        return analyzer_service_pb2.ListMetricsResponse()

    services.answers["ListMetrics"] = available_at_last
    assert (await client.get("/v1/metrics")).status_code == 200
    assert len(services.received["ListMetrics"]) == _attempts()


async def test_a_creation_is_sent_once(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    services.fail("CreatePersona", grpc.StatusCode.UNAVAILABLE, "Not now.")
    response = await client.post("/v1/personas", json={"display_name": "A"})
    assert response.status_code == 503
    assert len(services.received["CreatePersona"]) == 1
