"""Exchanges API keys for access tokens, and caches the tokens until shortly before they expire."""

import asyncio
import hashlib
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from cachetools import LRUCache

from gateway.server.problems.problem import ProblemError

_MAX_KEYS = 1024
_REFUSAL_SECONDS = 2.0
_MARGIN_SECONDS = 30.0
_MARGIN_SHARE = 0.2


@dataclass(frozen=True, slots=True)
class Token:
    """An access token and its expiry, in seconds since 1970."""

    text: str
    expires_at: float


@dataclass(frozen=True, slots=True)
class _CachedOutcome:
    outcome: Token | ProblemError
    until: float


class ApiKeys:
    """Cache of tokens by the hash of their key. A key that many requests carry at once is exchanged once.

    A refusal is cached for a moment, so that a client with a wrong key does not overload the
    registry; no other failure is cached.
    """

    def __init__(self, exchange: Callable[[str], Awaitable[Token]], *, clock: Callable[[], float] = time.time) -> None:
        self._exchange = exchange
        self._clock = clock
        self._outcomes: LRUCache[bytes, _CachedOutcome] = LRUCache(_MAX_KEYS)
        self._pending: dict[bytes, asyncio.Task[Token]] = {}

    async def token(self, key: str) -> str:
        """Returns the token of a key. ProblemError: the registry refuses the key, or cannot be reached."""
        digest = _digest(key)
        cached = self._outcomes.get(digest)
        if cached is not None and self._clock() < cached.until:
            if isinstance(cached.outcome, ProblemError):
                raise ProblemError(cached.outcome.problem)
            return cached.outcome.text
        # Shielded: a client that disconnects must not fail the others that wait for the same key.
        return (await asyncio.shield(self._exchanging(digest, key))).text

    def forget(self, key: str) -> None:
        """Drops the cached token of a key, because a service refused it."""
        self._outcomes.pop(_digest(key), None)

    def _exchanging(self, digest: bytes, key: str) -> asyncio.Task[Token]:
        if digest not in self._pending:
            task = asyncio.ensure_future(self._fetch(digest, key))
            self._pending[digest] = task
            task.add_done_callback(lambda done: self._finish(digest, done))
        return self._pending[digest]

    async def _fetch(self, digest: bytes, key: str) -> Token:
        try:
            token = await self._exchange(key)
        except ProblemError as error:
            if error.problem.code == "UNAUTHENTICATED":
                self._outcomes[digest] = _CachedOutcome(error, self._clock() + _REFUSAL_SECONDS)
            raise
        lifetime = token.expires_at - self._clock()
        until = token.expires_at - min(_MARGIN_SECONDS, _MARGIN_SHARE * lifetime)
        self._outcomes[digest] = _CachedOutcome(token, until)
        return token

    def _finish(self, digest: bytes, done: asyncio.Task[Token]) -> None:
        self._pending.pop(digest, None)
        if not done.cancelled():
            done.exception()  # retrieved here too, in case every client that waited is gone


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()
