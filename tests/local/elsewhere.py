"""Google and GitHub as a test plays them, on a port of this machine, and user pools of the local AWS.

The providers are strict: a code is good once, for the client, the address and the PKCE verifier that
it was asked for with. What they say about a person is up to the test.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from tests.local.platform import Platform
from tests.local.tokens import encode

RETURN_TO = "http://localhost:5173/signed-in"
CLIENTS = {name: {"client_id": f"{name}-client", "client_secret": f"{name}-{secrets.token_hex(8)}"} for name in ("google", "github")}


@dataclass
class Person:
    """Somebody with an account at a provider."""

    email: str
    verified: bool = True
    subject: str = field(default_factory=lambda: str(secrets.randbelow(10**12)))


@dataclass
class Granted:
    """A code, and what it was asked for with."""

    person: Person
    query: dict[str, str]


class Elsewhere:
    """The providers, while their server runs."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.codes: dict[str, Granted] = {}
        self.people: dict[str, Person] = {}
        self.claims: dict[str, Any] = {}
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @property
    def settings(self) -> dict[str, str]:
        """What the functions of a platform are told about them."""
        return {
            "PANTHEON_OAUTH_GOOGLE_ISSUER": f"{self.url}/google",
            "PANTHEON_OAUTH_GITHUB_URL": f"{self.url}/github",
            "PANTHEON_OAUTH_GITHUB_API_URL": f"{self.url}/github-api",
            "PANTHEON_OAUTH_RETURN_URLS": RETURN_TO,
        }

    def consent(self, page: str, person: Person) -> dict[str, str]:
        """Signs a person in on the page of a provider; returns what the browser comes back with."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(page).query))
        assert query["response_type"] == "code" and query["code_challenge_method"] == "S256", query
        code = secrets.token_urlsafe(16)
        self.codes[code] = Granted(person, query)
        return {"state": query["state"], "code": code}

    def id_token(self, granted: Granted) -> str:
        """Says who signed in, in words that only the key of the provider can have signed."""
        now = int(time.time())
        person = granted.person
        claims = {
            "iss": f"{self.url}/google",
            "aud": granted.query["client_id"],
            "sub": person.subject,
            "email": person.email,
            "email_verified": person.verified,
            "nonce": granted.query["nonce"],
            "iat": now,
            "exp": now + 600,
            **self.claims,
        }
        signed = ".".join(encode(json.dumps(part).encode()) for part in ({"alg": "RS256", "kid": "g1", "typ": "JWT"}, claims))
        return f"{signed}.{encode(self.key.sign(signed.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def keys(self) -> dict[str, Any]:
        numbers = self.key.public_key().public_numbers()
        modulus = encode(numbers.n.to_bytes(256, "big"))
        return {"keys": [{"kty": "RSA", "kid": "g1", "use": "sig", "alg": "RS256", "n": modulus, "e": "AQAB"}]}

    def spend(self, client: dict[str, str], form: dict[str, str]) -> Granted | None:
        """Takes a code from whoever asked for it."""
        granted = self.codes.pop(form.get("code", ""), None)
        if granted is None:
            return None
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        right = (
            all(form.get(name) == value for name, value in client.items())
            and form.get("grant_type") == "authorization_code"
            and form.get("redirect_uri") == granted.query["redirect_uri"]
            and challenge == granted.query["code_challenge"]
        )
        return granted if right else None

    def get(self, path: str, bearer: str) -> tuple[int, Any]:
        issuer = f"{self.url}/google"
        if path == "/google/.well-known/openid-configuration":
            endpoints = {"authorization_endpoint": f"{issuer}/authorize", "token_endpoint": f"{issuer}/token", "jwks_uri": f"{issuer}/keys"}
            return 200, {"issuer": issuer, **endpoints}
        if path == "/google/keys":
            return 200, self.keys()
        person = self.people.get(bearer)
        if person and path == "/github-api/user":
            return 200, {"id": int(person.subject), "login": "somebody"}
        if person and path == "/github-api/user/emails":
            return 200, [{"email": person.email, "primary": True, "verified": person.verified}]
        return 404, {"message": "Not Found"}

    def post(self, path: str, form: dict[str, str]) -> tuple[int, Any]:
        if path == "/google/token":
            granted = self.spend(CLIENTS["google"], form)
            if granted is None:
                return 400, {"error": "invalid_grant"}
            return 200, {"access_token": "unused", "token_type": "Bearer", "expires_in": 600, "id_token": self.id_token(granted)}
        if path == "/github/login/oauth/access_token":
            granted = self.spend(CLIENTS["github"], form)
            if granted is None:
                return 200, {"error": "bad_verification_code"}
            token = secrets.token_urlsafe(16)
            self.people[token] = granted.person
            return 200, {"access_token": token, "token_type": "bearer", "scope": "read:user,user:email"}
        return 404, {"message": "Not Found"}


@contextmanager
def running() -> Iterator[Elsewhere]:
    """Holds the providers up for the length of a block."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self, status: int, body: Any) -> None:
            data = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def do_GET(self) -> None:
            bearer = self.headers.get("Authorization", "").removeprefix("Bearer ")
            self.answer(*elsewhere.get(self.path.partition("?")[0], bearer))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.answer(*elsewhere.post(self.path, dict(urllib.parse.parse_qsl(body))))

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    elsewhere = Elsewhere(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield elsewhere
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def known(platform: Platform, elsewhere: Elsewhere) -> Iterator[None]:
    """Tells the functions of a platform about the providers, as its operator may, and makes it their client."""
    functions = platform.client("lambda")
    before = {}
    for page in functions.get_paginator("list_functions").paginate():
        for function in page["Functions"]:
            variables = function.get("Environment", {}).get("Variables", {})
            if "PANTHEON_OUTBOUND_ALLOW" in variables:
                before[function["FunctionName"]] = variables
    assert before, "no function is told which origins it may call"
    secret = platform.physical_ids["OAuthSecret"]
    platform.client("secretsmanager").put_secret_value(SecretId=secret, SecretString=json.dumps(CLIENTS))
    try:
        for name, variables in before.items():
            told = {key: value for key, value in elsewhere.settings.items() if key in variables}
            opened = ",".join(filter(None, [variables["PANTHEON_OUTBOUND_ALLOW"], elsewhere.url]))
            more = {**variables, **told, "PANTHEON_OUTBOUND_ALLOW": opened}
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": more})
        yield
    finally:
        platform.client("secretsmanager").put_secret_value(SecretId=secret, SecretString="{}")
        for name, variables in before.items():
            functions.update_function_configuration(FunctionName=name, Environment={"Variables": variables})


class UserPool:
    """A user pool of Cognito on the local AWS, with one client."""

    def __init__(self, platform: Platform) -> None:
        self.cognito = platform.client("cognito-idp")
        self.id = self.cognito.create_user_pool(PoolName="staff")["UserPool"]["Id"]
        flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
        client = self.cognito.create_user_pool_client(UserPoolId=self.id, ClientName="cli", ExplicitAuthFlows=flows)
        self.client = client["UserPoolClient"]["ClientId"]
        self.issuer = f"https://cognito-idp.{platform.outputs['region']}.amazonaws.com/{self.id}"
        # The issuer is AWS's own, which does not know this pool; its keys are on this machine.
        self.keys = f"{platform.outputs['endpoint']}/{self.id}/.well-known/jwks.json"

    def provider(self, name: str) -> dict[str, Any]:
        """How a tenant asks to trust the pool."""
        return {"name": name, "issuer": self.issuer, "audiences": [self.client], "jwks_uri": self.keys}

    def sign_in(self, email: str, verified: bool = True) -> dict[str, str]:
        """Makes a user of the pool and signs them in; returns the ID token and the access token."""
        password = f"Aa1!{secrets.token_urlsafe(16)}"
        attributes = [{"Name": "email", "Value": email}, {"Name": "email_verified", "Value": str(verified).lower()}]
        self.cognito.admin_create_user(UserPoolId=self.id, Username=email, UserAttributes=attributes, MessageAction="SUPPRESS")
        self.cognito.admin_set_user_password(UserPoolId=self.id, Username=email, Password=password, Permanent=True)
        answer = self.cognito.initiate_auth(
            ClientId=self.client, AuthFlow="USER_PASSWORD_AUTH", AuthParameters={"USERNAME": email, "PASSWORD": password}
        )
        result = answer["AuthenticationResult"]
        return {"id_token": result["IdToken"], "access_token": result["AccessToken"]}
