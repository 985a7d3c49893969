"""Shows how far a scan is, told by the WebSocket, or by asking when the socket is lost."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from tests.demo.client import Api
from tests.demo.live import Feed

ENDED = ("completed", "completed_with_gaps", "failed")
LONGEST_SILENCE = 10
"""For how many seconds nothing is told before somebody asks."""


@dataclass
class Seen:
    """What became known of a scan."""

    stage: str = "requested"
    total: int | None = None
    ended: int = 0
    resources: int = 0
    gaps: int = 0
    last: str = ""
    frames: int = 0
    socket_lost: str | None = None
    silence: int = 0

    @property
    def over(self) -> bool:
        return self.stage in ENDED


def follow(api: Api, feed: Feed, scan_id: str, console: Console, seconds: float = 600) -> Seen:
    """Follows a scan to its end."""
    seen = Seen()
    deadline = time.monotonic() + seconds
    display = _Display(console)
    with display:
        while not seen.over and time.monotonic() < deadline:
            if feed.lost and not seen.socket_lost:
                seen.socket_lost = feed.lost
                console.print(f"[yellow]the socket is lost ({feed.lost}); asking every second instead[/]")
            _learn(api, feed, scan_id, seen)
            display.show(seen)
    return seen


def _learn(api: Api, feed: Feed, scan_id: str, seen: Seen) -> None:
    """Waits for the next frame; asks when the socket is lost, or silent for longer than a shard takes."""
    frame = feed.next(0.01 if seen.socket_lost else 1.0)
    if frame is not None:
        seen.silence = 0
        if frame.get("topic") == f"scans/{scan_id}":
            seen.frames += 1
            _told(frame["event"], seen)
        return
    seen.silence += 1
    if seen.socket_lost or seen.silence >= LONGEST_SILENCE:
        _asked(api.get(f"/v1/aws/scans/{scan_id}"), seen)
        time.sleep(1)


def _told(event: dict[str, Any], seen: Seen) -> None:
    """Learns from an event; duplicates of the last ones change nothing that is shown for long."""
    data = event["data"]
    match event["type"]:
        case "scan.planned":
            seen.stage, seen.total = "collecting", data["shards_total"]
        case "scan.shard_finished":
            seen.ended += 1
            seen.resources += data["tally"]["resources_seen"]
            seen.gaps += data["tally"]["shards_with_gaps"]
            seen.last = f"{data['service']} in {data['account_id']} {data['region']}: {data['state']}"
        case "scan.collected":
            seen.stage = "assembling"
        case "scan.completed":
            seen.stage = data["state"]


def _asked(scan: dict[str, Any], seen: Seen) -> None:
    progress = scan["progress"]
    seen.stage, seen.total = scan["state"], progress["shards_total"]
    seen.ended, seen.resources, seen.gaps = progress["shards_ended"], progress["resources_seen"], progress["shards_with_gaps"]


class _Display:
    """A bar on a terminal, a line now and then elsewhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.printed = -1
        columns = (SpinnerColumn(), TextColumn("{task.description:<12}"), BarColumn(40), MofNCompleteColumn(), TimeElapsedColumn())
        self.bar = Progress(*columns, TextColumn("{task.fields[note]}"), console=console, transient=True) if console.is_terminal else None
        self.task = self.bar.add_task("requested", total=None, note="") if self.bar else None

    def __enter__(self) -> "_Display":
        if self.bar:
            self.bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self.bar:
            self.bar.stop()

    def show(self, seen: Seen) -> None:
        note = f"{seen.resources} resources, {seen.gaps} gaps  {seen.last}"
        if self.bar and self.task is not None:
            self.bar.update(self.task, description=seen.stage, total=seen.total, completed=seen.ended, note=note)
        elif seen.total and (seen.over or seen.ended >= self.printed + max(1, seen.total // 8)):
            self.printed = seen.ended
            self.console.print(f"  {seen.stage:<12} {seen.ended:>3} of {seen.total} shards  {note}", highlight=False)
