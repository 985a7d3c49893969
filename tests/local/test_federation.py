"""Signing in elsewhere: Google, GitHub, the user pools that a tenant trusts, and the exchange of tokens."""

from __future__ import annotations

import base64
import hmac
import secrets
import struct
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest

from tests.demo.client import Answer, Api
from tests.local import elsewhere, limits, tenancy
from tests.local.elsewhere import RETURN_TO, Elsewhere, Person, UserPool
from tests.local.platform import Platform
from tests.local.tenancy import Tenant
from tests.local.tokens import parts


@pytest.fixture(scope="module", autouse=True)
def unlimited(platform: Platform) -> Iterator[None]:
    with limits.lifted(platform):
        yield


@pytest.fixture(scope="module")
def providers(platform: Platform, unlimited: None) -> Iterator[Elsewhere]:
    with elsewhere.running() as providers, elsewhere.known(platform, providers):
        yield providers


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Tenant:
    return tenancy.make(platform, "Federation")


@pytest.fixture(scope="module")
def pool(platform: Platform) -> UserPool:
    return UserPool(platform)


class Browser:
    """Keeps cookies and follows nobody by itself."""

    def __init__(self, platform: Platform) -> None:
        self.url = platform.outputs["api_url"]
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []

    def open(self, path: str, **query: str) -> Answer:
        class Stay(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, *_: Any) -> None:
                return None

        url = f"{self.url}{path}?{urllib.parse.urlencode(query)}"
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        request = urllib.request.Request(url, headers={"Cookie": cookies} if cookies else {})
        try:
            with urllib.request.build_opener(Stay).open(request, timeout=60) as reply:
                answer = Answer(reply.status, reply.headers, reply.read())
        except urllib.error.HTTPError as error:
            answer = Answer(error.code, error.headers, error.read())
        self.set_cookies = answer.headers.get_all("Set-Cookie") or []
        for cookie in self.set_cookies:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def start(self, provider: str, **query: str) -> str:
        """Begins to sign in; returns the page of the provider."""
        answer = self.open(f"/v1/auth/oauth/{provider}/start", **query)
        assert answer.status == 303, answer.body
        return answer.headers["Location"]

    def come_back(self, provider: str, query: dict[str, str]) -> Answer:
        return self.open(f"/v1/auth/oauth/{provider}/callback", **query)


def sign_in(platform: Platform, providers: Elsewhere, provider: str, person: Person) -> Answer:
    """Signs somebody in, up to the code."""
    browser = Browser(platform)
    return browser.come_back(provider, providers.consent(browser.start(provider), person))


def redeem(platform: Platform, code: str, **more: str) -> Answer:
    return platform.anonymous().raw("POST", "/v1/auth/oauth/redeem", {"code": code, **more})


def exchange(platform: Platform, token: str, kind: str, audience: str) -> Answer:
    body = {"subject_token": token, "subject_token_type": kind, "audience": audience}
    return platform.anonymous().raw("POST", "/v1/auth/token/exchange", body)


def holder(platform: Platform, token: str) -> Api:
    """A client that sends this token."""
    api = platform.anonymous()
    api.token = token
    return api


def me(platform: Platform, token: str) -> Answer:
    return holder(platform, token).call("GET", "/v1/auth/me")


def email(name: str) -> str:
    return f"{name}-{secrets.token_hex(6)}@tenants.example"


def totp(secret: str) -> str:
    """The code that an authenticator shows, RFC 6238."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    digest = hmac.digest(key, struct.pack(">Q", int(time.time()) // 30), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 10**6:06d}"


@pytest.mark.parametrize("provider", ["google", "github"])
def test_activates_who_was_invited_and_signs_them_in(platform: Platform, providers: Elsewhere, tenant: Tenant, provider: str) -> None:
    invited, _ = tenancy.invite(tenant, ["viewer"], person_email := email(provider))

    answer = sign_in(platform, providers, provider, Person(person_email))
    assert answer.status == 200, answer.body
    tokens = redeem(platform, answer.json()["code"], audience="dashboard")

    assert tokens.status == 200, tokens.body
    known = me(platform, tokens.json()["access_token"]).json()
    assert (known["id"], known["state"], known["email"]) == (invited["id"], "active", person_email)
    assert parts(tokens.json()["access_token"])[1]["aud"] == "pantheon-dashboard"


def test_sends_the_browser_back_with_a_code_and_no_token(platform: Platform, providers: Elsewhere, tenant: Tenant) -> None:
    tenancy.invite(tenant, ["viewer"], person_email := email("back"))
    browser = Browser(platform)
    back = providers.consent(browser.start("google", return_to=RETURN_TO), Person(person_email))

    answer = browser.come_back("google", back)

    assert answer.status == 303
    url, _, query = answer.headers["Location"].partition("?")
    assert url == RETURN_TO and list(urllib.parse.parse_qs(query)) == ["code"]
    assert any("Max-Age=0" in cookie for cookie in browser.set_cookies)
    assert redeem(platform, urllib.parse.parse_qs(query)["code"][0]).status == 200


def test_binds_a_sign_in_to_one_browser_and_takes_everything_once(platform: Platform, providers: Elsewhere, tenant: Tenant) -> None:
    tenancy.invite(tenant, ["viewer"], person_email := email("once"))
    person = Person(person_email)
    browser = Browser(platform)
    back = providers.consent(browser.start("google"), person)
    [cookie] = browser.set_cookies
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie

    assert Browser(platform).come_back("google", back).status == 401
    assert browser.come_back("google", back).status == 401, "a state that was shown elsewhere is spent"
    back = providers.consent(browser.start("google"), person)
    answer = browser.come_back("google", back)
    assert browser.come_back("google", back).status == 401
    code = answer.json()["code"]
    assert [redeem(platform, code).status for _ in range(2)] == [200, 401]


def test_signs_nobody_in_who_canceled_was_not_invited_or_has_no_verified_address(platform: Platform, providers: Elsewhere, tenant: Tenant) -> None:
    tenancy.invite(tenant, ["viewer"], person_email := email("unverified"))
    browser = Browser(platform)
    state = providers.consent(browser.start("google"), Person(person_email))["state"]

    canceled = browser.come_back("google", {"state": state, "error": "access_denied"})

    assert canceled.status == 401 and "canceled" in canceled.json()["detail"]
    for provider in ("google", "github"):
        assert sign_in(platform, providers, provider, Person(person_email, verified=False)).status == 401
        assert sign_in(platform, providers, provider, Person(email("nobody"))).status == 401


def test_believes_no_id_token_of_another_sign_in(platform: Platform, providers: Elsewhere, tenant: Tenant) -> None:
    tenancy.invite(tenant, ["viewer"], person_email := email("nonce"))
    for claims in ({"nonce": "another"}, {"aud": "another"}, {"iss": "https://accounts.google.com"}, {"exp": int(time.time()) - 1}):
        providers.claims = claims
        try:
            assert sign_in(platform, providers, "google", Person(person_email)).status == 401, claims
        finally:
            providers.claims = {}


def test_refuses_strange_places_and_providers(platform: Platform, providers: Elsewhere) -> None:
    browser = Browser(platform)
    for url in ("https://evil.example", f"{RETURN_TO}/", f"{RETURN_TO}?x=y", f"{RETURN_TO}.evil.example"):
        assert browser.open("/v1/auth/oauth/google/start", return_to=url).status == 400, url
    assert browser.open("/v1/auth/oauth/okta/start").status == 404


def test_asks_for_the_second_factor(platform: Platform, providers: Elsewhere, tenant: Tenant) -> None:
    api = tenancy.join(tenant, ["viewer"])
    shown = api.call("POST", "/v1/auth/totp", {"password": api.password}).json()
    confirmed = api.call("POST", "/v1/auth/totp/confirm", {"code": totp(shown["secret"])})
    assert confirmed.status == 200, confirmed.body
    code = sign_in(platform, providers, "google", Person(api.email)).json()["code"]

    asked = redeem(platform, code)
    assert (asked.status, asked.json()["code"]) == (401, "second_factor_required")
    assert redeem(platform, code, totp_code="000000").status == 401
    assert redeem(platform, code, totp_code=confirmed.json()["recovery_codes"][0]).status == 200


def test_exchanges_a_session_for_one_of_a_telephone_and_not_back(platform: Platform, tenant: Tenant) -> None:
    mobile = exchange(platform, tenant.api.token, "access_token", "mobile")
    assert mobile.status == 200, mobile.body
    token = mobile.json()["access_token"]

    assert holder(platform, token).call("GET", "/v1/users").status == 200
    refused = holder(platform, token).call("POST", "/v1/users", {"email": email("no"), "roles": ["viewer"]}, {"Idempotency-Key": "telephone"})
    assert refused.status == 403
    assert exchange(platform, token, "access_token", "api").status == 403
    assert exchange(platform, token, "access_token", "mobile").status == 200
    assert exchange(platform, tenant.api.token + "x", "access_token", "api").status == 401


def test_trusts_a_user_pool_of_cognito_until_it_is_removed(platform: Platform, tenant: Tenant, pool: UserPool) -> None:
    tenancy.invite(tenant, ["viewer"], person_email := email("cognito"))
    tokens = pool.sign_in(person_email)
    assert exchange(platform, tokens["id_token"], "id_token", "api").status == 401, "nobody trusts the pool yet"
    added = tenant.api.post("/v1/identity-providers", pool.provider("Staff"))
    provider = added.json()

    assert me(platform, tokens["access_token"]).status == 401, "the user is not linked yet"
    assert exchange(platform, tokens["access_token"], "id_token", "api").status == 401
    assert exchange(platform, tokens["id_token"], "access_token", "api").status == 401
    session = exchange(platform, tokens["id_token"], "id_token", "cli")
    assert session.status == 200, session.body
    assert me(platform, session.json()["access_token"]).json()["email"] == person_email

    assert me(platform, tokens["access_token"]).json()["email"] == person_email
    assert me(platform, tokens["id_token"]).status == 401, "an ID token opens nothing"
    forged = tokens["access_token"][:-8] + ("AAAAAAAA" if tokens["access_token"][-8:] != "AAAAAAAA" else "BBBBBBBB")
    assert me(platform, forged).status == 401
    assert holder(platform, tokens["access_token"]).call("DELETE", "/v1/auth/totp", {"password": "x"}).status == 403

    listed = [item for item in tenant.api.get("/v1/identity-providers")["items"] if item["id"] == provider["id"]]
    assert listed == [provider]
    path = f"/v1/identity-providers/{provider['id']}"
    assert tenant.api.call("DELETE", path).status == 428
    assert tenant.api.delete(path, added.etag).status == 204
    assert me(platform, tokens["access_token"]).status == 401
    assert exchange(platform, tokens["id_token"], "id_token", "cli").status == 401


def test_links_nobody_of_another_tenant(platform: Platform, tenant: Tenant) -> None:
    other, pool = tenancy.make(platform, "Elsewhere"), UserPool(platform)
    added = other.api.post("/v1/identity-providers", pool.provider("Theirs"))
    tenancy.invite(tenant, ["admin"], person_email := email("victim"))

    assert exchange(platform, pool.sign_in(person_email)["id_token"], "id_token", "api").status == 401
    assert exchange(platform, pool.sign_in(tenant.email)["id_token"], "id_token", "api").status == 401
    taken = tenant.api.call("POST", "/v1/identity-providers", pool.provider("Ours"), {"Idempotency-Key": "taken"})
    assert taken.status == 409
    assert tenant.api.call("DELETE", f"/v1/identity-providers/{added.json()['id']}", None, {"If-Match": '"1"'}).status == 404


def test_goes_nowhere_inside_for_a_tenant(platform: Platform, tenant: Tenant, pool: UserPool) -> None:
    endpoint = urllib.parse.urlsplit(platform.outputs["endpoint"]).port
    for issuer in (
        "https://127.0.0.1", "https://localhost", f"https://localhost:{endpoint}", "https://[::1]", "https://169.254.169.254/latest",
        "https://2130706433", "https://0x7f.1", "https://[::ffff:127.0.0.1]", "https://10.0.0.1", "http://accounts.example.com",
    ):
        wish = {"name": "Inside", "issuer": issuer, "audiences": ["x"]}
        answer = tenant.api.call("POST", "/v1/identity-providers", wish, {"Idempotency-Key": secrets.token_hex(8)})
        assert (answer.status, answer.json()["errors"][0]["pointer"]) == (400, "/issuer"), (issuer, answer.body)
    elsewhere_keys = {**pool.provider("Evil"), "jwks_uri": "https://evil.example/keys"}
    answer = tenant.api.call("POST", "/v1/identity-providers", elsewhere_keys, {"Idempotency-Key": secrets.token_hex(8)})
    assert (answer.status, answer.json()["errors"][0]["pointer"]) == (400, "/jwks_uri")


def test_tells_what_is_left_of_the_limit_of_an_address(platform: Platform) -> None:
    answer = Browser(platform).open("/v1/auth/oauth/okta/start")

    assert answer.headers["RateLimit-Policy"].startswith('"address";q=')
