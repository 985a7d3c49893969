"""What a scan finds is what there is, and finding it again costs nothing."""

from __future__ import annotations

import json
import time
import urllib.request
import uuid
from typing import Any

from tests.demo import check
from tests.demo.client import Api
from tests.estate import catalog
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local import scans
from tests.local.platform import Platform
from tests.local.test_input import problem

RESOURCES = "/v1/aws/resources"
# What the inventory is made of, and what it remembers.
INVENTORY = ("resource", "version", "manifest")


def test_finds_exactly_what_there_is(api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    found = list(scans.inventory(api).values())

    assert check.differences(estate, found) == []
    assert len(found) >= 250


def test_reads_every_shard(api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    ledger = scans.coverage(api, first_scan["id"])

    expected = {
        (account_id, region, service)
        for account_id in estate["accounts"].values()
        for service in catalog.readable()
        for region in (estate["regions"] if catalog.REACH[service] == "Regional" else ["global"])
        # An organization answers to its management account alone.
        if catalog.REACH[service] != "Organization" or account_id == MANAGEMENT_ID
    }
    assert set(ledger) == expected
    assert {row["state"] for row in ledger.values()} == {"read"}
    assert first_scan["state"] == "completed"
    assert first_scan["progress"]["shards_total"] == first_scan["progress"]["shards_ended"] == len(expected)
    assert first_scan["progress"]["percent"] == 100


def test_knows_every_resource_that_bears_a_planted_mistake(api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    found = scans.inventory(api)
    listed = {(m["account_id"], m["region"], m["type"], m["native_id"]) for m in estate["mistakes"] if m["type"] in estate["types"]}

    assert len(estate["mistakes"]) > 100
    assert listed - set(found) == set()


def test_reads_what_the_mistakes_are_made_of(api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    """A few mistakes end to end, to see that the documents hold what later checks need."""
    found = scans.inventory(api)

    def document(mistake: str) -> dict[str, Any]:
        planted = next(m for m in estate["mistakes"] if m["id"] == mistake)
        return found[(planted["account_id"], planted["region"], planted["type"], planted["native_id"])]

    assert document("M224-1")["native_state"] == "stopped"
    assert document("M226")["properties"]["VolumeType"] == "gp2"
    assert document("M228-1")["native_state"] == "available"
    assert document("M214")["properties"]["PubliclyAccessible"] is True
    assert document("M215")["properties"]["StorageEncrypted"] is False
    assert document("M236")["properties"]["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] is False
    assert document("M231")["tags"] == {}
    assert document("M218")["properties"]["MemorySize"] == 3008
    ingress = document("M210")["properties"]["SecurityGroupIngress"]
    assert any(rule.get("CidrIp") == "0.0.0.0/0" and rule.get("FromPort") == 22 for rule in ingress)


def test_finds_the_edges(api: Api, first_scan: dict[str, Any]) -> None:
    found = scans.inventory(api)
    by_id = {resource["id"]: resource for resource in found.values()}
    edges = {
        (resource["resource_type"], target.split(":")[2].replace(".", "::"))
        for resource in found.values()
        for target in resource["dependencies"]
    }

    assert {
        ("AWS::EC2::Instance", "AWS::EC2::Subnet"),
        ("AWS::EC2::Instance", "AWS::EC2::SecurityGroup"),
        ("AWS::EC2::Subnet", "AWS::EC2::VPC"),
        ("AWS::EC2::Instance", "AWS::EC2::Volume"),
        ("AWS::Lambda::Function", "AWS::IAM::Role"),
        ("AWS::RDS::DBInstance", "AWS::EC2::SecurityGroup"),
    } <= edges
    known = [target in by_id for resource in found.values() for target in resource["dependencies"]]
    assert sum(known) > 0.8 * len(known), "most edges lead to something that was found"


def test_says_who_answers_for_what(api: Api, first_scan: dict[str, Any]) -> None:
    owners = {resource["resource_type"]: resource["owner_agent"] for resource in scans.inventory(api).values()}

    assert owners["AWS::EC2::Instance"] == "BillGates"
    assert owners["AWS::S3::Bucket"] == "SteveJobs"
    assert owners["AWS::EC2::VPC"] == "Hannibal"


def test_filters_by_everything_that_it_promises(api: Api, first_scan: dict[str, Any]) -> None:
    everything = scans.inventory(api)

    def agree(query: dict[str, str], wanted: Any) -> None:
        assert set(scans.inventory(api, **query)) == {key for key, resource in everything.items() if wanted(resource)}, query

    agree({"account_id": MANAGEMENT_ID}, lambda r: r["account_id"] == MANAGEMENT_ID)
    agree({"region": "eu-west-1"}, lambda r: r["region"] == "eu-west-1")
    agree({"region": "global"}, lambda r: r["region"] == "global")
    agree({"resource_type": "AWS::EC2::Volume"}, lambda r: r["resource_type"] == "AWS::EC2::Volume")
    agree({"state": "active"}, lambda r: r["state"] == "active")
    agree({"owner_agent": "Noguchi"}, lambda r: r["owner_agent"] == "Noguchi")
    agree({"tag": "Environment=production"}, lambda r: r["tags"].get("Environment") == "production")
    agree({"tag": "CostCenter"}, lambda r: "CostCenter" in r["tags"])
    agree(
        {"account_id": MANAGEMENT_ID, "region": "us-east-1", "resource_type": "AWS::S3::Bucket"},
        lambda r: (r["account_id"], r["region"], r["resource_type"]) == (MANAGEMENT_ID, "us-east-1", "AWS::S3::Bucket"),
    )
    assert scans.inventory(api, account_id="229999999999") == {}


def test_pages_without_loss_or_repetition_in_a_fixed_order(api: Api, first_scan: dict[str, Any]) -> None:
    whole = [resource["id"] for resource in api.pages(RESOURCES, page_size=1000)]
    small = [resource["id"] for resource in api.pages(RESOURCES, page_size=7)]
    backwards = [resource["id"] for resource in api.pages(RESOURCES, page_size=50, sort="-account")]
    by_type = [resource["resource_type"] for resource in api.pages(RESOURCES, page_size=50, sort="resource_type")]

    assert len(set(whole)) == len(whole)
    assert small == whole
    assert backwards == whole[::-1]
    assert by_type == sorted(by_type)


def test_shows_one_resource_as_the_list_does(api: Api, first_scan: dict[str, Any]) -> None:
    for resource in list(api.pages(RESOURCES, page_size=100))[::40]:
        shown = api.get(f"{RESOURCES}/{resource['id']}")
        assert shown.pop("drift") is None or "aws:cloudformation:stack-id" in resource["tags"] or resource["resource_type"].endswith("::Stack")
        assert shown == resource


def test_keeps_a_world_of_everything(api: Api, first_scan: dict[str, Any]) -> None:
    world = api.get("/v1/aws/world/latest")
    found = scans.inventory(api)

    with urllib.request.urlopen(world["url"]) as reply:
        whole = json.load(reply)
    assert world["resources"] == len(found) == len(whole["resources"])
    assert sum(world["by_type"].values()) == sum(world["by_account"].values()) == len(found)
    assert world["dependencies"] == sum(len(resource["dependencies"]) for resource in found.values())


def test_compares_worlds(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    scope = {"accounts": [development], "regions": ["us-east-1"], "services": ["ec2"]}
    before = scans.run(api, **scope)["id"]
    ec2 = organization.accounts.client("ec2", development, "us-east-1")
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=12, VolumeType="gp2")["VolumeId"]
    try:
        between = scans.run(api, **scope)["id"]
        ec2.create_tags(Resources=[volume], Tags=[{"Key": "compared", "Value": "yes"}])
        changed = scans.run(api, **scope)["id"]
    finally:
        ec2.delete_volume(VolumeId=volume)
    after = scans.run(api, **scope)["id"]

    def differences(earlier: str, later: str) -> list[tuple[str, str]]:
        found = api.get("/v1/aws/world/diff", **{"from": earlier, "to": later})
        assert found["complete"] and found["counts"] is not None and found["next_cursor"] is None
        return [(item["difference"], item["native_id"]) for item in found["items"]]

    assert differences(before, between) == [("created", volume)]
    assert differences(between, changed) == [("changed", volume)]
    assert differences(changed, after) == [("removed", volume)]
    assert differences(before, after) == []
    listed = list(api.pages("/v1/aws/worlds"))
    assert [world["scan_id"] for world in listed[:4]] == [after, changed, between, before]
    assert all(world["comparable"] for world in listed[:4])


def remembered(platform: Platform) -> dict[tuple[str, str], dict[str, Any]]:
    """Returns the items of the inventory and of its history."""
    return {(item["pk"], item["sk"]): item for item in platform.items("discovery") if item["entity"] in INVENTORY}


def test_writes_nothing_when_nothing_has_changed(platform: Platform, api: Api, first_scan: dict[str, Any], estate: dict[str, Any]) -> None:
    scans.run(api)
    before = remembered(platform)
    since = time.time()

    scan = scans.run(api)

    after = remembered(platform)
    touched = [
        record["dynamodb"]["Keys"]
        for record in platform.records("discovery", since)
        if (record["dynamodb"].get("NewImage") or record["dynamodb"]["OldImage"]).get("entity", {}).get("S") in INVENTORY
    ]
    alive = [item for item in before.values() if item["entity"] == "resource" and "removed_at" not in item]
    assert len(alive) >= 250
    assert scan["progress"]["resources_seen"] == len(alive)
    assert scan["progress"]["resources_written"] == 0
    assert scan["progress"]["resources_removed"] == 0
    assert touched == []
    assert after == before


def test_sees_what_is_made_changed_and_deleted(api: Api, organization: Any, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    ec2 = organization.accounts.client("ec2", development, "eu-west-1")
    scope = {"accounts": [development], "regions": ["eu-west-1"], "services": ["ec2"]}
    before = scans.inventory(api)
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=11, VolumeType="gp2")["VolumeId"]
    key = (development, "eu-west-1", "AWS::EC2::Volume", volume)
    try:
        made = scans.run(api, **scope)
        assert set(scans.inventory(api)) - set(before) == {key}
        assert made["progress"]["resources_written"] == 1
        first = scans.inventory(api)[key]

        ec2.create_tags(Resources=[volume], Tags=[{"Key": "Owner", "Value": "hestia"}])
        changed = scans.run(api, **scope)
        second = scans.inventory(api)[key]
        assert changed["progress"]["resources_written"] == 1
        assert second["tags"] == {"Owner": "hestia"}
        assert second["first_seen"] == first["first_seen"] and second["updated_at"] > first["updated_at"]
    finally:
        ec2.delete_volume(VolumeId=volume)
    gone = scans.run(api, **scope)
    assert gone["progress"]["resources_removed"] == 1
    assert set(scans.inventory(api)) == set(before)


def test_refuses_a_second_scan_while_one_is_under_way(api: Api, first_scan: dict[str, Any]) -> None:
    running = scans.start(api)
    try:
        second = api.call("POST", "/v1/aws/scans", {}, {"Idempotency-Key": str(uuid.uuid4())})
        document = problem(second, 409, "conflict")
        assert running["id"] in document["detail"]
    finally:
        scans.wait(api, running["id"])


def test_refuses_a_scope_that_it_does_not_know(api: Api, first_scan: dict[str, Any]) -> None:
    def refused(scope: dict[str, Any]) -> str:
        answer = api.call("POST", "/v1/aws/scans", scope, {"Idempotency-Key": str(uuid.uuid4())})
        return str(problem(answer, 400, "invalid")["errors"])

    assert "/accounts/0" in refused({"accounts": ["229999999999"]})
    assert "/services/0" in refused({"services": ["teleport"]})
    assert "depth" in refused({"depth": 3})


def test_lists_scans_the_newest_first(api: Api, first_scan: dict[str, Any]) -> None:
    listed = [scan["id"] for scan in api.pages("/v1/aws/scans", page_size=2)]

    assert first_scan["id"] in listed
    assert listed == sorted(listed, reverse=True)


def test_reads_the_types_that_the_tenant_asks_for(api: Api, organization: Any, first_scan: dict[str, Any]) -> None:
    stream, settings = "AWS::KinesisFirehose::DeliveryStream", "/v1/aws/discovery/settings"
    development = organization.estate.account("development").id
    cloudcontrol = organization.accounts.client("cloudcontrol", development, "eu-west-1")
    state = {"Name": "clicks", "DeliveryStreamName": "clicks", "HttpEndpoint": {"AccessKey": "hunter2"}}
    made = cloudcontrol.create_resource(TypeName=stream, DesiredState=json.dumps(state))["ProgressEvent"]["Identifier"]
    scope = {"accounts": [development], "regions": ["eu-west-1"], "services": ["cloudcontrol"]}
    key = (development, "eu-west-1", stream, made)
    before = api.call("GET", settings)
    try:
        assert scans.run(api, **scope)["progress"]["resources_seen"] == 0

        answer = api.call("PUT", settings, {"cloud_control_types": [stream]}, {"If-Match": before.etag})
        assert (answer.status, answer.json()) == (200, {"cloud_control_types": [stream]})
        problem(api.call("PUT", settings, {"cloud_control_types": []}, {"If-Match": before.etag}), 412, "precondition_failed")
        scans.run(api, **scope)
        found = scans.inventory(api)[key]
        assert found["properties"]["HttpEndpoint"] == {"AccessKey": "(withheld)"}

        api.call("PUT", settings, {"cloud_control_types": []}, {"If-Match": answer.etag})
        assert scans.run(api, **scope)["progress"]["resources_removed"] == 1
        assert key not in scans.inventory(api)
    finally:
        cloudcontrol.delete_resource(TypeName=stream, Identifier=made)


def test_refuses_types_that_cannot_be_asked_for(api: Api, first_scan: dict[str, Any]) -> None:
    settings = "/v1/aws/discovery/settings"
    before = api.call("GET", settings)

    refused = api.call("PUT", settings, {"cloud_control_types": ["AWS::EC2::VPC", "AWS::ApiGateway::ApiKey"]}, {"If-Match": before.etag})

    pointers = [error["pointer"] for error in problem(refused, 400, "invalid")["errors"]]
    assert pointers == ["/cloud_control_types/0", "/cloud_control_types/1"]
    problem(api.call("PUT", settings, {"cloud_control_types": []}), 428, "precondition_required")
    assert api.call("GET", settings).json() == before.json()
