"""A server of the contracts for each test, a client of it, and the persona command."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from persona_client.client import PersonaClient
from persona_client.retry import RetryPolicy
from persona_client.settings import ClientSettings

from tests.support.command import DEMO, Command
from tests.support.contract_registry import API_KEY
from tests.support.contract_server import ContractServer


@pytest.fixture
def server() -> Iterator[ContractServer]:
    with ContractServer() as running:
        yield running


@pytest.fixture
def settings(server: ContractServer) -> ClientSettings:
    return ClientSettings({"registry": server.address, "analyzer": server.address}, API_KEY)


@pytest.fixture
def client(settings: ClientSettings) -> Iterator[PersonaClient]:
    with PersonaClient(settings, retry=RetryPolicy(first_backoff=0.01), timeout=5.0) as connected:
        yield connected


@pytest.fixture
def persona(server: ContractServer, tmp_path: Path) -> Command:
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "LANG") if key in os.environ}
    return Command(tmp_path, kept | server.environment)


@pytest.fixture
def ada(persona: Command) -> str:
    """A persona with samples."""
    persona_id = persona.create("Ada Thorsby")
    persona("samples", "add", persona_id, *sorted(map(str, (DEMO / "ada-field-notes").glob("posts/*.md"))))
    return persona_id
