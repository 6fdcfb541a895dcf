"""Access tokens: got for an API key, kept until shortly before they end."""

import threading
import time
from collections.abc import Callable
from typing import Protocol

from persona.registry.v1 import identity_service_pb2 as identity

from persona_client.errors import PersonaError, Unauthenticated

_MARGIN = 30.0
"""Seconds before its end from which a token is no longer used: it must outlive the call, and clocks differ a little."""

STALE_TOKEN = frozenset({"TOKEN_EXPIRED", "TOKEN_INVALID"})
"""Reasons that a new token mends: the old one ran out, or the registry changed its signing key."""

Exchange = Callable[[identity.ExchangeApiKeyRequest], identity.ExchangeApiKeyResponse]


class TokenSource(Protocol):
    """Where access tokens come from. Called from several threads."""

    def token(self) -> str:
        """A token that is valid now. Raises Unauthenticated if none can be had."""
        ...

    def discard(self, token: str) -> None:
        """A service refused this token: do not give it again if there is another."""
        ...


class TokenCache:
    """A token and its end. Does no I/O."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        self._clock = clock
        self._token = ""
        self._end = 0.0

    def get(self) -> str:
        """The token, or "" if there is none that lives long enough."""
        return self._token if self._clock() < self._end - _MARGIN else ""

    def put(self, answer: identity.ExchangeApiKeyResponse) -> str:
        """Keep the token of an exchange, and give it."""
        self._token = answer.access_token
        self._end = answer.expire_time.ToNanoseconds() / 1e9
        return self._token

    def discard(self, token: str) -> None:
        """Forget the token, unless it was replaced meanwhile."""
        if token == self._token:
            self._token, self._end = "", 0.0


class ApiKeyTokens:
    """Tokens for an API key. One exchange at a time, however many threads ask."""

    def __init__(self, api_key: str, exchange: Exchange, cache: TokenCache | None = None) -> None:
        self._api_key = api_key
        self._exchange = exchange
        self._cache = cache or TokenCache()
        self._lock = threading.Lock()

    def token(self) -> str:
        """A token that is valid now."""
        with self._lock:
            return self._cache.get() or self._cache.put(self._exchange(key_request(self._api_key)))

    def discard(self, token: str) -> None:
        """Exchange the key again at the next call."""
        with self._lock:
            self._cache.discard(token)


def key_request(api_key: str) -> identity.ExchangeApiKeyRequest:
    """What the key is exchanged with. Raises Unauthenticated if there is no key."""
    if not api_key:
        raise Unauthenticated(
            "There is no API key. Set PERSONA_API_KEY, or start the local stack with `make run`, which makes one.",
            reason="TOKEN_MISSING",
        )
    return identity.ExchangeApiKeyRequest(api_key=api_key)


def is_stale(error: PersonaError) -> bool:
    """Whether the call was refused, before anything was done, for a token that can be replaced."""
    return isinstance(error, Unauthenticated) and error.reason in STALE_TOKEN
