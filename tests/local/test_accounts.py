"""Connecting accounts: who is taken, who is refused and why, and commands that are sent twice."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.demo import connecting
from tests.demo.client import Api
from tests.estate.clients import Accounts
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local import roles
from tests.local.platform import Platform, eventually, scheduled
from tests.local.test_input import problem

ROUTE = "/v1/aws/accounts"


@pytest.fixture
def account_id(api: Api) -> Iterator[str]:
    """The number of an account that nobody has connected; let go afterwards."""
    number = f"22{uuid.uuid4().int % 10**10:010d}"
    yield number
    answer = api.call("GET", f"{ROUTE}/{number}")
    if answer.status == 200 and answer.json()["state"] != "disconnected":
        api.delete(f"{ROUTE}/{number}", answer.etag)


def wish(account_id: str, **more: Any) -> dict[str, Any]:
    return {"kind": "account", "account_id": account_id, "name": "Lost", "regions": ["eu-west-1"], **more}


def external_id(connection: dict[str, Any]) -> str:
    return connecting.role_parameters(connection)["ExternalId"]


def verify(api: Api, account_id: str) -> dict[str, Any]:
    return api.post(f"{ROUTE}/{account_id}/verify").json()


def test_makes_an_external_id_that_nobody_can_guess(platform: Platform, api: Api, account_id: str) -> None:
    answer = api.post(ROUTE, wish(account_id))
    connection = answer.json()

    assert answer.status == 201
    assert answer.headers["Location"].endswith(f"{ROUTE}/{account_id}")
    assert connection["state"] == "pending"
    assert len(external_id(connection)) >= 43
    assert connecting.role_parameters(connection)["PlatformAccountId"] == platform.outputs["account_id"]
    assert connection["setup"]["trusted_principal"] == f"arn:aws:iam::{platform.outputs['account_id']}:root"


def test_takes_a_role_that_opens_to_its_external_id_alone(platform: Platform, api: Api, account_id: str) -> None:
    connection = api.post(ROUTE, wish(account_id)).json()
    trust(platform, account_id, {"StringEquals": {"sts:ExternalId": external_id(connection)}})

    assert verify(api, account_id)["state"] == "connected"


@pytest.mark.parametrize(
    ("condition", "reason"),
    [
        ({}, "open_without_external_id"),
        ({"StringLike": {"sts:ExternalId": "*"}}, "open_to_any_external_id"),
        ({"StringEquals": {"sts:ExternalId": "of-somebody-else"}}, "role_not_assumable"),
    ],
)
def test_refuses_a_role_that_is_too_open_or_closed(
    platform: Platform, api: Api, account_id: str, condition: dict[str, Any], reason: str
) -> None:
    connection = api.post(ROUTE, wish(account_id)).json()
    trust(platform, account_id, condition)

    verdict = verify(api, account_id)

    assert verdict["state"] == "refused"
    assert verdict["refusal"]["reason"] == reason
    assert external_id(connection) not in verdict["refusal"]["detail"]


def test_refuses_an_account_without_the_role(api: Api, account_id: str) -> None:
    api.post(ROUTE, wish(account_id))

    assert verify(api, account_id)["refusal"]["reason"] == "role_not_assumable"


def test_takes_a_refused_role_once_it_is_mended(platform: Platform, api: Api, account_id: str) -> None:
    connection = api.post(ROUTE, wish(account_id)).json()
    trust(platform, account_id, {})
    assert verify(api, account_id)["state"] == "refused"

    trust(platform, account_id, {"StringEquals": {"sts:ExternalId": external_id(connection)}})

    assert verify(api, account_id)["state"] == "connected"


def test_refuses_an_organization_that_it_may_not_read(platform: Platform, api: Api, account_id: str) -> None:
    connection = api.post(ROUTE, wish(account_id, kind="organization")).json()
    trust(platform, account_id, {"StringEquals": {"sts:ExternalId": external_id(connection)}})

    assert verify(api, account_id)["refusal"]["reason"] == "organization_unreadable"


def trust(platform: Platform, account_id: str, condition: dict[str, Any]) -> None:
    accounts = Accounts(platform.outputs["endpoint"])
    roles.deploy(accounts, account_id, platform.outputs["account_id"], condition)


def test_connects_every_account_of_the_organization(api: Api, organization: Seeder) -> None:
    accounts = {account["account_id"]: account for account in api.pages(ROUTE)}
    expected = {account.id: account.name for account in organization.estate.accounts}

    assert {number: accounts[number]["state"] for number in expected} == dict.fromkeys(expected, "connected")
    assert accounts[MANAGEMENT_ID]["kind"] == "organization"
    members = [number for number in expected if number != MANAGEMENT_ID]
    assert {accounts[number]["kind"] for number in members} == {"member"}
    assert {number: accounts[number]["name"] for number in members} == {number: expected[number] for number in members}


def test_refuses_to_connect_an_account_twice(api: Api, organization: Seeder) -> None:
    answer = api.call("POST", ROUTE, wish(MANAGEMENT_ID), {"Idempotency-Key": str(uuid.uuid4())})

    problem(answer, 409, "conflict")


def test_demands_an_idempotency_key(api: Api, account_id: str) -> None:
    problem(api.call("POST", ROUTE, wish(account_id)), 400, "idempotency_key_missing")
    problem(api.call("POST", ROUTE, wish(account_id), {"Idempotency-Key": "x" * 129}), 400, "idempotency_key_missing")
    assert api.call("GET", f"{ROUTE}/{account_id}").status == 404


def test_answers_a_repeated_command_as_it_did_the_first_time(api: Api, account_id: str) -> None:
    key = str(uuid.uuid4())
    first = api.post(ROUTE, wish(account_id), key)
    second = api.post(ROUTE, wish(account_id), key)

    assert (second.status, second.json()) == (first.status, first.json())
    assert first.headers["Idempotency-Replayed"] is None
    assert second.headers["Idempotency-Replayed"] == "true"
    assert second.headers["Location"] == first.headers["Location"]


def test_refuses_a_key_that_stood_for_something_else(api: Api, account_id: str) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    assert api.call("POST", ROUTE, wish(account_id), key).status == 201

    problem(api.call("POST", ROUTE, wish(account_id, name="Found"), key), 422, "idempotency_key_reused")


def test_lets_a_refused_command_be_corrected_under_its_key(api: Api, account_id: str) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}
    problem(api.call("POST", ROUTE, wish("nonsense"), key), 400, "invalid")

    assert api.call("POST", ROUTE, wish(account_id), key).status == 201


def test_carries_out_a_command_once_however_often_it_is_sent_at_once(api: Api, account_id: str) -> None:
    key = {"Idempotency-Key": str(uuid.uuid4())}

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(lambda _: api.call("POST", ROUTE, wish(account_id), key), range(6)))

    made = [answer for answer in answers if answer.status == 201]
    assert made and {answer.status for answer in answers} <= {201, 409}
    assert len({external_id(answer.json()) for answer in made}) == 1
    assert sum(answer.headers["Idempotency-Replayed"] is None for answer in made) == 1


def test_disconnects_only_the_version_that_was_read(api: Api, account_id: str) -> None:
    api.post(ROUTE, wish(account_id))
    read = api.call("GET", f"{ROUTE}/{account_id}")
    verify(api, account_id)

    problem(api.call("DELETE", f"{ROUTE}/{account_id}"), 428, "precondition_required")
    problem(api.call("DELETE", f"{ROUTE}/{account_id}", headers={"If-Match": read.etag}), 412, "precondition_failed")
    now = api.call("GET", f"{ROUTE}/{account_id}").etag
    assert api.call("DELETE", f"{ROUTE}/{account_id}", headers={"If-Match": now}).status in (200, 204)
    assert api.get(f"{ROUTE}/{account_id}")["state"] == "disconnected"


def test_connects_anew_with_a_new_secret(api: Api, account_id: str) -> None:
    first = external_id(api.post(ROUTE, wish(account_id)).json())
    api.delete(f"{ROUTE}/{account_id}", api.call("GET", f"{ROUTE}/{account_id}").etag)

    assert external_id(api.post(ROUTE, wish(account_id)).json()) != first


def test_follows_the_organization(platform: Platform, api: Api, organization: Seeder) -> None:
    """An account joins, is refused until its role is there, and is let go when it is closed."""
    organizations = organization.accounts.client("organizations", MANAGEMENT_ID, "us-east-1")
    name = f"temporary-{uuid.uuid4().hex[:6]}"
    made = organizations.create_account(Email=f"aws+{name}@olympus.example", AccountName=name)
    number = made["CreateAccountStatus"]["AccountId"]

    def state() -> str:
        answer = api.call("GET", f"{ROUTE}/{number}")
        return answer.json()["state"] if answer.status == 200 else "unknown"

    connecting.synchronize(api)
    eventually(lambda: state() == "refused")

    management = organization.accounts.client("iam", MANAGEMENT_ID, "us-east-1")
    (trusted,) = management.get_role(RoleName=roles.NAME)["Role"]["AssumeRolePolicyDocument"]["Statement"]
    trust(platform, number, {"StringEquals": trusted["Condition"]["StringEquals"]})
    assert verify(api, number)["state"] == "connected"

    organizations.close_account(AccountId=number)
    connecting.synchronize(api)
    eventually(lambda: state() == "left")


def test_synchronizes_every_organization_at_night(platform: Platform, api: Api, organization: Seeder) -> None:
    def synchronized() -> str:
        return api.get(f"{ROUTE}/{MANAGEMENT_ID}")["synchronization"]["listed_at"]

    before = synchronized()
    platform.invoke("schedule-organization-sync", scheduled())

    eventually(lambda: synchronized() > before)
