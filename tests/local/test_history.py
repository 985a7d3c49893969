"""What resources were like before, when they were last seen, and what lists say that they could not see."""

from __future__ import annotations

import copy
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.demo.client import Api
from tests.estate.seed import Seeder
from tests.local import scans
from tests.local.platform import Platform
from tests.local.test_faults import without_policy
from tests.local.test_input import problem

RESOURCES = "/v1/aws/resources"
REGION = "eu-west-1"


@contextmanager
def volume(organization: Seeder) -> Iterator[tuple[Any, str, str]]:
    """Makes a volume in an account of the organization; yields a client there, its name and its path."""
    development = organization.estate.account("development").id
    ec2 = organization.accounts.client("ec2", development, REGION)
    name = ec2.create_volume(AvailabilityZone=f"{REGION}a", Size=13, VolumeType="gp2")["VolumeId"]
    try:
        yield ec2, name, f"{RESOURCES}/{development}:{REGION}:AWS.EC2.Volume:{name}"
    finally:
        if any(found["VolumeId"] == name for found in ec2.describe_volumes()["Volumes"]):
            ec2.delete_volume(VolumeId=name)


def scan(api: Api, organization: Seeder) -> dict[str, Any]:
    """Scans the place where the volume is."""
    development = organization.estate.account("development").id
    return scans.run(api, accounts=[development], regions=[REGION], services=["ec2"])


def versions(api: Api, path: str) -> list[dict[str, Any]]:
    return list(api.pages(f"{path}/history", page_size=1))


def patched(document: dict[str, Any], patch: list[dict[str, Any]]) -> dict[str, Any]:
    """Applies those JSON patches that touch members of objects alone."""
    document = copy.deepcopy(document)
    for step in patch:
        *way, last = [part.replace("~1", "/").replace("~0", "~") for part in step["path"].split("/")[1:]]
        place = document
        for part in way:
            place = place[part]
        if step["op"] == "remove":
            del place[last]
        else:
            place[last] = step["value"]
    return document


def test_remembers_what_a_resource_was_like(api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    with volume(organization) as (ec2, name, path):
        assert api.call("GET", f"{path}/history").status == 404, "nobody has seen it yet"
        scan(api, organization)
        made = api.get(path)
        ec2.create_tags(Resources=[name], Tags=[{"Key": "Owner", "Value": "hestia"}])
        scan(api, organization)
        changed = api.get(path)
        ec2.delete_volume(VolumeId=name)
    removal = scan(api, organization)

    listed = versions(api, path)
    gone = api.get(path)
    assert [version["kind"] for version in listed] == ["removed", "updated", "created"]
    assert listed[1]["changed"] == ["/tags/Owner"]
    assert [version["seen_at"] for version in listed] == [gone["updated_at"], changed["updated_at"], made["updated_at"]]
    assert removal["progress"]["resources_removed"] == 1
    assert gone["state"] == "deleting" and gone["removed_at"] == gone["updated_at"]
    assert changed["updated_at"] <= gone["last_seen"] < gone["removed_at"]

    names = {"from": listed[2]["version"], "to": listed[1]["version"]}
    diff = api.get(f"{path}/diff", **names)
    assert diff["changes"] == [{"path": "/tags/Owner", "after": "hestia"}]
    assert patched(made, diff["patch"])["tags"] == changed["tags"]
    newest = api.get(f"{path}/diff")
    assert (newest["from"], newest["to"]) == (listed[1]["version"], listed[0]["version"])
    unknown = problem(api.call("GET", f"{path}/diff?to=" + urllib.parse.quote("2001-01-01T00:00:00Z")), 404, "not_found")
    assert f"GET {path}/history" in unknown["detail"]


def test_moves_last_seen_and_nothing_else_when_nothing_has_changed(
    platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]
) -> None:
    with volume(organization) as (_, _, path):
        scan(api, organization)
        before, known = api.get(path), versions(api, path)
        since = time.time()

        rescan = scan(api, organization)
        after = api.get(path)

        written = [
            image["entity"]["S"]
            for record in platform.records("discovery", since)
            for image in [record["dynamodb"].get("NewImage") or record["dynamodb"]["OldImage"]]
            if "entity" in image
        ]
        assert rescan["progress"]["resources_written"] == 0
        assert not {"resource", "version", "manifest"} & set(written), written
        assert "coverage" in written, "the look itself is remembered, once for the whole place"
        assert after["last_seen"] > before["last_seen"]
        assert {**after, "last_seen": None} == {**before, "last_seen": None}
        assert versions(api, path) == known
    scan(api, organization)


def test_every_list_says_what_it_could_not_see(api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    scans.run(api)
    production = organization.estate.account("production").id
    databases, instances = {"resource_type": "AWS::RDS::DBInstance"}, {"resource_type": "AWS::EC2::Instance"}
    asked: list[dict[str, str]] = [{}, {"account_id": production}, {**databases}, {**databases, "region": "eu-west-1"}, {**instances}]

    def coverage() -> list[dict[str, Any]]:
        return [api.get(RESOURCES, page_size=1, **filters)["coverage"] for filters in asked]

    before = coverage()
    database = next(api.pages(RESOURCES, account_id=production, **databases))
    assert all(one["complete"] == (one["holes"] == 0) and one["as_of"] for one in before)
    assert before[2]["complete"] and before[4]["complete"]

    with without_policy(organization, production, "rds"):
        denied = scans.run(api, accounts=[production])
    holes = len([row for row in scans.coverage(api, denied["id"]).values() if row["service"] == "rds"])
    hidden = coverage()

    assert denied["state"] == "completed_with_gaps" and denied["progress"]["reasons"]["denied"] == holes > 1
    more = [after["holes"] - known["holes"] for known, after in zip(before, hidden, strict=True)]
    assert more == [holes, holes, holes, 1, 0]
    assert [one["complete"] for one in hidden[:4]] == [False] * 4 and hidden[4]["complete"]
    assert hidden[2]["reasons"] == {"denied": holes}
    assert api.get("/v1/aws/world/latest")["coverage"]["holes"] == hidden[0]["holes"]

    ledger = list(api.pages("/v1/aws/coverage", holes="true", service="rds"))
    assert {(row["account_id"], row["scan_id"]) for row in ledger} == {(production, denied["id"])}
    assert ledger == list(api.pages("/v1/aws/coverage", reason="denied", account_id=production, service="rds"))
    assert len(ledger) == holes
    seen = {row["resource_type"]: row for row in ledger[0]["types"]}["AWS::RDS::DBInstance"]
    assert seen["hidden_since"] == ledger[0]["ended_at"] > seen["whole_at"]
    path = f"{RESOURCES}/{database['id']}"
    assert api.get(path)["last_seen"] == database["last_seen"], "what could not be seen was not seen"

    scans.run(api, accounts=[production])
    assert [one["holes"] for one in coverage()] == [one["holes"] for one in before]
    assert list(api.pages("/v1/aws/coverage", holes="true", service="rds")) == []
    assert api.get(path)["last_seen"] > database["last_seen"]


def test_keeps_one_row_for_every_place(api: Api, first_scan: dict[str, Any]) -> None:
    ledger = {(row["account_id"], row["region"], row["service"]): row for row in api.pages("/v1/aws/coverage", page_size=7)}

    assert set(scans.coverage(api, first_scan["id"])) <= set(ledger)
    for account_id, region, service in list(ledger)[:3]:
        found = list(api.pages("/v1/aws/coverage", account_id=account_id, region=region, service=service))
        assert found == [ledger[account_id, region, service]]
