"""Makes and takes apart JWTs by hand, so that the tests depend on no library that the platform uses."""

from __future__ import annotations

import base64
import json
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature


def encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes]:
    """Returns the header, the claims and the signature."""
    header, claims, signature = token.split(".")
    return json.loads(decode(header)), json.loads(decode(claims)), decode(signature)


def sign(header: dict[str, Any], claims: dict[str, Any], key: ec.EllipticCurvePrivateKey) -> str:
    """Makes a token that is signed with ES256."""
    return sign_text(".".join(encode(json.dumps(part).encode()) for part in (header, claims)), key)


def sign_text(signed: str, key: ec.EllipticCurvePrivateKey) -> str:
    """Signs a header and claims that are encoded already, whatever they hold."""
    r, s = decode_dss_signature(key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
    return f"{signed}.{encode(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def verify(token: str, jwk: dict[str, str]) -> None:
    """Raises unless the key has signed the token."""
    signed, _, signature = token.rpartition(".")
    numbers = [int.from_bytes(decode(jwk[axis]), "big") for axis in ("x", "y")]
    public = ec.EllipticCurvePublicNumbers(*numbers, ec.SECP256R1()).public_key()
    raw = decode(signature)
    r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
    public.verify(encode_dss_signature(r, s), signed.encode(), ec.ECDSA(hashes.SHA256()))
