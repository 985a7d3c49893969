"""What happens when accounts refuse, messages repeat, messages are poison, and collectors die."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from tests.demo.client import Api
from tests.demo.live import Feed
from tests.estate.catalog import LACKING
from tests.estate.seed import MANAGEMENT_ID, Seeder
from tests.local import processes, scans
from tests.local.platform import Platform, eventually, scheduled
from tests.local.test_socket import collect

ROLE = "PantheonMember"


@contextmanager
def without_policy(seeder: Seeder, account_id: str, policy: str) -> Iterator[None]:
    """Takes one permission away from the member role of an account, and gives it back."""
    iam = seeder.accounts.client("iam", account_id, "us-east-1")
    document = iam.get_role_policy(RoleName=ROLE, PolicyName=policy)["PolicyDocument"]
    iam.delete_role_policy(RoleName=ROLE, PolicyName=policy)
    try:
        yield
    finally:
        iam.put_role_policy(RoleName=ROLE, PolicyName=policy, PolicyDocument=json.dumps(document))


def test_says_what_an_account_denied_and_deletes_nothing(api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    production = organization.estate.account("production").id
    scope = {"accounts": [production]}
    before = scans.inventory(api)
    assert any(key[0] == production and key[2] == "AWS::RDS::DBInstance" for key in before)

    with without_policy(organization, production, "rds"):
        denied = scans.run(api, **scope)
    ledger = scans.coverage(api, denied["id"])

    assert denied["state"] == "completed_with_gaps"
    assert {place: row["state"] for place, row in ledger.items() if row["state"] != "read"} == {
        (production, region, "rds"): "denied" for region in ("us-east-1", "eu-west-1")
    }
    gap = ledger[(production, "us-east-1", "rds")]["gaps"][0]
    assert gap["reason"] == "denied" and gap["operation"].startswith("rds:Describe")
    assert denied["progress"]["shards_with_gaps"] == 2
    assert denied["progress"]["resources_removed"] == 0
    # The member role itself is a resource, and it was changed.
    role = (production, "global", "AWS::IAM::Role", ROLE)
    after = scans.inventory(api)
    assert {key: after[key] for key in after if key != role} == {key: before[key] for key in before if key != role}
    assert api.get("/v1/aws/world/latest")["complete"] is False
    assert scans.run(api, **scope)["state"] == "completed"


def test_goes_on_without_an_account_that_shuts_its_door(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    security = organization.estate.account("security").id
    iam = organization.accounts.client("iam", security, "us-east-1")
    trust = iam.get_role(RoleName=ROLE)["Role"]["AssumeRolePolicyDocument"]
    closed = {"Version": "2012-10-17", "Statement": [{**trust["Statement"][0], "Effect": "Deny"}]}
    before = scans.inventory(api)

    iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(closed))
    try:
        # Credentials that were handed out before stay good for a while, so nobody may remember any.
        processes.kill(processes.of_function(platform.function("collect-dynamodb"), platform.outputs["pid"]))
        scan = scans.run(api, services=["dynamodb"])
    finally:
        iam.update_assume_role_policy(RoleName=ROLE, PolicyDocument=json.dumps(trust))
    ledger = scans.coverage(api, scan["id"])

    assert scan["state"] == "completed_with_gaps"
    assert {(account_id == security, row["state"]) for (account_id, _, _), row in ledger.items()} == {(True, "denied"), (False, "read")}
    assert scan["progress"]["resources_removed"] == 0
    assert scans.inventory(api) == before


def test_does_nothing_the_second_time_a_shard_is_handed_out(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    tenant = api.get("/v1/auth/me")["tenant"]["id"]
    place = (MANAGEMENT_ID, "us-east-1", "dynamodb")
    shard = {"tenant_id": tenant, "scan_id": first_scan["id"], "shard_id": ":".join(place)}
    row, scan = scans.coverage(api, first_scan["id"])[place], api.get(f"/v1/aws/scans/{first_scan['id']}")
    before = platform.items("discovery")

    platform.send("collect-dynamodb", shard, shard, shard)
    drained(platform, "collect-dynamodb")

    assert scans.coverage(api, first_scan["id"])[place] == row
    assert api.get(f"/v1/aws/scans/{first_scan['id']}") == scan
    assert platform.items("discovery") == before


def test_does_nothing_the_second_time_an_event_arrives(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    told = [json.loads(item["event"]) for item in platform.items("discovery", entity="event")]
    events = [event for event in told if event["subject"] == f"scans/{first_scan['id']}"]
    by_type = {event["type"]: event for event in events}
    before = (api.get(f"/v1/aws/scans/{first_scan['id']}"), scans.coverage(api, first_scan["id"]), api.get("/v1/aws/world/latest")["scan_id"])

    platform.send("plan-scan", delivered(by_type["scan.requested"]), delivered(by_type["scan.requested"]))
    platform.send("assemble-world", delivered(by_type["scan.collected"]), delivered(by_type["scan.collected"]))
    for queue in ("plan-scan", "assemble-world", "collect-dynamodb", "collect-rds"):
        drained(platform, queue)

    after = (api.get(f"/v1/aws/scans/{first_scan['id']}"), scans.coverage(api, first_scan["id"]), api.get("/v1/aws/world/latest")["scan_id"])
    assert after == before
    again = [json.loads(item["event"]) for item in platform.items("discovery", entity="event")]
    assert {event["id"] for event in again} == {event["id"] for event in told}, "nothing was told twice"


def test_keeps_poison_apart_and_does_the_rest_of_the_batch(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    tenant = api.get("/v1/auth/me")["tenant"]["id"]
    feed = Feed(platform.outputs["socket_url"], api, ["scans"])
    now = datetime.now(timezone.utc).isoformat().replace("+00:00", "Z")
    good = [event_of(tenant, first_scan["id"], now) for _ in range(3)]
    poison = f"poison {uuid.uuid4()}"

    with quick_redelivery(platform, "broadcast"):
        platform.send("broadcast", delivered(good[0]), poison, delivered(good[1]), delivered(good[2]))
        frames = collect(feed, until=lambda frame: frame["event"]["id"] == good[2]["id"])
        dead = eventually(lambda: find_dead(platform, "broadcast", poison), seconds=60)

    assert {frame["event"]["id"] for frame in frames} >= {event["id"] for event in good}
    assert dead == poison
    assert collect(feed, until=lambda frame: False, seconds=1) == [], "what was done is not done again"


def test_takes_up_the_shard_of_a_collector_that_was_killed(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    scope = {"accounts": [development], "regions": ["us-east-1"], "services": ["ec2"]}
    place = (development, "us-east-1", "ec2")
    ec2 = organization.accounts.client("ec2", development, "us-east-1")
    before = scans.inventory(api)
    volume = ec2.create_volume(AvailabilityZone="us-east-1a", Size=12, VolumeType="gp2")["VolumeId"]
    try:
        scan_id = killed_in_the_middle(platform, api, scope, place)
        time_passes(platform, scan_id)
        platform.invoke("resume-scans", scheduled())
        scan = scans.wait(api, scan_id)

        row = scans.coverage(api, scan_id)[place]
        after = scans.inventory(api)
        assert scan["state"] == "completed"
        assert (row["state"], row["attempts"]) == ("read", 2)
        assert scan["progress"]["shards_ended"] == 1
        assert scan["progress"]["resources_seen"] == sum((key[0], key[1]) == place[:2] and key[2].startswith("AWS::EC2") for key in after)
        assert set(after) - set(before) == {(development, "us-east-1", "AWS::EC2::Volume", volume)}
        assert {key: after[key] for key in before} == before
    finally:
        ec2.delete_volume(VolumeId=volume)
        scans.run(api, **scope)


def test_takes_up_an_account_whose_planning_was_lost(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    mapping = platform.source("plan-account")
    platform.switch(mapping, on=False)
    try:
        scan_id = scans.start(api, accounts=[development], services=["dynamodb"])["id"]
        eventually(lambda: api.get(f"/v1/aws/scans/{scan_id}")["progress"]["accounts_total"] == 1)
        drained(platform, "plan-scan")
        platform.client("sqs").purge_queue(QueueUrl=platform.queue("plan-account"))
        progress = api.get(f"/v1/aws/scans/{scan_id}")["progress"]
    finally:
        platform.switch(mapping, on=True)

    assert (progress["accounts_planned"], progress["shards_total"], progress["percent"]) == (0, None, None)
    for row in platform.items("discovery", entity="scan", id=scan_id):
        backdate(platform, row, "requested_at")
    platform.invoke("resume-scans", scheduled())
    scan = scans.wait(api, scan_id, seconds=60)

    assert (scan["state"], scan["progress"]["accounts_planned"], scan["progress"]["percent"]) == ("completed", 1, 100)
    assert len(scans.coverage(api, scan_id)) == scan["progress"]["shards_total"] > 0


def test_waits_for_whoever_reads_the_same_scope(platform: Platform, api: Api, organization: Seeder, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    tenant = api.get("/v1/auth/me")["tenant"]["id"]
    until = (datetime.now(timezone.utc) + timedelta(seconds=8)).isoformat().replace("+00:00", "Z")
    lease = {"holder": f"lse_{uuid.uuid4()}", "until": until}
    key = {"pk": {"S": f"TENANT#{tenant}#SLOTS#{development}#dynamodb"}, "sk": {"S": "#"}}
    taken = {region: {"M": {name: {"S": value} for name, value in lease.items()}} for region in ("us-east-1", "eu-west-1")}
    row = {"entity": {"S": "slots"}, "schema": {"N": "1"}, "version": {"N": "1000"}, "taken": {"M": taken}}
    platform.client("dynamodb").put_item(TableName=platform.table("discovery"), Item={**key, **row})

    began = time.monotonic()
    scan = scans.run(api, accounts=[development], services=["dynamodb"])

    assert scan["state"] == "completed"
    assert time.monotonic() - began > 4, "somebody read the scope while its slot was taken"
    assert {row["attempts"] for row in scans.coverage(api, scan["id"]).values()} == {1}, "waiting is no attempt"


def backdate(platform: Platform, row: dict[str, Any], attribute: str) -> None:
    """Moves a moment of an item half an hour into the past."""
    past = (datetime.now(timezone.utc) - timedelta(minutes=30)).isoformat().replace("+00:00", "Z")
    platform.client("dynamodb").update_item(
        TableName=platform.table("discovery"),
        Key={"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}},
        UpdateExpression="SET #attribute = :past",
        ExpressionAttributeNames={"#attribute": attribute},
        ExpressionAttributeValues={":past": {"S": past}},
    )


def killed_in_the_middle(platform: Platform, api: Api, scope: dict[str, list[str]], place: tuple[str, str, str]) -> str:
    """Starts a scan of one shard and kills its collector while it works."""
    function = platform.function("collect-ec2")
    tenant = api.get("/v1/auth/me")["tenant"]["id"]
    for _ in range(5):
        scan_id = scans.start(api, **scope)["id"]
        key = {"pk": {"S": f"TENANT#{tenant}#SCAN#{scan_id}#SHARDS#{place[0][0]}"}, "sk": {"S": "#".join(place)}}
        deadline = time.monotonic() + 30
        while shard_state(platform, key) != "running" and time.monotonic() < deadline:
            pass
        processes.kill(processes.of_function(function, platform.outputs["pid"]))
        if shard_state(platform, key) == "running":
            return scan_id
        # It had ended its shard, and perhaps died before it could end the scan.
        time_passes(platform, scan_id)
        platform.invoke("resume-scans", scheduled())
        scans.wait(api, scan_id, seconds=60)
    pytest.fail("the collector was always faster than the killer")


def shard_state(platform: Platform, key: dict[str, Any]) -> str:
    item = platform.client("dynamodb").get_item(TableName=platform.table("discovery"), Key=key, ConsistentRead=True).get("Item")
    return item["state"]["S"] if item else "unknown"


def time_passes(platform: Platform, scan_id: str) -> None:
    """Moves the leases of the dead collector and the plan of its scan into the past, as waiting would."""
    dynamodb, table = platform.client("dynamodb"), platform.table("discovery")
    rows = [(row, "leased_until") for row in shard_rows(platform, scan_id)]
    rows += [(row, "planned_at") for row in platform.items("discovery", entity="scan", id=scan_id)]
    for row, attribute in rows:
        backdate(platform, row, attribute)
    for row in platform.items("discovery", entity="slots"):
        # Every slot comes free by itself when its lease ends; nobody else reads at the moment.
        dynamodb.delete_item(TableName=table, Key={"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}})


def shard_rows(platform: Platform, scan_id: str) -> list[dict[str, Any]]:
    """The shards of a scan as the table holds them."""
    return [row for row in platform.items("discovery", entity="shard") if f"#SCAN#{scan_id}#" in row["pk"]]


def stamp() -> str:
    return datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def event_of(tenant: str, scan_id: str, now: str) -> dict[str, Any]:
    """An event as the outbox holds it."""
    return {
        "id": f"evt_{uuid.uuid4()}", "type": "scan.planned", "schema_version": 1, "tenant_id": tenant,
        "actor": {"kind": "system", "id": "plan-scan"}, "correlation_id": f"cor_{uuid.uuid4()}", "causation_id": None,
        "occurred_at": now, "subject": f"scans/{scan_id}", "sequence": 2, "data": {"scan_id": scan_id, "shards_total": 1},
    }  # fmt: skip


def delivered(event: dict[str, Any]) -> dict[str, Any]:
    """Wraps an event as EventBridge delivers it to a queue."""
    return {
        "version": "0", "id": str(uuid.uuid4()), "detail-type": event["type"], "source": "pantheon", "account": "000000000000",
        "time": stamp(), "region": "us-east-1", "resources": [], "detail": event,
    }  # fmt: skip


def drained(platform: Platform, queue: str) -> None:
    """Waits until a queue is empty and nobody works on what came from it."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def empty() -> bool:
        attributes = platform.client("sqs").get_queue_attributes(QueueUrl=platform.queue(queue), AttributeNames=names)["Attributes"]
        return all(attributes[name] == "0" for name in names)

    eventually(empty, seconds=30)


@contextmanager
def quick_redelivery(platform: Platform, queue: str) -> Iterator[None]:
    """Lets a queue deliver again after a second what failed, so that the test need not wait for minutes."""
    sqs, url = platform.client("sqs"), platform.queue(queue)
    usual = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "1"})
    try:
        yield
    finally:
        sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)


def find_dead(platform: Platform, queue: str, body: str) -> str | None:
    """Takes a message out of the dead letters."""
    sqs, url = platform.client("sqs"), platform.dead_letters(queue)
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        if message["Body"] == body:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            return body
    return None


def test_scans_every_tenant_that_has_accounts_once_a_day(platform: Platform, api: Api, stranger: Api, first_scan: dict[str, Any]) -> None:
    before = {scan["id"] for scan in api.pages("/v1/aws/scans")}

    platform.invoke("scan-organization", scheduled())
    started = eventually(lambda: [scan["id"] for scan in api.pages("/v1/aws/scans") if scan["id"] not in before])
    platform.invoke("scan-organization", scheduled())
    ended = scans.wait(api, started[0])

    holes = {service for (_, _, service), row in scans.coverage(api, started[0]).items() if row["gaps"]}
    assert ended["state"] == "completed_with_gaps" and holes >= set(LACKING), holes
    assert len({scan["id"] for scan in api.pages("/v1/aws/scans")} - before) == 1
    assert list(stranger.pages("/v1/aws/scans")) == []
