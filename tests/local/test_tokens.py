"""Access tokens: which are worth something, the keys that sign them, and how those change."""

from __future__ import annotations

import json
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from tests.demo.client import Answer, Api
from tests.local import attacks, tokens
from tests.local.platform import Platform, eventually, scheduled
from tests.local.test_input import problem

ME = "/v1/auth/me"
SIGNERS = {"login", "refresh-session", "register", "change-password", "redeem-oauth-code", "exchange-token", "initialize-platform", "rotate-signing-key"}
"""The functions that issue tokens or make keys; nobody else may read the private ones."""


def me(api: Api, token: str) -> Answer:
    return api.raw("GET", ME, headers={"Authorization": f"Bearer {token}"})


def jwks(platform: Platform) -> list[dict[str, Any]]:
    return platform.anonymous().raw("GET", "/.well-known/jwks.json").json()["keys"]


def test_lets_nobody_in_with_a_token_that_is_wrong_in_any_way(platform: Platform, api: Api) -> None:
    header, claims, _ = tokens.parts(api.token)
    ours = signing_key(platform, header["kid"])
    made = attacks.corpus(api.token, ours, next(key for key in jwks(platform) if key["kid"] == header["kid"]))
    assert len(made) >= 60
    assert me(api, tokens.sign(header, claims, ours)).status == 200, "the key of the test is the platform's"

    let_in = {}
    for name, token in made.items():
        answer = me(api, token)
        if answer.status != 401 or answer.headers["Content-Type"] != "application/problem+json" or answer.json()["code"] != "unauthenticated":
            let_in[name] = (answer.status, answer.body)

    assert let_in == {}, f"{len(let_in)} of {len(made)}"
    print(f"\n{len(made)} attacks, all answered with 401")


def test_asks_for_a_token(platform: Platform) -> None:
    for headers in ({}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"Authorization": "Basic YTpi"}):
        answer = platform.anonymous().raw("GET", ME, headers=headers)
        problem(answer, 401, "unauthenticated")
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_publishes_the_key_that_signed_and_nothing_secret(platform: Platform, api: Api) -> None:
    keys = jwks(platform)
    header, claims, _ = tokens.parts(api.token)

    signing = [key for key in keys if key["kid"] == header["kid"]]
    assert len(signing) == 1
    tokens.verify(api.token, signing[0])
    assert all(set(key) == {"kid", "kty", "crv", "x", "y", "alg", "use"} and key["alg"] == "ES256" for key in keys)
    assert claims["exp"] - claims["iat"] == 900
    assert header == {"typ": "at+jwt", "alg": "ES256", "kid": header["kid"]}


def test_lets_only_those_who_sign_read_the_private_keys(platform: Platform) -> None:
    secret = platform.client("secretsmanager").describe_secret(SecretId=platform.physical_ids["SigningKeysSecret"])["ARN"]
    iam = platform.client("iam")
    readers = set()
    for logical in platform.physical_ids:
        if not logical.endswith("FunctionRole"):
            continue
        role = platform.physical_ids[logical]
        policies = [iam.get_role_policy(RoleName=role, PolicyName=name)["PolicyDocument"] for name in iam.list_role_policies(RoleName=role)["PolicyNames"]]
        if secret.rpartition("-")[0] in json.dumps(policies):
            readers.add(logical.removesuffix("FunctionRole"))

    assert readers, "somebody has to sign"
    assert readers <= {"".join(part.capitalize() for part in name.split("-")) for name in SIGNERS}


def test_changes_the_key_without_breaking_a_token(platform: Platform) -> None:
    """A month, an hour and a day pass by making the keys older than they are."""
    old = platform.api()
    first = kid(old)
    ring = keys(platform)
    assert [key["kid"] for key in ring] == [first]

    rotate(platform)
    assert [key["kid"] for key in keys(platform)] == [first], "a fresh key stays"

    make_older(platform, 0, days=31)
    rotate(platform)
    ring = keys(platform)
    assert ring[0]["kid"] == first and len(ring) == 2, "the next key waits"
    second = ring[1]["kid"]
    assert published(platform) == {first, second}
    rotate(platform)
    assert [key["kid"] for key in keys(platform)] == [first, second], "an hour has to pass first"
    platform.restart("login")
    assert kid(platform.api()) == first

    make_older(platform, 1, hours=2)
    rotate(platform)
    assert [key["kid"] for key in keys(platform)] == [second, first]
    platform.restart("login")
    new = platform.api()
    assert kid(new) == second
    assert me(old, old.token).status == 200, "what the old key signed is good as before"
    eventually(lambda: me(new, new.token).status == 200, seconds=35)
    platform.restart("get-jwks")
    assert {key["kid"] for key in jwks(platform)} == {first, second}
    for api in (old, new):
        tokens.verify(api.token, next(key for key in jwks(platform) if key["kid"] == kid(api)))

    make_older(platform, 0, hours=26)
    rotate(platform)
    assert [key["kid"] for key in keys(platform)] == [second]
    assert published(platform) == {second}
    platform.restart("authorize-http")
    platform.restart("get-jwks")
    problem(me(old, old.token), 401, "unauthenticated")
    assert me(new, new.token).status == 200
    assert [key["kid"] for key in jwks(platform)] == [second]


def test_publishes_again_what_was_lost(platform: Platform) -> None:
    """A run that died between its two writes leaves the published keys behind the private ones."""
    (row,) = [item for item in platform.items("identity") if item.get("entity") == "verification keys"] or [None]
    if row is None:
        pytest.fail("the published keys have no row of their own")
    platform.client("dynamodb").delete_item(
        TableName=platform.table("identity"), Key={"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}}
    )
    assert published(platform) == set()

    rotate(platform)

    assert published(platform) == {key["kid"] for key in keys(platform)}


def rotate(platform: Platform) -> None:
    platform.invoke("rotate-signing-key", scheduled())


def kid(api: Api) -> str:
    return tokens.parts(api.token)[0]["kid"]


def keys(platform: Platform) -> list[dict[str, Any]]:
    """The private ring, as only the operator of the deployment can read it."""
    secret = platform.client("secretsmanager").get_secret_value(SecretId=platform.physical_ids["SigningKeysSecret"])
    return json.loads(secret["SecretString"])["keys"]


def make_older(platform: Platform, place: int, **age: float) -> None:
    """Lets time pass for one key of the ring."""
    ring = keys(platform)
    moment = (datetime.now(timezone.utc) - timedelta(**age)).strftime("%Y-%m-%dT%H:%M:%SZ")
    ring[place]["created_at"] = moment
    if ring[place].get("signs_since"):
        ring[place]["signs_since"] = moment
    platform.client("secretsmanager").put_secret_value(
        SecretId=platform.physical_ids["SigningKeysSecret"], SecretString=json.dumps({"keys": ring})
    )


def published(platform: Platform) -> set[str]:
    """The keys that the table shows to whoever checks tokens."""
    rows = [item for item in platform.items("identity") if item.get("entity") == "verification keys"]
    text = json.dumps(rows, default=str)
    assert "PRIVATE" not in text
    return {key["kid"] for row in rows for key in row["keys"]}


def signing_key(platform: Platform, name: str) -> ec.EllipticCurvePrivateKey:
    """Reads the private key with this name."""
    entry = next(key for key in keys(platform) if key["kid"] == name)
    key = load_pem_private_key(entry["private_key"].encode(), password=None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    return key
