"""The comparison of what was found with what there is, on which `make demo ARGS=--once` fails."""

from __future__ import annotations

from typing import Any

from tests.demo import check

THERE = {"account_id": "111111111111", "region": "eu-west-1", "type": "AWS::EC2::Volume", "native_id": "vol-1"}
FOUND = {"account_id": "111111111111", "region": "eu-west-1", "resource_type": "AWS::EC2::Volume", "native_id": "vol-1", "dependencies": ["x"]}
SCAN: dict[str, Any] = {"id": "scn_1", "state": "completed", "failure": None, "progress": {"shards_total": 1}}
ROW = {"account_id": "111111111111", "region": "eu-west-1", "service": "ec2", "state": "read", "gaps": []}
WORLD = {"scan_id": "scn_1", "resources": 1}


def test_is_content_with_what_is_there() -> None:
    assert check.differences({"resources": [THERE]}, [FOUND]) == []
    assert check.of_scan(SCAN, [ROW], WORLD, [FOUND]) == []


def test_names_what_is_missing_surplus_or_doubled() -> None:
    elsewhere = {**FOUND, "region": "us-east-1"}

    assert check.differences({"resources": [THERE]}, []) == ["not found: 111111111111 eu-west-1 AWS::EC2::Volume vol-1"]
    assert check.differences({"resources": [THERE]}, [FOUND, elsewhere]) == ["found, but not there: 111111111111 us-east-1 AWS::EC2::Volume vol-1"]
    assert check.differences({"resources": [THERE]}, [FOUND, FOUND]) == ["1 resources are listed twice"]


def test_names_every_hole_of_a_scan() -> None:
    gapped = check.of_scan({**SCAN, "state": "completed_with_gaps"}, [{**ROW, "state": "denied"}], WORLD, [FOUND])

    assert len(gapped) == 2 and "denied" in gapped[1]
    assert check.of_scan(SCAN, [ROW], {**WORLD, "scan_id": "scn_0"}, [FOUND]) == ["the latest world is of scn_0"]
    assert check.of_scan(SCAN, [ROW], {**WORLD, "resources": 2}, [FOUND]) == ["the world holds 2 resources, the inventory 1"]
    assert check.of_scan(SCAN, [], WORLD, [FOUND]) == ["the ledger has 0 rows for 1 shards"]
    assert check.of_scan(SCAN, [ROW], WORLD, [{**FOUND, "dependencies": []}]) == ["no dependency was found"]
