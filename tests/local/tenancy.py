"""Tenants of a test's own: one is made, filled with things that bear canaries, and its things are named."""

from __future__ import annotations

import re
import secrets
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.demo import connecting
from tests.demo.client import Answer, Api
from tests.estate import member
from tests.estate.clients import Accounts
from tests.local import graphs, operations, scans, security
from tests.local.elsewhere import UserPool
from tests.local.operations import Operation
from tests.local.platform import Platform, eventually

REGION = "eu-west-1"

LISTS = {"provider": "/v1/identity-providers"}
"""Lists that name what a path parameter stands for, where they are not what the path begins with."""


MOST_PARENTS = 10
"""How many things are looked into for one that has parts."""


@dataclass(eq=False)
class Tenant:
    """A tenant, its administrator, and the texts that nobody else may ever see."""

    platform: Platform
    name: str
    email: str
    password: str
    id: str
    api: Api
    canaries: list[str] = field(default_factory=list)

    def canary(self, start: str) -> str:
        """Makes a text that occurs nowhere else."""
        self.canaries.append(f"{start}-{secrets.token_hex(6)}")
        return self.canaries[-1]

    def values(self, operation: Operation, place: str, known: dict[str, str]) -> list[str]:
        """What of this tenant a path parameter can stand for, as its own list says."""
        prefix = LISTS.get(place) or operation.path.partition(f"/{{{place}}}")[0]
        listing = next((each for each in operations.all_operations() if each.path == prefix and each.method == "GET" and each.has_items()), None)
        assert listing, (
            f"{operation}: nothing lists what {{{place}}} stands for: there is no list at GET {prefix}. "
            "Name the list in tests/local/tenancy.py, LISTS."
        )
        items = [item for item in self.api.get(listing.filled(known))["items"] if not item.get("built_in")]
        assert items, f"{operation}: the tenant has nothing that {{{place}}} could stand for. Make one in tests/local/tenancy.py, fill."
        keys = [key for key in (place, "id", place.rpartition("_")[2]) if key in items[0]]
        assert keys, f"{operation}: an item of GET {prefix} has neither {place} nor id; it has {sorted(items[0])}"
        return [item[keys[0]] for item in items if item[keys[0]]]

    def query(self, operation: Operation) -> dict[str, str]:
        """What an operation has to be asked with: of the scans of this tenant the first and a later one."""
        needed = [parameter["name"] for parameter in operation.parameters("query") if parameter.get("required")]
        if not needed:
            return {}
        newest, *_, oldest = (scan["id"] for scan in self.api.get("/v1/aws/scans")["items"])
        return dict(zip(needed, (oldest, newest), strict=True))

    def names(self, operation: Operation, but_not: Tenant | None = None) -> dict[str, str]:
        """Fills the path parameters with what belongs to this tenant, and not to another one as well."""
        return self._named(operation, operation.places, {}, but_not)

    def _named(self, operation: Operation, places: list[str], known: dict[str, str], but_not: Tenant | None) -> dict[str, str]:
        """Fills the places that are left; what has no such parts gives way to what has."""
        if not places:
            return known
        place, *rest = places
        shared = set(but_not.values(operation, place, known)) if but_not and place.endswith("_name") else set()
        values = [value for value in self.values(operation, place, known) if value not in shared]
        assert values, f"{operation}: everything that {{{place}}} could stand for belongs to the other tenant as well"
        for value in values[:MOST_PARENTS]:
            try:
                return self._named(operation, rest, {**known, place: value}, but_not)
            except AssertionError as error:
                last = error
        raise last


def make(platform: Platform, name: str) -> Tenant:
    """Makes a tenant as the operator of the platform does, and signs its administrator in."""
    canary = f"{name.lower()}-{secrets.token_hex(6)}"
    email, password = f"{canary}@tenants.example", secrets.token_urlsafe(24)
    wish = {"tenant_name": canary, "administrator_email": email, "administrator_password": password}
    platform.invoke("initialize-platform", wish)
    api = platform.api(email, password)
    return Tenant(platform, canary, email, password, api.get("/v1/auth/me")["tenant"]["id"], api, [canary])


def invite(tenant: Tenant, roles: list[str], email: str = "") -> tuple[dict[str, Any], str]:
    """Invites a user; returns the user and the invitation."""
    answer = tenant.api.post("/v1/users", {"email": email or f"{tenant.canary('user')}@tenants.example", "roles": roles}).json()
    return answer, secret_in(answer, "pin.")


def join(tenant: Tenant, roles: list[str]) -> Api:
    """Makes a user with these roles through an invitation, and signs them in."""
    email, password = f"user-{secrets.token_hex(6)}@tenants.example", secrets.token_urlsafe(24)
    _, invitation = invite(tenant, roles, email)
    registered = tenant.platform.anonymous().raw("POST", "/v1/auth/register", {"invitation": invitation, "password": password})
    assert registered.status < 300, f"register: {registered.status} {registered.body!r}"
    return tenant.platform.api(email, password)


def secret_in(answer: Any, start: str) -> str:
    """Finds the secret that an answer shows once, by what it begins with."""
    found = [text for text in texts(answer) if text.startswith(start)]
    assert found, f"the answer holds nothing that begins with {start}: {answer}"
    return found[0]


def texts(value: Any) -> Iterator[str]:
    """Every text in a JSON document."""
    if isinstance(value, str):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts(inner)


def fill(tenant: Tenant) -> None:
    """Gives a tenant two of everything that it can have, so that each list has a second page."""
    for makes, step in STEPS.items():
        if operations.exists(makes):
            for _ in range(2):
                step(tenant)
    tenant.platform.api(tenant.email, tenant.password)


def discover(tenant: Tenant) -> None:
    """Connects an account that holds two tables, and scans it before and after a change to both."""
    number = f"23{uuid.uuid4().int % 10**10:010d}"
    accounts = Accounts(tenant.platform.outputs["endpoint"])
    dynamodb = accounts.client("dynamodb", number, REGION)
    tables = [
        dynamodb.create_table(
            TableName=tenant.canary("table"),
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            BillingMode="PAY_PER_REQUEST",
            Tags=[{"Key": tenant.canary("key"), "Value": tenant.canary("value")}],
        )["TableDescription"]["TableArn"]
        for _ in range(2)
    ]
    wish = {"kind": "account", "account_id": number, "name": tenant.canary("account"), "regions": [REGION]}
    connection = tenant.api.post("/v1/aws/accounts", wish).json()
    parameters = connecting.role_parameters(connection)
    tenant.canaries.append(parameters["ExternalId"])
    member.deploy(accounts, number, parameters.get("HomeRegion", REGION), parameters)
    verdict = tenant.api.post(f"/v1/aws/accounts/{number}/verify").json()
    assert verdict["state"] == "connected", verdict
    wish = {"accounts": [number], "regions": [REGION], "services": ["dynamodb", "ec2"]}
    scans.run(tenant.api, **wish)
    for table in tables:
        dynamodb.tag_resource(ResourceArn=table, Tags=[{"Key": tenant.canary("key"), "Value": tenant.canary("value")}])
    scan = scans.run(tenant.api, **wish)
    graphs.wait(tenant.api, scan["id"])
    eventually(lambda: tenant.api.call("GET", "/v1/aws/world/latest").status == 200)
    eventually(lambda: tenant.api.get("/v1/aws/service-agents", account_id=number, state="observing")["items"])
    security.wait(tenant.api, scan["completed_at"])


def ask_for_tags(tenant: Tenant) -> None:
    """Asks every resource for one more tag that none has, and waits until the accounts are judged by that."""
    policy = tenant.api.call("GET", "/v1/aws/tag-policy")
    wish = {"rules": [*policy.json()["rules"], {"key": tenant.canary("tag")}], "meanings": {"owner": "Owner"}}
    answer = tenant.api.call("PUT", "/v1/aws/tag-policy", wish, {"If-Match": policy.etag})
    assert answer.status == 200, answer.body
    eventually(lambda: tenant.api.get("/v1/aws/tags/report")["coverage"]["accounts_outdated"] == 0)


def make_export(tenant: Tenant) -> None:
    export = tenant.api.post("/v1/aws/exports", {"format": "csv"}).json()
    eventually(lambda: tenant.api.get(f"/v1/aws/exports/{export['id']}")["state"] == "completed")


def make_role(tenant: Tenant) -> None:
    tenant.api.post("/v1/roles", {"name": tenant.canary("role"), "description": tenant.canary("description"), "permissions": ["scans:read"]})


def make_user(tenant: Tenant) -> None:
    _, invitation = invite(tenant, ["viewer"])
    tenant.canaries.append(invitation.rpartition(".")[2])


def make_api_key(tenant: Tenant) -> None:
    answer = tenant.api.post("/v1/api-keys", {"name": tenant.canary("key"), "permissions": ["scans:read"]}).json()
    tenant.canaries.append(secret_in(answer, "pak.").rpartition(".")[2])


def add_identity_provider(tenant: Tenant) -> None:
    wish = UserPool(tenant.platform).provider(tenant.canary("provider"))
    tenant.api.post("/v1/identity-providers", {**wish, "audiences": [*wish["audiences"], tenant.canary("audience")]})


STEPS: dict[str, Callable[[Tenant], None]] = {
    "start-scan": discover,
    "update-tag-policy": ask_for_tags,
    "create-export": make_export,
    "create-role": make_role,
    "invite-user": make_user,
    "create-api-key": make_api_key,
    "add-identity-provider": add_identity_provider,
}
"""How to make what an operation makes."""


def leaks(tenant: Tenant, answer: Answer, sent: str) -> list[str]:
    """What of a tenant an answer gives away, apart from what the request had said itself."""
    told = f"{answer.status} {answer.headers} {answer.body.decode(errors='replace')}"
    return [canary for canary in tenant.canaries if re.search(re.escape(canary), told, re.IGNORECASE) and canary not in sent]
