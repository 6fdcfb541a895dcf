"""What the gateway offers beside calls, in front of the real services."""

import json
import threading

import httpx

from deploy.local.services import SERVICES
from tests.support.stack import Stack


def test_reference_and_its_page_are_served_without_a_key(stack: Stack) -> None:
    document = httpx.get(f"{stack.url}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    assert "/v1/personas/{persona_id}:scoreText" in document["paths"]
    page = httpx.get(f"{stack.url}/docs", follow_redirects=True)
    assert (page.status_code, page.headers["content-type"].split(";")[0]) == (httpx.codes.OK, "text/html")
    assert "http://" not in page.text.replace("http://www.w3.org", "")
    assert "https://" not in page.text


def test_health_names_every_service(stack: Stack) -> None:
    health = httpx.get(f"{stack.url}/healthz").json()
    assert set(health["services"]) == {service.name for service in SERVICES}


def test_key_that_is_wrong_or_missing_is_unauthorized(stack: Stack) -> None:
    missing = httpx.get(f"{stack.url}/v1/personas")
    wrong = httpx.get(f"{stack.url}/v1/personas", headers={"authorization": "Bearer psk_wrong"})
    assert (missing.status_code, missing.json()["reason"]) == (401, "TOKEN_MISSING")
    assert (wrong.status_code, wrong.json()["reason"]) == (401, "API_KEY_INVALID")


def test_update_with_a_stale_etag_conflicts(stack: Stack) -> None:
    with stack.http() as http:
        persona = http.post("/v1/personas", json={"display_name": "Etag"}).json()
        path = f"/v1/personas/{persona['id']}"
        changed = http.patch(path, json={"description": "new", "etag": persona["etag"]})
        assert changed.json()["description"] == "new"
        stale = http.patch(path, json={"description": "newer", "etag": persona["etag"]})
        assert (stale.status_code, stale.json()["reason"]) == (409, "ETAG_MISMATCH")
        assert stale.json()["metadata"] == {"currentEtag": changed.json()["etag"]}


def test_watch_streams_a_change_as_it_happens(stack: Stack) -> None:
    received: list[dict[str, object]] = []
    connected = threading.Event()

    def listen() -> None:
        with stack.http() as http, http.stream("GET", "/v1/personas:watch") as stream:
            for line in stream.iter_lines():
                if line.startswith("data:"):
                    received.append(json.loads(line.removeprefix("data:")))
                    connected.set()
                    if "change" in received[-1]:
                        return

    listener = threading.Thread(target=listen, daemon=True)
    listener.start()
    assert connected.wait(10)
    with stack.http() as http:
        created = http.post("/v1/personas", json={"display_name": "Watched"}).json()
    listener.join(10)
    assert not listener.is_alive()
    assert received[-1]["change"]["persona_id"] == created["id"]  # pyright: ignore[reportIndexIssue]


def test_deleted_persona_and_its_samples_are_gone(stack: Stack) -> None:
    with stack.http() as http:
        persona_id = http.post("/v1/personas", json={"display_name": "Gone"}).json()["id"]
        http.post(f"/v1/personas/{persona_id}/samples", json={"samples": [{"text": "A short sample of writing."}]})
        assert http.delete(f"/v1/personas/{persona_id}").status_code == httpx.codes.OK
        assert http.get(f"/v1/personas/{persona_id}").json()["reason"] == "PERSONA_NOT_FOUND"
