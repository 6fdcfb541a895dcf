"""The key pair that signs tokens: made once, its public half readable by any JWT library."""

import json
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.identity import ensure_key_pair
from libs.servicekit.calls.access_tokens import public_jwks

# RFC 8037, appendix A.1 to A.3.
RFC_8037_PRIVATE = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
RFC_8037_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_8037_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_the_public_key_and_its_id_are_those_of_the_standard() -> None:
    (jwk,) = json.loads(public_jwks(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RFC_8037_PRIVATE))))["keys"]
    assert (jwk["x"], jwk["kid"]) == (RFC_8037_X, RFC_8037_THUMBPRINT)


def test_a_token_signed_with_the_key_verifies_with_the_public_set(tmp_path: Path) -> None:
    signing, jwks = tmp_path / "signing.pem", tmp_path / "jwks.json"
    ensure_key_pair(signing, jwks)
    (published,) = jwt.PyJWKSet.from_dict(json.loads(jwks.read_text())).keys
    token = jwt.encode({"sub": "someone"}, signing.read_bytes(), algorithm="EdDSA")
    assert jwt.decode(token, published, algorithms=["EdDSA"]) == {"sub": "someone"}
    assert "d" not in json.loads(jwks.read_text())["keys"][0]


def test_the_key_stays_and_a_lost_public_set_is_made_anew(tmp_path: Path) -> None:
    signing, jwks = tmp_path / "signing.pem", tmp_path / "jwks.json"
    ensure_key_pair(signing, jwks)
    key, published = signing.read_bytes(), jwks.read_bytes()
    jwks.unlink()
    ensure_key_pair(signing, jwks)
    assert (signing.read_bytes(), jwks.read_bytes()) == (key, published)
    assert serialization.load_pem_private_key(key, password=None)
