"""What a tenant can learn of another one: nothing, not even that something exists."""

from __future__ import annotations

from typing import Any

import pytest

from tests.demo.client import Api
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local.platform import Platform
from tests.local.test_input import problem


def test_is_another_tenant(api: Api, stranger: Api) -> None:
    assert stranger.get("/v1/auth/me")["tenant"]["id"] != api.get("/v1/auth/me")["tenant"]["id"]


@pytest.mark.parametrize("path", ["/v1/aws/accounts", "/v1/aws/scans", "/v1/aws/resources"])
def test_lists_nothing_of_another_tenant(stranger: Api, first_scan: dict[str, Any], path: str) -> None:
    assert list(stranger.pages(path)) == []


def test_says_not_found_for_what_belongs_to_another_tenant(api: Api, stranger: Api, first_scan: dict[str, Any]) -> None:
    resource = api.get("/v1/aws/resources", page_size=1)["items"][0]
    paths = [
        f"/v1/aws/accounts/{MANAGEMENT_ID}",
        f"/v1/aws/scans/{first_scan['id']}",
        f"/v1/aws/scans/{first_scan['id']}/coverage",
        f"/v1/aws/resources/{resource['id']}",
        "/v1/aws/world/latest",
    ]

    for path in paths:
        assert api.call("GET", path).status == 200, path
        problem(stranger.call("GET", path), 404, "not_found")


def test_changes_nothing_of_another_tenant(api: Api, stranger: Api, organization: Seeder) -> None:
    before = api.call("GET", f"/v1/aws/accounts/{MANAGEMENT_ID}")
    headers = {"If-Match": before.etag, "Idempotency-Key": "stranger"}

    problem(stranger.call("DELETE", f"/v1/aws/accounts/{MANAGEMENT_ID}", headers=headers), 404, "not_found")
    problem(stranger.call("POST", f"/v1/aws/accounts/{MANAGEMENT_ID}/verify", {}, headers), 404, "not_found")
    assert api.call("GET", f"/v1/aws/accounts/{MANAGEMENT_ID}").json() == before.json()


def test_refuses_the_cursor_of_another_tenant(api: Api, stranger: Api, first_scan: dict[str, Any]) -> None:
    cursor = api.get("/v1/aws/resources", page_size=1)["next_cursor"]

    problem(stranger.call("GET", "/v1/aws/resources", query={"page_size": 1, "cursor": cursor}), 400, "invalid")


def test_cannot_use_the_role_of_another_tenant(stranger: Api, organization: Seeder) -> None:
    """The confused deputy: a stranger names an account whose role trusts the platform already."""
    wish = {"kind": "account", "account_id": MANAGEMENT_ID, "name": "Mine"}
    answer = stranger.call("POST", "/v1/aws/accounts", wish, {"Idempotency-Key": "deputy"})
    if answer.status == 201:
        verdict = stranger.post(f"/v1/aws/accounts/{MANAGEMENT_ID}/verify").json()
        assert verdict["state"] == "refused"
        path = f"/v1/aws/accounts/{MANAGEMENT_ID}"
        stranger.delete(path, stranger.call("GET", path).etag)
    else:
        problem(answer, 409, "conflict")


def test_cannot_scan_what_it_has_not_connected(stranger: Api, platform: Platform) -> None:
    answer = stranger.call("POST", "/v1/aws/scans", {}, {"Idempotency-Key": "nothing"})

    problem(answer, 409, "conflict")
