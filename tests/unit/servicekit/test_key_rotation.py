"""Signing keys that change while services run: files are read again, and removed keys are forgotten."""

import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.access.v1 import access_pb2

from libs.servicekit.calls.access_tokens import SigningKey, TokenInvalid, TokenSigner, TokenVerifier
from libs.servicekit.calls.key_files import LOOK_SECONDS, KeyFiles
from libs.servicekit.calls.signing_keys import public_jwk, public_jwks, read_trusted_keys

LIFETIME = timedelta(minutes=5)


class Seconds:
    """A monotonic clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


class CountedReads:
    """Reads trusted keys of one file, and counts how often."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, paths: object) -> object:
        self.count += 1
        (path,) = paths  # pyright: ignore[reportGeneralTypeIssues]
        return read_trusted_keys(path)


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def reads() -> CountedReads:
    return CountedReads()


@pytest.fixture
def keys() -> list[Ed25519PrivateKey]:
    return [Ed25519PrivateKey.generate() for _ in range(2)]


@pytest.fixture
def jwks(tmp_path: Path, keys: list[Ed25519PrivateKey]) -> Path:
    """A file with the first of the keys."""
    return publish(tmp_path / "jwks.json", keys[0])


@pytest.fixture
def verifier(jwks: Path, reads: CountedReads, seconds: Seconds) -> TokenVerifier:
    return TokenVerifier(KeyFiles([jwks], reads, clock=seconds))  # pyright: ignore[reportArgumentType]


def replace_file(path: Path, content: bytes) -> Path:
    """Replaces a file at once, as deployments do."""
    temporary = path.with_suffix(".new")
    temporary.write_bytes(content)
    os.replace(temporary, path)
    return path


def publish(path: Path, *keys: Ed25519PrivateKey) -> Path:
    return replace_file(path, public_jwks(public_jwk(key) for key in keys).encode())


def signed(key: Ed25519PrivateKey) -> str:
    signer = TokenSigner(lambda: SigningKey.of(key), LIFETIME)
    return signer.sign(uuid.uuid4(), "key:test", [access_pb2.SCOPE_READ]).text


def test_a_key_that_was_added_is_accepted_with_its_first_token(
    verifier: TokenVerifier, jwks: Path, keys: list[Ed25519PrivateKey], seconds: Seconds
) -> None:
    seconds.now += LOOK_SECONDS - 0.1
    verifier.verify(signed(keys[0]))
    seconds.now += 0.2
    publish(jwks, *keys)
    for key in keys:
        verifier.verify(signed(key))


def test_a_key_that_was_removed_is_refused_also_for_tokens_that_are_remembered(
    verifier: TokenVerifier, jwks: Path, keys: list[Ed25519PrivateKey], seconds: Seconds
) -> None:
    token = signed(keys[0])
    verifier.verify(token)
    publish(jwks, keys[1])
    seconds.now += LOOK_SECONDS
    with pytest.raises(TokenInvalid):
        verifier.verify(token)
    verifier.verify(signed(keys[1]))


def test_unknown_keys_cost_at_most_one_reading_a_second(
    verifier: TokenVerifier, jwks: Path, keys: list[Ed25519PrivateKey], reads: CountedReads, seconds: Seconds
) -> None:
    for step in range(50):
        seconds.now += 0.1
        publish(jwks, keys[0])
        with pytest.raises(TokenInvalid):
            verifier.verify(signed(Ed25519PrivateKey.generate()))
        assert reads.count <= 2 + (step + 1) * 0.1 / LOOK_SECONDS


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"{}", b'{"keys": [{"kid": "a"}]}', None])
def test_a_file_that_cannot_be_read_changes_nothing(
    verifier: TokenVerifier, jwks: Path, keys: list[Ed25519PrivateKey], seconds: Seconds, content: bytes | None
) -> None:
    if content is None:
        jwks.unlink()
    else:
        replace_file(jwks, content)
    seconds.now += LOOK_SECONDS
    verifier.verify(signed(keys[0]))
    publish(jwks, keys[1])
    seconds.now += LOOK_SECONDS
    verifier.verify(signed(keys[1]))


def test_a_signer_uses_the_key_that_its_file_holds_now(
    tmp_path: Path, keys: list[Ed25519PrivateKey], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("libs.servicekit.calls.key_files.LOOK_SECONDS", 0.0)
    file = replace_file(tmp_path / "signing.pem", pem(keys[0]))
    signer = TokenSigner.from_file(file, LIFETIME)
    verifier = TokenVerifier.from_files([publish(tmp_path / "jwks.json", keys[1])])
    with pytest.raises(TokenInvalid):
        verifier.verify(signer.sign(uuid.uuid4(), "key:test", []).text)
    replace_file(file, pem(keys[1]))
    verifier.verify(signer.sign(uuid.uuid4(), "key:test", []).text)


def pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
