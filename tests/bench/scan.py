"""What a scan of the demo organization takes, and what it writes, on a platform of its own."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

from tests.demo import connecting
from tests.estate.seed import Seeder
from tests.local import scans
from tests.local.platform import Platform
from tests.tools import deployment
from tests.tools.say import line, phase


class Memory(threading.Thread):
    """Watches how much memory the functions of a local AWS hold."""

    def __init__(self, parent: int) -> None:
        super().__init__(daemon=True)
        self.parent = parent
        self.done = threading.Event()
        self.largest = 0.0
        self.together = 0.0

    def run(self) -> None:
        while not self.done.wait(0.1):
            held = [megabytes(pid) for pid in children(self.parent)]
            self.largest = max([self.largest, *held])
            self.together = max(self.together, sum(held))

    def __enter__(self) -> Memory:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.done.set()
        self.join()


def children(parent: int) -> list[int]:
    """Returns the functions that run: the children of the local AWS."""
    found = []
    for listing in Path(f"/proc/{parent}/task").glob("*/children"):
        try:
            found += [int(pid) for pid in listing.read_text().split()]
        except OSError:
            continue
    return found


def megabytes(pid: int) -> float:
    """Returns what a function holds in memory; nothing before it has begun and once it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0.0
    fields = dict(line.split(":", 1) for line in status.splitlines())
    # Until it has become the function, a child is a copy of the local AWS.
    if fields["Name"].strip() != "bootstrap":
        return 0.0
    return int(fields.get("VmRSS", "0 kB").split()[0]) / 1024


def written(platform: Platform, since: float) -> Counter[str]:
    """Counts what was written to the discovery table, by the kind of item."""
    kinds: Counter[str] = Counter()
    for record in platform.records("discovery", since):
        image = record["dynamodb"].get("NewImage") or record["dynamodb"]["OldImage"]
        kinds[image["entity"]["S"]] += 1
    return kinds


def one(platform: Platform, name: str) -> None:
    """Runs a scan and prints what it took."""
    since = time.time()
    with Memory(platform.outputs["pid"]) as memory:
        scan: dict[str, Any] = scans.run(platform.api())
    taken = time.time() - since
    time.sleep(1)
    kinds = written(platform, since)
    progress = scan["progress"]
    line(f"   {name}: {taken:.1f} s, {progress['resources_seen']} resources, {kinds['resource']} of them written")
    line(f"      all writes: {', '.join(f'{count} {kind}' for kind, count in kinds.most_common())}")
    line(f"      memory: at most {memory.largest:.0f} MB in one function, {memory.together:.0f} MB in all")


def show() -> None:
    """Deploys a platform, seeds and connects the demo organization, and scans it twice."""
    with tempfile.TemporaryDirectory() as state, deployment.running(Path(state)) as outputs:
        platform = Platform(outputs)
        with phase("make and connect the demo organization"):
            seeder = Seeder(outputs["endpoint"], say=lambda text: None)
            seeder.seed()
            connecting.connect(platform.api(), seeder, say=lambda text: None)
        with phase("scan the demo organization"):
            one(platform, "first scan")
            one(platform, "unchanged rescan")
