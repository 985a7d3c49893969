"""Connects the demo organization: asks for the connection, deploys the role, has it proven."""

from __future__ import annotations

import time
from typing import Any, Callable

from tests.demo.client import Api, ApiError
from tests.estate.seed import MANAGEMENT_ID, Seeder

ACCOUNT = f"/v1/aws/accounts/{MANAGEMENT_ID}"


class NotConnected(Exception):
    """The organization could not be connected."""


def connect(api: Api, seeder: Seeder, say: Callable[[str], None]) -> list[dict[str, Any]]:
    """Connects the organization unless it is; returns its accounts."""
    organization = _existing(api)
    if organization and organization["state"] == "connected":
        say("the organization is connected already")
    else:
        _connect(api, seeder, say, organization)
    return wait_for_members(api, {account.id for account in seeder.estate.accounts})


def _existing(api: Api) -> dict[str, Any] | None:
    answer = api.call("GET", ACCOUNT)
    return answer.json() if answer.status == 200 else None


def _connect(api: Api, seeder: Seeder, say: Callable[[str], None], existing: dict[str, Any] | None) -> None:
    # Only the answer to the request shows the external ID; a connection that got stuck begins anew.
    if existing and existing["state"] in ("pending", "refused"):
        api.delete(ACCOUNT, api.call("GET", ACCOUNT).etag)
    connection = request(api, seeder)
    say(f"connection {connection['connection_id']} asked for; its external ID is made by Pantheon")
    for account in seeder.estate.accounts:
        outcome = seeder.deploy_member_role(account, role_parameters(connection))
        say(f"member role in {account.name:<12} {account.id}: {outcome}")
    verdict = api.post(f"{ACCOUNT}/verify").json()
    if verdict["state"] != "connected":
        raise NotConnected(f"the role was refused: {verdict.get('refusal')}")
    say("role proven: it opens with its external ID, and neither without one nor with another")


def request(api: Api, seeder: Seeder) -> dict[str, Any]:
    """Asks for the connection of the organization."""
    wish = {
        "kind": "organization",
        "account_id": MANAGEMENT_ID,
        "name": seeder.estate.name,
        "regions": seeder.estate.regions,
    }
    return api.post("/v1/aws/accounts", wish).json()


def role_parameters(connection: dict[str, Any]) -> dict[str, str]:
    """The parameters of infra/member-role.yaml, as the connection names them."""
    return {parameter["ParameterKey"]: parameter["ParameterValue"] for parameter in connection["setup"]["parameters"]}


def wait_for_members(api: Api, expected: set[str], seconds: float = 120) -> list[dict[str, Any]]:
    """Waits until every account of the organization was found and proven."""
    deadline = time.monotonic() + seconds
    while True:
        accounts = list(api.pages("/v1/aws/accounts"))
        connected = {account["account_id"] for account in accounts if account["state"] == "connected"}
        if expected <= connected:
            return accounts
        if time.monotonic() > deadline:
            states = {account["account_id"]: (account["state"], account.get("refusal")) for account in accounts}
            raise NotConnected(f"after {seconds:.0f} s the members are {states}")
        time.sleep(0.3)


def synchronize(api: Api) -> None:
    """Asks for the organization to be read again, unless it is being read."""
    try:
        api.post("/v1/aws/accounts/sync", {"account_id": MANAGEMENT_ID})
    except ApiError as error:
        if error.answer.status != 409:
            raise
