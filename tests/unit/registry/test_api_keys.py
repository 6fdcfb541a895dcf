"""Issuing, exchanging and revoking API keys."""

import secrets
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import pytest_asyncio
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.access.v1 import access_pb2
from persona.registry.v1.identity_service_pb2 import ListApiKeysRequest

from libs.servicekit.calls.access_tokens import AccessToken, SigningKey, TokenSigner
from libs.servicekit.calls.call_context import Caller
from libs.servicekit.calls.paging import page_of
from libs.servicekit.clock import utc_now
from services.registry.domain import ApiKey, ApiKeyId, KeyRequest, TenantId, hash_secret, new_secret
from services.registry.errors import ApiKeyInvalid, ApiKeyNotFound, CallerKeyEnded, ExpiryExceeded, ScopeExceeded
from services.registry.use_cases.api_keys import (
    create_api_key,
    exchange_api_key,
    issue_api_key,
    list_api_keys,
    revoke_api_key,
)
from tests.unit.registry.rows import Clock, MemoryKeys

TENANT = TenantId(uuid.UUID(int=7))
SCOPES = (access_pb2.SCOPE_READ, access_pb2.SCOPE_WRITE)
ADMIN = (*SCOPES, access_pb2.SCOPE_ADMIN)
OWNER = "service:registry"


class RecordingSigner(TokenSigner):
    """Signs, and keeps what was asked of it."""

    def __init__(self) -> None:
        key = SigningKey.of(Ed25519PrivateKey.generate())
        super().__init__(lambda: key, timedelta(minutes=5))
        self.signed: list[tuple[uuid.UUID, str, frozenset[int]]] = []

    def sign(
        self, tenant_id: uuid.UUID, principal: str, scopes: object, *, latest: datetime | None = None
    ) -> AccessToken:
        given = frozenset(scopes)  # pyright: ignore[reportArgumentType]
        self.signed.append((tenant_id, principal, given))
        return super().sign(tenant_id, principal, given, latest=latest)


@pytest.fixture
def signer() -> RecordingSigner:
    return RecordingSigner()


def request(**fields: object) -> KeyRequest:
    return KeyRequest(TENANT, "laptop", **{"scopes": SCOPES, **fields})  # pyright: ignore[reportArgumentType]


def caller_of(key: ApiKey) -> Caller:
    """A caller with a token of the key that ends later than all of these tests."""
    scopes = frozenset(access_pb2.Scope.ValueType(scope) for scope in key.scopes)
    return Caller(TENANT, key.principal, scopes, "token", datetime(2027, 1, 1, tzinfo=UTC))


@pytest_asyncio.fixture
async def caller(keys: MemoryKeys, clock: Clock) -> Caller:
    """A caller with a key that has every scope and never expires."""
    key, _ = await issue_api_key(keys, clock, OWNER, request(scopes=ADMIN))
    return caller_of(key)


class NoSearch(MemoryKeys):
    """Keys that must not be searched."""

    async def api_key_by_hash(self, secret_hash: bytes) -> ApiKey | None:
        raise AssertionError("a text that cannot be a secret was searched for")


async def test_a_key_keeps_only_the_hash_and_the_beginning_of_its_secret(keys: MemoryKeys, clock: Clock) -> None:
    key, secret = await issue_api_key(keys, clock, OWNER, request())
    assert keys.keys == {key.id: key}
    assert secret.startswith(key.prefix)
    assert len(key.prefix) < len(secret) / 3
    assert secret not in repr(key)
    assert (key.tenant_id, key.scopes, key.create_time) == (TENANT, frozenset(SCOPES), clock.now)


async def test_a_secret_is_exchanged_for_a_token_of_the_keys_tenant_and_scopes(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, secret = await issue_api_key(keys, clock, OWNER, request())
    token = await exchange_api_key(keys, clock, signer, secret)
    assert token.text
    assert signer.signed == [(TENANT, f"key:{key.id}", frozenset(SCOPES))]


async def test_the_use_of_a_key_is_noted_at_most_once_a_minute(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, secret = await issue_api_key(keys, clock, OWNER, request())
    first = clock.now
    for seconds, expected in ((0, first), (59, first), (1, first + timedelta(minutes=1))):
        clock.tick(seconds)
        await exchange_api_key(keys, clock, signer, secret)
        assert keys.keys[key.id].last_use_time == expected


async def test_an_unknown_secret_is_refused(keys: MemoryKeys, clock: Clock, signer: RecordingSigner) -> None:
    await issue_api_key(keys, clock, OWNER, request())
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, new_secret())
    assert not signer.signed


async def test_a_key_ends_at_its_time(keys: MemoryKeys, clock: Clock, signer: RecordingSigner) -> None:
    _, secret = await issue_api_key(keys, clock, OWNER, request(expire_time=clock.now + timedelta(seconds=10)))
    clock.tick(9)
    await exchange_api_key(keys, clock, signer, secret)
    clock.tick(1)
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, secret)


async def test_a_revoked_key_is_refused_and_stays_revoked_at_its_first_time(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner, caller: Caller
) -> None:
    key, secret = await issue_api_key(keys, clock, OWNER, request())
    revoked = await revoke_api_key(keys, clock, caller, key.id)
    assert revoked.revoke_time == clock.now
    clock.tick()
    assert await revoke_api_key(keys, clock, caller, key.id) == revoked
    with pytest.raises(ApiKeyInvalid):
        await exchange_api_key(keys, clock, signer, secret)


async def test_an_unknown_key_cannot_be_revoked(keys: MemoryKeys, clock: Clock, caller: Caller) -> None:
    with pytest.raises(ApiKeyNotFound):
        await revoke_api_key(keys, clock, caller, ApiKeyId(uuid.UUID(int=1)))


async def test_keys_are_listed_from_the_newest(keys: MemoryKeys, clock: Clock) -> None:
    made = [(await issue_api_key(keys, clock, OWNER, request()))[0] for _ in range(3)]
    listed, token = await list_api_keys(keys, page_of(ListApiKeysRequest(page_size=2)))
    assert list(listed) == [made[2], made[1]]
    assert token


async def test_a_key_records_who_created_it(keys: MemoryKeys, clock: Clock, caller: Caller) -> None:
    key, _ = await create_api_key(keys, clock, caller, request())
    assert key.create_principal == caller.principal


async def test_a_key_cannot_create_one_with_a_scope_that_it_lacks(keys: MemoryKeys, clock: Clock) -> None:
    key, _ = await issue_api_key(keys, clock, OWNER, request(scopes=(access_pb2.SCOPE_ADMIN,)))
    with pytest.raises(ScopeExceeded) as caught:
        await create_api_key(keys, clock, caller_of(key), request(scopes=(access_pb2.SCOPE_ADMIN, *SCOPES)))
    assert [violation.field for violation in caught.value.violations] == ["scopes[1]"]
    assert keys.keys == {key.id: key}


@pytest.mark.parametrize("seconds", [None, 11])
async def test_a_key_that_ends_cannot_create_one_that_ends_later(
    keys: MemoryKeys, clock: Clock, seconds: float | None
) -> None:
    end = clock.now + timedelta(seconds=10)
    key, _ = await issue_api_key(keys, clock, OWNER, request(scopes=ADMIN, expire_time=end))
    longer = request(expire_time=None if seconds is None else clock.now + timedelta(seconds=seconds))
    with pytest.raises(ExpiryExceeded, match="2026-01-01T00:00:10Z") as caught:
        await create_api_key(keys, clock, caller_of(key), longer)
    assert [violation.field for violation in caught.value.violations] == ["expire_time"]
    same, _ = await create_api_key(keys, clock, caller_of(key), request(expire_time=end))
    assert same.expire_time == end


@pytest.mark.parametrize("end", ["revoked", "expired", "deleted"])
async def test_a_token_of_a_key_that_ended_changes_no_access(keys: MemoryKeys, clock: Clock, end: str) -> None:
    expire_time = clock.now + timedelta(seconds=10)
    key, _ = await issue_api_key(keys, clock, OWNER, request(scopes=ADMIN, expire_time=expire_time))
    other, _ = await issue_api_key(keys, clock, OWNER, request())
    match end:
        case "revoked":
            await revoke_api_key(keys, clock, caller_of(key), key.id)
        case "expired":
            clock.tick(10)
        case _:
            del keys.keys[key.id]
    before = dict(keys.keys)
    with pytest.raises(CallerKeyEnded):
        await create_api_key(keys, clock, caller_of(key), request(expire_time=expire_time))
    with pytest.raises(CallerKeyEnded):
        await revoke_api_key(keys, clock, caller_of(key), other.id)
    assert keys.keys == before


@pytest.mark.parametrize("principal", ["service:registry", "key:test", "user:7", f"service:{uuid.UUID(int=1)}"])
async def test_a_caller_without_a_key_changes_no_access(keys: MemoryKeys, clock: Clock, principal: str) -> None:
    other = Caller(TENANT, principal, frozenset(ADMIN), "token", datetime(2027, 1, 1, tzinfo=UTC))
    with pytest.raises(CallerKeyEnded):
        await create_api_key(keys, clock, other, request())


async def test_a_token_ends_with_its_key(keys: MemoryKeys, signer: RecordingSigner) -> None:
    now = utc_now()
    for seconds, most in ((8, 8), (3600, 300), (None, 300)):
        expire_time = None if seconds is None else now + timedelta(seconds=seconds)
        _, secret = await issue_api_key(keys, utc_now, OWNER, request(expire_time=expire_time))
        token = await exchange_api_key(keys, utc_now, signer, secret)
        assert most - 1 <= (token.expire_time - now).total_seconds() < most + 1


async def test_a_mistyped_secret_is_refused_without_a_search(clock: Clock, signer: RecordingSigner) -> None:
    secret = new_secret()
    mistyped = [
        secret[:-1],
        secret + "x",
        secret[:10] + ("a" if secret[10] != "a" else "b") + secret[11:],
        secret.swapcase(),
        secret.replace("psk_", "sk_", 1),
        "psk_" + "ä" * 49,
        "",
    ]
    for text in mistyped:
        with pytest.raises(ApiKeyInvalid):
            await exchange_api_key(NoSearch(), clock, signer, text)


async def test_a_secret_from_before_checksums_is_exchanged(
    keys: MemoryKeys, clock: Clock, signer: RecordingSigner
) -> None:
    key, _ = await issue_api_key(keys, clock, OWNER, request())
    older = "psk_" + secrets.token_urlsafe(32)
    keys.keys[key.id] = replace(key, secret_hash=hash_secret(older))
    assert (await exchange_api_key(keys, clock, signer, older)).text
