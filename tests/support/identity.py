"""A signing key, its public set, and tokens for tests."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from persona.access.v1 import access_pb2

from libs.servicekit.calls.access_tokens import TokenSigner, public_jwks

USER_SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
Token = Callable[..., str]


@pytest.fixture(scope="session")
def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def jwks_file(private_key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("identity") / "jwks.json"
    path.write_text(public_jwks(private_key))
    return path


@pytest.fixture(scope="session")
def signing_key_file(private_key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("identity") / "signing.pem"
    path.write_bytes(private_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


@pytest.fixture(scope="session")
def token(private_key: Ed25519PrivateKey) -> Token:
    """Makes an access token: token(tenant_id, scopes=..., lifetime=...)."""

    def make(
        tenant_id: uuid.UUID, scopes: tuple[int, ...] = USER_SCOPES, lifetime: timedelta = timedelta(minutes=5)
    ) -> str:
        return TokenSigner(private_key, lifetime).sign(tenant_id, "key:test", scopes).text

    return make
