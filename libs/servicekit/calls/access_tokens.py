"""Access tokens: EdDSA JWTs that the registry signs and every service verifies by itself (RFC 7519, RFC 8037)."""

import base64
import hashlib
import json
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import OKPAlgorithm
from persona.access.v1 import access_pb2
from persona.errors.v1 import error_reason_pb2 as reasons

from libs.servicekit.calls.call_context import Caller, Scope
from libs.servicekit.errors import Unauthenticated

ISSUER = "persona-registry"
AUDIENCE = "persona-services"
_ALGORITHM = "EdDSA"
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
    """Signs tokens with the Ed25519 key in a PEM file; the file's `kid` is the key's RFC 7638 thumbprint."""

    def __init__(self, key: Ed25519PrivateKey, lifetime: timedelta) -> None:
        self._key = key
        self._key_id = key_id(key)
        self._lifetime = lifetime

    @classmethod
    def from_file(cls, path: Path, lifetime: timedelta) -> "TokenSigner":
        """Reads the private key. Raises ValueError if the file holds another kind of key."""
        key = load_pem_private_key(path.read_bytes(), password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError(f"{path} does not hold an Ed25519 private key")
        return cls(key, lifetime)

    def sign(self, tenant_id: uuid.UUID, principal: str, scopes: Iterable[Scope]) -> AccessToken:
        """A token for the principal, good from now on."""
        now = datetime.now(UTC)
        expire_time = now + self._lifetime
        claims = {
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": principal,
            "tenant": str(tenant_id),
            "scope": " ".join(sorted(_name(scope) for scope in scopes)),
            "iat": now,
            "exp": expire_time,
        }
        text = jwt.encode(claims, self._key, algorithm=_ALGORITHM, headers={"kid": self._key_id})
        return AccessToken(text, expire_time)


class TokenVerifier:
    """Verifies tokens against the public keys of JWKS files. Verified tokens are remembered until they end."""

    def __init__(self, keys: dict[str, jwt.PyJWK]) -> None:
        self._keys = keys
        self._verified: dict[str, tuple[Caller, float]] = {}

    @classmethod
    def from_files(cls, paths: Iterable[Path]) -> "TokenVerifier":
        """Reads public keys; with several files, the tokens of several issuers' keys are accepted."""
        sets = [jwt.PyJWKSet.from_json(path.read_text()) for path in paths]
        return cls({cast("str", key.key_id): key for each in sets for key in each.keys})

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
                key,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": ["exp", "sub", "tenant", "scope"]},
            )
            scopes = frozenset(_scope(name) for name in claims["scope"].split())
            return Caller(uuid.UUID(claims["tenant"]), claims["sub"], scopes, token), float(claims["exp"])
        except jwt.ExpiredSignatureError as error:
            raise TokenExpired from error
        except (jwt.PyJWTError, KeyError, ValueError, AttributeError) as error:
            raise TokenInvalid from error


def key_id(key: Ed25519PrivateKey) -> str:
    """The RFC 7638 thumbprint of the public key."""
    jwk = json.loads(_public_jwk(key))
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


def public_jwks(key: Ed25519PrivateKey) -> str:
    """The JWKS document that verifiers read, as JSON."""
    return json.dumps({"keys": [{**json.loads(_public_jwk(key)), "kid": key_id(key), "use": "sig", "alg": _ALGORITHM}]})


def _public_jwk(key: Ed25519PrivateKey) -> str:
    return OKPAlgorithm.to_jwk(key.public_key(), as_dict=False)


def _name(scope: Scope) -> str:
    return access_pb2.Scope.Name(scope).removeprefix("SCOPE_").lower()


def _scope(name: str) -> Scope:
    return access_pb2.Scope.Value(f"SCOPE_{name.upper()}")
