"""Issue, list, revoke and exchange API keys."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from libs.servicekit.calls.access_tokens import AccessToken, TokenSigner
from libs.servicekit.calls.call_context import Scope
from libs.servicekit.calls.paging import Page
from libs.servicekit.clock import Clock
from libs.servicekit.database.identifiers import uuid7
from services.registry.domain import (
    ApiKey,
    ApiKeyId,
    KeyRequest,
    hash_secret,
    new_secret,
    shown_prefix,
)
from services.registry.errors import ApiKeyInvalid
from services.registry.ports import ApiKeyRows, ApiKeySearch

_USE_NOTED_EVERY = timedelta(minutes=1)


async def create_api_key(rows: ApiKeyRows, clock: Clock, request: KeyRequest) -> tuple[ApiKey, str]:
    """A new key and its secret, which is kept nowhere."""
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
    )
    await rows.insert_api_key(key)
    return key, secret


async def list_api_keys(rows: ApiKeyRows, page: Page) -> tuple[Sequence[ApiKey], str]:
    """A page of keys, the newest first, and the token of the next page."""
    return page.cut(await rows.api_keys(page))


async def revoke_api_key(rows: ApiKeyRows, clock: Clock, api_key_id: ApiKeyId) -> ApiKey:
    """The key, revoked; unchanged if it was revoked before. Raises ApiKeyNotFound."""
    key = await rows.api_key(api_key_id)
    if key.revoke_time is not None:
        return key
    revoked = replace(key, revoke_time=clock())
    await rows.update_api_key(revoked)
    return revoked


async def exchange_api_key(rows: ApiKeySearch, clock: Clock, signer: TokenSigner, secret: str) -> AccessToken:
    """A token that says what the key may do. Raises ApiKeyInvalid."""
    key = await rows.api_key_by_hash(hash_secret(secret))
    now = clock()
    if key is None or not key.usable(now):
        raise ApiKeyInvalid
    if key.last_use_time is None or now - key.last_use_time >= _USE_NOTED_EVERY:
        await rows.update_api_key(replace(key, last_use_time=now))
    return signer.sign(key.tenant_id, f"key:{key.id}", (Scope(scope) for scope in key.scopes))
