"""Issuing, exchanging and revoking API keys."""

import uuid
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.access.v1 import access_pb2
from persona.registry.v1.identity_service_pb2 import ListApiKeysRequest

from libs.servicekit.calls.access_tokens import AccessToken, TokenSigner
from libs.servicekit.calls.paging import page_of
from services.registry.domain import ApiKeyId, KeyRequest, TenantId
from services.registry.errors import ApiKeyInvalid, ApiKeyNotFound
from services.registry.use_cases.api_keys import create_api_key, exchange_api_key, list_api_keys, revoke_api_key
from tests.unit.registry.rows import Clock, MemoryKeys

TENANT = TenantId(uuid.UUID(int=7))
SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE)


class RecordingSigner(TokenSigner):
    """Signs, and keeps what was asked of it."""

    def __init__(self) -> None:
        super().__init__(Ed25519PrivateKey.generate(), timedelta(minutes=5))
        self.signed: list[tuple[uuid.UUID, str, frozenset[int]]] = []

    def sign(self, tenant_id: uuid.UUID, principal: str, scopes: object) -> AccessToken:
        given = frozenset(scopes)  # pyright: ignore[reportArgumentType]
        self.signed.append((tenant_id, principal, given))
        return super().sign(tenant_id, principal, given)


@pytest.fixture
def signer() -> RecordingSigner:
    return RecordingSigner()


def request(**fields: object) -> KeyRequest:
    return KeyRequest(TENANT, "laptop", SCOPES, **fields)


async def test_a_key_keeps_only_the_hash_and_the_beginning_of_its_secret(keys: MemoryKeys, clock: Clock) -> None:
    key, secret = await create_api_key(keys, clock, request())
    assert keys.keys == {key.id: key}
    assert secret.startswith(key.prefix)
    assert len(key.prefix) < len(secret) / 3
    assert secret not in repr(key)
    assert (key.tenant_id, key.scopes, key.create_time) == (TENANT, frozenset(SCOPES), clock.now)


async def test_a_secret_is_exchanged_for_a_token_of_the_keys_tenant_and_scopes(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, secret = await create_api_key(keys, clock, request())
    token = await exchange_api_key(keys, clock, signer, secret)
    assert token.text
    assert signer.signed == [(TENANT, f"key:{key.id}", frozenset(SCOPES))]


async def test_the_use_of_a_key_is_noted_at_most_once_a_minute(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, secret = await create_api_key(keys, clock, request())
    first = clock.now
    for seconds, expected in ((0, first), (59, first), (1, first + timedelta(minutes=1))):
        clock.tick(seconds)
        await exchange_api_key(keys, clock, signer, secret)
        assert keys.keys[key.id].last_use_time == expected


async def test_an_unknown_secret_is_refused(keys: MemoryKeys, clock: Clock, signer: RecordingSigner) -> None:
    await create_api_key(keys, clock, request())
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, "psk_guessed")
    assert not signer.signed


async def test_a_key_ends_at_its_time(keys: MemoryKeys, clock: Clock, signer: RecordingSigner) -> None:
    _, secret = await create_api_key(keys, clock, request(expire_time=clock.now + timedelta(seconds=10)))
    clock.tick(9)
    await exchange_api_key(keys, clock, signer, secret)
    clock.tick(1)
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, secret)


async def test_a_revoked_key_is_refused_and_stays_revoked_at_its_first_time(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, secret = await create_api_key(keys, clock, request())
    revoked = await revoke_api_key(keys, clock, key.id)
    assert revoked.revoke_time == clock.now
    clock.tick()
    assert await revoke_api_key(keys, clock, key.id) == revoked
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, secret)


async def test_an_unknown_key_cannot_be_revoked(keys: MemoryKeys, clock: Clock) -> None:
    with pytest.raises(ApiKeyNotFound):
        await revoke_api_key(keys, clock, ApiKeyId(uuid.UUID(int=1)))


async def test_keys_are_listed_from_the_newest(keys: MemoryKeys, clock: Clock) -> None:
    made = [(await create_api_key(keys, clock, request()))[0] for _ in range(3)]
    listed, token = await list_api_keys(keys, page_of(ListApiKeysRequest(page_size=2)))
    assert list(listed) == [made[2], made[1]]
    assert token
