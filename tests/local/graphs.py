"""Waits for the graph of a scan, and takes it apart."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from tests.demo.client import Api
from tests.local.platform import eventually

GRAPH = "/v1/aws/graph"


def wait(api: Api, scan_id: str) -> dict[str, Any]:
    """Waits until the graph that was drawn after a scan is there and returns it."""

    def drawn() -> dict[str, Any] | None:
        answer = api.call("GET", GRAPH)
        assert answer.status in (200, 404), answer.body
        graph = answer.json() if answer.status == 200 else {}
        return graph if graph.get("scan_id") == scan_id else None

    return eventually(drawn, 60, every=0.5)


def edges(graph: dict[str, Any]) -> set[tuple[str, str]]:
    """The edges of a graph, by the identifiers at their ends."""
    ids = [node["id"] for node in graph["nodes"]]
    return {(ids[source], ids[target]) for source, target, _ in graph["edges"]}


def kinds(graph: dict[str, Any]) -> set[tuple[str, str, str]]:
    """What the edges of a graph mean, by the types at their ends."""
    types = [node["id"].split(":")[2] for node in graph["nodes"]]
    return {(types[source], types[target], graph["edge_kinds"][kind]) for source, target, kind in graph["edges"]}


def reach(pairs: set[tuple[str, str]], start: str, backwards: bool = False) -> dict[str, int]:
    """What can be reached over edges, with the number of edges; the start is left out."""
    beyond: dict[str, set[str]] = defaultdict(set)
    for source, target in pairs:
        beyond[target if backwards else source].add(source if backwards else target)
    distances = {start: 0}
    frontier = [start]
    for at in frontier:
        for other in sorted(beyond[at]):
            if other not in distances:
                distances[other] = distances[at] + 1
                frontier.append(other)
    return {node: distance for node, distance in distances.items() if distance}
