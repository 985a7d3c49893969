"""Prints what a scan found, as tables."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table

SEVERITIES = ("critical", "high", "medium", "low", "informational")
PHASES = (("planned", "requested_at", "planned_at"), ("collected", "planned_at", "collected_at"), ("assembled", "collected_at", "completed_at"))


def inventory(console: Console, resources: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Prints the inventory by account and region, by type and account, and by owner agent."""
    account_ids = list(names)
    regions = sorted({resource["region"] for resource in resources}, key=lambda region: (region == "global", region))
    _matrix(
        console,
        f"Inventory: {len(resources)} resources by account and region",
        {name: account_id for account_id, name in names.items()},
        {region: region for region in regions},
        Counter((resource["account_id"], resource["region"]) for resource in resources),
    )
    types = sorted({(resource["resource_type"], resource["owner_agent"]) for resource in resources})
    _matrix(
        console,
        "By type and account",
        {f"{resource_type} [dim]{owner}[/]": resource_type for resource_type, owner in types},
        {account_id: names[account_id] for account_id in account_ids},
        Counter((resource["resource_type"], resource["account_id"]) for resource in resources),
    )
    agents = Counter(resource["owner_agent"] for resource in resources)
    table = _table("By owner agent", "agent", ["resources"])
    for agent, count in agents.most_common():
        table.add_row(agent, str(count))
    console.print(table)


def _matrix(console: Console, title: str, rows: dict[str, str], columns: dict[str, str], counts: Counter[Any]) -> None:
    """Prints counts by row and column with the sums of both."""
    table = _table(title, "", [*columns.values(), "all"])
    for label, key in rows.items():
        numbers = [counts[(key, column)] for column in columns]
        table.add_row(label, *(str(number) if number else "·" for number in numbers), f"[bold]{sum(numbers)}[/]")
    sums = [sum(counts[(key, column)] for key in rows.values()) for column in columns]
    table.add_section()
    table.add_row("[bold]all[/]", *(f"[bold]{number}[/]" for number in [*sums, sum(sums)]))
    console.print(table)


def _table(title: str, first: str, numbers: list[str]) -> Table:
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for name in numbers:
        table.add_column(name, justify="right")
    return table


def coverage(console: Console, ledger: list[dict[str, Any]], names: dict[str, str]) -> None:
    """Prints how the shards ended, and each hole with its reason."""
    states = sorted({row["state"] for row in ledger}, key=lambda state: (state != "read", state))
    table = _table(f"Coverage ledger: {len(ledger)} shards", "service", [*states, "resources", "slowest"])
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


def posture(console: Console, score: dict[str, Any], worst: list[dict[str, Any]], compliance: dict[str, Any]) -> None:
    """Prints the score as an interval, the worst findings, and how the controls of a framework stand."""
    interval = score["interval"]
    console.print(
        f"[bold]Security score: {interval['low']} to {interval['high']} of 100[/], "
        f"{score['checks_with_holes']} checks with something hidden from them"
    )
    table = _table("By severity", "", ["passed", "failed", "unknown"])
    for severity, counts in sorted(score["by_severity"].items(), key=lambda pair: SEVERITIES.index(pair[0])):
        table.add_row(severity, *(str(counts[column]) for column in ("passed", "failed", "unknown")))
    console.print(table)
    table = _table("The worst findings", "finding", [])
    for finding in worst:
        table.add_row(f"[bold]{finding['severity']}[/] {finding['title']} [dim]{finding['resource_id']}[/]")
    console.print(table)
    states = compliance["summary"]
    table = _table(f"Compliance: {compliance['framework']}, {len(compliance['controls'])} controls", "state", ["controls"])
    for state, count in states.items():
        table.add_row(state.replace("_", " "), str(count))
    console.print(table)


def dependencies(console: Console, resources: list[dict[str, Any]]) -> int:
    """Prints which types need which, and returns how many edges there are."""
    known = {resource["id"] for resource in resources}
    edges = [(resource["resource_type"], target) for resource in resources for target in resource["dependencies"]]
    pairs = Counter((source, target.split(":")[2].replace(".", "::")) for source, target in edges)
    outside = sum(target not in known for _, target in edges)
    table = _table(f"Dependencies: {len(edges)} edges, {outside} of them to what was not found", "", ["edges"])
    for (source, target), count in pairs.most_common():
        table.add_row(f"{source} [dim]needs[/] {target}", str(count))
    console.print(table)
    return len(edges)


def durations(console: Console, taken: list[tuple[str, float]], scan: dict[str, Any]) -> None:
    """Prints how long each phase took; the scan's own phases come from its record."""
    table = _table("How long it took", "phase", ["seconds"])
    for name, seconds in taken:
        table.add_row(name, f"{seconds:.1f}")
    for name, begin, end in PHASES:
        if scan[begin] and scan[end]:
            table.add_row(f"  of the scan: {name}", f"{(_at(scan[end]) - _at(scan[begin])).total_seconds():.1f}")
    console.print(table)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))
