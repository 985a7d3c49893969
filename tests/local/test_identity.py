"""Signing in, staying signed in, signing out."""

from __future__ import annotations

import time

from tests.demo.client import Api
from tests.local.platform import Platform, eventually

ME = "/v1/auth/me"


def status(api: Api, token: str) -> int:
    return api.raw("GET", ME, headers={"Authorization": f"Bearer {token}"}).status


def test_says_who_is_signed_in(platform: Platform, api: Api) -> None:
    me = api.get(ME)

    assert me["email"] == platform.outputs["administrator_email"]
    assert me["tenant"]["name"] == "Olympus"
    assert "scans:start" in me["permissions"]


def test_refuses_a_wrong_password_and_an_unknown_address_in_the_same_words(platform: Platform) -> None:
    anonymous = platform.anonymous()

    def refused(email: str, password: str) -> dict[str, object]:
        answer = anonymous.raw("POST", "/v1/auth/login", {"email": email, "password": password})
        assert answer.status == 401
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        return {key: problem[key] for key in ("type", "title", "status", "detail", "code")}

    known = refused(platform.outputs["administrator_email"], "not the password")
    unknown = refused("nobody@pantheon.example", "not the password")

    assert known == unknown
    platform.api()  # A success forgets the failure.


def test_makes_guessers_wait(platform: Platform) -> None:
    guess = {"email": f"guess-{time.time_ns()}@pantheon.example", "password": "guess"}

    answers = [platform.anonymous().raw("POST", "/v1/auth/login", guess) for _ in range(7)]

    assert answers[0].status == 401
    assert answers[-1].status == 429
    assert int(answers[-1].headers["Retry-After"]) >= 1


def test_rotates_refresh_tokens(platform: Platform, api: Api) -> None:
    first = (api.token, api.refresh_token)
    api.renew()

    assert api.refresh_token != first[1]
    assert status(api, api.token) == 200


def test_ends_the_session_when_a_refresh_token_is_used_twice(platform: Platform, api: Api) -> None:
    stolen = api.refresh_token
    api.renew()
    honest = api.refresh_token

    thief = platform.anonymous().raw("POST", "/v1/auth/refresh", {"refresh_token": stolen})
    victim = platform.anonymous().raw("POST", "/v1/auth/refresh", {"refresh_token": honest})

    assert (thief.status, victim.status) == (401, 401)
    eventually(lambda: status(api, api.token) == 401, seconds=10)


def test_signs_out(platform: Platform, api: Api) -> None:
    answer = api.call("POST", "/v1/auth/logout")

    assert answer.status == 204
    refreshed = platform.anonymous().raw("POST", "/v1/auth/refresh", {"refresh_token": api.refresh_token})
    assert refreshed.status == 401
    eventually(lambda: status(api, api.token) == 401, seconds=10)
