"""Every operation of the API, asked as one tenant for what belongs to another: nothing is told, nothing changes.

The matrix is made from docs/openapi.json. An operation with a path parameter that the harness cannot
fill fails here with a message that says what is missing.
"""

from __future__ import annotations

import json
import re
import time
import uuid
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from tests.demo.client import Answer
from tests.demo.live import Feed
from tests.local import operations, tenancy
from tests.local.operations import Operation
from tests.local.platform import Platform
from tests.local.tenancy import Tenant

HIDDEN = {403, 404}

TELLS_ON_PURPOSE = {
    "start-oauth": "whoever knows the identifier of a provider may begin to sign in there: it is public",
    "finish-oauth": "the provider sends the browser of anybody back; the state decides, not the path",
}
"""Public operations that name something of a tenant in their path."""

NAMESAKES = {
    ("connect-account", "role_name"): "a role in an AWS account, not one of the tenant's own",
    ("create-role", "name"): "two tenants may each have a role of the same name",
}
"""Fields of a body that look like what a path parameter stands for, and name nothing of another tenant."""

VOLATILE = re.compile(r'"(last_used_at|url|url_expires_at)": "[^"]*"')
"""What changes because its owner looks, not because a stranger did."""


@pytest.fixture(scope="module")
def ours(platform: Platform) -> Tenant:
    """The tenant that asks; it has things of its own."""
    tenant = tenancy.make(platform, "Ours")
    tenancy.fill(tenant)
    return tenant


@pytest.fixture(scope="module")
def theirs(platform: Platform) -> Tenant:
    """The tenant that is asked for."""
    tenant = tenancy.make(platform, "Theirs")
    tenancy.fill(tenant)
    return tenant


@pytest.fixture
def nothing_changes(theirs: Tenant) -> Iterator[None]:
    """Whatever we try, the other tenant sees what it saw before."""
    before = everything(theirs)
    yield
    assert everything(theirs) == before


def everything(tenant: Tenant) -> dict[str, str]:
    """What a tenant's administrator can read without naming anything."""
    readable = [each for each in operations.all_operations() if not each.changes and not each.is_public and not each.places]
    return {each.path: VOLATILE.sub("", json.dumps(tenant.api.get(each.filled({}), **tenant.query(each)), sort_keys=True)) for each in readable}


def hostile_headers(theirs: Tenant) -> dict[str, str]:
    return {"Idempotency-Key": str(uuid.uuid4()), "X-Tenant-Id": theirs.id, "X-Pantheon-Tenant": theirs.id, "X-Forwarded-User": theirs.email}


def ask(ours: Tenant, theirs: Tenant, operation: Operation, path: str, body: Any = None, query: Any = None, etag: str = '"1"') -> Answer:
    """Asks as ourselves, and checks that nothing of theirs comes back."""
    headers = {**hostile_headers(theirs), **({"If-Match": etag} if takes_etag(operation) else {})}
    answer = ours.api.call(operation.method, path, body, headers, query)
    leaked = tenancy.leaks(theirs, answer, f"{path} {json.dumps(body)} {query}")
    assert not leaked, f"{operation} gave away {leaked}: {answer.status} {answer.body!r}"
    assert answer.status < 500, f"{operation}: {answer.status} {answer.body!r}"
    return answer


def takes_etag(operation: Operation) -> bool:
    return any(header["name"].lower() == "if-match" for header in operation.parameters("header"))


def guarded(condition: Any) -> list[Operation]:
    return [each for each in operations.all_operations() if not each.is_public and condition(each)]


def test_every_public_operation_that_names_something_says_why() -> None:
    named = {each.id for each in operations.all_operations() if each.is_public and each.places}

    assert named <= set(TELLS_ON_PURPOSE), f"say in TELLS_ON_PURPOSE why these may name a tenant's things without a sign-in: {named - set(TELLS_ON_PURPOSE)}"


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("operation", guarded(lambda each: each.places), ids=str)
def test_denies_what_a_path_names(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    """Under their identifiers, under their ETag, and with our own parent of their child."""
    names = theirs.names(operation, but_not=ours)
    path = operation.filled(names)
    shown = theirs.api.call("GET", path)
    etag = shown.headers["ETag"] or '"1"'

    answer = ask(ours, theirs, operation, path, operation.example(), etag=etag)
    assert answer.status in HIDDEN, f"{operation} as another tenant: {answer.status} {answer.body!r}"

    for place in operation.places[:-1]:
        mixed = {**names, place: ours.names(operation)[place]}
        answer = ask(ours, theirs, operation, operation.filled(mixed), operation.example(), etag=etag)
        assert answer.status in HIDDEN, f"{operation} with our own {place}: {answer.status} {answer.body!r}"


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("operation", guarded(lambda each: each.parameters("query")), ids=str)
def test_finds_nothing_that_a_query_names(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    path = operation.filled(ours.names(operation))
    for parameter in operation.parameters("query"):
        for value in values_of(theirs, parameter["name"], parameter["schema"]):
            answer = ask(ours, theirs, operation, path, query={**ours.query(operation), parameter["name"]: value})
            if answer.status < 300 and operation.has_items():
                assert answer.json()["items"] == [], f"{operation}?{parameter['name']}={value}"


def values_of(theirs: Tenant, name: str, schema: dict[str, Any]) -> list[str]:
    """What of theirs a query parameter or a field could name, by its name or by its type."""
    found = [theirs.id] if "tenant" in name else [theirs.email] if "email" in name else []
    return found + [value for place in places_of(name, schema) for value in identifiers(theirs)[place]]


def places_of(name: str, schema: dict[str, Any]) -> set[str]:
    """Which path parameters mean the same as a query parameter or a field."""
    kind = re.sub(r"(?<!^)(?=[A-Z])", "_", operations.component(schema)).lower()
    known = {place for each in operations.all_operations() for place in each.places}
    return known & {name, name.removesuffix("s"), f"{name.removesuffix('s')}_id", kind}


@cache
def identifiers(tenant: Tenant) -> dict[str, list[str]]:
    """Everything of a tenant that can be named, by the path parameter that stands for it."""
    found: dict[str, list[str]] = {}
    for operation in guarded(lambda each: each.places):
        names = tenant.names(operation)
        for place in operation.places:
            found.setdefault(place, []).append(names[place])
    return {place: sorted(set(values)) for place, values in found.items()}


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("operation", guarded(lambda each: each.body), ids=str)
def test_denies_what_a_body_names(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    path = operation.filled(ours.names(operation))
    example = operation.example()
    properties = operations.resolved(operation.body["schema"]).get("properties", {})
    for name, schema in properties.items():
        for value in [] if (operation.id, name) in NAMESAKES else values_of(theirs, name, schema):
            many = operations.resolved(schema).get("type") == "array"
            body = {**example, name: [value] if many else value}
            answer = ask(ours, theirs, operation, path, body)
            assert answer.status >= 400, f"{operation} took {name}={value}: {answer.status} {answer.body!r}"


@pytest.mark.usefixtures("nothing_changes")
@pytest.mark.parametrize("operation", guarded(lambda each: each.body), ids=str)
def test_takes_the_tenant_from_the_token_alone(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    path = operation.filled(ours.names(operation))
    for field in ("tenant_id", "tenant"):
        answer = ask(ours, theirs, operation, path, {**operation.example(), field: theirs.id})
        assert answer.status in {400, 403}, f"{operation} took a {field}: {answer.status} {answer.body!r}"


@pytest.mark.parametrize("operation", guarded(lambda each: any(p["name"] == "cursor" for p in each.parameters("query"))), ids=str)
def test_refuses_their_cursor(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    page = theirs.api.get(operation.filled(theirs.names(operation)), page_size=1, **theirs.query(operation))
    cursor = page["next_cursor"]
    assert cursor, f"{operation}: the other tenant has no second page; make two of it in tests/local/tenancy.py, fill"

    answer = ask(ours, theirs, operation, operation.filled(ours.names(operation)), query={**ours.query(operation), "page_size": 1, "cursor": cursor})

    assert answer.status == 400, f"{operation}: {answer.status} {answer.body!r}"


@pytest.mark.parametrize("operation", guarded(lambda each: each.has_items()), ids=str)
def test_lists_nothing_of_theirs(ours: Tenant, theirs: Tenant, operation: Operation) -> None:
    answer = ask(ours, theirs, operation, operation.filled(ours.names(operation)), query=ours.query(operation))

    assert answer.status == 200, answer.body


def test_shows_the_canaries_to_their_owner(theirs: Tenant) -> None:
    """What nobody else may see is really there to be seen; secrets are shown once only."""
    seen = json.dumps(everything(theirs))
    shown = [canary for canary in theirs.canaries if re.fullmatch(r"\w+-[0-9a-f]{12}", canary)]

    assert len(shown) > 5
    assert [canary for canary in shown if canary not in seen] == []


def test_tells_their_socket_subjects_to_nobody_else(platform: Platform, ours: Tenant, theirs: Tenant) -> None:
    """They hear of a change under its subject; we, who subscribed to that very subject, do not."""
    url = platform.outputs["socket_url"]
    own = Feed(url, theirs.api, ["*"])
    subjects = sorted({frame["topic"] for frame in provoke(theirs, own)})
    assert subjects, "nothing was told to the tenant itself"
    spies = [Feed(url, ours.api, [subject]) for subject in [*subjects, "*"]]
    named = [value for values in identifiers(theirs).values() for value in values]

    heard = provoke(theirs, own)

    assert heard, "nothing was told to the tenant itself"
    deadline = time.monotonic() + 2
    for spy in spies:
        assert spy.lost is None, spy.lost
        while frame := spy.next(max(0.05, deadline - time.monotonic())):
            assert "event" not in frame or frame["event"]["tenant_id"] == ours.id, frame
            assert not [value for value in [*named, *theirs.canaries] if value in json.dumps(frame)], frame
        spy.close()
    own.close()


def provoke(tenant: Tenant, feed: Feed) -> list[dict[str, Any]]:
    """Makes something happen in a tenant, and takes it back; returns what its own socket was told."""
    number = f"24{uuid.uuid4().int % 10**10:010d}"
    path = f"/v1/aws/accounts/{number}"
    tenant.api.post("/v1/aws/accounts", {"kind": "account", "account_id": number, "name": tenant.canary("account")})
    tenant.api.delete(path, tenant.api.call("GET", path).etag)
    frames: list[dict[str, Any]] = []
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline and len(frames) < 2:
        frame = feed.next(0.2)
        if frame and number in json.dumps(frame):
            frames.append(frame)
    return frames


def test_writes_nothing_of_a_tenant_into_a_log(platform: Platform, ours: Tenant, theirs: Tenant) -> None:
    """Names, addresses, tags and secrets of a tenant are in no log, whoever caused the line.

    What is part of an identifier is left out: the log says what a stranger has asked for in vain.
    """
    asked_for = json.dumps(identifiers(theirs))
    secret = [canary for canary in theirs.canaries if canary not in asked_for]
    logs = platform.client("logs")
    groups = [group["logGroupName"] for page in logs.get_paginator("describe_log_groups").paginate() for group in page["logGroups"]]
    lines = 0
    found = []
    for group in groups:
        for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group):
            for event in page["events"]:
                lines += 1
                told = [canary for canary in secret if canary in event["message"]]
                found += [f"{group}: {canary} in {event['message'][:300]}" for canary in told]
    assert lines > 100, "the platform logs less than this test needs to prove anything"
    assert not found, "\n".join(found)
