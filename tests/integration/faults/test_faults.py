"""Processes of the whole stack are killed while clients write and read: all comes back, and nothing is lost."""

import time
from collections.abc import Iterator

import httpx
import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona_client import NEVER, PersonaClient
from persona_client.errors import Unavailable

from tests.integration.faults.breakable_stack import KILLED, SERVICES, BreakableStack, wait_until
from tests.integration.faults.ledger import audit
from tests.integration.faults.load import Load
from tests.support.postgres import reachable_directory

DEADLINE_SECONDS = 3.0
# A call may answer this much after its deadline: the answer still has to be written and read.
SLACK_SECONDS = 1.0


@pytest.fixture(scope="module")
def breakable() -> Iterator[BreakableStack]:
    with reachable_directory() as directory:
        stack = BreakableStack(directory / "var")
        yield stack
        stack.stop()


@pytest.fixture
def client(breakable: BreakableStack) -> Iterator[PersonaClient]:
    with breakable.client() as client:
        yield client


@pytest.mark.parametrize("name", KILLED)
def test_a_killed_process_comes_back_and_nothing_that_was_acknowledged_is_lost(
    breakable: BreakableStack, client: PersonaClient, name: str
) -> None:
    load = Load(breakable, client)
    with load.running(writers=2, readers=1):
        load.wait_for_progress()
        breakable.kill(name)
        load.wait_for_progress()
    findings = audit(load.ledger, client)
    assert findings.none, findings


def test_without_its_database_a_service_says_when_to_come_back_and_resumes_by_itself(
    breakable: BreakableStack, client: PersonaClient
) -> None:
    persona_id = next(client.personas()).id
    request = analyzer_pb.ScoreTextRequest(persona_id=persona_id, text="The bread rose slowly. She waited for it.")
    pids = [breakable.pid(name) for name in SERVICES]
    with breakable.client(NEVER, DEADLINE_SECONDS) as impatient, breakable.stack.http() as http:
        before = impatient.analyzer.ScoreText(request)
        http.get("/v1/personas").raise_for_status()
        with breakable.without_database():
            for call in (
                lambda: impatient.analyzer.ScoreText(request),
                lambda: impatient.registry.ListPersonas(registry_pb.ListPersonasRequest()),
            ):
                began = time.monotonic()
                with pytest.raises(Unavailable) as refused:
                    call()
                assert time.monotonic() - began < DEADLINE_SECONDS + SLACK_SECONDS
                assert refused.value.reason == "DEPENDENCY_UNAVAILABLE"
                assert refused.value.retry_after is not None
            for answer in (
                http.get("/v1/personas"),
                http.post(f"/v1/personas/{persona_id}:scoreText", json={"text": request.text}),
            ):
                assert answer.status_code == httpx.codes.SERVICE_UNAVAILABLE, answer.text
                assert int(answer.headers["retry-after"]) >= 1
                assert answer.json()["reason"] == "DEPENDENCY_UNAVAILABLE"
        wait_until(lambda: http.get("/v1/personas").status_code == httpx.codes.OK, "service does not resume")
        assert client.analyzer.ScoreText(request) == before
    assert [breakable.pid(name) for name in SERVICES] == pids


def test_a_database_that_does_not_answer_holds_no_call_beyond_its_deadline(
    breakable: BreakableStack, client: PersonaClient
) -> None:
    request = registry_pb.ListPersonasRequest()
    with breakable.client(NEVER, DEADLINE_SECONDS) as impatient:
        impatient.registry.ListPersonas(request)
        with breakable.with_frozen_database():
            began = time.monotonic()
            with pytest.raises(Unavailable):
                impatient.registry.ListPersonas(request)
            assert time.monotonic() - began < DEADLINE_SECONDS + SLACK_SECONDS
    assert client.registry.ListPersonas(request).personas


def test_nothing_outlives_a_killed_supervisor_and_the_next_start_has_all_that_was_acknowledged(
    breakable: BreakableStack, client: PersonaClient
) -> None:
    load = Load(breakable, client)
    with load.running(writers=2, readers=1):
        load.wait_for_progress()
        breakable.kill_supervisor()
        breakable.start_again()
        load.wait_for_progress()
    findings = audit(load.ledger, client)
    assert findings.none, findings
