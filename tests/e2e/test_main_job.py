"""Samples in, a measured voice out, a draft scored against it with reasons: as each kind of user does it."""

import json
from pathlib import Path

import grpc
import httpx
import pytest
from persona.analyzer.v1 import analyzer_service_pb2, analyzer_service_pb2_grpc
from persona.registry.v1 import identity_service_pb2, identity_service_pb2_grpc

from tests.support.node import run_node_client
from tests.support.stack import REPOSITORY, Stack

DEMO = REPOSITORY / "demo"
WRITERS = ("ada-field-notes", "marlo-growth", "sunniva-kitchen")


def posts(writer: str) -> list[Path]:
    return sorted((DEMO / writer / "posts").glob("*.md"))


def test_command_line_takes_a_writer_from_samples_to_a_score(stack: Stack) -> None:
    created = stack.persona("create", "Weekly newsletter")
    assert created.returncode == 0, created.stderr
    persona_id = created.stdout.strip()
    added = stack.persona("samples", "add", persona_id, *map(str, posts("ada-field-notes")), "--json")
    assert added.returncode == 0, added.stderr
    assert len(json.loads(added.stdout)["samples"]) == 8
    fingerprint = json.loads(stack.persona("profile", persona_id, "--json").stdout)
    assert fingerprint["sample_count"] == 8
    assert len(fingerprint["traits"]) >= 50
    own = json.loads(stack.persona("score", persona_id, str(DEMO / "ada-field-notes/draft.md"), "--json").stdout)
    other = json.loads(stack.persona("score", persona_id, str(DEMO / "marlo-growth/draft.md"), "--json").stdout)
    assert own["interval"]["low"] <= own["match"] <= own["interval"]["high"]
    assert own["match"] > other["match"]
    assert other["deviations"]
    readable = stack.persona("score", persona_id, str(DEMO / "marlo-growth/draft.md"))
    assert readable.returncode == 0
    assert "\x1b[" not in readable.stdout


def test_analysis_of_a_draft_has_every_family(stack: Stack) -> None:
    analysis = json.loads(stack.persona("analyze", str(DEMO / "marlo-growth/draft.md"), "--json").stdout)
    families = {measurement["family"] for measurement in analysis["measurements"]}
    assert len(families) >= 10
    assert len(analysis["measurements"]) >= 80


def test_each_demo_draft_matches_its_own_writer_best(stack: Stack) -> None:
    with stack.http() as http:
        personas = {each["display_name"]: each["id"] for each in http.get("/v1/personas").json()["personas"]}
        names = {writer: json.loads((DEMO / writer / "persona.json").read_text())["display_name"] for writer in WRITERS}
        for writer in WRITERS:
            text = (DEMO / writer / "draft.md").read_text()
            matches = {
                other: http.post(f"/v1/personas/{personas[names[other]]}:scoreText", json={"text": text}).json()
                for other in WRITERS
            }
            best = max(WRITERS, key=lambda other: matches[other].get("match", -1))
            assert best == writer, {other: score.get("match") for other, score in matches.items()}


def test_http_does_the_same(stack: Stack) -> None:
    with stack.http() as http:
        created = http.post("/v1/personas", json={"display_name": "Over HTTP"})
        assert created.status_code == httpx.codes.OK, created.text
        persona_id = created.json()["id"]
        samples = [{"text": path.read_text(), "title": path.name} for path in posts("sunniva-kitchen")]
        added = http.post(f"/v1/personas/{persona_id}/samples", json={"samples": samples})
        assert added.json()["fingerprint_revision"] in (1, "1")
        fingerprint = http.get(f"/v1/personas/{persona_id}/fingerprint").json()
        assert fingerprint["sample_count"] == len(samples)
        score = http.post(
            f"/v1/personas/{persona_id}:scoreText", json={"text": (DEMO / "sunniva-kitchen/draft.md").read_text()}
        ).json()
        assert 0 <= score["match"] <= 100
        assert score["persona_id"] == persona_id


def test_python_stubs_do_the_same(stack: Stack) -> None:
    with grpc.insecure_channel(stack.environment["PERSONA_REGISTRY_ADDRESS"]) as channel:
        identity = identity_service_pb2_grpc.IdentityServiceStub(channel)
        token = identity.ExchangeApiKey(identity_service_pb2.ExchangeApiKeyRequest(api_key=stack.key)).access_token
    metadata = (("authorization", f"Bearer {token}"),)
    with grpc.insecure_channel(stack.environment["PERSONA_ANALYZER_ADDRESS"]) as channel:
        analyzer = analyzer_service_pb2_grpc.AnalyzerServiceStub(channel)
        metrics = analyzer.ListMetrics(analyzer_service_pb2.ListMetricsRequest(), metadata=metadata).metrics
    assert len(metrics) >= 80
    assert all(metric.source and metric.definition and metric.unit for metric in metrics)


@pytest.mark.parametrize(
    ("body", "status", "reason", "field"),
    [
        ({"text": "   \n "}, 400, "INVALID_FIELD", "text"),
        ({"text": ""}, 400, "INVALID_FIELD", "text"),
        ({"text": "nul \0"}, 400, "INVALID_FIELD", "text"),
        ({"text": "a " * 100_001}, 400, "INVALID_FIELD", "text"),
        ({"text": "..."}, 400, "TEXT_WITHOUT_WORDS", "text"),
        (
            {"text": "Der Hund lief gestern durch den Garten, weil er dort eine Katze gesehen hatte."},
            400,
            "LANGUAGE_UNSUPPORTED",
            "text",
        ),
    ],
)
def test_text_that_cannot_be_scored_is_refused_by_field(
    stack: Stack, body: dict[str, str], status: int, reason: str, field: str
) -> None:
    with stack.http() as http:
        persona_id = http.get("/v1/personas").json()["personas"][0]["id"]
        answer = http.post(f"/v1/personas/{persona_id}:scoreText", json=body)
    problem = answer.json()
    assert (answer.status_code, problem["reason"]) == (status, reason)
    assert [violation["field"] for violation in problem["violations"]] == [field]


def test_node_program_does_the_same(stack: Stack) -> None:
    answers = run_node_client(
        {
            "PERSONA_REGISTRY_ADDRESS": stack.environment["PERSONA_REGISTRY_ADDRESS"],
            "PERSONA_ANALYZER_ADDRESS": stack.environment["PERSONA_ANALYZER_ADDRESS"],
            "PERSONA_API_KEY": stack.key,
        }
    )
    assert answers["fingerprint"]["sample_count"] == 8
    assert answers["score"]["match"] > 50
    assert answers["error"]["info"]["reason"] == "PERSONA_NOT_FOUND"
