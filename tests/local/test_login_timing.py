"""How long a failed sign-in takes tells nobody whether there is such a user.

The deployed function is asked for a user with a wrong password and for nobody, in turns, so that
whatever else the machine does hits both alike, and the medians are compared.
"""

from __future__ import annotations

import json
import statistics
import time
from typing import Any

import pytest

from tests.local.platform import Platform
from tests.tools.places import ROOT

SAMPLE = ROOT / "events" / "identity" / "login.json"
PAIRS = 100
"""How many sign-ins of each kind there are in one round."""
ROUNDS = 5
"""How many rounds a noisy machine gets; their samples add up."""
TOLERANCE = 0.05
FREE_FAILURES = 4
"""How many failures of one address are measured before they are forgotten; more would make it wait."""


class Measurement:
    """Sign-ins that fail, timed at the function itself."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.function = platform.function("login")
        self.client = platform.client("lambda")
        self.sample: dict[str, Any] = json.loads(SAMPLE.read_text())
        self.asked = 0

    def seconds(self, email: str, status: int = 401) -> float:
        """Times one failed sign-in, from an address that asks for the first time."""
        self.asked += 1
        event = {**self.sample, "body": json.dumps({"email": email, "password": f"not the password {self.asked}"})}
        event["requestContext"]["http"]["sourceIp"] = f"198.51.{self.asked // 250}.{self.asked % 250}"
        payload = json.dumps(event).encode()
        start = time.perf_counter()
        answer = self.client.invoke(FunctionName=self.function, Payload=payload)["Payload"].read()
        taken = time.perf_counter() - start
        assert json.loads(answer)["statusCode"] == status, answer
        return taken

    def remembered(self) -> list[dict[str, Any]]:
        """Where the platform remembers failures."""
        rows = [item for item in self.platform.items("identity") if item["pk"].startswith("SIGN_IN_FAILURES")]
        assert rows, "the platform remembers no failure"
        return [{"pk": {"S": row["pk"]}, "sk": {"S": row["sk"]}} for row in rows]

    def forget(self, rows: list[dict[str, Any]]) -> None:
        """Lets the platform forget failures, as a success would."""
        for row in rows:
            self.platform.client("dynamodb").delete_item(TableName=self.platform.table("identity"), Key=row)

    def round(self, known: str, unknown: str) -> tuple[list[float], list[float]]:
        """Times both kinds in turns, each of them first as often as second."""
        times: dict[str, list[float]] = {known: [], unknown: []}
        rows: list[dict[str, Any]] = []
        for number in range(PAIRS):
            for email in (known, unknown) if number % 2 else (unknown, known):
                times[email].append(self.seconds(email))
            rows = rows or self.remembered()
            if number % FREE_FAILURES == 0:
                self.forget(rows)
        self.forget(rows)
        return times[known], times[unknown]


@pytest.fixture(scope="module")
def measurement(platform: Platform) -> Measurement:
    measurement = Measurement(platform)
    for number in range(10):
        measurement.seconds(f"warm-{number}@up.example")
    return measurement


def difference(one: list[float], other: list[float]) -> float:
    """How far the medians are apart, as a part of the smaller one."""
    medians = sorted((statistics.median(one), statistics.median(other)))
    return medians[1] / medians[0] - 1


def test_takes_as_long_for_a_user_as_for_nobody(platform: Platform, measurement: Measurement) -> None:
    known: list[float] = []
    unknown: list[float] = []
    for _ in range(ROUNDS):
        times = measurement.round(platform.outputs["administrator_email"], "nobody@pantheon.example")
        known += times[0]
        unknown += times[1]
        apart = difference(known, unknown)
        print(f"{len(known)} of each: median {statistics.median(known) * 1e3:.1f} ms for a user, {statistics.median(unknown) * 1e3:.1f} ms for nobody, {apart:.1%} apart")
        if apart < TOLERANCE:
            return
    pytest.fail(f"after {len(known)} sign-ins of each kind the medians are {apart:.1%} apart")


def test_would_notice_a_sign_in_without_the_work(platform: Platform, measurement: Measurement) -> None:
    """The work is most of the time: a sign-in that is refused before it stands out at once."""
    worked = [measurement.seconds(f"worked-{number}@pantheon.example") for number in range(10)]
    idle = [measurement.seconds("no address", status=400) for _ in range(10)]

    assert difference(worked, idle) > 2 * TOLERANCE
