"""What administrators do on the deployed platform, and how soon it bites: invitations, roles, API keys, tenants."""

from __future__ import annotations

import secrets
import threading
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.demo.client import Answer, Api
from tests.local import limits, tenancy
from tests.local.platform import Platform, eventually
from tests.local.tenancy import Tenant
from tests.local.test_input import problem

SOON = 5
"""Within how many seconds every change has to be felt."""


@pytest.fixture(scope="module", autouse=True)
def unlimited(platform: Platform) -> Iterator[None]:
    with limits.lifted(platform):
        yield


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Tenant:
    return tenancy.make(platform, "Administration")


def me(api: Api) -> dict[str, Any]:
    return api.get("/v1/auth/me")


def command(api: Api, path: str, body: Any = None) -> Answer:
    """Sends a command under a key of its own, and returns whatever is answered."""
    return api.call("POST", path, body, {"Idempotency-Key": str(uuid.uuid4())})


def put(api: Api, path: str, read: str, body: Any) -> Answer:
    """Replaces what `read` shows, in the version that is there now."""
    return api.call("PUT", path, body, {"If-Match": api.call("GET", read).etag})


def give(api: Api, user: str, roles: list[str]) -> Answer:
    return put(api, f"/v1/users/{user}/roles", f"/v1/users/{user}", {"roles": roles})


def register(platform: Platform, invitation: str, password: str) -> Answer:
    return platform.anonymous().raw("POST", "/v1/auth/register", {"invitation": invitation, "password": password})


def program(platform: Platform, key: str) -> Api:
    """A client that signs in with an API key."""
    api = platform.anonymous()
    api.token = key
    return api


def soon(condition: Callable[[], bool]) -> None:
    eventually(condition, seconds=SOON, every=0.1)


def is_shut_out(api: Api) -> bool:
    return api.call("GET", "/v1/auth/me").status == 401


def may_start_scans(api: Api) -> bool:
    """Whether the permission to start scans is there: without one, nothing else is looked at."""
    return command(api, "/v1/aws/scans", {}).status != 403


def at_once(*tasks: Callable[[], Answer]) -> list[Answer]:
    """Does several things at the same moment."""
    barrier = threading.Barrier(len(tasks))

    def run(task: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return task()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def test_lets_an_invited_user_in(platform: Platform, tenant: Tenant) -> None:
    email, password = f"{tenant.canary('invited')}@tenants.example", secrets.token_urlsafe(24)
    user, invitation = tenancy.invite(tenant, ["viewer"], email)
    assert (user["state"], user["password"], user["roles"]) == ("invited", False, ["viewer"])

    assert register(platform, invitation, password).status == 200
    assert me(platform.api(email, password))["roles"] == ["viewer"]
    shown = tenant.api.get(f"/v1/users/{user['id']}")
    assert (shown["state"], shown["password"], shown["invitation_expires_at"]) == ("active", True, None)
    problem(register(platform, invitation, password), 401, "unauthenticated")


def test_shows_secrets_once(platform: Platform, tenant: Tenant) -> None:
    asked = [
        ("/v1/users", {"email": f"{tenant.canary('once')}@tenants.example", "roles": []}, "invitation"),
        ("/v1/api-keys", {"name": "once", "permissions": []}, "secret"),
    ]
    for path, body, secret in asked:
        key = str(uuid.uuid4())
        first, second = (tenant.api.post(path, body, key) for _ in range(2))

        assert (first.status, second.status, second.headers["Idempotency-Replayed"]) == (201, 201, "true")
        assert first.json()[secret] and second.json() == {**first.json(), secret: None}
        kept = [item for item in platform.items("identity") if first.json()[secret] in str(item)]
        assert kept == []


def test_makes_other_roles_felt_soon(tenant: Tenant) -> None:
    api = tenancy.join(tenant, ["viewer"])
    user = me(api)["id"]
    assert not may_start_scans(api)

    assert give(tenant.api, user, ["operator"]).status == 200
    soon(lambda: is_shut_out(api))
    api.renew()
    soon(lambda: may_start_scans(api))

    assert give(tenant.api, user, []).status == 200
    soon(lambda: is_shut_out(api))
    api.renew()
    assert me(api)["permissions"] == []


def test_shuts_a_user_out_soon(platform: Platform, tenant: Tenant) -> None:
    api = tenancy.join(tenant, ["viewer"])
    user = me(api)["id"]
    key = api.post("/v1/api-keys", {"name": "mine", "permissions": ["scans:read"]}).json()["secret"]
    assert program(platform, key).call("GET", "/v1/aws/scans").status == 200

    assert [command(tenant.api, f"/v1/users/{user}/disable").status for _ in range(2)] == [200, 200]

    soon(lambda: is_shut_out(api) and is_shut_out(program(platform, key)))
    credentials = {"email": api.email, "password": api.password}
    problem(api.raw("POST", "/v1/auth/refresh", {"refresh_token": api.refresh_token}), 401, "unauthenticated")
    problem(api.raw("POST", "/v1/auth/login", credentials), 401, "unauthenticated")
    assert [item["id"] for item in tenant.api.pages("/v1/users", state="disabled")].count(user) == 1

    assert command(tenant.api, f"/v1/users/{user}/enable").json()["state"] == "active"
    assert is_shut_out(api), "sessions from before stay over"
    api.sign_in()
    assert me(api)["state"] == "active"


def test_lets_a_program_in_until_its_key_is_called_back(platform: Platform, tenant: Tenant) -> None:
    api = tenancy.join(tenant, ["operator"])
    made = api.post("/v1/api-keys", {"name": "nightly", "permissions": ["scans:read"]}).json()
    key = program(platform, made["secret"])

    assert key.call("GET", "/v1/aws/scans").status == 200
    assert not may_start_scans(key)
    problem(command(key, "/v1/api-keys", {"name": "child", "permissions": []}), 403, "forbidden")
    problem(command(api, "/v1/api-keys", {"name": "more", "permissions": ["users:write"]}), 403, "forbidden")
    assert is_shut_out(program(platform, made["secret"][:-4] + "AAAA"))

    assert api.call("DELETE", f"/v1/api-keys/{made['id']}").status == 204
    soon(lambda: key.call("GET", "/v1/aws/scans").status == 401)
    assert [(item["id"], item["good"]) for item in api.pages("/v1/api-keys")] == [(made["id"], False)]
    owner = me(api)["id"]
    assert [item["id"] for item in tenant.api.pages("/v1/api-keys", user_id=owner)] == [made["id"]]


def test_gives_a_role_of_the_tenants_own_its_meaning(tenant: Tenant) -> None:
    name = f"scanner-{secrets.token_hex(4)}"
    path = f"/v1/roles/{name}"
    wish = {"name": name, "description": "Starts scans.", "permissions": ["scans:read", "scans:start"]}
    assert tenant.api.post("/v1/roles", wish).headers["Location"] == path
    problem(command(tenant.api, "/v1/roles", wish), 409, "conflict")
    api = tenancy.join(tenant, [name])
    assert may_start_scans(api)

    assert put(tenant.api, path, path, {"description": "Reads.", "permissions": ["scans:read"]}).status == 200
    soon(lambda: not may_start_scans(api))
    assert api.call("GET", "/v1/aws/scans").status == 200

    etag = tenant.api.call("GET", path).etag
    problem(tenant.api.call("DELETE", path, headers={"If-Match": etag}), 409, "conflict")
    problem(tenant.api.call("DELETE", path, headers={"If-Match": '"99"'}), 412, "precondition_failed")
    problem(tenant.api.call("DELETE", path), 428, "precondition_required")
    assert give(tenant.api, me(api)["id"], ["viewer"]).status == 200
    tenant.api.delete(path, etag)
    problem(tenant.api.call("GET", path), 404, "not_found")


def test_lets_a_clerk_neither_give_nor_take_more_than_they_hold(tenant: Tenant) -> None:
    name = f"clerk-{secrets.token_hex(4)}"
    own = ["users:read", "users:write", "roles:read", "roles:write"]
    tenant.api.post("/v1/roles", {"name": name, "description": "Keeps the books.", "permissions": own})
    clerk = tenancy.join(tenant, [name])
    administrator = me(tenant.api)["id"]
    viewer = me(tenancy.join(tenant, ["viewer"]))["id"]

    path = f"/v1/roles/{name}"
    refused = [
        give(clerk, administrator, []),
        give(clerk, viewer, ["admin"]),
        give(clerk, me(clerk)["id"], ["admin"]),
        command(clerk, f"/v1/users/{administrator}/disable"),
        command(clerk, f"/v1/users/{administrator}/invitation"),
        clerk.call("DELETE", f"/v1/users/{administrator}/totp"),
        command(clerk, "/v1/users", {"email": "more@tenants.example", "roles": ["admin"]}),
        command(clerk, "/v1/roles", {"name": "more", "description": "", "permissions": ["veto:execute"]}),
        put(clerk, path, path, {"description": "", "permissions": [*own, "veto:execute"]}),
        command(clerk, "/v1/tenants", {"name": "More", "administrator_email": "more@tenants.example"}),
    ]

    for answer in refused:
        problem(answer, 403, "forbidden")
    assert me(tenant.api)["roles"] == ["admin"]


def test_replaces_a_forgotten_password(platform: Platform, tenant: Tenant) -> None:
    api = tenancy.join(tenant, ["viewer"])
    user, password = me(api)["id"], secrets.token_urlsafe(24)
    renewals = [command(tenant.api, f"/v1/users/{user}/invitation").json()["invitation"] for _ in range(2)]
    assert not is_shut_out(api)

    problem(register(platform, renewals[0], password), 401, "unauthenticated")
    assert register(platform, renewals[1], password).status == 200

    soon(lambda: is_shut_out(api))
    problem(api.raw("POST", "/v1/auth/login", {"email": api.email, "password": api.password}), 401, "unauthenticated")
    assert me(platform.api(api.email, password))["id"] == user


def test_signs_a_user_out_somewhere(platform: Platform, tenant: Tenant) -> None:
    here = tenancy.join(tenant, ["viewer"])
    there = platform.api(here.email, here.password)
    path = f"/v1/users/{me(here)['id']}/sessions"
    session = next(item["id"] for item in tenant.api.pages(path) if item["id"] == me(there)["session_id"])

    assert tenant.api.call("DELETE", f"{path}/{session}").status == 204

    soon(lambda: is_shut_out(there))
    assert not is_shut_out(here)
    assert session not in [item["id"] for item in tenant.api.pages(path)]


def test_makes_each_of_what_two_administrators_make_at_once(platform: Platform, tenant: Tenant) -> None:
    other = tenancy.join(tenant, ["admin"])
    names = [f"rival-{secrets.token_hex(4)}" for _ in range(4)]
    email = f"{tenant.canary('rival')}@tenants.example"

    def role(api: Api, name: str) -> Callable[[], Answer]:
        return lambda: command(api, "/v1/roles", {"name": name, "description": "", "permissions": []})

    made = at_once(*(role(api, name) for api, name in zip([tenant.api, other] * 2, names, strict=True)))
    assert {answer.status for answer in made} == {201}, [answer.body for answer in made]
    assert {tenant.api.call("GET", f"/v1/roles/{name}").status for name in names} == {200}
    invited = at_once(*(lambda api=api: command(api, "/v1/users", {"email": email, "roles": []}) for api in (tenant.api, other)))
    assert sorted(answer.status for answer in invited) == [201, 409]


def test_leaves_an_administrator_whatever_two_of_them_do(platform: Platform) -> None:
    tenant = tenancy.make(platform, "Duel")
    other = tenancy.join(tenant, ["admin"])
    ours, theirs = me(tenant.api)["id"], me(other)["id"]
    assert sorted(tenant.api.get("/v1/tenants/current")["administrators"]) == sorted([ours, theirs])

    answers = at_once(lambda: give(tenant.api, theirs, ["viewer"]), lambda: give(other, ours, ["viewer"]))

    assert {answer.status for answer in answers} <= {200, 401, 403, 409, 412}
    assert [answer.status for answer in answers].count(200) == 1
    winner = tenant.api if answers[0].status == 200 else other
    assert winner.get("/v1/tenants/current")["administrators"] == [me(winner)["id"]]
    problem(give(winner, me(winner)["id"], []), 403, "forbidden")


def test_makes_a_tenant_that_sees_only_itself(platform: Platform, api: Api, tenant: Tenant) -> None:
    name, password = f"atlantis-{secrets.token_hex(6)}", secrets.token_urlsafe(24)
    wish = {"name": name, "administrator_email": f"{name}@tenants.example"}
    problem(command(tenant.api, "/v1/tenants", wish), 403, "forbidden")

    made = command(api, "/v1/tenants", wish)
    assert made.status == 201, made.body
    problem(command(api, "/v1/tenants", {**wish, "administrator_email": "other@tenants.example"}), 409, "conflict")
    assert register(platform, made.json()["administrator"]["invitation"], password).status == 200

    administrator = platform.api(wish["administrator_email"], password)
    own = administrator.get("/v1/tenants/current")
    assert (own["id"], own["name"], own["founding"]) == (made.json()["id"], name, False)
    assert own["administrators"] == [me(administrator)["id"]]
    assert [user["email"] for user in administrator.pages("/v1/users")] == [wish["administrator_email"]]
    problem(command(administrator, "/v1/tenants", {**wish, "name": "Another"}), 403, "forbidden")
