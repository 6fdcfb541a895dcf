"""Ed25519 keys of access tokens: private ones from PEM files, public ones as a JWK Set (RFC 7517, RFC 8037)."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from jwt.algorithms import OKPAlgorithm
from persona.access.v1 import access_pb2

from libs.servicekit.calls.call_context import Scope

ALGORITHM = "EdDSA"
_SERVICE, _SCOPES = "persona_service", "persona_scopes"
"""Members of a JWK that say whose tokens it signs, and what these may carry."""

_USER_SCOPES = frozenset(access_pb2.Scope.values()) - {access_pb2.SCOPE_UNSPECIFIED, access_pb2.SCOPE_SERVICE}


@dataclass(frozen=True, slots=True)
class TrustedKey:
    """Public key with the limits of its tokens.

    `service` is the name of the service whose own tokens it signs; "" signs the tokens of API keys, which never carry
    the scope of services. The limits come from the verifier's own files, so no token can widen them.
    """

    jwk: jwt.PyJWK
    service: str
    scopes: frozenset[Scope]

    @property
    def principal(self) -> str | None:
        """The only principal of its tokens. None: any but a service."""
        return service_principal(self.service) if self.service else None

    def allows(self, principal: str, scopes: frozenset[Scope]) -> bool:
        """True if a token of this key may name the principal and carry the scopes."""
        if self.principal is None:
            return scopes <= self.scopes and not principal.startswith(_SERVICE_PREFIX)
        return scopes <= self.scopes and principal == self.principal


_SERVICE_PREFIX = "service:"


def service_principal(service: str) -> str:
    """Principal of a service that acts without a caller, e.g. "service:registry"."""
    return _SERVICE_PREFIX + service


def read_private_key(path: Path) -> Ed25519PrivateKey:
    """Reads a PEM file. Raises ValueError if it holds another kind of key."""
    key = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} does not hold an Ed25519 private key")
    return key


def read_trusted_keys(path: Path) -> Mapping[str, TrustedKey]:
    """Reads the public keys of a JWKS file, by key id. Raises ValueError for another key or a scope that is unknown."""
    try:
        return {jwk["kid"]: _trusted(jwk) for jwk in json.loads(path.read_text())["keys"]}
    except jwt.PyJWTError as error:
        raise ValueError(f"{path} holds a key that cannot be used: {error}") from error


def key_id(key: Ed25519PrivateKey) -> str:
    """Returns the RFC 7638 thumbprint of the public key."""
    jwk = _public(key)
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


def public_jwk(key: Ed25519PrivateKey, *, service: str = "", scopes: Iterable[str] = ()) -> dict[str, object]:
    """Returns the public key as a JWK: of the tokens of API keys, or of a service's own tokens with their scopes."""
    jwk: dict[str, object] = {**_public(key), "kid": key_id(key), "use": "sig", "alg": ALGORITHM}
    return {**jwk, _SERVICE: service, _SCOPES: list(scopes)} if service else jwk


def public_jwks(keys: Iterable[Mapping[str, object]]) -> str:
    """Returns the JWKS document that verifiers read, as JSON."""
    return json.dumps({"keys": list(keys)})


def scope_name(scope: Scope) -> str:
    """Name of a scope in tokens, e.g. "read"."""
    return access_pb2.Scope.Name(scope).removeprefix("SCOPE_").lower()


def scope_of(name: str) -> Scope:
    """Scope of a name in tokens. Raises ValueError if there is none."""
    return access_pb2.Scope.Value(f"SCOPE_{name.upper()}")


def _public(key: Ed25519PrivateKey) -> dict[str, str]:
    return json.loads(OKPAlgorithm.to_jwk(key.public_key(), as_dict=False))


def _trusted(jwk: Mapping[str, Any]) -> TrustedKey:
    service = jwk.get(_SERVICE, "")
    scopes = frozenset(scope_of(name) for name in jwk.get(_SCOPES, ())) if service else _USER_SCOPES
    return TrustedKey(jwt.PyJWK.from_dict(dict(jwk)), service, scopes)
