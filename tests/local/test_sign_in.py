"""Invitations, passwords, second factors and sessions, as people use them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
import time
import urllib.parse
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import pytest

from tests.demo.client import Answer, Api
from tests.local import tenancy
from tests.local.platform import Platform, eventually
from tests.local.tenancy import Tenant

ME = "/v1/auth/me"
LOGIN = "/v1/auth/login"
SESSIONS = "/v1/auth/sessions"


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Iterator[Tenant]:
    """A tenant whose users sign in and out."""
    yield tenancy.make(platform, "Doorway")


@dataclass
class Person:
    """A user with a password, and no session yet."""

    platform: Platform
    email: str
    password: str

    def login(self, code: str | None = None) -> Answer:
        body = {"email": self.email, "password": self.password}
        return self.platform.anonymous().raw("POST", LOGIN, body if code is None else {**body, "totp_code": code})

    def signed_in(self, code: str | None = None) -> Api:
        answer = self.login(code)
        assert answer.status == 200, answer.body
        return with_tokens(self.platform, answer)


def with_tokens(platform: Platform, answer: Answer) -> Api:
    api = platform.anonymous()
    api._keep(answer.json())
    return api


@pytest.fixture
def person(platform: Platform, tenant: Tenant) -> Person:
    """A user of the tenant who has accepted the invitation."""
    person = Person(platform, f"person-{secrets.token_hex(6)}@tenants.example", secrets.token_urlsafe(24))
    _, invitation = tenancy.invite(tenant, ["viewer"], person.email)
    answer = register(platform, invitation, person.password)
    assert answer.status == 200, answer.body
    return person


def register(platform: Platform, invitation: str, password: str, **more: str) -> Answer:
    return platform.anonymous().raw("POST", "/v1/auth/register", {"invitation": invitation, "password": password, **more})


def refresh(platform: Platform, token: str, key: str | None = None) -> Answer:
    headers = {"Idempotency-Key": key} if key else {}
    return platform.anonymous().raw("POST", "/v1/auth/refresh", {"refresh_token": token}, headers)


def code_of(answer: Answer) -> str:
    return str(answer.json()["code"])


def pointers(answer: Answer) -> list[str]:
    return [error["pointer"] for error in answer.json()["errors"]]


def one_time_password(secret: str, steps: int = 0) -> str:
    """Computes what an authenticator shows now, or some steps later: RFC 6238, without our library."""
    counter = struct.pack(">Q", int(time.time()) // 30 + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset : offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def with_time_left_in_step(seconds: float = 5) -> None:
    """Waits for the next step if this one is about to end, so that codes do not change under a test."""
    left = 30 - time.time() % 30
    if left < seconds:
        time.sleep(left + 0.1)


def gone_after(api: Api, start: float) -> float:
    """Returns how long it took until requests of the session were refused."""
    eventually(lambda: api.call("GET", ME).status == 401, seconds=15, every=0.05)
    return time.monotonic() - start


def test_lets_an_invited_user_choose_a_password_once(platform: Platform, tenant: Tenant) -> None:
    email, password = f"person-{secrets.token_hex(6)}@tenants.example", secrets.token_urlsafe(24)
    _, invitation = tenancy.invite(tenant, ["viewer"], email)

    weak = register(platform, invitation, "password1234")
    assert (weak.status, pointers(weak)) == (400, ["/password"])
    accepted = register(platform, invitation, password)
    assert accepted.status == 200
    assert accepted.headers["Cache-Control"] == "no-store"
    assert accepted.headers["RateLimit"].startswith('"address";r=')

    me = with_tokens(platform, accepted).get(ME)
    assert (me["email"], me["state"], me["roles"]) == (email, "active", ["viewer"])
    assert register(platform, invitation, password).status == 401
    assert Person(platform, email, password).login().status == 200


def test_refuses_whoever_has_not_accepted_the_invitation(platform: Platform, tenant: Tenant) -> None:
    email = f"person-{secrets.token_hex(6)}@tenants.example"
    tenancy.invite(tenant, ["viewer"], email)

    answer = Person(platform, email, "anything at all, really").login()

    assert (answer.status, code_of(answer)) == (401, "unauthenticated")


def test_changes_the_password_and_ends_every_other_session(platform: Platform, person: Person) -> None:
    here, there = person.signed_in(), person.signed_in()
    new = secrets.token_urlsafe(24)

    wrong = here.call("POST", "/v1/auth/password", {"current_password": "wrong", "new_password": new})
    assert (wrong.status, pointers(wrong)) == (400, ["/current_password"])
    weak = here.call("POST", "/v1/auth/password", {"current_password": person.password, "new_password": person.email})
    assert (weak.status, pointers(weak)) == (400, ["/new_password"])
    start = time.monotonic()
    changed = here.call("POST", "/v1/auth/password", {"current_password": person.password, "new_password": new})
    assert changed.status == 200, changed.body

    assert with_tokens(platform, changed).call("GET", ME).status == 200
    assert max(gone_after(api, start) for api in (here, there)) < 5
    assert refresh(platform, there.refresh_token).status == 401
    assert person.login().status == 401
    assert Person(platform, person.email, new).login().status == 200


def test_asks_for_a_second_factor_and_takes_each_code_once(platform: Platform, person: Person) -> None:
    api = person.signed_in()
    enrolled = api.call("POST", "/v1/auth/totp", {"password": person.password})
    assert enrolled.status == 200, enrolled.body
    secret = enrolled.json()["secret"]
    uri = urllib.parse.urlsplit(enrolled.json()["otpauth_uri"])
    assert urllib.parse.parse_qs(uri.query)["secret"] == [secret]
    assert person.login().status == 200, "an authenticator that has not proved itself is not asked"

    with_time_left_in_step()
    assert api.call("POST", "/v1/auth/totp/confirm", {"code": one_time_password(secret, -9)}).status == 400
    spent = one_time_password(secret)
    confirmed = api.call("POST", "/v1/auth/totp/confirm", {"code": spent})
    assert confirmed.status == 200, confirmed.body
    recovery = confirmed.json()["recovery_codes"]

    missing = person.login()
    assert (missing.status, code_of(missing)) == (401, "second_factor_required")
    wrong = person.login("000000")
    assert (wrong.status, code_of(wrong)) == (401, "unauthenticated")
    assert person.login(spent).status == 401, "the code that confirmed it is spent"
    fresh = one_time_password(secret, 1)
    with ThreadPoolExecutor(4) as pool:
        statuses = sorted(answer.status for answer in pool.map(lambda _: person.login(fresh), range(4)))
    assert statuses.count(200) == 1, statuses
    time.sleep(1.1)  # Who guesses at the same time as others is told to wait a second.
    assert person.login(recovery[0].upper()).status == 200
    assert person.login(recovery[0]).status == 401
    assert person.signed_in(recovery[1]).get(ME)["second_factor"] is True


def test_stops_to_ask_when_the_authenticator_is_removed(person: Person) -> None:
    api = person.signed_in()
    secret = api.call("POST", "/v1/auth/totp", {"password": person.password}).json()["secret"]
    assert api.call("POST", "/v1/auth/totp/confirm", {"code": one_time_password(secret)}).status == 200
    assert code_of(api.call("POST", "/v1/auth/totp", {"password": person.password})) == "conflict"

    assert api.call("DELETE", "/v1/auth/totp", {"password": "wrong"}).status == 400
    assert api.call("DELETE", "/v1/auth/totp", {"password": person.password}).status == 204
    assert api.call("DELETE", "/v1/auth/totp", {"password": person.password}).status == 204

    assert person.login().status == 200


def test_lists_sessions_and_ends_one_of_them_within_five_seconds(platform: Platform, person: Person) -> None:
    here, there = person.signed_in(), person.signed_in()
    listed = list(here.pages(SESSIONS))
    assert [session["current"] for session in listed].count(True) == 1
    assert {session["state"] for session in listed} == {"live"}
    other = there.get(ME)["session_id"]
    assert other in [session["id"] for session in listed if not session["current"]]
    assert there.call("GET", ME).status == 200

    start = time.monotonic()
    assert here.call("DELETE", f"{SESSIONS}/{other}").status == 204

    assert gone_after(there, start) < 5
    assert refresh(platform, there.refresh_token).status == 401
    assert here.call("DELETE", f"{SESSIONS}/{other}").status == 204, "ending it twice is ending it once"
    assert other not in [session["id"] for session in here.pages(SESSIONS)]
    everything = {session["id"]: session["state"] for session in here.pages(SESSIONS, all="true")}
    assert everything[other] == "revoked"
    assert here.call("GET", ME).status == 200


def test_hides_the_sessions_of_others(tenant: Tenant, person: Person) -> None:
    api = person.signed_in()
    theirs = tenant.api.get(ME)["session_id"]

    assert theirs not in [session["id"] for session in api.pages(SESSIONS, all="true")]
    assert api.call("DELETE", f"{SESSIONS}/{theirs}").status == 404
    assert tenant.api.call("GET", ME).status == 200


def test_gives_a_lost_answer_again_to_the_same_request_alone(platform: Platform, person: Person) -> None:
    first, key = person.signed_in().refresh_token, str(uuid.uuid4())

    lost = refresh(platform, first, key)
    again = refresh(platform, first, key)

    assert (lost.status, again.status) == (200, 200)
    assert again.json()["refresh_token"] == lost.json()["refresh_token"]
    other = refresh(platform, first, str(uuid.uuid4()))
    assert other.status == 401, "another key is another holder of the token"
    assert refresh(platform, lost.json()["refresh_token"]).status == 401, "and ends the session"


def test_sells_one_pair_to_two_who_hold_one_token(platform: Platform, person: Person) -> None:
    token = person.signed_in().refresh_token

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: refresh(platform, token), range(2)))

    won = [answer for answer in answers if answer.status == 200]
    assert len(won) == 1, [answer.status for answer in answers]
    assert refresh(platform, won[0].json()["refresh_token"]).status == 401


def test_limits_how_often_an_address_asks_and_goes_on_when_nobody_counts(platform: Platform) -> None:
    guess = {"refresh_token": "nonsense"}
    with platform.configured("refresh-session", PANTHEON_ADDRESS_REQUESTS_PER_MINUTE="6"):
        answers = [platform.anonymous().raw("POST", "/v1/auth/refresh", guess) for _ in range(9)]
    refused = [answer for answer in answers if answer.status == 429]
    assert {answer.status for answer in answers} == {401, 429} and len(refused) >= 2, [answer.status for answer in answers]
    assert code_of(refused[0]) == "quota_exceeded"
    assert 1 <= int(refused[0].headers["Retry-After"]) <= 10
    assert refused[0].headers["RateLimit"].startswith('"address";r=0;t=')
    assert refused[0].headers["RateLimit-Policy"] == '"address";q=6;w=60'

    with platform.configured("refresh-session", PANTHEON_LIMITS_TABLE="pantheon-local-nothing"):
        answer = platform.anonymous().raw("POST", "/v1/auth/refresh", guess)
    assert answer.status == 401
    assert answer.headers["RateLimit"] is None
