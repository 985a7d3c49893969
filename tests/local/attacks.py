"""Tokens that an attacker could send: each is wrong in one way, and none may be let in."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from tests.local import tokens

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""The order of P-256, above which no half of a signature is."""


def corpus(token: str, ours: ec.EllipticCurvePrivateKey, jwk: dict[str, Any]) -> dict[str, str]:
    """Makes every attack out of a good token, the key that signed it, and its public half.

    What is signed with the platform's own key shows that a check holds even where the signature is
    right. `stranger` is the key of the attacker, and stands for that of another environment too.
    """
    header, claims, signature = tokens.parts(token)
    stranger = ec.generate_private_key(ec.SECP256R1())
    good = token.split(".")
    body = tokens.encode(json.dumps(claims).encode())

    def signed(header_text: str, claims_text: str, key: ec.EllipticCurvePrivateKey = ours) -> str:
        return tokens.sign_text(f"{tokens.encode(header_text.encode())}.{tokens.encode(claims_text.encode())}", key)

    def with_header(**changes: Any) -> str:
        return signed(changed(header, changes), json.dumps(claims))

    def with_claims(**changes: Any) -> str:
        return signed(json.dumps(header), changed(claims, changes))

    def raw(text: bytes) -> str:
        return f"{good[0]}.{good[1]}.{tokens.encode(text)}"

    return {
        **forms(token, good, header, claims, signed),
        **headers(header, jwk, with_header),
        **wrong_claims(claims, with_claims),
        **signatures(good, signature, ours, raw),
        **secrets(header, body, jwk),
        "another's signature under our key's name": signed(json.dumps(header), json.dumps(claims), stranger),
        "another's key inside": signed(changed(header, {"jwk": public(stranger)}), json.dumps(claims), stranger),
        "another's key by its thumbprint": signed(changed(header, {"kid": thumbprint(stranger)}), json.dumps(claims), stranger),
        "another environment's token": signed(
            changed(header, {"kid": thumbprint(stranger)}), changed(claims, {"iss": "https://staging.example.com"}), stranger
        ),
        "another tenant under our signature": f"{good[0]}.{tokens.encode(changed(claims, {'tenant_id': OTHER_TENANT}).encode())}.{good[2]}",
        "another user under our signature": f"{good[0]}.{tokens.encode(changed(claims, {'sub': OTHER_USER}).encode())}.{good[2]}",
        "more permissions under our signature": f"{good[0]}.{tokens.encode(changed(claims, {'scope': 'tenants:create'}).encode())}.{good[2]}",
    }


OTHER_TENANT = "tnt_0195f6a0-7c1e-7d43-9a55-0000000000ff"
OTHER_USER = "usr_0195f6a0-7c1e-7d43-9a55-0000000000ff"


def headers(header: dict[str, Any], jwk: dict[str, Any], with_header: Any) -> dict[str, str]:
    """Headers that no token of the platform has."""
    kid = header["kid"]
    return {
        "type of any JWT": with_header(typ="JWT"),
        "type of an ID token": with_header(typ="id+jwt"),
        "type of a logout token": with_header(typ="logout+jwt"),
        "our type in other letters": with_header(typ="AT+JWT"),
        "no type": with_header(typ=None),
        "algorithm RS256": with_header(alg="RS256"),
        "algorithm ES384": with_header(alg="ES384"),
        "no algorithm": with_header(alg=None),
        "a list of algorithms": with_header(alg=["ES256"]),
        "no key": with_header(kid=None),
        "an empty key": with_header(kid=""),
        "an unknown key": with_header(kid="A" * 43),
        "a path for a key": with_header(kid="../../../../../../dev/null"),
        "our key with a path": with_header(kid=f"{kid}/../x"),
        "a query for a key": with_header(kid="x' UNION SELECT 'secret"),
        "a command for a key": with_header(kid="x; curl https://evil.example"),
        "an address for a key": with_header(kid="https://evil.example/key"),
        "a number for a key": with_header(kid=1),
        "our key in other letters": with_header(kid=kid.swapcase()),
        "a place to fetch keys from": with_header(jku="https://evil.example/jwks.json"),
        "our own key inside": with_header(jwk=jwk),
        "a place of certificates": with_header(x5u="https://evil.example/chain.pem"),
        "a certificate inside": with_header(x5c=["MIIB"]),
        "a certificate's digest": with_header(x5t="AAAA"),
        "a critical extension": with_header(crit=["exp"]),
        "a payload that is not encoded": with_header(b64=False, crit=["b64"]),
        "compression": with_header(zip="DEF"),
        "a content type": with_header(cty="JWT"),
    }


def wrong_claims(claims: dict[str, Any], with_claims: Any) -> dict[str, str]:
    """Claims that are missing, of another type, or not good now."""
    now = int(time.time())
    issuer, audience = claims["iss"], claims["aud"]
    return {
        "another audience": with_claims(aud="other"),
        "our audience among others": with_claims(aud=[audience, "other"]),
        "a part of the platform that does not exist": with_claims(aud=f"{audience}-admin"),
        "no audience": with_claims(aud=None),
        "another issuer": with_claims(iss="https://evil.example"),
        "our issuer as a beginning": with_claims(iss=f"{issuer}.evil.example"),
        "our issuer with a slash": with_claims(iss=f"{issuer}/"),
        "issuers in a list": with_claims(iss=[issuer]),
        "no issuer": with_claims(iss=None),
        "another client": with_claims(client_id="other"),
        "not good for an hour": with_claims(nbf=now + 3_600),
        "no beginning": with_claims(nbf=None),
        "issued in the future": with_claims(iat=now + 3_600, exp=now + 7_200),
        "never issued": with_claims(iat=None),
        "expired": with_claims(iat=now - 2_000, nbf=now - 2_000, exp=now - 60),
        "no end": with_claims(exp=None),
        "an end as text": with_claims(exp=str(now + 900)),
        "an end with a fraction": with_claims(exp=now + 900.5),
        "an end beyond time": with_claims(exp=2**63 - 1),
        "an end beyond numbers": with_claims(exp=1e300),
        "good for longer than a day": with_claims(exp=now + 86_401 + 60),
        "no user": with_claims(sub=None),
        "a tenant for a user": with_claims(sub=claims["tenant_id"]),
        "a user inside a user": with_claims(sub={"sub": claims["sub"]}),
        "no tenant": with_claims(tenant_id=None),
        "a tenant that is a path": with_claims(tenant_id="tnt_../../x"),
        "no session": with_claims(sid=None),
        "a session that nobody began": with_claims(sid="ses_0195f6a0-7c1e-7d43-9a55-0000000000ff"),
        "another user's session": with_claims(sub=OTHER_USER),
        "another tenant's session": with_claims(tenant_id=OTHER_TENANT),
        "no session version": with_claims(sv=None),
        "an earlier session version": with_claims(sv=0),
        "a later session version": with_claims(sv=claims["sv"] + 1),
        "permissions as a list": with_claims(scope=["accounts:write"]),
        "no permissions": with_claims(scope=None),
        "a claim of others": with_claims(tenants=[OTHER_TENANT]),
    }


def forms(token: str, good: list[str], header: dict[str, Any], claims: dict[str, Any], signed: Any) -> dict[str, str]:
    """What has not the form of a token, or holds something twice."""
    head, body = json.dumps(header), json.dumps(claims)

    def twice(text: str, member: str) -> str:
        return text.replace("{", f"{{{member}, ", 1)

    return {
        "nothing but dots": "..",
        "one part": good[0],
        "two parts": ".".join(good[:2]),
        "four parts": f"{token}.{good[2]}",
        "five parts": f"{token}.{good[1]}.{good[2]}",
        "no header": f".{good[1]}.{good[2]}",
        "no claims": f"{good[0]}..{good[2]}",
        "no signature": f"{good[0]}.{good[1]}.",
        "padding": token.replace(".", "=.", 1),
        "cut short": token[:-1],
        "loose bits in the signature": token[:-1] + ALPHABET[ALPHABET.index(token[-1]) + 1],
        "quoted": f'"{token}"',
        "the scheme again": f"Bearer {token}",
        "the JSON form": json.dumps(dict(zip(("protected", "payload", "signature"), good, strict=True))),
        "escaped dots": token.replace(".", "%2E"),
        "claims that are no JSON": signed(head, "hello"),
        "claims that are a list": signed(head, "[]"),
        "claims twice": signed(head, body + body),
        "a header that is a list": signed("[]", body),
        "a token inside a token": signed(head, json.dumps(token)),
        "nested claims": signed(head, '{"iss":' + "[" * 500 + "]" * 500 + "}"),
        "a user twice": signed(head, twice(body, f'"sub": "{OTHER_USER}"')),
        "a tenant twice": signed(head, twice(body, f'"tenant_id": "{OTHER_TENANT}"')),
        "an end twice": signed(head, twice(body, '"exp": 99999999999')),
        "a user twice, once escaped": signed(head, twice(body, f'"\\u0073ub": "{OTHER_USER}"')),
        "an algorithm twice": signed(twice(head, '"alg": "none"'), body),
        "a key twice": signed(twice(head, '"kid": "x"'), body),
        "a huge token": signed(head, changed(claims, {"scope": "x" * 4_000})),
        "an API key of nobody": "pak.x.y.z.w",
        "an API key of somebody": f"pak.{claims['tenant_id']}.{claims['sub']}.key_0195f6a0-7c1e-7d43-9a55-0000000000ff.{'A' * 43}",
        "a refresh token's beginning": f"prt.{claims['tenant_id']}.{claims['sub']}.{claims['sid']}.{'A' * 43}.{'A' * 43}",
    }


def signatures(good: list[str], signature: bytes, ours: ec.EllipticCurvePrivateKey, raw: Any) -> dict[str, str]:
    """Signatures that look like one."""
    message = f"{good[0]}.{good[1]}".encode()
    half = ORDER.to_bytes(32, "big")
    return {
        "a signature of zeros": raw(bytes(64)),
        "a signature of ones": raw(b"\xff" * 64),
        "a signature of the order": raw(half + half),
        "half a signature": raw(signature[:32]),
        "a signature and a byte": raw(signature + b"\0"),
        "a signature turned around": raw(signature[32:] + signature[:32]),
        "a signature as ASN.1": raw(ours.sign(message, ec.ECDSA(hashes.SHA256()))),
        "a signature of another hash": raw(ours.sign(message, ec.ECDSA(hashes.SHA512()))[-64:]),
        "a signature of another length": raw(b"\1" * 96),
    }


def secrets(header: dict[str, Any], body: str, jwk: dict[str, Any]) -> dict[str, str]:
    """No signature at all, and the public key as a shared secret."""
    point = b"\4" + tokens.decode(jwk["x"]) + tokens.decode(jwk["y"])
    made = {}
    for alg in ("none", "None", "NONE", "nOnE"):
        made[f"algorithm {alg}"] = f"{tokens.encode(changed(header, {'alg': alg}).encode())}.{body}."
    for name, secret in {"point": point, "document": json.dumps(jwk).encode(), "name": header["kid"].encode(), "nothing": b""}.items():
        for alg, digest in {"HS256": hashlib.sha256, "HS512": hashlib.sha512, "ES256": hashlib.sha256}.items():
            message = f"{tokens.encode(changed(header, {'alg': alg}).encode())}.{body}"
            made[f"the public key's {name} as a secret of {alg}"] = f"{message}.{tokens.encode(hmac.digest(secret, message.encode(), digest))}"
    return made


def changed(members: dict[str, Any], changes: dict[str, Any]) -> str:
    """Replaces members; `None` removes one."""
    return json.dumps({name: value for name, value in {**members, **changes}.items() if value is not None})


def public(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """The public half as RFC 7517 writes it."""
    numbers = key.public_key().public_numbers()
    x, y = (tokens.encode(number.to_bytes(32, "big")) for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y}


def thumbprint(key: ec.EllipticCurvePrivateKey) -> str:
    """What tokens would call a key, RFC 7638."""
    members = public(key)
    canonical = json.dumps({name: members[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return tokens.encode(hashlib.sha256(canonical.encode()).digest())
