"""Schemathesis over the deployed API: everything that docs/openapi.json promises is kept, for any input.

Every operation is called with the examples of the description, with the borders of every schema, and
with generated data, valid and not. No answer is a 5xx, each is described, and each is what its schema
says. The operations are shared out among a few processes, each of which signs in for itself; the seed
is fixed. `make schemathesis CASES=100000` runs longer.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.local import limits, operations, tenancy
from tests.local.operations import Operation
from tests.local.platform import Platform
from tests.local.tenancy import Tenant
from tests.tools.places import ROOT, tool

SEED = 20_251
PROCESSES = 6
CASES = int(os.environ.get("CASES") or 0)
"""How many cases a long run is to have; 0 runs the short one."""
SHORT = 12
"""Generated requests of each operation in a short run, besides the examples and the borders."""

CONFIG = """
seed = {seed}
workers = 1
continue-on-failure = true
hooks = "tests.local.schemathesis_hooks"
request-timeout = 60.0
suppress-health-check = ["all"]
warnings = false
headers = {{ "User-Agent" = "schemathesis" }}

[checks.positive_data_acceptance]
# 412: a version that is made up is valid and not the current one. 429: guessers of passwords wait.
expected-statuses = ["2xx", "3xx", "401", "403", "404", "409", "412", "429"]
[checks.missing_required_header]
# 428: that is what the standard has for a change without If-Match.
expected-statuses = [400, 401, 403, 428]
[checks.negative_data_rejection]
expected-statuses = ["400", "401", "403", "404", "409", "413", "415", "422", "428"]
[generation]
max-examples = {examples}
database = "none"
no-shrink = true
allow-x00 = true

[phases.stateful]
enabled = false

{names}
"""


@pytest.fixture(scope="module")
def tenant(platform: Platform) -> Tenant:
    """A tenant with something of everything, whose own things are named now and then."""
    tenant = tenancy.make(platform, "Generated")
    tenancy.fill(tenant)
    return tenant


@pytest.fixture(scope="module", autouse=True)
def unlimited(platform: Platform) -> Iterator[None]:
    with limits.lifted(platform):
        yield


def names(tenant: Tenant) -> str:
    """What path parameters can stand for, half of the time."""
    known: dict[str, str] = {}
    for operation in operations.all_operations():
        if not operation.is_public:
            known |= tenant.names(operation)
    lists = "".join(f"[dictionaries.{place}]\nvalues = {json.dumps([value])}\n" for place, value in known.items())
    bound = "".join(f'"path.{place}" = {{ dictionary = "{place}", probability = 0.5 }}\n' for place in known)
    return f"{lists}\n[parameters]\n{bound}"


def start(platform: Platform, tenant: Tenant, guesser: str, some: list[Operation], named: str, place: Path) -> subprocess.Popen[bytes]:
    """Starts a run over some of the operations, in a folder of its own."""
    place.mkdir()
    config = place / "schemathesis.toml"
    config.write_text(CONFIG.format(seed=SEED, examples=examples(), names=named))
    command = [tool("st"), "--config-file", str(config), "run", str(operations.DESCRIPTION), "--url", platform.outputs["api_url"], "--checks", "all"]
    # The gateway answers for the routes that it does not have, with 404 and not with 405.
    command += ["--exclude-checks", "unsupported_method,allow_header_conformance"]
    command += ["--phases", "examples,coverage,fuzzing", "--report", "json", "--report-json-path", str(place / "report.json")]
    for operation in some:
        command += ["--include-operation-id", operation.id]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "PANTHEON_API": platform.outputs["api_url"],
        "PANTHEON_USER": tenant.email,
        "PANTHEON_USER_PASSWORD": tenant.password,
        "PANTHEON_FOUNDER": platform.outputs["administrator_email"],
        "PANTHEON_FOUNDER_PASSWORD": platform.outputs["administrator_password"],
        "PANTHEON_GUESSER_TOKEN": guesser,
        "PANTHEON_COUNTED": str(place / "counted.json"),
    }
    with (place / "output.txt").open("wb") as output:
        return subprocess.Popen(command, cwd=place, env=environment, stdout=output, stderr=subprocess.STDOUT)


def shares() -> list[list[Operation]]:
    """Every operation, shared out."""
    every = operations.all_operations()
    return [share for number in range(PROCESSES) if (share := every[number::PROCESSES])]


def examples() -> int:
    """How many requests of each operation to generate; about as many again are borders and examples."""
    return max(SHORT, CASES // len(operations.all_operations())) if CASES else SHORT


def test_keeps_every_promise_of_the_description(platform: Platform, tenant: Tenant, tmp_path: Path) -> None:
    runs = [(tmp_path / str(number), share) for number, share in enumerate(shares())]
    named = names(tenant)
    # A user of their own for those who try passwords: whoever guesses wrong cannot sign in for a while.
    guesser = tenancy.join(tenant, ["viewer"]).token
    processes = [start(platform, tenant, guesser, share, named, place) for place, share in runs]
    for process in processes:
        process.wait()

    answers: Counter[str] = Counter()
    broken = []
    for (place, _), process in zip(runs, processes, strict=True):
        answers += Counter(json.loads((place / "counted.json").read_text()))
        report: dict[str, Any] = json.loads((place / "report.json").read_text())
        if process.returncode or report["failures"] or report["errors"] or not report["complete"]:
            broken.append((place / "output.txt").read_text())
    tell(answers, len(broken))
    assert not broken, "\n".join(broken)
    assert not [answer for answer in answers if answer[-3] == "5"], answers
    silent = {operation.id for operation in operations.all_operations()} - {answer.split()[0] for answer in answers}
    assert not silent, f"never called: {silent}"


def tell(answers: Counter[str], broken: int) -> None:
    """Prints what was asked and answered; `-rA` shows it."""
    kinds = Counter({kind: sum(count for answer, count in answers.items() if answer[-3] == kind) for kind in "2345"})
    welcomed = {answer.split()[0] for answer in answers if answer[-3] == "2"}
    every = operations.all_operations()
    print(f"{answers.total()} cases over {len(every)} operations: " + ", ".join(f"{kinds[kind]} × {kind}xx" for kind in "2345"))
    print(f"runs with violations: {broken}; operations that never succeeded: {sorted({each.id for each in every} - welcomed) or 'none'}")

