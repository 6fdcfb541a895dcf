"""The key pair that signs and verifies access tokens of the local stack.

`python -m deploy.local.identity SIGNING_KEY JWKS` makes both files if they are missing.
"""

import base64
import hashlib
import json
import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.layout import write_secret


def ensure_key_pair(signing_key: Path, jwks: Path) -> None:
    """Create the Ed25519 key once; the public set is always written anew from it."""
    if not signing_key.exists():
        write_secret(signing_key, _pem(Ed25519PrivateKey.generate()))
    private = serialization.load_pem_private_key(signing_key.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{signing_key} holds no Ed25519 key")
    document = {"keys": [public_jwk(private)]}
    write_secret(jwks, json.dumps(document, indent=2).encode())


def public_jwk(key: Ed25519PrivateKey) -> dict[str, str]:
    """The public half as a JSON Web Key (RFC 8037); its id is the key's thumbprint (RFC 7638)."""
    raw = key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    required = {"crv": "Ed25519", "kty": "OKP", "x": _base64url(raw)}
    canonical = json.dumps(required, separators=(",", ":"), sort_keys=True).encode()
    thumbprint = _base64url(hashlib.sha256(canonical).digest())
    return {**required, "kid": thumbprint, "alg": "EdDSA", "use": "sig"}


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


if __name__ == "__main__":
    ensure_key_pair(*(Path(argument) for argument in sys.argv[1:]))
