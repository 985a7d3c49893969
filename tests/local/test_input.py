"""What the platform says to input that it cannot take."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest

from tests.demo.client import Answer, Api


def problem(answer: Answer, status: int, code: str) -> dict[str, Any]:
    """Checks that an answer is a problem document and returns it."""
    assert answer.status == status, answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    document = answer.json()
    assert document["type"] == f"urn:pantheon:problem:{code}"
    assert (document["status"], document["code"]) == (status, code)
    assert document["title"] and document["detail"] and document["instance"]
    return document


def connect(api: Api, body: Any) -> Answer:
    return api.call("POST", "/v1/aws/accounts", body, {"Idempotency-Key": str(uuid.uuid4())})


WISH = {"kind": "account", "account_id": "210000000001", "name": "Lost"}


@pytest.mark.parametrize("body", [b"", b"{", b"nonsense", b'{"kind": "account",}', b"\xff\xfe", b"[" * 10_000])
def test_names_malformed_json(api: Api, body: bytes) -> None:
    problem(connect(api, body), 400, "invalid")


def test_names_every_unknown_field(api: Api) -> None:
    document = problem(connect(api, {**WISH, "administrator": True}), 400, "invalid")

    assert "administrator" in json.dumps(document["errors"])


@pytest.mark.parametrize(
    ("field", "value"),
    [("account_id", 210000000001), ("account_id", "21000000000"), ("kind", "planet"), ("regions", "eu-west-1"), ("regions", ["moon-1"]), ("name", ""), ("name", "x" * 1000), ("role_name", "a/b")],
)
def test_points_at_the_field_of_the_wrong_type(api: Api, field: str, value: object) -> None:
    document = problem(connect(api, {**WISH, field: value}), 400, "invalid")

    assert any(field in error["pointer"] for error in document["errors"]), document["errors"]


def test_refuses_huge_bodies(api: Api) -> None:
    problem(connect(api, {**WISH, "name": "x" * (1024 * 1024 + 1)}), 413, "too_large")


def test_refuses_another_kind_of_content(api: Api) -> None:
    headers = {"Idempotency-Key": str(uuid.uuid4()), "Content-Type": "text/plain"}

    answer = api.call("POST", "/v1/aws/accounts", json.dumps(WISH).encode(), headers)

    assert answer.status in (400, 415), answer.body


@pytest.mark.parametrize("query", [{"page_size": "0"}, {"page_size": "-1"}, {"page_size": "many"}, {"colour": "red"}, {"state": "asleep"}, {"region": "moon"}, {"sort": "beauty"}, {"cursor": "nonsense"}])
def test_names_wrong_queries(api: Api, query: dict[str, str]) -> None:
    document = problem(api.call("GET", "/v1/aws/resources", query=query), 400, "invalid")

    assert any(next(iter(query)) in error["pointer"] for error in document["errors"]), document["errors"]


@pytest.mark.parametrize(
    "path",
    [
        "/v1/aws/accounts/219999999999",
        "/v1/aws/accounts/nonsense",
        "/v1/aws/scans/scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e",
        "/v1/aws/scans/nonsense",
        "/v1/aws/scans/scn_0195f6a0-7c1e-7d43-9a55-3b0a4f1c2d3e/coverage",
        "/v1/aws/resources/219999999999:eu-west-1:AWS.EC2.Instance:i-0",
        "/v1/aws/resources/nonsense",
    ],
)
def test_says_not_found_for_what_is_not_there(api: Api, path: str) -> None:
    answer = api.call("GET", path)

    assert answer.status in (400, 404), answer.body
    assert answer.headers["Content-Type"] == "application/problem+json"
    if "nonsense" not in path:
        problem(answer, 404, "not_found")


def test_keeps_answers_out_of_caches_and_frames(api: Api) -> None:
    answer = api.call("GET", "/v1/auth/me")

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_refuses_the_cursor_of_another_query(api: Api, first_scan: dict[str, Any]) -> None:
    page = api.get("/v1/aws/resources", page_size=2, region="us-east-1")
    cursor = page["next_cursor"]

    same = api.call("GET", "/v1/aws/resources", query={"page_size": 3, "region": "us-east-1", "cursor": cursor})
    other = api.call("GET", "/v1/aws/resources", query={"page_size": 2, "region": "eu-west-1", "cursor": cursor})
    elsewhere = api.call("GET", f"/v1/aws/scans/{first_scan['id']}/coverage", query={"cursor": cursor})
    changed = api.call("GET", "/v1/aws/resources", query={"region": "us-east-1", "cursor": cursor[:-2] + ("AA" if cursor[-2:] != "AA" else "BB")})

    assert same.status == 200 and len(same.json()["items"]) == 3
    for refused in (other, elsewhere, changed):
        problem(refused, 400, "invalid")
