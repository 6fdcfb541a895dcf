"""Access tokens: EdDSA JWTs that every service verifies by itself (RFC 7519, RFC 8037).

The registry signs those of API keys; each service signs its own for work without a caller (`identity`).
"""

import time
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.call_context import Caller, Scope
from libs.servicekit.calls.key_files import KeyFiles
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


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key and its id, the RFC 7638 thumbprint."""

    key: Ed25519PrivateKey
    id: str

    @classmethod
    def of(cls, key: Ed25519PrivateKey) -> "SigningKey":
        """The key with its thumbprint."""
        return cls(key, key_id(key))


class TokenSigner:
    """Signs tokens with the key that `key` returns at that time, which their `kid` names."""

    def __init__(self, key: Callable[[], SigningKey], lifetime: timedelta) -> None:
        self._key = key
        self._lifetime = lifetime

    @classmethod
    def from_file(cls, path: Path, lifetime: timedelta) -> "TokenSigner":
        """Reads the private key from a PEM file, now and when the file changes.

        Raises ValueError if the file holds another kind of key.
        """
        files = KeyFiles([path], lambda paths: SigningKey.of(read_private_key(paths[0])))
        return cls(files.current, lifetime)

    def sign(
        self, tenant_id: uuid.UUID, principal: str, scopes: Iterable[Scope], *, latest: datetime | None = None
    ) -> AccessToken:
        """A token for the principal, good from now on; it ends at `latest` if its lifetime would be longer."""
        now = datetime.now(UTC)
        expire_time = now + self._lifetime
        if latest is not None:
            expire_time = min(expire_time, latest)
        # A JWT counts whole seconds.
        expire_time = expire_time.replace(microsecond=0)
        signing_key = self._key()
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": principal,
            "tenant": str(tenant_id),
            "scope": " ".join(sorted(scope_name(scope) for scope in scopes)),
            "iat": now,
            "exp": expire_time,
        }
        text = jwt.encode(claims, signing_key.key, algorithm=ALGORITHM, headers={"kid": signing_key.id})
        return AccessToken(text, expire_time)


class TokenVerifier:
    """Verifies tokens against the public keys of JWKS files. Verified tokens are remembered until they end.

    The files are read again when they change: a new key is accepted at once, a removed one at most a second longer.
    """

    def __init__(self, files: KeyFiles[Mapping[str, TrustedKey]]) -> None:
        self._files = files
        self._keys = files.current()
        self._verified: dict[str, tuple[Caller, float]] = {}

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "TokenVerifier":
        """Reads public keys; with several files, the tokens of several issuers' keys are accepted."""
        return cls(KeyFiles(tuple(paths), _read_all))

    def verify(self, token: str) -> Caller:
        """The caller whom the token names. Raises TokenExpired or TokenInvalid."""
        self._use(self._files.current())
        verified = self._verified.get(token)
        if verified is not None:
            caller, ends = verified
            if time.time() < ends:
                return caller
            del self._verified[token]
            raise TokenExpired
        caller, ends = self._verify(token)
        if len(self._verified) >= _CACHED_TOKENS:
            self._verified.clear()
        self._verified[token] = (caller, ends)
        return caller

    def _use(self, keys: Mapping[str, TrustedKey]) -> None:
        if keys is not self._keys:
            # What removed keys signed must not be remembered.
            self._keys = keys
            self._verified.clear()

    def _key(self, name: str) -> TrustedKey:
        """The key of that id. Raises KeyError if no file has it."""
        if name not in self._keys:
            self._use(self._files.read_again())
        return self._keys[name]

    def _verify(self, token: str) -> tuple[Caller, float]:
        try:
            key = self._key(jwt.get_unverified_header(token)["kid"])
            claims = jwt.decode(
                token,
                key.jwk,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "sub", "tenant", "scope"]},
            )
            scopes = frozenset(scope_of(name) for name in claims["scope"].split())
            ends = float(claims["exp"])
            caller = Caller(
                uuid.UUID(claims["tenant"]), claims["sub"], scopes, token, datetime.fromtimestamp(ends, UTC)
            )
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except (jwt.PyJWTError, KeyError, ValueError, AttributeError, OverflowError, OSError) as error:
            raise TokenInvalid from error
        if not key.allows(caller.principal, caller.scopes):
            raise TokenInvalid
        return caller, ends


def _read_all(paths: Iterable[Path]) -> Mapping[str, TrustedKey]:
    return {name: key for path in paths for name, key in read_trusted_keys(path).items()}
