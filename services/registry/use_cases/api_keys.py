"""Issue, list, revoke and exchange API keys."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from libs.servicekit.calls.access_tokens import AccessToken, TokenSigner
from libs.servicekit.calls.call_context import Caller, Scope
from libs.servicekit.calls.paging import Page
from libs.servicekit.clock import Clock
from libs.servicekit.database.identifiers import uuid7
from services.registry.domain import (
    ApiKey,
    ApiKeyId,
    KeyRequest,
    hash_secret,
    is_well_formed,
    key_of_principal,
    new_secret,
    principal_of,
    shown_prefix,
)
from services.registry.errors import ApiKeyInvalid, ApiKeyNotFound, CallerKeyEnded
from services.registry.ports import ApiKeyRows, ApiKeySearch, RevokedKeyRows

_USE_NOTED_EVERY = timedelta(minutes=1)
_CLOCK_DIFFERENCE = timedelta(minutes=1)
"""Clocks of services differ by less."""


async def create_api_key(rows: ApiKeyRows, clock: Clock, caller: Caller, request: KeyRequest) -> tuple[ApiKey, str]:
    """A new key within the limits of the caller's key, and its secret.

    Raises CallerKeyEnded, ScopeExceeded, ExpiryExceeded.
    """
    caller_key_id = _key_id(caller)
    keys = await rows.api_keys_for_change([caller_key_id])
    request.expect_within(_usable(keys, caller_key_id, clock()))
    return await issue_api_key(rows, clock, caller.principal, request)


async def issue_api_key(
    rows: ApiKeyRows, clock: Clock, create_principal: str, request: KeyRequest
) -> tuple[ApiKey, str]:
    """A new key and its secret, which is kept nowhere. Sets no limits: for programs that act without a caller."""
    secret = new_secret()
    key = ApiKey(
        id=ApiKeyId(uuid7()),
        tenant_id=request.tenant_id,
        display_name=request.display_name,
        prefix=shown_prefix(secret),
        secret_hash=hash_secret(secret),
        scopes=frozenset(request.scopes),
        create_time=clock(),
        expire_time=request.expire_time,
        create_principal=create_principal,
    )
    await rows.insert_api_key(key)
    return key, secret


async def list_api_keys(rows: ApiKeyRows, page: Page) -> tuple[Sequence[ApiKey], str]:
    """A page of keys, the newest first, and the token of the next page."""
    return page.cut(await rows.api_keys(page))


async def revoke_api_key(rows: ApiKeyRows, clock: Clock, caller: Caller, api_key_id: ApiKeyId) -> ApiKey:
    """The key, revoked; unchanged if it was revoked before. Raises CallerKeyEnded, ApiKeyNotFound."""
    caller_key_id, now = _key_id(caller), clock()
    keys = await rows.api_keys_for_change({caller_key_id, api_key_id})
    _usable(keys, caller_key_id, now)
    key = keys.get(api_key_id)
    if key is None:
        raise ApiKeyNotFound(api_key_id)
    if key.revoke_time is not None:
        return key
    await rows.note_revocation(api_key_id, now)
    return replace(key, revoke_time=now)


def expect_well_formed(secret: str) -> None:
    """Raises ApiKeyInvalid for a text that cannot be the secret of a key; costs no query."""
    if not is_well_formed(secret):
        raise ApiKeyInvalid


async def list_revoked_principals(rows: RevokedKeyRows, clock: Clock, token_lifetime: timedelta) -> Sequence[str]:
    """Principals of the keys that were revoked so recently that a token of theirs may be valid still."""
    api_key_ids = await rows.revoked_since(clock() - token_lifetime - _CLOCK_DIFFERENCE)
    return [principal_of(api_key_id) for api_key_id in api_key_ids]


async def exchange_api_key(rows: ApiKeySearch, clock: Clock, signer: TokenSigner, secret: str) -> AccessToken:
    """A token with the scopes of the key, which ends no later than the key. Raises ApiKeyInvalid."""
    expect_well_formed(secret)
    key = await rows.api_key_by_hash(hash_secret(secret))
    now = clock()
    if key is None or not key.usable(now):
        raise ApiKeyInvalid
    if key.last_use_time is None or now - key.last_use_time >= _USE_NOTED_EVERY:
        await rows.note_use(key.id, now)
    scopes = (Scope(scope) for scope in key.scopes)
    return signer.sign(key.tenant_id, key.principal, scopes, latest=key.expire_time)


def _key_id(caller: Caller) -> ApiKeyId:
    """The key of the caller. Only keys change access, so that each change can be refused when its key ends."""
    api_key_id = key_of_principal(caller.principal)
    if api_key_id is None:
        raise CallerKeyEnded
    return api_key_id


def _usable(keys: Mapping[ApiKeyId, ApiKey], api_key_id: ApiKeyId, now: datetime) -> ApiKey:
    """The key as the database has it now. A token alone proves that it was usable minutes ago."""
    key = keys.get(api_key_id)
    if key is None or not key.usable(now):
        raise CallerKeyEnded
    return key
