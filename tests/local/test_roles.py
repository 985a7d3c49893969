"""Every operation of the API, asked by every role: docs/ROLES.md says who may, and the platform agrees.

The table is made from the code; its rows are the operations and its columns the roles. Here each
cell is tried: a user who holds just that role asks, and is either turned away for want of the
permission or gets any other answer.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from functools import cache

import pytest

from tests.demo.client import Answer, Api
from tests.local import limits, operations, tenancy
from tests.local.operations import Operation
from tests.local.platform import Platform
from tests.local.tenancy import Tenant
from tests.tools.places import ROOT

TABLE = ROOT / "docs" / "ROLES.md"
CELLS = {"yes": True, "–": False}
NOBODY = "anybody"
"""The column of those who have not signed in."""


@cache
def table() -> dict[str, dict[str, bool]]:
    """Who may do what, by operation and role."""
    lines = TABLE.read_text().splitlines() if TABLE.exists() else []
    rows = [[cell.strip(" `") for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    head, body = rows[:1], rows[2:]
    return {row[0]: {role: CELLS[cell] for role, cell in zip(head[0][3:], row[3:], strict=True)} for row in body}


def roles() -> list[str]:
    return [role for role in next(iter(table().values()), {}) if role != NOBODY]


@pytest.fixture(scope="module", autouse=True)
def unlimited(platform: Platform) -> Iterator[None]:
    with limits.lifted(platform):
        yield


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Tenant:
    return tenancy.make(platform, "Roles")


def try_it(api: Api, operation: Operation) -> Answer:
    """Asks for nothing that is there, in a way that does nothing: permissions are looked at first."""
    path = operation.filled(dict.fromkeys(operation.places, "nothing"))
    headers = {"Idempotency-Key": str(uuid.uuid4()), "If-Match": '"1"'}
    send = api.call if api.token else api.raw
    return send(operation.method, path, {} if operation.body else None, headers)


def lacks_permission(answer: Answer) -> bool:
    return answer.status == 403 and bool(re.search(r"this needs the permission [a-z_]+:[a-z]+", answer.json()["detail"]))


def test_knows_every_operation() -> None:
    described = {operation.id for operation in operations.all_operations()}

    assert set(table()) == described, f"docs/ROLES.md is not what docs/openapi.json says; run `make openapi`: {set(table()) ^ described}"


@pytest.mark.parametrize("role", roles())
def test_allows_a_role_what_the_table_says(tenant: Tenant, role: str) -> None:
    api = tenancy.join(tenant, [role])
    wrong = []
    for operation in operations.all_operations():
        answer = try_it(api, operation)
        if answer.status in (401, 429) or answer.status >= 500:
            wrong.append(f"{operation} proves nothing: {answer.status} {answer.body!r}")
        elif lacks_permission(answer) == table()[operation.id][role]:
            wrong.append(f"{operation} says {answer.status} {answer.body!r}")
        # A session that ended may still be let in for two seconds.
        if ends_the_session(operation) or (operation.changes and api.call("GET", "/v1/auth/me").status == 401):
            api.sign_in()

    assert not wrong, f"{role}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b.c"])
def test_asks_everybody_to_sign_in_where_the_table_says(platform: Platform, token: str) -> None:
    api = platform.anonymous()
    api.token = token
    wrong = []
    for operation in operations.all_operations():
        answer = try_it(api, operation)
        open_to_all = answer.status != 401 or is_of_the_operation(operation)
        if open_to_all != table()[operation.id][NOBODY]:
            wrong.append(f"{operation} says {answer.status} {answer.body!r}")

    assert not wrong, "\n".join(wrong)


def is_of_the_operation(operation: Operation) -> bool:
    """Whether a public operation itself may say 401, to a credential in its body."""
    return operation.is_public and "401" in operation.raw["responses"]


def test_never_gives_two_roles_less_than_one(tenant: Tenant) -> None:
    """Roles add up: who is a viewer and an operator may do what either may."""
    api = tenancy.join(tenant, ["viewer", "operator"])
    wrong = [
        operation
        for operation in operations.all_operations()
        if not operation.is_public and not ends_the_session(operation)
        and lacks_permission(try_it(api, operation)) == (table()[operation.id]["viewer"] or table()[operation.id]["operator"])
    ]

    assert not wrong


def ends_the_session(operation: Operation) -> bool:
    return operation.id == "logout"
