"""How fast the end of something is the end: over HTTP and on open sockets."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from tests.demo.client import Api
from tests.demo.live import ask
from tests.local import operations, tenancy
from tests.local.platform import Platform
from tests.local.tenancy import Tenant

ME = "/v1/auth/me"
LIMIT = 5.0
"""After how many seconds an end must be felt everywhere."""


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Iterator[Tenant]:
    """A tenant whose users come and go."""
    yield tenancy.make(platform, "Revocation")


@dataclass
class Guest:
    """A user who is signed in and has two sockets open: one that listens, and one that does not."""

    api: Api
    id: str
    sockets: list[Any]

    @staticmethod
    def of(platform: Platform, api: Api) -> Guest:
        sockets = [platform.socket(api.socket_ticket()) for _ in range(2)]
        ask(sockets[0], {"action": "subscribe", "topic": "scans"}, "subscribed")
        ask(sockets[1], {"action": "ping"}, "pong")
        assert api.call("GET", ME).status == 200
        return Guest(api, api.get(ME)["id"], sockets)

    def refused_after(self, start: float) -> float:
        """Waits until a request is refused."""
        while (status := self.api.call("GET", ME).status) != 401:
            assert time.monotonic() - start < 3 * LIMIT, f"still answered with {status}"
            time.sleep(0.05)
        return time.monotonic() - start

    def hung_up_after(self, start: float) -> float:
        """Waits until both sockets are closed."""
        for socket in self.sockets:
            with pytest.raises(ConnectionClosed):
                while True:
                    socket.recv(timeout=max(0.01, start + 3 * LIMIT - time.monotonic()))
        return time.monotonic() - start


def measure(name: str, guest: Guest, end: Callable[[], Any]) -> None:
    """Ends something and checks how long that takes to be felt."""
    end()
    start = time.monotonic()
    refused = guest.refused_after(start)
    hung_up = guest.hung_up_after(start)
    print(f"\n{name}: refused over HTTP after {refused:.2f} s, sockets closed after {hung_up:.2f} s")
    assert refused < LIMIT and hung_up < LIMIT


def needs(*names: str) -> None:
    missing = [name for name in names if not operations.exists(name)]
    if missing:
        pytest.skip(f"the API has no {missing}")


def joined(tenant: Tenant, roles: list[str]) -> Api:
    needs("invite-user", "register")
    return tenancy.join(tenant, roles)


def test_signing_out(platform: Platform, api: Api) -> None:
    guest, other = Guest.of(platform, api), platform.api()

    measure("logout", guest, lambda: api.call("POST", "/v1/auth/logout"))

    assert other.call("GET", ME).status == 200, "another session of the same user goes on"


def test_disabling_a_user(platform: Platform, tenant: Tenant) -> None:
    needs("disable-user")
    guest = Guest.of(platform, joined(tenant, ["operator"]))

    measure("disable-user", guest, lambda: tenant.api.post(f"/v1/users/{guest.id}/disable"))


def test_changing_roles(platform: Platform, tenant: Tenant) -> None:
    needs("change-user-roles", "get-user")
    guest = Guest.of(platform, joined(tenant, ["operator"]))
    etag = tenant.api.call("GET", f"/v1/users/{guest.id}").etag

    measure(
        "change-user-roles",
        guest,
        lambda: tenant.api._expect("PUT", f"/v1/users/{guest.id}/roles", {"roles": ["viewer"]}, {"If-Match": etag, "Idempotency-Key": secrets.token_hex(8)}),
    )

    guest.api.renew()
    assert "scans:start" not in guest.api.get(ME)["permissions"]


def test_changing_the_password(platform: Platform, tenant: Tenant) -> None:
    needs("change-password")
    api = joined(tenant, ["viewer"])
    guest = Guest.of(platform, api)
    wish = {"current_password": api.password, "new_password": secrets.token_urlsafe(24)}

    measure("change-password", guest, lambda: api.raw("POST", "/v1/auth/password", wish, {"Authorization": f"Bearer {api.token}"}))


def test_calling_an_api_key_back(platform: Platform, tenant: Tenant) -> None:
    needs("create-api-key", "revoke-api-key")
    answer = tenant.api.post("/v1/api-keys", {"name": "nightly export", "permissions": ["scans:read"]}).json()
    program = Api(tenant.api.url)
    program.token = tenancy.secret_in(answer, "pak.")
    guest = Guest.of(platform, program)
    (key,) = [text for text in tenancy.texts(answer) if text.startswith("key_")]

    measure("revoke-api-key", guest, lambda: tenant.api._expect("DELETE", f"/v1/api-keys/{key}"))


def test_changing_a_role_of_the_tenant(platform: Platform, tenant: Tenant) -> None:
    """Everybody's sockets close; tokens go on, with what the role permits now."""
    needs("create-role", "update-role")
    name = f"scanner-{secrets.token_hex(4)}"
    made = tenant.api.post("/v1/roles", {"name": name, "description": "Scans.", "permissions": ["scans:read", "scans:start"]})
    guest = Guest.of(platform, joined(tenant, [name]))
    bystander = Guest.of(platform, tenant.api)
    wish = {"description": "Looks.", "permissions": ["scans:read"]}

    tenant.api._expect("PUT", f"/v1/roles/{name}", wish, {"If-Match": made.etag, "Idempotency-Key": secrets.token_hex(8)})
    start = time.monotonic()
    while guest.api.call("POST", "/v1/aws/scans", {}, {"Idempotency-Key": secrets.token_hex(8)}).status != 403:
        assert time.monotonic() - start < LIMIT
        time.sleep(0.05)
    refused = time.monotonic() - start
    hung_up = max(guest.hung_up_after(start), bystander.hung_up_after(start))

    print(f"\nupdate-role: refused over HTTP after {refused:.2f} s, sockets closed after {hung_up:.2f} s")
    assert hung_up < LIMIT
    assert guest.api.call("GET", ME).status == 200
