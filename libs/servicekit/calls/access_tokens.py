"""Access tokens: EdDSA JWTs that every service verifies by itself (RFC 7519, RFC 8037).

The registry signs those of API keys; each service signs its own for work without a caller (`identity`).
"""

import time
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.call_context import Caller, Scope
from libs.servicekit.calls.signing_keys import (
    ALGORITHM,
    TrustedKey,
    key_id,
    read_private_key,
    read_trusted_keys,
    scope_name,
    scope_of,
)
from libs.servicekit.errors import Unauthenticated

ISSUER = "persona-registry"
AUDIENCE = "persona-services"
_CACHED_TOKENS = 4096


class TokenInvalid(Unauthenticated):
    """The token is not one of ours."""

    reason = reasons.ERROR_REASON_TOKEN_INVALID

    def __init__(self) -> None:
        super().__init__("The access token is not valid. Exchange an API key for a new token.")


class TokenExpired(Unauthenticated):
    """The token was ours, and its time is over."""

    reason = reasons.ERROR_REASON_TOKEN_EXPIRED

    def __init__(self) -> None:
        super().__init__("The access token has expired. Exchange the API key for a new token.")


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A signed token and when it ends."""

    text: str
    expire_time: datetime


class TokenSigner:
    """Signs tokens with an Ed25519 key; their `kid` is the key's RFC 7638 thumbprint."""

    def __init__(self, key: Ed25519PrivateKey, lifetime: timedelta) -> None:
        self._key = key
        self._key_id = key_id(key)
        self._lifetime = lifetime

    @classmethod
    def from_file(cls, path: Path, lifetime: timedelta) -> "TokenSigner":
        """Reads the private key from a PEM file. Raises ValueError if the file holds another kind of key."""
        return cls(read_private_key(path), lifetime)

    def sign(self, tenant_id: uuid.UUID, principal: str, scopes: Iterable[Scope]) -> AccessToken:
        """A token for the principal, good from now on."""
        now = datetime.now(UTC)
        expire_time = now + self._lifetime
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": principal,
            "tenant": str(tenant_id),
            "scope": " ".join(sorted(scope_name(scope) for scope in scopes)),
            "iat": now,
            "exp": expire_time,
        }
        text = jwt.encode(claims, self._key, algorithm=ALGORITHM, headers={"kid": self._key_id})
        return AccessToken(text, expire_time)


class TokenVerifier:
    """Verifies tokens against the public keys of JWKS files. Verified tokens are remembered until they end."""

    def __init__(self, keys: Mapping[str, TrustedKey]) -> None:
        self._keys = keys
        self._verified: dict[str, tuple[Caller, float]] = {}

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "TokenVerifier":
        """Reads public keys; with several files, the tokens of several issuers' keys are accepted."""
        return cls({name: key for path in paths for name, key in read_trusted_keys(path).items()})

    def verify(self, token: str) -> Caller:
        """The caller whom the token names. Raises TokenExpired or TokenInvalid."""
        known = self._verified.get(token)
        if known is not None:
            caller, ends = known
            if time.time() < ends:
                return caller
            del self._verified[token]
            raise TokenExpired
        caller, ends = self._verify(token)
        if len(self._verified) >= _CACHED_TOKENS:
            self._verified.clear()
        self._verified[token] = (caller, ends)
        return caller

    def _verify(self, token: str) -> tuple[Caller, float]:
        try:
            key = self._keys[jwt.get_unverified_header(token)["kid"]]
            claims = jwt.decode(
                token,
                key.jwk,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "sub", "tenant", "scope"]},
            )
            scopes = frozenset(scope_of(name) for name in claims["scope"].split())
            caller = Caller(uuid.UUID(claims["tenant"]), claims["sub"], scopes, token)
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except (jwt.PyJWTError, KeyError, ValueError, AttributeError) as error:
            raise TokenInvalid from error
        if not key.allows(caller.principal, caller.scopes):
            raise TokenInvalid
        return caller, float(claims["exp"])
