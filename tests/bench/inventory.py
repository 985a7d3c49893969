"""Our collectors beside an inventory in plain boto3, over an endpoint that answers from memory.

The estate is made on moto (its alarms on MiniStack: moto does not speak the protocol of
CloudWatch's newer clients), and both programs read it once through `bench replay`, which keeps the
answers. What is measured is measured without moto: it would be most of the time. Whole processes
are measured: start, reading, output.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.estate import twins
from tests.tools.places import ROOT
from tests.tools.say import Failure, line, phase

BASELINE = Path(__file__).with_name("baseline")
REGIONS = "us-east-1,eu-west-1,ap-southeast-1"
LATENCY_MS = 40
KINDS = {
    "ec2:instance": "AWS::EC2::Instance",
    "ec2:security-group": "AWS::EC2::SecurityGroup",
    "ec2:volume": "AWS::EC2::Volume",
    "ec2:vpc": "AWS::EC2::VPC",
    "ec2:subnet": "AWS::EC2::Subnet",
    "ec2:snapshot": "AWS::EC2::Snapshot",
    "ec2:address": "AWS::EC2::EIP",
    "rds:db": "AWS::RDS::DBInstance",
    "lambda:function": "AWS::Lambda::Function",
    "dynamodb:table": "AWS::DynamoDB::Table",
    "cloudwatch:alarm": "AWS::CloudWatch::Alarm",
    "logs:group": "AWS::Logs::LogGroup",
    "kms:key": "AWS::KMS::Key",
    "sqs:queue": "AWS::SQS::Queue",
    "sns:topic": "AWS::SNS::Topic",
    "s3:bucket": "AWS::S3::Bucket",
    "iam:user": "AWS::IAM::User",
    "iam:role": "AWS::IAM::Role",
    "iam:policy": "AWS::IAM::ManagedPolicy",
}
"""What both read, in the words of each."""


@dataclass
class Run:
    """One whole process, measured."""

    wall: float
    cpu: float
    peak_mb: float
    answer: dict[str, Any]
    counts: dict[str, Any] = field(default_factory=dict)

    def row(self, name: str, at_once: int) -> str:
        """Returns the figures as a line."""
        calls, floor = self.counts["calls"], self.counts["latency_s"] / at_once
        beyond = f"{self.wall / floor:5.2f} × floor" if floor else ""
        lost = self.answer.get("gaps", self.answer.get("errors", 0))
        return (
            f"   {name:<28}{self.wall:8.2f} s {self.cpu:7.2f} s CPU {self.cpu / calls * 1e3:6.2f} ms/call"
            f"{self.peak_mb:7.0f} MB {calls:6} calls {self.counts['most_in_flight']:4} at once"
            f" {self.counts['throttled']:5} throttled {lost:3} lost {beyond}"
        )


class Replay:
    """The endpoint that answers from memory."""

    def __init__(self, url: str) -> None:
        self.url = url

    def reset(self, latency_ms: float = 0, throttled: bool = False) -> None:
        """Forgets what was counted, and behaves like this from now on."""
        body = json.dumps({"latency_ms": latency_ms, "throttled": throttled}).encode()
        request = urllib.request.Request(f"{self.url}/_replay/reset", body, {"content-type": "application/json"})
        urllib.request.urlopen(request).close()

    def counts(self) -> dict[str, Any]:
        """Returns what was asked since the last reset."""
        with urllib.request.urlopen(f"{self.url}/_replay/counts") as answer:
            return json.load(answer)


@contextmanager
def process(command: list[str], **more: Any) -> Iterator[subprocess.Popen]:
    """Runs a server for the length of a block."""
    server = subprocess.Popen(command, cwd=ROOT, text=True, **more)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def measured(command: list[str], replay: Replay) -> Run:
    """Runs a program to its end; CPU and memory are those of its whole process."""
    with tempfile.TemporaryFile("w+") as output:
        begun = time.monotonic()
        child = subprocess.Popen(command, cwd=ROOT, stdout=output, env={**os.environ, "AWS_EC2_METADATA_DISABLED": "true"})
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.monotonic() - begun
        child.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        text = output.read()
    if child.returncode:
        raise Failure(f"{command[0]} ended with {child.returncode}:\n{text}")
    cpu = usage.ru_utime + usage.ru_stime
    return Run(wall, cpu, usage.ru_maxrss / 1024, json.loads(text.splitlines()[-1]), replay.counts())


@dataclass
class Programs:
    """The two programs, and where they put what they found."""

    bench: Path
    survey: Path
    folder: Path

    def ours(self, url: str, at_once: int, throttled: bool = False) -> list[str]:
        share = ["100"] if throttled else []
        return [str(self.survey), url, REGIONS, str(at_once), str(self.folder / "ours.jsonl"), *share]

    def boto3(self, url: str, at_once: int, throttled: bool = False) -> list[str]:
        script = [sys.executable, str(BASELINE / "boto3_inventory.py"), "--endpoint", url, "--regions", REGIONS]
        return [*script, "--threads", str(at_once), "--out", str(self.folder / "boto3.jsonl")]


def show(bench: Path, survey: Path, scale: float, rounds: int) -> None:
    """Makes the estate, records it, and prints the figures."""
    with tempfile.TemporaryDirectory() as folder, twins.running(Path(folder)) as (ministack, moto):
        programs = Programs(bench, survey, Path(folder))
        upstreams = [moto.endpoint, f"monitoring={ministack.endpoint}"]
        with process([str(bench), "replay", *upstreams], stdout=subprocess.PIPE) as server:
            replay = Replay(server.stdout.readline().strip())
            with phase("make an estate and record what it says"):
                seed = ["--endpoint", moto.endpoint, "--alarms-endpoint", ministack.endpoint, "--scale", str(scale)]
                record(programs, replay, seed)
            compare(programs, replay, rounds)


def record(programs: Programs, replay: Replay, seed: list[str]) -> None:
    """Makes the estate and has both programs ask everything once."""
    command = [sys.executable, str(BASELINE / "seed_estate.py"), *seed]
    done = subprocess.run([*command, "--out", str(programs.folder / "estate.json")], text=True, capture_output=True)
    if done.returncode:
        raise Failure(f"the estate could not be made:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    replay.reset()
    theirs = measured(programs.boto3(replay.url, 16), replay)
    ours = measured(programs.ours(replay.url, 16), replay)
    line(f"   boto3 finds {theirs.answer['resources']} resources, we find {ours.answer['resources']}")
    missing = incomplete(programs.folder)
    line(f"   of what boto3 finds, we miss {len(missing)}" + "".join(f"\n      {m}" for m in missing[:10]))
    line(f"   gaps of ours: {ours.answer['gaps']} {ours.answer['first_gaps']}")


def incomplete(folder: Path) -> list[str]:
    """Returns what boto3 found and we did not."""
    found = set()
    for text in (folder / "ours.jsonl").read_text().splitlines():
        resource = json.loads(text)
        account, region, kind, native = resource["id"].split(":")
        found |= {(kind.replace(".", "::"), name) for name in (resource["arn"], resource["name"], unescaped(native)) if name}
    missing = []
    for text in (folder / "boto3.jsonl").read_text().splitlines():
        record = json.loads(text)
        # Findings have three parts, resources four.
        if len(record) == 4 and (KINDS[record[0]], record[2]) not in found:
            missing.append(f"{record[0]} {record[1]} {record[2]}")
    return missing


def unescaped(native: str) -> str:
    """Returns what AWS calls a resource: identifiers write unusual bytes as `~` and two digits."""
    return urllib.request.unquote(native.replace("~", "%"))


def compare(programs: Programs, replay: Replay, rounds: int) -> None:
    """Prints both programs side by side, without latency, with it, and throttled."""
    with phase("CPU and memory, without latency"):
        for at_once in (1, 16):
            pair(programs, replay, at_once, rounds, {})
    with phase(f"latency of {LATENCY_MS} ms in the median"):
        for at_once in (16, 64):
            pair(programs, replay, at_once, rounds, {"latency_ms": LATENCY_MS})
    with phase(f"latency of {LATENCY_MS} ms, and the quotas of AWS"):
        for at_once in (16, 64):
            pair(programs, replay, at_once, 1, {"latency_ms": LATENCY_MS, "throttled": True})


def pair(programs: Programs, replay: Replay, at_once: int, rounds: int, behavior: dict[str, Any]) -> None:
    """Measures both at the same concurrency, in turns; prints the run of the median wall time of each."""
    runs: dict[str, list[Run]] = {"boto3": [], "ours": []}
    for _ in range(rounds):
        for name, command in (("boto3", programs.boto3), ("ours", programs.ours)):
            replay.reset(**behavior)
            runs[name].append(measured(command(replay.url, at_once, behavior.get("throttled", False)), replay))
    for name, measurements in runs.items():
        median = sorted(measurements, key=lambda run: run.wall)[len(measurements) // 2]
        line(median.row(f"{name}, {at_once} at once", at_once))
        if median.counts["misses"]:
            line(f"      !! {median.counts['misses']} answers had to be asked of the mocks: not comparable")
        if behavior.get("throttled"):
            floor = median.counts["token_bucket_floor_s"]
            line(f"      token buckets: at the soonest {floor:.1f} s, so {median.wall / floor:.2f} × that" if floor else "")
