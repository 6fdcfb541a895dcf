"""A server of the contracts for each test, and a client of it."""

from collections.abc import Iterator

import pytest
from persona_client.client import PersonaClient
from persona_client.retry import RetryPolicy
from persona_client.settings import ClientSettings

from tests.support.contract_registry import API_KEY
from tests.support.contract_server import ContractServer


@pytest.fixture
def server() -> Iterator[ContractServer]:
    with ContractServer() as running:
        yield running


@pytest.fixture
def settings(server: ContractServer) -> ClientSettings:
    return ClientSettings(server.address, server.address, API_KEY)


@pytest.fixture
def client(settings: ClientSettings) -> Iterator[PersonaClient]:
    with PersonaClient(settings, retry=RetryPolicy(first_backoff=0.01), timeout=5.0) as connected:
        yield connected
