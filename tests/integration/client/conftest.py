"""A client of real services, whose calls can be counted and failed, and the persona command."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from persona_client.client import PersonaClient
from persona_client.retry import RetryPolicy
from persona_client.settings import ClientSettings

from tests.support.command import DEMO, Command
from tests.support.front import Front


@pytest.fixture
def settings(server: Front) -> ClientSettings:
    return ClientSettings.from_environment(server.environment)


@pytest.fixture
def client(settings: ClientSettings) -> Iterator[PersonaClient]:
    with PersonaClient(settings, retry=RetryPolicy(first_backoff=0.01), timeout=5.0) as connected:
        yield connected


@pytest.fixture
def persona(server: Front, tmp_path: Path) -> Command:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return Command(tmp_path, {**kept, **server.environment})


@pytest.fixture
def ada(persona: Command) -> str:
    """A persona with samples."""
    return _writer(persona, "Ada Thorsby", "ada-field-notes")


@pytest.fixture
def marlo(persona: Command) -> str:
    """Another one, who writes very differently."""
    return _writer(persona, "Marlo Quist", "marlo-growth")


def _writer(persona: Command, name: str, folder: str) -> str:
    persona_id = persona.create(name)
    persona("samples", "add", persona_id, *sorted(map(str, (DEMO / folder).glob("posts/*.md"))))
    return persona_id
