"""The key pair that signs and verifies access tokens of the local stack.

`python -m deploy.local.identity SIGNING_KEY JWKS` makes both files if they are missing.
"""

import sys
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.layout import write_secret
from libs.servicekit.calls.access_tokens import public_jwks


def ensure_key_pair(signing_key: Path, jwks: Path) -> None:
    """Create the Ed25519 key once; the public set is always written anew from it."""
    if not signing_key.exists():
        write_secret(signing_key, _pem(Ed25519PrivateKey.generate()))
    private = serialization.load_pem_private_key(signing_key.read_bytes(), password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise TypeError(f"{signing_key} holds no Ed25519 key")
    write_secret(jwks, public_jwks(private).encode())


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


if __name__ == "__main__":
    ensure_key_pair(*(Path(argument) for argument in sys.argv[1:]))
