"""A signing key, its public set, and tokens for tests."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from persona.access.v1 import access_pb2

from deploy.local.identity import ensure_key_pair
from deploy.local.layout import Layout
from libs.servicekit.calls.access_tokens import TokenSigner

USER_SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
Token = Callable[..., str]


@pytest.fixture(scope="session")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """The files of a stack: its keys are there, and nothing else."""
    made = Layout(tmp_path_factory.mktemp("identity") / "var")
    made.create()
    ensure_key_pair(made.signing_key, made.jwks)
    return made


@pytest.fixture(scope="session")
def jwks_file(layout: Layout) -> Path:
    return layout.jwks


@pytest.fixture(scope="session")
def token(layout: Layout) -> Token:
    """Makes an access token: token(tenant_id, scopes=..., lifetime=...)."""

    def make(
        tenant_id: uuid.UUID, scopes: tuple[int, ...] = USER_SCOPES, lifetime: timedelta = timedelta(minutes=5)
    ) -> str:
        return TokenSigner.from_file(layout.signing_key, lifetime).sign(tenant_id, "key:test", scopes).text

    return make
