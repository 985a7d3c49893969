"""Starts scans and waits for their end."""

from __future__ import annotations

from typing import Any

from tests.demo.client import Api
from tests.demo.progress import ENDED
from tests.estate import catalog
from tests.local.platform import eventually

Key = tuple[str, str, str, str]


def start(api: Api, **scope: list[str]) -> dict[str, Any]:
    """Starts a scan of all that the local AWS has, or of the given accounts, regions and services."""
    return api.post("/v1/aws/scans", {"services": catalog.readable(), **scope}).json()


def wait(api: Api, scan_id: str, seconds: float = 300) -> dict[str, Any]:
    """Waits until a scan has ended and returns it."""

    def ended() -> dict[str, Any] | None:
        scan = api.get(f"/v1/aws/scans/{scan_id}")
        return scan if scan["state"] in ENDED else None

    return eventually(ended, seconds, every=0.5)


def run(api: Api, **scope: list[str]) -> dict[str, Any]:
    """Runs a scan from beginning to end."""
    return wait(api, start(api, **scope)["id"])


def coverage(api: Api, scan_id: str) -> dict[tuple[str, str, str], dict[str, Any]]:
    """Returns the ledger of a scan by account, region and service."""
    rows = api.pages(f"/v1/aws/scans/{scan_id}/coverage")
    return {(row["account_id"], row["region"], row["service"]): row for row in rows}


def inventory(api: Api, **filters: str) -> dict[Key, dict[str, Any]]:
    """Returns the inventory by account, region, type and native identifier.

    `last_seen` is left out: it moves with every scan, whether anything has changed or not.
    """
    return {
        (resource["account_id"], resource["region"], resource["resource_type"], resource["native_id"]): {
            name: value for name, value in resource.items() if name != "last_seen"
        }
        for resource in api.pages("/v1/aws/resources", **filters)
    }
