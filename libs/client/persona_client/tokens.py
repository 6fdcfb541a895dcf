"""Access tokens: exchanged for an API key, and cached until shortly before they expire."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from persona.registry.v1 import identity_service_pb2 as identity

from persona_client.errors import PersonaError, Unauthenticated

_MARGIN = 30.0
"""Seconds before its expiry from which a token is not used: it must outlive the call, and clocks differ a little."""

STALE_TOKEN = frozenset({"TOKEN_EXPIRED", "TOKEN_INVALID"})
"""Reasons that a new token resolves: the old one expired, or the registry changed its signing key."""

Exchange = Callable[[identity.ExchangeApiKeyRequest], identity.ExchangeApiKeyResponse]


class TokenSource(Protocol):
    """Source of access tokens. Called from several threads."""

    def token(self) -> str:
        """Returns a valid token. Raises Unauthenticated if none is available."""
        ...

    def discard(self, token: str) -> None:
        """Drops this token, which a service refused; `token` should not return it again."""
        ...


class TokenCache:
    """A token and its expiry. Does no I/O."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._token = ""
        self._end = 0.0

    def get(self) -> str:
        """Returns the token, or "" if it is missing or about to expire."""
        return self._token if self._clock() < self._end - _MARGIN else ""

    def put(self, answer: identity.ExchangeApiKeyResponse) -> str:
        """Stores the token of an exchange, and returns it."""
        self._token = answer.access_token
        self._end = answer.expire_time.ToNanoseconds() / 1e9
        return self._token

    def discard(self, token: str) -> None:
        """Drops the token, unless it was already replaced."""
        if token == self._token:
            self._token, self._end = "", 0.0


class ApiKeyTokens:
    """Tokens for an API key. One exchange at a time, for any number of threads."""

    def __init__(self, api_key: str, exchange: Exchange, cache: TokenCache | None = None) -> None:
        self._api_key = api_key
        self._exchange = exchange
        self._cache = cache or TokenCache()
        self._lock = threading.Lock()

    def token(self) -> str:
        """Returns a valid token, from the cache or by an exchange."""
        with self._lock:
            return self._cache.get() or self._cache.put(self._exchange(key_request(self._api_key)))

    def discard(self, token: str) -> None:
        """Drops the token, so that the next call exchanges the key again."""
        with self._lock:
            self._cache.discard(token)


def key_request(api_key: str) -> identity.ExchangeApiKeyRequest:
    """Returns the request that exchanges the key. Raises Unauthenticated if the key is empty."""
    if not api_key:
        raise Unauthenticated(
            "There is no API key. Set PERSONA_API_KEY, or start the local stack with `make run`, which makes one.",
            reason="TOKEN_MISSING",
        )
    return identity.ExchangeApiKeyRequest(api_key=api_key)


def is_stale(error: PersonaError) -> bool:
    """Returns True if the call was refused, before it had any effect, for a token that can be replaced."""
    return isinstance(error, Unauthenticated) and error.reason in STALE_TOKEN
