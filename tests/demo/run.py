"""Shows the platform at work: `python -m tests.demo.run [--once]`, after `make up`.

Makes the demo organization, connects it, scans it and prints what was found. With `--once` it holds
what was found against what there is, and fails with the reasons if they differ.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
if __package__ in (None, ""):
    sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402

from tests.demo import check, connecting, progress, report  # noqa: E402
from tests.demo.client import Api, ApiError  # noqa: E402
from tests.demo.invitation import Invitation  # noqa: E402
from tests.demo.live import Feed  # noqa: E402
from tests.estate import catalog  # noqa: E402
from tests.estate.seed import Seeder  # noqa: E402


PATIENCE = 180
"""How many seconds the checks may take."""


class Unfinished(Exception):
    """The scan did not come to an end."""


class Demo:
    """One run of the demo."""

    def __init__(self, state: Path, console: Console) -> None:
        self.state = state
        self.console = console
        self.outputs = json.loads((state / "outputs.json").read_text())
        self.api = Api(self.outputs["api_url"], self.outputs["administrator_email"], self.outputs["administrator_password"])
        self.seeder = Seeder(self.outputs["endpoint"], self.say)
        self.taken: list[tuple[str, float]] = []

    def say(self, text: str) -> None:
        self.console.print(f"  {text}", highlight=False, markup=False)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        self.console.print(f"\n[bold]{name}[/]")
        start = time.monotonic()
        yield
        self.taken.append((name, time.monotonic() - start))

    def run(self) -> list[str]:
        """Runs everything and returns what is wrong."""
        with self.phase("Make the demo organization"):
            self.seeder.seed()
        with self.phase("Sign in"):
            self.api.sign_in()
            self.say(f"as {self.api.get('/v1/auth/me')['email']}")
        with self.phase("Connect the organization"):
            connecting.connect(self.api, self.seeder, self.say)
        estate = self.seeder.record(self.state / "estate.json")
        with self.phase("Discover it"):
            scan = self.scan()
        with self.phase("Read what was found"):
            scan, resources, ledger, world = self.read(scan)
        with self.phase("Evaluate the checks"):
            score = self.posture(scan)
        self.show(scan, resources, ledger, estate)
        report.posture(self.console, score, self.worst(), self.api.get("/v1/aws/security/compliance/cis_5.0"))
        invitation = Invitation(self.state, self.api, scan["id"])
        invitation.show(self.console, self.outputs)
        problems = check.differences(estate, resources) + check.of_scan(scan, ledger, world, resources)
        return problems + (invitation.problems() if shutil.which("curl") else [])

    def posture(self, scan: dict[str, Any]) -> dict[str, Any]:
        """Waits until every account of the scan was evaluated, and returns the score."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            answer = self.api.call("GET", "/v1/aws/security/score")
            if answer.status == 200 and answer.json()["evaluated_at"] > scan["completed_at"]:
                return answer.json()
            time.sleep(1)
        raise Unfinished(f"the accounts were not evaluated within {PATIENCE} s; look for evaluate-account and summarize-posture in the logs")

    def worst(self) -> list[dict[str, Any]]:
        """Returns the ten worst findings."""
        return self.api.get("/v1/aws/security/findings", page_size=10)["items"]

    def scan(self) -> dict[str, Any]:
        """Starts a scan and follows it to its end."""
        feed = Feed(self.outputs["socket_url"], self.api, ["scans"])
        scan = self.api.post("/v1/aws/scans", {"services": catalog.readable()}).json()
        self.say(f"scan {scan['id']} of {len(catalog.readable())} services; the local AWS lacks {', '.join(catalog.LACKING)}")
        seen = progress.follow(self.api, feed, scan["id"], self.console)
        feed.close()
        told = f"told by {seen.frames} frames of the socket" if not seen.socket_lost else "told by asking, for the socket was lost"
        if not seen.over:
            raise Unfinished(f"the scan did not end in time; it is {seen.stage} with {seen.ended} of {seen.total} shards")
        self.say(f"{seen.stage}: {seen.ended} of {seen.total} shards, {seen.resources} resources, {told}")
        return scan

    def read(self, scan: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]], list[dict[str, Any]], dict[str, Any]]:
        path = f"/v1/aws/scans/{scan['id']}"
        resources = list(self.api.pages("/v1/aws/resources"))
        return self.api.get(path), resources, list(self.api.pages(f"{path}/coverage")), self.api.get("/v1/aws/world/latest")

    def show(self, scan: dict[str, Any], resources: list[dict[str, Any]], ledger: list[dict[str, Any]], estate: dict[str, Any]) -> None:
        names = {account_id: name for name, account_id in estate["accounts"].items()}
        self.console.print()
        report.inventory(self.console, resources, names)
        report.coverage(self.console, ledger, names)
        report.dependencies(self.console, resources)
        report.durations(self.console, self.taken, scan)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--once", action="store_true", help="check what was found and fail if it is not what there is")
    parser.add_argument("--state", type=Path, default=ROOT / ".local", help="where `make up` wrote outputs.json")
    arguments = parser.parse_args()
    console = Console(width=None if sys.stdout.isatty() else 120)
    if not (arguments.state / "outputs.json").exists():
        console.print("[red]Nothing is running: start it with `make up`.[/]")
        return 1
    try:
        problems = Demo(arguments.state, console).run()
    except (ApiError, connecting.NotConnected, Unfinished) as error:
        console.print(f"\n{error}", style="red", highlight=False, markup=False)
        return 1
    for problem in problems:
        console.print(problem, style="red", highlight=False, markup=False)
    if not problems:
        console.print("\n[green]What was found is what there is.[/]")
    if not arguments.once:
        console.print("Everything keeps running until `make down`.")
    return 1 if problems and arguments.once else 0


if __name__ == "__main__":
    sys.exit(main())
