"""The inventory follows the estate without a scan, finds what no event told of, and knows what has drifted."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest

from tests.demo.client import Api
from tests.demo.live import Feed
from tests.estate import stacks
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local import estate_events, scans
from tests.local.estate_events import call, deliver, drained, event, told
from tests.local.platform import Platform, eventually, scheduled

RESOURCES = "/v1/aws/resources"
HOME = "us-east-1"
STRANGE = "999999999999"
SOON = 30
"""How many seconds the emulator is given; on AWS it takes about ten from the call to the inventory."""


def resource_id(account_id: str, region: str, kind: str, native_id: str) -> str:
    name = "".join(c if c.isalnum() and c.isascii() or c in "-_." else "".join(f"~{byte:02X}" for byte in c.encode()) for c in native_id)
    return f"{account_id}:{region}:{kind.replace('::', '.')}:{name}"


def shown(api: Api, identifier: str) -> dict[str, Any] | None:
    answer = api.call("GET", f"{RESOURCES}/{quote(identifier, safe=':~')}")
    return answer.json() if answer.status == 200 else None


def follows(what: str, condition: Callable[[], Any]) -> float:
    """Waits until the inventory shows something, and says how long that took."""
    began = time.monotonic()
    eventually(condition, SOON, every=0.1)
    took = time.monotonic() - began
    print(f"{what}: {took:.1f} s after its event")
    return took


@pytest.fixture
def ec2(organization: Seeder) -> Any:
    return organization.accounts.client("ec2", MANAGEMENT_ID, HOME)


@pytest.fixture
def volume(platform: Platform, api: Api, ec2: Any, first_scan: dict[str, Any]) -> Iterator[str]:
    number = ec2.create_volume(AvailabilityZone=f"{HOME}a", Size=7, VolumeType="gp3")["VolumeId"]
    yield number
    ec2.delete_volume(VolumeId=number)
    # Other tests count what there is: the inventory must know that this is gone.
    deliver(platform, deleted(number))
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", number)
    eventually(lambda: (left := shown(api, identifier)) is None or left["state"] == "deleting", SOON)


def made(volume: str) -> dict[str, Any]:
    return call(MANAGEMENT_ID, HOME, "ec2", "CreateVolume", {"size": "7"}, {"volumeId": volume, "status": "creating"})


def deleted(volume: str) -> dict[str, Any]:
    return call(MANAGEMENT_ID, HOME, "ec2", "DeleteVolume", {"volumeId": volume})


def tagged(volume: str) -> dict[str, Any]:
    return call(MANAGEMENT_ID, HOME, "ec2", "CreateTags", {"resourcesSet": {"items": [{"resourceId": volume}]}})


def test_follows_a_resource_through_its_life(platform: Platform, api: Api, ec2: Any, first_scan: dict[str, Any]) -> None:
    newest = api.get("/v1/aws/scans?page_size=1")["items"][0]["id"]
    volume = ec2.create_volume(AvailabilityZone=f"{HOME}a", Size=7, VolumeType="gp3")["VolumeId"]
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)
    feed = Feed(platform.outputs["socket_url"], api, [f"resources/{identifier}"])

    deliver(platform, made(volume))
    follows("made", lambda: shown(api, identifier))

    ec2.create_tags(Resources=[volume], Tags=[{"Key": "Owner", "Value": "iris"}])
    deliver(platform, tagged(volume))
    follows("tagged", lambda: shown(api, identifier)["tags"] == {"Owner": "iris"})

    ec2.delete_volume(VolumeId=volume)
    deliver(platform, deleted(volume))
    follows("deleted", lambda: shown(api, identifier)["state"] == "deleting")
    listed = {resource["native_id"] for resource in api.pages(RESOURCES, resource_type="AWS::EC2::Volume", account_id=MANAGEMENT_ID)}
    assert volume not in listed

    heard = [eventually(lambda: feed.next(1)) for _ in range(3)]
    assert [frame["event"]["type"] for frame in heard] == ["resource.changed", "resource.changed", "resource.removed"]
    assert heard[0]["event"]["data"]["change"] == "created" and heard[1]["event"]["data"]["change"] == "updated"
    assert heard[1]["event"]["data"]["cause"]["name"] == "ec2: CreateTags"
    feed.close()
    assert api.get("/v1/aws/scans?page_size=1")["items"][0]["id"] == newest, "nobody had to scan"


def test_follows_many_services(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    def client(service: str) -> Any:
        return organization.accounts.client(service, MANAGEMENT_ID, HOME)

    name = f"fresh-{uuid.uuid4().hex[:8]}"
    client("s3").create_bucket(Bucket=name)
    client("s3").put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "Owner", "Value": "iris"}]})
    client("dynamodb").create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )
    client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": []}))
    group = client("ec2").create_security_group(GroupName=name, Description="fresh")["GroupId"]
    found = {
        "bucket": resource_id(MANAGEMENT_ID, HOME, "AWS::S3::Bucket", name),
        "table": resource_id(MANAGEMENT_ID, HOME, "AWS::DynamoDB::Table", name),
        "role": resource_id(MANAGEMENT_ID, "global", "AWS::IAM::Role", name),
        "security group": resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::SecurityGroup", group),
    }
    try:
        deliver(
            platform,
            call(MANAGEMENT_ID, HOME, "s3", "PutBucketTagging", {"bucketName": name}),
            call(MANAGEMENT_ID, HOME, "dynamodb", "CreateTable", {"tableName": name}),
            call(MANAGEMENT_ID, HOME, "iam", "CreateRole", {"roleName": name}),
            call(MANAGEMENT_ID, HOME, "ec2", "CreateSecurityGroup", {"groupName": name}, {"groupId": group}),
        )
        for what, identifier in found.items():
            follows(what, lambda identifier=identifier: shown(api, identifier))
        assert shown(api, found["bucket"])["tags"] == {"Owner": "iris"}
    finally:
        client("s3").delete_bucket(Bucket=name)
        client("dynamodb").delete_table(TableName=name)
        client("iam").delete_role(RoleName=name)
        client("ec2").delete_security_group(GroupId=group)
    deliver(
        platform,
        call(MANAGEMENT_ID, HOME, "s3", "DeleteBucket", {"bucketName": name}),
        call(MANAGEMENT_ID, HOME, "dynamodb", "DeleteTable", {"tableName": name}),
        call(MANAGEMENT_ID, HOME, "iam", "DeleteRole", {"roleName": name}),
        call(MANAGEMENT_ID, HOME, "ec2", "DeleteSecurityGroup", {"groupId": group}),
    )
    for what, identifier in found.items():
        follows(f"deleted {what}", lambda identifier=identifier: shown(api, identifier)["state"] == "deleting")


def test_leaves_the_next_scan_nothing_to_write(platform: Platform, api: Api, ec2: Any, volume: str) -> None:
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)
    scope = {"accounts": [MANAGEMENT_ID], "regions": [HOME], "services": ["ec2"]}
    scans.run(api, **scope)
    ec2.create_tags(Resources=[volume], Tags=[{"Key": "Owner", "Value": "iris"}])
    deliver(platform, tagged(volume))
    eventually(lambda: shown(api, identifier)["tags"] == {"Owner": "iris"}, SOON)

    scan = scans.run(api, **scope)

    assert (scan["progress"]["resources_written"], scan["progress"]["resources_removed"]) == (0, 0)


def test_a_burst_of_events_costs_a_handful_of_looks(platform: Platform, api: Api, ec2: Any, volume: str) -> None:
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)
    deliver(platform, made(volume))
    eventually(lambda: shown(api, identifier), SOON)
    ec2.create_tags(Resources=[volume], Tags=[{"Key": "Burst", "Value": "1"}])
    since = time.time()

    repeated = tagged(volume)
    for _ in range(10):
        deliver(platform, *[tagged(volume) for _ in range(9)], repeated)
    eventually(lambda: shown(api, identifier)["tags"] == {"Burst": "1"}, SOON)
    drained(platform)
    time.sleep(6)

    looks = [
        record
        for record in platform.records("discovery", since)
        if record["dynamodb"].get("NewImage", {}).get("entity", {}).get("S") == "look"
        and record["dynamodb"]["NewImage"].get("resource_id", {}).get("S") == identifier
    ]
    print(f"100 events about one resource: {len(looks)} looks")
    assert 1 <= len(looks) <= 6
    changes = told(platform, "resource.changed", f"resources/{identifier}")
    assert [change["data"]["change"] for change in changes] == ["created", "updated"], "told once each"


def test_an_event_of_a_strange_account_changes_nothing(platform: Platform, api: Api, ec2: Any, volume: str) -> None:
    drained(platform)
    theirs = {**made(volume), "account": STRANGE}
    # What the detail says of an account is what whoever made the call says.
    ours_in_words = call(STRANGE, HOME, "ec2", "CreateVolume", {}, {"volumeId": volume}, recipientAccountId=MANAGEMENT_ID)
    failed = call(MANAGEMENT_ID, HOME, "ec2", "CreateVolume", {}, {"volumeId": volume}, errorCode="Client.UnauthorizedOperation")
    elsewhere = {**made(volume), "region": "ap-southeast-2"}

    deliver(platform, theirs, ours_in_words, failed, elsewhere)
    drained(platform)
    time.sleep(6)

    assert shown(api, resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)) is None
    kept = platform.items("discovery", entity="due_look") + platform.items("discovery", entity="look")
    assert not [row["pk"] for row in kept if STRANGE in row["pk"] or "ap-southeast-2" in row["pk"]]


def test_keeps_what_is_no_event_apart(platform: Platform, first_scan: dict[str, Any]) -> None:
    sqs, url = platform.client("sqs"), platform.queue(estate_events.QUEUE)
    dead = platform.dead_letters(estate_events.QUEUE)
    names = ["ApproximateNumberOfMessages"]

    def waiting() -> int:
        return int(sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=names)["Attributes"][names[0]])

    before, hidden = waiting(), sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    try:
        platform.send(estate_events.QUEUE, "no JSON", {**made("vol-1"), "account": "1"}, {**made("vol-1"), "source": "mine"})
        eventually(lambda: waiting() == before + 3, 60)
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=hidden["Attributes"])


def test_finds_what_no_event_told_of(platform: Platform, api: Api, ec2: Any, volume: str) -> None:
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)
    assert shown(api, identifier) is None
    before = {event["id"] for event in told(platform, "inventory.reconciled")}

    with platform.configured("reconcile-inventory", PANTHEON_RECONCILE_AFTER_SECONDS="0"):
        platform.invoke("reconcile-inventory", scheduled())
    scan = api.get("/v1/aws/scans?page_size=1")["items"][0]
    ended = scans.wait(api, scan["id"])
    assert MANAGEMENT_ID in ended["scope"]["accounts"] and "ec2" in ended["scope"]["services"]
    assert shown(api, identifier)["state"] in ("active", "creating")

    platform.invoke("reconcile-inventory", scheduled())
    platform.invoke("reconcile-inventory", scheduled())
    reconciled = [event for event in told(platform, "inventory.reconciled") if event["id"] not in before]
    assert [event["data"]["scan_id"] for event in reconciled] == [scan["id"]], "told once"
    assert reconciled[0]["data"]["unannounced_changes"] >= 1
    print(f"unannounced changes: {reconciled[0]['data']['unannounced_changes']}")


def test_knows_what_has_drifted(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    cloudformation = organization.accounts.client("cloudformation", MANAGEMENT_ID, HOME)
    sqs = organization.accounts.client("sqs", MANAGEMENT_ID, HOME)
    name = f"drifting-{uuid.uuid4().hex[:8]}"
    table = {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
    }
    body = {
        "Resources": {
            "Table": {"Type": "AWS::DynamoDB::Table", "Properties": table},
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": name, "DelaySeconds": 5}},
        }
    }
    stacks.deploy(cloudformation, name, stacks.dumps(body))
    stack = cloudformation.describe_stacks(StackName=name)["Stacks"][0]["StackId"]
    stack_id = resource_id(MANAGEMENT_ID, HOME, "AWS::CloudFormation::Stack", stack)
    table_id = resource_id(MANAGEMENT_ID, HOME, "AWS::DynamoDB::Table", name)
    changed = event(MANAGEMENT_ID, HOME, "cloudformation", "CloudFormation Stack Status Change", {"stack-id": stack})
    compared = event(MANAGEMENT_ID, HOME, "cloudformation", "CloudFormation Drift Detection Status Change", {"stack-id": stack})
    try:
        deliver(platform, changed, call(MANAGEMENT_ID, HOME, "dynamodb", "CreateTable", {"tableName": name}))
        eventually(lambda: shown(api, stack_id) and shown(api, table_id), SOON)
        before = api.get(f"{RESOURCES}/{table_id}/drift")
        assert (before["state"], before["checked_at"]) == ("not_checked", None)

        sqs.set_queue_attributes(QueueUrl=sqs.get_queue_url(QueueName=name)["QueueUrl"], Attributes={"DelaySeconds": "7"})
        platform.invoke("detect-drift", scheduled())

        def status() -> str:
            return cloudformation.describe_stacks(StackName=name)["Stacks"][0]["DriftInformation"]["StackDriftStatus"]

        eventually(lambda: status() == "DRIFTED", SOON)
        deliver(platform, compared)
        drift = eventually(lambda: (found := api.get(f"{RESOURCES}/{stack_id}/drift"))["state"] == "modified" and found, SOON)
        (drifted,) = drift["drifted_resources"]
        assert (drifted["logical_id"], drifted["state"]) == ("Queue", "modified")
        assert drifted["differences"] == [{"path": "/DelaySeconds", "kind": "not_equal"}]
        assert drift["checked_at"]

        in_sync = api.get(f"{RESOURCES}/{table_id}/drift")
        assert (in_sync["state"], in_sync["stack"]["name"], in_sync["stack"]["logical_id"]) == ("in_sync", name, "Table")
        assert shown(api, table_id)["drift"]["state"] == "in_sync"
    finally:
        cloudformation.delete_stack(StackName=name)
    deliver(platform, changed, call(MANAGEMENT_ID, HOME, "dynamodb", "DeleteTable", {"tableName": name}))
    eventually(lambda: shown(api, stack_id)["state"] == "deleting", SOON)
    eventually(lambda: shown(api, table_id)["state"] == "deleting", SOON)


def test_knows_what_no_stack_has_made(platform: Platform, api: Api, ec2: Any, volume: str) -> None:
    identifier = resource_id(MANAGEMENT_ID, HOME, "AWS::EC2::Volume", volume)
    deliver(platform, made(volume))
    eventually(lambda: shown(api, identifier), SOON)

    assert api.get(f"{RESOURCES}/{identifier}/drift")["state"] == "not_managed"
    assert shown(api, identifier)["drift"] is None


def test_tells_drift_to_its_tenant_alone(api: Api, stranger: Api, first_scan: dict[str, Any]) -> None:
    resource = next(iter(api.pages(RESOURCES, page_size=1)))

    assert api.call("GET", f"{RESOURCES}/{resource['id']}/drift").status == 200
    assert stranger.call("GET", f"{RESOURCES}/{resource['id']}/drift").status == 404


def test_members_forward_exactly_the_events_that_count(platform: Platform, organization: Seeder) -> None:
    events = organization.accounts.client("events", MANAGEMENT_ID, HOME)
    rules = [rule for rule in events.list_rules()["Rules"] if rule["Name"].startswith("pantheon-member-")]
    assert len(rules) == 2
    for rule in rules:
        (target,) = events.list_targets_by_rule(Rule=rule["Name"])["Targets"]
        assert target["Arn"].endswith(f":000000000000:event-bus/pantheon-{platform.outputs['stage']}-estate")
        assert target["RoleArn"] == f"arn:aws:iam::{MANAGEMENT_ID}:role/PantheonMemberEvents"

    def forwarded(candidate: dict[str, Any]) -> bool:
        return any(events.test_event_pattern(EventPattern=rule["EventPattern"], Event=json.dumps(candidate))["Result"] for rule in rules)

    stop = call(MANAGEMENT_ID, HOME, "ec2", "StopInstances", {})
    assert forwarded(stop)
    assert forwarded(event(MANAGEMENT_ID, HOME, "ec2", "EC2 Instance State-change Notification", {"instance-id": "i-1", "state": "stopped"}))
    assert not forwarded({**stop, "detail": {**stop["detail"], "readOnly": True}})
    assert not forwarded({**stop, "detail": {**stop["detail"], "errorCode": "AccessDenied"}})
    assert not forwarded({**stop, "detail": {**stop["detail"], "managementEvent": False}})
    assert not forwarded(call(MANAGEMENT_ID, HOME, "sts", "AssumeRole", {}))


def test_the_estate_bus_hands_on_what_aws_says_and_nothing_else(platform: Platform) -> None:
    events = platform.client("events")
    bus = f"pantheon-{platform.outputs['stage']}-estate"
    (rule,) = events.list_rules(EventBusName=bus)["Rules"]
    (target,) = events.list_targets_by_rule(Rule=rule["Name"], EventBusName=bus)["Targets"]
    assert target["Arn"].rsplit(":", 1)[1] == platform.queue(estate_events.QUEUE).rsplit("/", 1)[1]

    def handed_on(candidate: dict[str, Any]) -> bool:
        return events.test_event_pattern(EventPattern=rule["EventPattern"], Event=json.dumps(candidate))["Result"]

    assert handed_on(made("vol-1"))
    assert not handed_on({**made("vol-1"), "source": "pantheon"})
    forged = events.put_events(Entries=[{"Source": "aws.ec2", "DetailType": "x", "Detail": "{}", "EventBusName": bus}])
    assert forged["FailedEntryCount"] == 1, "only AWS may speak as AWS"
