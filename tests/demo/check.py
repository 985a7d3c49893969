"""Holds what Pantheon found against what there is."""

from __future__ import annotations

from typing import Any


def differences(estate: dict[str, Any], resources: list[dict[str, Any]]) -> list[str]:
    """Names every resource that one side has and the other has not."""
    there = {(r["account_id"], r["region"], r["type"], r["native_id"]) for r in estate["resources"]}
    found = {(r["account_id"], r["region"], r["resource_type"], r["native_id"]) for r in resources}
    problems = [f"not found: {' '.join(missing)}" for missing in sorted(there - found)]
    problems += [f"found, but not there: {' '.join(surplus)}" for surplus in sorted(found - there)]
    if len(resources) != len(found):
        problems.append(f"{len(resources) - len(found)} resources are listed twice")
    return problems


def of_scan(scan: dict[str, Any], ledger: list[dict[str, Any]], world: dict[str, Any], resources: list[dict[str, Any]]) -> list[str]:
    """Names everything that a scan of a readable estate should not have."""
    problems = []
    if scan["state"] != "completed":
        problems.append(f"the scan ended as {scan['state']}: {scan['failure']}")
    problems += [f"not read: {row['account_id']} {row['region']} {row['service']}: {row['state']} {row['gaps']}" for row in ledger if row["state"] != "read"]
    if len(ledger) != scan["progress"]["shards_total"]:
        problems.append(f"the ledger has {len(ledger)} rows for {scan['progress']['shards_total']} shards")
    if world["scan_id"] != scan["id"]:
        problems.append(f"the latest world is of {world['scan_id']}")
    if world["resources"] != len(resources):
        problems.append(f"the world holds {world['resources']} resources, the inventory {len(resources)}")
    if not any(resource["dependencies"] for resource in resources):
        problems.append("no dependency was found")
    return problems
