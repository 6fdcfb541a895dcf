"""Keys of users' and services' tokens, their public set, and tokens for tests."""

import uuid
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from persona.access.v1 import access_pb2

from libs.servicekit.calls.access_tokens import TokenSigner
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.calls.signing_keys import public_jwk, public_jwks
from libs.servicekit.directory import directory

USER_SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE, access_pb2.SCOPE_ADMIN)
Token = Callable[..., str]


@pytest.fixture(scope="session")
def private_key() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.generate()


@pytest.fixture(scope="session")
def service_keys() -> Mapping[str, Ed25519PrivateKey]:
    return {name: Ed25519PrivateKey.generate() for name in directory().names}


@pytest.fixture(scope="session")
def jwks_file(
    private_key: Ed25519PrivateKey,
    service_keys: Mapping[str, Ed25519PrivateKey],
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    path = tmp_path_factory.mktemp("identity") / "jwks.json"
    of_services = [
        public_jwk(service_keys[row.name], service=row.name, scopes=row.scopes) for row in directory().services
    ]
    path.write_text(public_jwks([public_jwk(private_key), *of_services]))
    return path


@pytest.fixture(scope="session")
def signing_key_file(private_key: Ed25519PrivateKey, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(private_key, tmp_path_factory.mktemp("identity") / "signing.pem")


@pytest.fixture(scope="session")
def service_key_files(
    service_keys: Mapping[str, Ed25519PrivateKey], tmp_path_factory: pytest.TempPathFactory
) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("services")
    return {name: _written(key, folder / f"{name}.pem") for name, key in service_keys.items()}


@pytest.fixture(scope="session")
def token(private_key: Ed25519PrivateKey) -> Token:
    """Makes an access token of an API key: token(tenant_id, scopes=..., lifetime=...)."""

    def make(
        tenant_id: uuid.UUID, scopes: tuple[int, ...] = USER_SCOPES, lifetime: timedelta = timedelta(minutes=5)
    ) -> str:
        return TokenSigner(private_key, lifetime).sign(tenant_id, "key:test", scopes).text

    return make


@pytest.fixture(scope="session")
def registry_identity(service_key_files: Mapping[str, Path]) -> ServiceIdentity:
    """The registry as a caller."""
    return ServiceIdentity.from_file("registry", service_key_files["registry"], directory().service("registry").scopes)


def _written(key: Ed25519PrivateKey, path: Path) -> Path:
    path.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path
