"""Key pairs that sign tokens: made once, their public halves readable by any JWT library."""

import json
from pathlib import Path

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.identity import ensure_keys
from deploy.local.layout import Layout
from libs.servicekit.calls.signing_keys import public_jwk

# RFC 8037, appendix A.1 to A.3.
RFC_8037_PRIVATE = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
RFC_8037_X = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_8037_THUMBPRINT = "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
SCOPES = {"registry": ["service"], "analyzer": []}


def made(var: Path) -> Layout:
    layout = Layout(var)
    layout.create()
    ensure_keys(layout, SCOPES)
    return layout


def test_the_public_key_and_its_id_are_those_of_the_standard() -> None:
    jwk = public_jwk(Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RFC_8037_PRIVATE)))
    assert (jwk["x"], jwk["kid"]) == (RFC_8037_X, RFC_8037_THUMBPRINT)


def test_a_token_signed_with_each_key_verifies_with_the_public_set(tmp_path: Path) -> None:
    layout = made(tmp_path)
    files = [layout.signing_key, *(layout.service_key(name) for name in SCOPES)]
    for file, published in zip(files, jwt.PyJWKSet.from_dict(json.loads(layout.jwks.read_text())).keys, strict=True):
        token = jwt.encode({"sub": "someone"}, file.read_bytes(), algorithm="EdDSA")
        assert jwt.decode(token, published, algorithms=["EdDSA"]) == {"sub": "someone"}
        assert file.stat().st_mode & 0o777 == 0o600
    assert not any("d" in jwk for jwk in json.loads(layout.jwks.read_text())["keys"])


def test_keys_stay_and_a_lost_public_set_is_written_again(tmp_path: Path) -> None:
    layout = made(tmp_path)
    key, published = layout.signing_key.read_bytes(), layout.jwks.read_bytes()
    layout.jwks.unlink()
    ensure_keys(layout, SCOPES)
    assert (layout.signing_key.read_bytes(), layout.jwks.read_bytes()) == (key, published)
    assert serialization.load_pem_private_key(key, password=None)
