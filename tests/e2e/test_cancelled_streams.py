"""A caller may break a stream off at any moment: the service logs the call, and nothing else."""

import json
import time
from collections.abc import Iterator

from persona.analyzer.v1 import analyzer_service_pb2 as pb
from persona_client import PersonaClient
from persona_client.settings import ClientSettings

from tests.support.stack import Stack

CALLS = 12
DRAFT = "Hello there my friend. " * 2000


def updates(persona_id: str) -> Iterator[pb.StreamScoreRequest]:
    yield pb.StreamScoreRequest(target={"persona_id": persona_id, "include_details": True})
    for revision in range(20):
        yield pb.StreamScoreRequest(update={"draft_revision": revision, "text": DRAFT})
        time.sleep(0.02)


def test_streams_that_are_broken_off_leave_no_traceback(stack: Stack) -> None:
    log = stack.var / "log" / "analyzer.log"
    before = len(log.read_text().splitlines())
    settings = ClientSettings.from_environment({**stack.environment, "PERSONA_API_KEY": stack.key})
    with PersonaClient(settings) as client:
        persona = next(client.personas())
        for _ in range(CALLS):
            answers = client.analyzer.StreamScore(updates(persona.id))
            next(answers)
            answers.cancel()
    deadline = time.monotonic() + 20
    while True:
        lines = log.read_text().splitlines()[before:]
        calls = [json.loads(line) for line in lines if "StreamScore" in line]
        if len(calls) >= CALLS or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    assert len(calls) == CALLS
    assert all(call["event"] == "call" and call["request_id"] for call in calls)
    assert not [line for line in lines if "Traceback" in line or '"level": "error"' in line]
