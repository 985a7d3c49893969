"""Prints what a scan found, as tables."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Iterable

from rich.console import Console
from rich.table import Table

PHASES = (("planned", "requested_at", "planned_at"), ("collected", "planned_at", "collected_at"), ("assembled", "collected_at", "completed_at"))


def inventory(console: Console, resources: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Prints the inventory by type over accounts and regions, then by owner."""
    places = sorted({(resource["account_id"], resource["region"]) for resource in resources}, key=_place_order(names))
    table = Table(title=f"Inventory: {len(resources)} resources", show_footer=True, title_justify="left")
    table.add_column("type", footer="all")
    for account_id, region in places:
        count = sum((resource["account_id"], resource["region"]) == (account_id, region) for resource in resources)
        table.add_column(f"{names.get(account_id, account_id)}\n{region}", justify="right", footer=str(count))
    table.add_column("all", justify="right", footer=str(len(resources)))
    counts = Counter((resource["resource_type"], resource["account_id"], resource["region"]) for resource in resources)
    for resource_type in sorted({resource["resource_type"] for resource in resources}):
        row = [counts[(resource_type, *place)] for place in places]
        table.add_row(resource_type, *(str(number) if number else "·" for number in row), str(sum(row)))
    console.print(table)
    _counted(console, "Owner agents", "agent", (resource["owner_agent"] for resource in resources))


def _place_order(names: dict[str, str]) -> Any:
    order = list(names)
    return lambda place: (order.index(place[0]) if place[0] in order else len(order), place[1] == "global", place[1])


def _counted(console: Console, title: str, label: str, values: Iterable[str]) -> None:
    table = Table(title=title, title_justify="left")
    table.add_column(label)
    table.add_column("resources", justify="right")
    for value, count in Counter(values).most_common():
        table.add_row(value, str(count))
    console.print(table)


def coverage(console: Console, ledger: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Prints how the shards ended, and each hole with its reason."""
    states = sorted({row["state"] for row in ledger}, key=lambda state: (state != "read", state))
    table = Table(title=f"Coverage ledger: {len(ledger)} shards", title_justify="left")
    table.add_column("service")
    for state in [*states, "resources", "slowest"]:
        table.add_column(state, justify="right")
    for service in sorted({row["service"] for row in ledger}):
        rows = [row for row in ledger if row["service"] == service]
        numbers = [sum(row["state"] == state for row in rows) for state in states]
        seen, slowest = sum(row["resources_seen"] for row in rows), max(row["duration_ms"] for row in rows)
        table.add_row(service, *(str(number) if number else "·" for number in numbers), str(seen), f"{slowest} ms")
    console.print(table)
    for row in ledger:
        for gap in row["gaps"]:
            where = f"{names.get(row['account_id'], row['account_id'])} {row['region']}"
            console.print(f"  [yellow]{gap['reason']}[/] {where} {gap['operation']}: {gap['detail']}", highlight=False)


def dependencies(console: Console, resources: list[dict[str, Any]]) -> int:
    """Prints which types need which, and returns how many edges there are."""
    known = {resource["id"] for resource in resources}
    edges = [(resource["resource_type"], target) for resource in resources for target in resource["dependencies"]]
    pairs = Counter((source, target.split(":")[2].replace(".", "::")) for source, target in edges)
    outside = sum(target not in known for _, target in edges)
    table = Table(title=f"Dependencies: {len(edges)} edges, {outside} of them to what lies outside", title_justify="left")
    for name in ("needs", "", "edges"):
        table.add_column(name, justify="right" if name == "edges" else "left")
    for (source, target), count in sorted(pairs.items(), key=lambda pair: -pair[1]):
        table.add_row(source, f"→ {target}", str(count))
    console.print(table)
    return len(edges)


def durations(console: Console, taken: list[tuple[str, float]], scan: dict[str, Any]) -> None:
    """Prints how long each phase took; the scan's own phases come from its record."""
    table = Table(title="How long it took", title_justify="left")
    table.add_column("phase")
    table.add_column("seconds", justify="right")
    for name, seconds in taken:
        table.add_row(name, f"{seconds:.1f}")
    for name, begin, end in PHASES:
        if scan[begin] and scan[end]:
            table.add_row(f"  of the scan: {name}", f"{(_at(scan[end]) - _at(scan[begin])).total_seconds():.1f}")
    console.print(table)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
