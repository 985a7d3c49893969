"""How much a caller may ask, what they are told of it, and what happens when nobody counts."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator

import pytest

from tests.demo.client import Answer
from tests.local import tenancy
from tests.local.platform import Platform
from tests.local.tenancy import Tenant
from tests.local.test_input import problem

ME = "/v1/auth/me"


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Iterator[Tenant]:
    """A tenant whose buckets nobody else empties."""
    yield tenancy.make(platform, "Limits")


def left(answer: Answer) -> tuple[str, int, int]:
    """The bucket that the headers tell of, how much is left in it, and the seconds until it is full."""
    limit = re.fullmatch(r'"(tenant|principal)";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
    policy = re.fullmatch(r'"(tenant|principal)";q=(\d+);w=60', answer.headers["RateLimit-Policy"])
    assert limit and policy and limit[1] == policy[1], answer.headers
    return limit[1], int(limit[2]), int(limit[3])


def test_tells_what_is_left_on_every_answer(tenant: Tenant) -> None:
    api = tenant.api
    answers = {
        200: api.call("GET", ME),
        400: api.call("GET", "/v1/aws/accounts", query={"page_size": 0}),
        404: api.call("GET", "/v1/aws/accounts/210000000009"),
        428: api.call("DELETE", "/v1/aws/accounts/210000000009"),
    }

    for status, answer in answers.items():
        assert answer.status == status, answer.body
        assert left(answer)[0] == "principal"
    assert left(api.call("GET", ME))[1] < 600


def test_refuses_who_asks_too_much_and_says_when_to_come_back(platform: Platform, tenant: Tenant) -> None:
    with platform.configured("authorize-http", PANTHEON_PRINCIPAL_REQUESTS_PER_MINUTE="6"):
        answers = [tenant.api.call("GET", ME) for _ in range(10)]
        refused = [answer for answer in answers if answer.status == 429]
        assert {answer.status for answer in answers} == {200, 429}, [answer.status for answer in answers]
        assert len(refused) >= 3
        for answer in refused:
            problem(answer, 429, "quota_exceeded")
            assert left(answer)[:2] == ("principal", 0)
        wait = int(refused[-1].headers["Retry-After"])
        assert 1 <= wait <= 10

        time.sleep(wait)
        assert tenant.api.call("GET", ME).status == 200


def test_lets_a_tenant_ask_only_so_much_together(platform: Platform, tenant: Tenant) -> None:
    if not tenancy.operations.exists("invite-user"):
        pytest.skip("a second user needs invite-user")
    colleague = tenancy.join(tenant, ["viewer"])
    with platform.configured("authorize-http", PANTHEON_TENANT_REQUESTS_PER_MINUTE="6"):
        for _ in range(8):
            tenant.api.call("GET", ME)
        answer = colleague.call("GET", ME)

    problem(answer, 429, "quota_exceeded")
    assert left(answer)[0] == "tenant"


def test_counts_nothing_of_strangers_against_a_user(platform: Platform, tenant: Tenant) -> None:
    """Whoever only knows the names of somebody cannot use up what is theirs."""
    identity = tenant.api.get(ME)
    before = left(tenant.api.call("GET", ME))[1]
    forged = f"pak.{identity['tenant']['id']}.{identity['id']}.key_0195f6a0-7c1e-7d43-9a55-0000000000ff.{'A' * 43}"

    for _ in range(20):
        answer = platform.anonymous().raw("GET", ME, headers={"Authorization": f"Bearer {forged}"})
        problem(answer, 401, "unauthenticated")
        assert answer.headers["RateLimit"] is None

    assert left(tenant.api.call("GET", ME))[1] >= before - 2


def test_goes_on_when_nobody_counts(platform: Platform, tenant: Tenant) -> None:
    with platform.configured("authorize-http", PANTHEON_LIMITS_TABLE="pantheon-local-nothing"):
        answer = tenant.api.call("GET", ME)

    assert answer.status == 200
    assert answer.headers["RateLimit"] is None
