"""Keys of users' and services' tokens, made as the local stack makes them, and tokens for tests."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.access.v1 import access_pb2

from deploy.local.identity import ensure_keys
from deploy.local.layout import Layout
from libs.servicekit.calls.access_tokens import SigningKey, TokenSigner
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.calls.signing_keys import read_private_key
from libs.servicekit.directory import directory

USER_SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
Token = Callable[..., str]


@pytest.fixture(scope="session")
def layout(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """A folder like var/, with all keys."""
    made = Layout(tmp_path_factory.mktemp("identity"))
    made.create()
    ensure_keys(made, {row.name: row.scopes for row in directory().services})
    return made


@pytest.fixture(scope="session")
def jwks_file(layout: Layout) -> Path:
    return layout.jwks


@pytest.fixture(scope="session")
def private_key(layout: Layout) -> Ed25519PrivateKey:
    """The key that signs the tokens of API keys."""
    return read_private_key(layout.signing_key)


@pytest.fixture(scope="session")
def service_keys(layout: Layout) -> Mapping[str, Ed25519PrivateKey]:
    return {name: read_private_key(layout.service_key(name)) for name in directory().names}


@pytest.fixture(scope="session")
def token(private_key: Ed25519PrivateKey) -> Token:
    """Makes an access token of an API key: token(tenant_id, scopes=..., lifetime=..., principal=...)."""

    def make(
        tenant_id: uuid.UUID,
        scopes: tuple[int, ...] = USER_SCOPES,
        lifetime: timedelta = timedelta(minutes=5),
        principal: str = "key:test",
    ) -> str:
        return TokenSigner(lambda: SigningKey.of(private_key), lifetime).sign(tenant_id, principal, scopes).text

    return make


@pytest.fixture(scope="session")
def registry_identity(layout: Layout) -> ServiceIdentity:
    """The registry as a caller."""
    return ServiceIdentity.of("registry", layout.service_key("registry"))
