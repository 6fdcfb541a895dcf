"""Key pairs that sign and verify the access tokens of the local stack.

`python -m deploy.local.identity VAR SERVICE=SCOPE,SCOPE...` creates the keys that are missing under var/, and writes
the public ones, each with the limits of its tokens, to one JWKS file.
"""

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.layout import Layout, write_secret
from libs.servicekit.calls.signing_keys import public_jwk, public_jwks, read_private_key


def ensure_keys(layout: Layout, scopes: Mapping[str, Sequence[str]]) -> None:
    """Creates each Ed25519 key once, and writes the public set again.

    `scopes` has the scopes that each service may use without a caller, by service.
    """
    layout.service_key("").parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    user_key = public_jwk(_ensure(layout.signing_key))
    service_keys = [
        public_jwk(_ensure(layout.service_key(name)), service=name, scopes=allowed) for name, allowed in scopes.items()
    ]
    write_secret(layout.jwks, public_jwks([user_key, *service_keys]).encode())


def _ensure(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        write_secret(path, _pem(Ed25519PrivateKey.generate()))
    return read_private_key(path)


def _pem(key: Ed25519PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _scopes(argument: str) -> tuple[str, Sequence[str]]:
    name, _, scopes = argument.partition("=")
    return name, [scope for scope in scopes.split(",") if scope]


if __name__ == "__main__":
    ensure_keys(Layout(Path(sys.argv[1])), dict(_scopes(argument) for argument in sys.argv[2:]))
