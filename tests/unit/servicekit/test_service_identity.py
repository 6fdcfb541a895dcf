"""A service that acts without a caller: its tokens carry what its row allows, and no more."""

import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.access.v1 import access_pb2

from libs.servicekit.calls.access_tokens import SigningKey, TokenInvalid, TokenSigner, TokenVerifier
from libs.servicekit.calls.call_context import REQUEST_ID, caller, current, onward_metadata
from libs.servicekit.calls.channels import remaining_seconds
from libs.servicekit.calls.identity import ServiceIdentity
from libs.servicekit.calls.signing_keys import public_jwk, public_jwks

TENANT = uuid.uuid4()


@pytest.fixture
def verifier(jwks_file: Path) -> TokenVerifier:
    return TokenVerifier.from_files([jwks_file])


def signed(key: Ed25519PrivateKey, principal: str, *scopes: int) -> str:
    return TokenSigner(lambda: SigningKey.of(key), timedelta(minutes=1)).sign(TENANT, principal, scopes).text


def test_inside_the_block_the_service_is_the_caller(
    registry_identity: ServiceIdentity, verifier: TokenVerifier
) -> None:
    with registry_identity.acting_for(TENANT, seconds=5):
        identity = caller()
        onward = dict(onward_metadata())
        assert 4 < remaining_seconds(60) <= 5
    assert verifier.verify(onward["authorization"].removeprefix("Bearer ")) == identity
    assert (identity.tenant_id, identity.principal) == (TENANT, "service:registry")
    assert identity.scopes == {access_pb2.SCOPE_SERVICE}
    assert uuid.UUID(onward[REQUEST_ID])


def test_work_for_two_tenants_shares_neither_token_nor_trace(registry_identity: ServiceIdentity) -> None:
    seen = []
    for tenant_id in (uuid.uuid4(), uuid.uuid4()):
        with registry_identity.acting_for(tenant_id):
            seen.append(dict(onward_metadata()))
            assert len(current.get().trace_id) == 32
    first, second = seen
    assert all(first[key] != second[key] for key in ("authorization", REQUEST_ID, "traceparent"))


def test_after_the_block_there_is_no_caller(registry_identity: ServiceIdentity) -> None:
    with registry_identity.acting_for(TENANT):
        pass
    with pytest.raises(LookupError):
        caller()


def test_a_time_that_has_passed_leaves_nothing_for_calls(registry_identity: ServiceIdentity) -> None:
    with registry_identity.acting_for(TENANT, seconds=0.01):
        time.sleep(0.02)
        assert remaining_seconds(60) == 0


@pytest.mark.parametrize(
    ("principal", "scopes"),
    [
        ("service:registry", [access_pb2.SCOPE_SERVICE, access_pb2.SCOPE_READ]),
        ("service:registry", [access_pb2.SCOPE_ADMIN]),
        ("service:analyzer", [access_pb2.SCOPE_SERVICE]),
        ("key:somebody", [access_pb2.SCOPE_SERVICE]),
    ],
)
def test_a_service_cannot_sign_more_than_its_row_allows(
    verifier: TokenVerifier, service_keys: Mapping[str, Ed25519PrivateKey], principal: str, scopes: list[int]
) -> None:
    with pytest.raises(TokenInvalid):
        verifier.verify(signed(service_keys["registry"], principal, *scopes))


@pytest.mark.parametrize(
    ("principal", "scopes"),
    [
        ("key:somebody", [access_pb2.SCOPE_READ, access_pb2.SCOPE_SERVICE]),
        ("service:registry", [access_pb2.SCOPE_READ]),
    ],
)
def test_the_key_of_api_keys_cannot_sign_for_a_service(
    verifier: TokenVerifier, private_key: Ed25519PrivateKey, principal: str, scopes: list[int]
) -> None:
    with pytest.raises(TokenInvalid):
        verifier.verify(signed(private_key, principal, *scopes))


def test_a_service_whose_row_has_no_scopes_can_call_nothing(tmp_path: Path) -> None:
    key, file = Ed25519PrivateKey.generate(), tmp_path / "jwks.json"
    file.write_text(public_jwks([public_jwk(key, service="reader")]))
    verifier = TokenVerifier.from_files([file])
    assert verifier.verify(signed(key, "service:reader")).scopes == frozenset()
    with pytest.raises(TokenInvalid):
        verifier.verify(signed(key, "service:reader", access_pb2.SCOPE_SERVICE))
