"""Health, cross-origin rules, headers, and the access log."""

import json

import httpx
import pytest
import structlog
from grpc_health.v1 import health_pb2
from persona.analyzer.v1 import analyzer_service_pb2
from persona.registry.v1 import registry_service_pb2

from gateway.server.settings import GatewaySettings
from tests.integration.gateway.running_gateway import StartGateway, at
from tests.support.answering import AnsweringServices
from tests.support.served import NAMES


async def test_healthz_is_ok_when_every_service_serves(client: httpx.AsyncClient) -> None:
    response = await client.get("/healthz")
    assert response.status_code == 200
    assert response.json() == {"status": "SERVING", "services": dict.fromkeys(NAMES, "SERVING")}


async def test_healthz_names_a_service_that_does_not_serve(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.health = health_pb2.HealthCheckResponse.NOT_SERVING
    response = await client.get("/healthz")
    assert response.status_code == 503
    assert response.json()["services"] == dict.fromkeys(NAMES, "NOT_SERVING")
    assert (await client.get("/livez")).status_code == 200


async def test_healthz_names_a_service_that_cannot_be_reached_and_leaves_out_what_is_not_deployed(
    start_gateway: StartGateway, base_settings: GatewaySettings
) -> None:
    changed = at(base_settings, {**dict.fromkeys(NAMES, ""), "analyzer": "127.0.0.1:1"})
    async with start_gateway(changed) as client:
        response = await client.get("/healthz")
        assert (response.status_code, response.json()["services"]) == (503, {"analyzer": "UNREACHABLE"})


@pytest.mark.parametrize("origin", ["http://localhost:5173", "http://127.0.0.1", "http://localhost"])
async def test_pages_of_this_machine_may_call(client: httpx.AsyncClient, origin: str) -> None:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,content-type,x-timeout-seconds",
    }
    response = await client.options("/v1/personas/p", headers=headers)
    assert response.status_code == 200
    assert response.headers["access-control-allow-origin"] == origin
    assert "PATCH" in response.headers["access-control-allow-methods"]


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost.evil.example", "null"])
async def test_other_pages_may_not_read_answers(client: httpx.AsyncClient, origin: str) -> None:
    response = await client.get("/v1/nowhere", headers={"Origin": origin})
    assert "access-control-allow-origin" not in response.headers


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:1", "127.0.0.1:99", "[::1]:8080", "[::1]", "localhost."])
async def test_the_names_of_this_machine_are_served(client: httpx.AsyncClient, host: str) -> None:
    assert (await client.get("/livez", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize("path", ["/livez", "/docs", "/v1/metrics"])
@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8080", "localhost.evil.example", "127.0.0.1.nip.io", ""]
)
async def test_another_host_is_not_served(
    client: httpx.AsyncClient, services: AnsweringServices, host: str, path: str
) -> None:
    response = await client.get(path, headers={"Host": host})
    assert (response.status_code, response.headers["content-type"]) == (421, "application/problem+json")
    assert "PERSONA_GATEWAY_ALLOWED_HOSTS" in response.json()["detail"]
    assert not services.received


@pytest.mark.parametrize(("allowed", "status"), [(("api.example",), 200), (("*",), 200), ((), 421)])
async def test_the_list_of_hosts_is_a_setting(
    start_gateway: StartGateway, base_settings: GatewaySettings, allowed: tuple[str, ...], status: int
) -> None:
    async with start_gateway(base_settings.model_copy(update={"allowed_hosts": allowed})) as client:
        assert (await client.get("/livez", headers={"Host": "api.example"})).status_code == status
        assert (await client.get("/livez")).status_code == 200  # the address that the gateway listens on


async def test_problems_can_be_read_across_origins_with_their_ids(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/nowhere", headers={"Origin": "http://localhost:3000"})
    assert response.headers["access-control-allow-origin"] == "http://localhost:3000"
    assert "X-Request-Id" in response.headers["access-control-expose-headers"]


async def test_answers_forbid_sniffing_framing_and_caching(client: httpx.AsyncClient) -> None:
    headers = (await client.get("/v1/nowhere")).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert "server" not in headers


async def test_the_access_log_tells_the_route_and_no_content(
    client: httpx.AsyncClient, services: AnsweringServices
) -> None:
    services.answer("ListPersonas", registry_service_pb2.ListPersonasResponse())
    services.answer("AnalyzeText", analyzer_service_pb2.AnalyzeTextResponse())
    with structlog.testing.capture_logs() as lines:
        await client.get("/v1/personas?page_token=secret-token", headers={"Authorization": "Bearer secret-key"})
        await client.post("/v1/texts:analyze", json={"text": "secret-text"})
    assert [(line["method"], line["route"], line["status"]) for line in lines] == [
        ("GET", "/v1/personas", 200),
        ("POST", "/v1/texts:analyze", 200),
    ]
    assert all(line["duration_ms"] > 0 and line["request_id"] for line in lines)
    assert "secret" not in json.dumps(lines)


@pytest.mark.parametrize("path", ["/healthz", "/docs", "/openapi.json"])
async def test_pages_too_refuse_other_methods_with_a_problem(client: httpx.AsyncClient, path: str) -> None:
    response = await client.post(path)
    assert (response.status_code, response.headers["content-type"]) == (405, "application/problem+json")
    assert response.json()["reason"] == "ROUTE_NOT_FOUND"
    assert "GET" in response.headers["allow"]
