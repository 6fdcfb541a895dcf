"""API keys become tokens at the registry; tokens are passed on; the services judge."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import grpc
import httpx
import pytest
import pytest_asyncio
from persona.analyzer.v1 import analyzer_service_pb2
from persona.registry.v1 import identity_service_pb2
from persona.registry.v1.registry_service_pb2 import WatchPersonasResponse

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import running
from tests.support.answering import AnsweringServices, abort, error_info


@pytest_asyncio.fixture(scope="module")
async def client(base_settings: GatewaySettings) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a credential of its own."""
    async with running(base_settings) as http:
        del http.headers["Authorization"]
        yield http


@pytest.fixture
def metrics(services: AnsweringServices) -> AnsweringServices:
    services.answer("ListMetrics", analyzer_service_pb2.ListMetricsResponse())
    return services


def give_token(services: AnsweringServices, token: str, *, lifetime: timedelta = timedelta(minutes=5)) -> None:
    response = identity_service_pb2.ExchangeApiKeyResponse(access_token=token)
    response.expire_time.FromDatetime(datetime.now(UTC) + lifetime)
    services.answer("ExchangeApiKey", response)


@pytest.mark.parametrize(
    "headers", [{"Authorization": "Bearer psk_one"}, {"authorization": "bearer psk_two"}, {"X-Api-Key": "psk_three"}]
)
async def test_an_api_key_is_exchanged_for_a_token(
    client: httpx.AsyncClient, metrics: AnsweringServices, headers: dict[str, str]
) -> None:
    give_token(metrics, "token-1")
    assert (await client.get("/v1/metrics", headers=headers)).status_code == 200
    assert metrics.last("ExchangeApiKey").request.api_key == next(iter(headers.values())).split()[-1]
    assert metrics.last("ListMetrics").metadata["authorization"] == "Bearer token-1"
    assert "psk_" not in str(metrics.last("ListMetrics").metadata)


async def test_many_requests_at_once_exchange_a_key_once(client: httpx.AsyncClient, metrics: AnsweringServices) -> None:
    give_token(metrics, "token-2")
    headers = {"X-Api-Key": "psk_many"}
    await asyncio.gather(*(client.get("/v1/metrics", headers=headers) for _ in range(20)))
    await client.get("/v1/metrics", headers=headers)
    assert len(metrics.received["ListMetrics"]) == 21
    assert len(metrics.received["ExchangeApiKey"]) == 1


async def test_a_token_that_is_about_to_end_is_exchanged_anew(
    client: httpx.AsyncClient, metrics: AnsweringServices
) -> None:
    give_token(metrics, "old", lifetime=timedelta(seconds=0.2))
    headers = {"X-Api-Key": "psk_ending"}
    await client.get("/v1/metrics", headers=headers)
    give_token(metrics, "new")
    await asyncio.sleep(0.2)
    await client.get("/v1/metrics", headers=headers)
    assert metrics.last("ListMetrics").metadata["authorization"] == "Bearer new"


async def test_a_token_that_a_service_refuses_is_renewed_once(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def accept_new(_request: object, context: grpc.aio.ServicerContext) -> object:
        if services.last("ListMetrics").metadata["authorization"] != "Bearer new":
            give_token(services, "new")
            await abort(context, grpc.StatusCode.UNAUTHENTICATED, "Signed by another key.", error_info("TOKEN_INVALID"))
        return analyzer_service_pb2.ListMetricsResponse()

    services.answers["ListMetrics"] = accept_new
    give_token(services, "old")
    assert (await client.get("/v1/metrics", headers={"X-Api-Key": "psk_renewed"})).status_code == 200
    assert len(services.received["ListMetrics"]) == 2


async def test_a_refused_key_is_told_and_remembered_only_briefly(
    client: httpx.AsyncClient, metrics: AnsweringServices
) -> None:
    code, headers = grpc.StatusCode.UNAUTHENTICATED, {"X-Api-Key": "psk_wrong"}
    metrics.fail("ExchangeApiKey", code, "The API key is unknown.", error_info("API_KEY_INVALID"))
    for _ in range(3):
        response = await client.get("/v1/metrics", headers=headers)
        assert (response.status_code, response.json()["reason"]) == (401, "API_KEY_INVALID")
        assert response.headers["www-authenticate"] == "Bearer"
    assert len(metrics.received["ExchangeApiKey"]) == 1
    assert "ListMetrics" not in metrics.received


async def test_a_failure_of_the_registry_is_not_remembered(
    client: httpx.AsyncClient, metrics: AnsweringServices
) -> None:
    headers = {"X-Api-Key": "psk_unlucky"}
    metrics.fail("ExchangeApiKey", grpc.StatusCode.INTERNAL, "Broken.", error_info("INTERNAL"))
    assert (await client.get("/v1/metrics", headers=headers)).status_code == 500
    give_token(metrics, "token-3")
    assert (await client.get("/v1/metrics", headers=headers)).status_code == 200


async def test_a_token_is_passed_on_as_it_is(client: httpx.AsyncClient, metrics: AnsweringServices) -> None:
    await client.get("/v1/metrics", headers={"Authorization": "Bearer eyJ.x.y"})
    assert metrics.last("ListMetrics").metadata["authorization"] == "Bearer eyJ.x.y"
    assert "ExchangeApiKey" not in metrics.received


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer"}])
@pytest.mark.parametrize("content", [b"{", b'{"text": "a"}', b'{"' + b"n" * 10_000 + b'": 1}'])
async def test_without_a_credential_no_body_is_read_and_no_service_called(
    client: httpx.AsyncClient, services: AnsweringServices, headers: dict[str, str], content: bytes
) -> None:
    response = await client.post("/v1/texts:analyze", content=content, headers=headers)
    assert (response.status_code, response.json()["reason"]) == (401, "TOKEN_MISSING")
    assert response.headers["www-authenticate"] == "Bearer"
    assert not services.received


async def test_a_key_is_refused_before_the_body_is_read(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    code = grpc.StatusCode.UNAUTHENTICATED
    services.fail("ExchangeApiKey", code, "The API key is unknown.", error_info("API_KEY_INVALID"))
    response = await client.post("/v1/texts:analyze", content=b"{", headers={"X-Api-Key": "psk_body"})
    assert (response.status_code, response.json()["reason"]) == (401, "API_KEY_INVALID")


async def test_a_connection_serves_on_after_a_body_that_was_not_read(
    client: httpx.AsyncClient, metrics: AnsweringServices
) -> None:
    for _ in range(3):
        assert (await client.post("/v1/texts:analyze", content=b" " * 3_000_000)).status_code == 401
    assert (await client.get("/v1/metrics", headers={"Authorization": "Bearer eyJ.x.y"})).status_code == 200


async def test_a_token_of_other_characters_is_refused(client: httpx.AsyncClient, metrics: AnsweringServices) -> None:
    response = await client.get("/v1/metrics", headers=[(b"authorization", "Bearer ü".encode("latin-1"))])
    assert (response.status_code, response.json()["reason"]) == (401, "TOKEN_INVALID")
    assert "ListMetrics" not in metrics.received


async def test_a_public_method_needs_no_exchange(client: httpx.AsyncClient, services: AnsweringServices) -> None:
    give_token(services, "token-4")
    response = await client.post("/v1/tokens:exchange", json={"api_key": "k"}, headers={"X-Api-Key": "psk_public"})
    assert response.json()["access_token"] == "token-4"
    assert [each.request.api_key for each in services.received["ExchangeApiKey"]] == ["k"]


async def test_a_stream_too_renews_a_token_that_is_refused(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def accept_new(_request: object, context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
        if services.last("WatchPersonas").metadata["authorization"] != "Bearer new":
            give_token(services, "new")
            await abort(context, grpc.StatusCode.UNAUTHENTICATED, "Signed by another key.", error_info("TOKEN_INVALID"))
        yield WatchPersonasResponse(resume_token="t1")

    services.streams["WatchPersonas"] = accept_new
    give_token(services, "old")
    response = await client.get("/v1/personas:watch", headers={"X-Api-Key": "psk_stream"})
    assert (response.status_code, "id: t1" in response.text) == (200, True)
    assert len(services.received["WatchPersonas"]) == 2


async def test_a_stream_that_ends_with_its_token_ends_without_an_error(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    async def expire(_request: object, context: grpc.aio.ServicerContext) -> AsyncIterator[WatchPersonasResponse]:
        yield WatchPersonasResponse(resume_token="t1")
        await abort(context, grpc.StatusCode.UNAUTHENTICATED, "Expired.", error_info("TOKEN_EXPIRED"))

    services.streams["WatchPersonas"] = expire
    give_token(services, "brief")
    response = await client.get("/v1/personas:watch", headers={"X-Api-Key": "psk_watch"})
    assert (response.status_code, "id: t1" in response.text) == (200, True)
    assert "event: error" not in response.text
