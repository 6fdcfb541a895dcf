"""A failure of a service becomes a problem with its reason, fields and retry, and no more than that."""

import asyncio

import grpc
import httpx
import pytest
from google.protobuf import duration_pb2
from google.rpc import error_details_pb2
from persona.analyzer.v1 import analyzer_service_pb2
from persona.style.v1 import metric_pb2

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import StartGateway, at
from tests.support.answering import AnsweringServices, error_info

# The mapping that grpc-gateway documents for google.rpc.Code.
STATUS = {
    grpc.StatusCode.CANCELLED: 499,
    grpc.StatusCode.UNKNOWN: 500,
    grpc.StatusCode.INVALID_ARGUMENT: 400,
    grpc.StatusCode.DEADLINE_EXCEEDED: 504,
    grpc.StatusCode.NOT_FOUND: 404,
    grpc.StatusCode.ALREADY_EXISTS: 409,
    grpc.StatusCode.PERMISSION_DENIED: 403,
    grpc.StatusCode.UNAUTHENTICATED: 401,
    grpc.StatusCode.RESOURCE_EXHAUSTED: 429,
    grpc.StatusCode.FAILED_PRECONDITION: 400,
    grpc.StatusCode.ABORTED: 409,
    grpc.StatusCode.OUT_OF_RANGE: 400,
    grpc.StatusCode.UNIMPLEMENTED: 501,
    grpc.StatusCode.INTERNAL: 500,
    grpc.StatusCode.UNAVAILABLE: 503,
    grpc.StatusCode.DATA_LOSS: 500,
}


@pytest.mark.parametrize("code", STATUS, ids=lambda code: code.name)
async def test_every_code_has_its_status(
    client: httpx.AsyncClient, services: AnsweringServices, code: grpc.StatusCode
) -> None:
    services.fail("ListMetrics", code, "A sentence.", error_info("SOME_REASON"))
    response = await client.get("/v1/metrics")
    problem = response.json()
    assert response.status_code == problem["status"] == STATUS[code]
    assert (problem["code"], problem["reason"], problem["detail"]) == (code.name, "SOME_REASON", "A sentence.")


async def test_a_problem_carries_all_that_the_service_says(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(seconds=2, nanos=500_000_000))
    details = (error_info("DEPENDENCY_UNAVAILABLE", dependency="database"), retry)
    services.fail("AnalyzeText", grpc.StatusCode.UNAVAILABLE, "The database cannot be reached.", *details)
    response = await client.post("/v1/texts:analyze", json={"text": "a"}, headers={"X-Request-Id": "my-id"})
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["retry-after"] == "3"
    assert response.json() == {
        "type": "/docs#error-DEPENDENCY_UNAVAILABLE",
        "title": "Dependency unavailable",
        "status": 503,
        "detail": "The database cannot be reached.",
        "code": "UNAVAILABLE",
        "reason": "DEPENDENCY_UNAVAILABLE",
        "metadata": {"dependency": "database"},
        "violations": [],
        "retry_after_seconds": 2.5,
        "request_id": "my-id",
        "instance": "/v1/texts:analyze",
    }


async def test_a_request_that_a_service_finds_too_large_is_413(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    info = error_info("BODY_TOO_LARGE", maxBytes="1024")
    services.fail("ListMetrics", grpc.StatusCode.RESOURCE_EXHAUSTED, "The request is too large.", info)
    response = await client.get("/v1/metrics")
    assert (response.status_code, response.json()["reason"]) == (413, "BODY_TOO_LARGE")
    assert "retry-after" not in response.headers


async def test_overload_that_a_service_reports_is_429_with_the_time_to_wait(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    retry = error_details_pb2.RetryInfo(retry_delay=duration_pb2.Duration(nanos=200_000_000))
    sentence = "Too many calls of this tenant run at once."
    services.fail("AnalyzeText", grpc.StatusCode.RESOURCE_EXHAUSTED, sentence, error_info("OVERLOADED"), retry)
    response = await client.post("/v1/texts:analyze", json={"text": "a"})
    assert (response.status_code, response.headers["retry-after"]) == (429, "1")
    assert (response.json()["reason"], response.json()["detail"]) == ("OVERLOADED", sentence)


async def test_overload_that_grpc_reports_is_not_told_as_a_large_answer(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def refuse(_request: object, context: grpc.aio.ServicerContext) -> None:
        await context.abort(grpc.StatusCode.RESOURCE_EXHAUSTED, "Concurrent RPC limit exceeded!")

    services.answers["ListMetrics"] = refuse
    response = await client.get("/v1/metrics")
    assert (response.status_code, response.headers["retry-after"]) == (429, "1")
    assert "too much to do" in response.json()["detail"]


async def test_an_answer_that_is_too_large_is_told_as_such(
    start_gateway: StartGateway, base_settings: GatewaySettings, services: AnsweringServices
) -> None:
    metric = metric_pb2.Metric(definition="long " * 1_000)
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse(metrics=[metric]))
    async with start_gateway(base_settings.model_copy(update={"max_answer_bytes": 1024})) as client:
        response = await client.get("/v1/metrics")
    assert "larger than the gateway accepts" in response.json()["detail"]
    assert "retry-after" not in response.headers


async def test_what_a_broken_service_says_is_not_passed_on(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def crash(_request: object, _context: grpc.aio.ServicerContext) -> None:
        raise RuntimeError("SELECT secret FROM /etc/passwd")

    services.answers["ListMetrics"] = crash
    response = await client.get("/v1/metrics")
    assert (response.status_code, response.json()["reason"]) == (500, "INTERNAL")
    assert "secret" not in response.text


async def test_a_call_that_an_ending_service_takes_back_may_be_tried_again(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def end(_request: object, context: grpc.aio.ServicerContext) -> None:
        await context.abort(grpc.StatusCode.CANCELLED)

    services.answers["ListMetrics"] = end
    response = await client.get("/v1/metrics")
    assert (response.status_code, response.json()["reason"]) == (503, "DEPENDENCY_UNAVAILABLE")
    assert response.headers["retry-after"] == "1"


async def test_a_service_that_cannot_be_reached_is_named_without_its_address(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with start_gateway(at(base_settings, {"analyzer": "127.0.0.1:1"})) as client:
        response = await client.get("/v1/metrics")
        problem = response.json()
        assert (response.status_code, problem["reason"]) == (503, "DEPENDENCY_UNAVAILABLE")
        assert problem["metadata"] == {"dependency": "analyzer"}
        assert response.headers["retry-after"] == "1"
        assert "127.0.0.1" not in response.text


async def test_a_service_that_is_not_deployed_is_told_as_such(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    async with start_gateway(at(base_settings, {"analyzer": ""})) as client:
        response = await client.get("/v1/metrics")
        assert response.status_code == 503
        assert "not part of this deployment" in response.json()["detail"]
        assert "retry-after" not in response.headers


async def test_a_service_that_comes_back_is_found_within_two_seconds(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    services = AnsweringServices()
    server, address = await services.serve("analyzer")
    async with start_gateway(at(base_settings, {"analyzer": address})) as client:
        assert (await client.get("/v1/metrics")).status_code == 500  # reached: it has no answer
        await server.stop(None)
        assert (await client.get("/v1/metrics")).status_code == 503
        again, _ = await services.serve("analyzer", port=int(address.rpartition(":")[2]))
        async with asyncio.timeout(2):
            statuses = [503]
            while statuses[-1] == 503:
                statuses.append((await client.get("/v1/metrics")).status_code)
        assert statuses[-1] == 500
        await again.stop(None)
