"""Imports that break off before their end write nothing, whoever breaks them off."""

import subprocess
import sys
import threading
import uuid
from collections.abc import Iterator

import pytest
from persona.analyzer.v1 import analyzer_service_pb2 as analyzer_pb
from persona.registry.v1 import registry_service_pb2 as registry_pb
from persona_client import ClientSettings, PersonaClient

from tests.integration.faults.broken_import import SAMPLES, WORDS, begin_import
from tests.load.drafts import Drafts
from tests.support.stack import REPOSITORY, Stack


@pytest.fixture
def client(stack: Stack) -> Iterator[PersonaClient]:
    environment = {**stack.environment, "PERSONA_API_KEY": stack.key}
    with PersonaClient(ClientSettings.from_environment(environment)) as client:
        yield client


@pytest.fixture
def persona_id(client: PersonaClient) -> str:
    request = registry_pb.CreatePersonaRequest(display_name=f"Import {uuid.uuid4()}")
    return client.registry.CreatePersona(request).persona.id


def expect_nothing_written(client: PersonaClient, persona_id: str) -> None:
    """No sample, no voice; and the texts are no duplicates, so that they can be added as if nothing had been."""
    assert list(client.samples(persona_id)) == []
    fingerprint = client.analyzer.GetFingerprint(analyzer_pb.GetFingerprintRequest(persona_id=persona_id)).fingerprint
    assert (fingerprint.sample_count, fingerprint.revision) == (0, 0)
    drafts = Drafts(seed=7)
    request = analyzer_pb.AddSamplesRequest(
        persona_id=persona_id, samples=[{"text": drafts.text(WORDS)} for _ in range(SAMPLES)]
    )
    added = client.analyzer.AddSamples(request)
    assert (len(added.samples), len(added.skipped)) == (SAMPLES, 0)


def begin_elsewhere(stack: Stack, persona_id: str) -> "subprocess.Popen[str]":
    """A process of its own that is in the middle of an import."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.integration.faults.broken_import", persona_id],
        env={**stack.environment, "PERSONA_API_KEY": stack.key},
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "sent\n"
    return process


def test_a_client_that_is_killed_in_the_middle_of_an_import_leaves_nothing(
    stack: Stack, client: PersonaClient, persona_id: str
) -> None:
    with begin_elsewhere(stack, persona_id) as process:
        process.kill()
    expect_nothing_written(client, persona_id)


def test_a_client_that_takes_back_an_import_leaves_nothing(client: PersonaClient, persona_id: str) -> None:
    end = threading.Event()
    begin_import(client, persona_id, end).cancel()
    end.set()
    expect_nothing_written(client, persona_id)
