"""The same resources made on two AWS implementations become the same documents.

The local AWS that carries the platform and moto know nothing of each other. What the collectors say
of the same resource may differ only in identifiers, and where a list below says why.
"""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

import pytest

from tests.estate import edge, model
from tests.estate.clients import Accounts
from tests.estate.making import Making
from tests.tools.places import ROOT, cargo_environment, tool

ACCOUNT = "111111111111"
SERVICES = ["acm", "autoscaling", "cloudfront", "cloudwatch", "efs", "elb", "elbv2", "kinesis", "kms", "logs", "route53", "wafv2"]

# What moto does not make.
NOT_IN_MOTO = {"AWS::CloudWatch::CompositeAlarm"}

# Properties in which the two differ although the resource is the same, and why.
DIFFERENCES: dict[str, set[str]] = {}


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[str]:
    """Runs an AWS on the loopback interface."""
    endpoint = f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=subprocess.STDOUT)
    try:
        _wait(endpoint, process, log)
        yield endpoint
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(endpoint: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            urllib.request.urlopen(endpoint, timeout=2)
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.3)
    raise AssertionError(f"nothing answers at {endpoint}: {log.read_text()[-2000:]}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def make(endpoint: str, types: set[str]) -> None:
    """Makes what Olympus has of some types, in a network of its own."""
    accounts, estate = Accounts(endpoint), model.load()
    production = estate.account("production")
    production.id = ACCOUNT
    for place in production.places:
        if place.region not in (model.GLOBAL, "us-east-1"):
            continue
        making = Making(accounts, place)
        if place.region != model.GLOBAL:
            making.names.update(network(making.client("ec2")))
        for resource in place.resources:
            if resource.type in types:
                physical_id, made = edge.MAKERS[resource.type](making, resource, making.resolve_all(resource.properties))
                assert made, resource
                making.remember(resource, physical_id)


def network(ec2: Any) -> dict[str, str]:
    """Makes the part of the network that the edge stands in."""
    vpc = ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
    names = {"network.Vpc": vpc}
    for number, (name, zone) in enumerate([("PublicA", "a"), ("PublicB", "b"), ("AppA", "a")]):
        made = ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.20.{number}.0/24", AvailabilityZone=f"us-east-1{zone}")
        names[f"network.{name}"] = made["Subnet"]["SubnetId"]
    for name in ("Web", "App"):
        names[f"network.{name}"] = ec2.create_security_group(GroupName=name, Description=name, VpcId=vpc)["GroupId"]
    return names


def documents(endpoint: str) -> dict[str, list[dict[str, Any]]]:
    """Runs the collectors and returns what each says."""
    chosen = ["-p", "pantheon-collectors", "--lib", "--", "--ignored", "--nocapture", *[f"live::{service}" for service in SERVICES], "--exact"]
    environment = {**cargo_environment(), "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "any"}
    done = subprocess.run(["cargo", "test", *chosen], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    said = [json.loads(line.partition("DOCUMENTS ")[2]) for line in done.stdout.splitlines() if "DOCUMENTS " in line]
    return {one["service"]: one["found"] for one in said}


IDENTIFIERS = [
    (r"\b\d{12}\b", "ACCOUNT"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\b(vpc|subnet|sg|eni|fs|fsmt|fsap)-[0-9a-f]+\b", r"\1-ID"),
    (r"\b(loadbalancer|listener|listener-rule)((?:/|~2F)app(?:/|~2F)[a-z]+)(?:(?:/|~2F)[0-9a-f]+)+", r"\1\2/ID"),
    (r"\b(targetgroup(?:/|~2F)[a-z]+)(?:/|~2F)[0-9a-f]+", r"\1/ID"),
    (r"\bZ[0-9A-Z]{12,}\b", "ZONE"),
    (r"\bE[0-9A-Z]{12,13}\b", "EDGE"),
    (r"\b[a-z0-9]+\.cloudfront\.net\b", "EDGE.cloudfront.net"),
    (r"\b\d{4}-\d\d-\d\dT[0-9:.]+Z\b", "TIME"),
]


def bare(found: dict[str, Any]) -> dict[str, Any]:
    """Returns a document without what names only this one copy of the resource."""
    text = json.dumps(found, sort_keys=True)
    for pattern, name in IDENTIFIERS:
        text = re.sub(pattern, name, text)
    document = json.loads(text)
    for path in DIFFERENCES.get(found["resource_type"], ()):
        forget(document, path.split("."))
    return document


def forget(document: Any, path: list[str]) -> None:
    first, *rest = path
    if not rest and isinstance(document, dict):
        document.pop(first, None)
    elif isinstance(document, dict) and first in document:
        forget(document[first], rest)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, Any]]:
    folder = tmp_path_factory.mktemp("edge")
    said = []
    port = free_port()
    ministack = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "IOT_MTLS_ENABLED": "0"}
    with running([tool("ministack")], ministack, port, folder / "ministack.log") as endpoint:
        make(endpoint, set(edge.MAKERS))
        said.append(documents(endpoint))
    port = free_port()
    moto = [tool("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(moto, {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}, port, folder / "moto.log") as endpoint:
        make(endpoint, set(edge.MAKERS) - NOT_IN_MOTO)
        said.append(documents(endpoint))
    return said[0], said[1]


@pytest.mark.parametrize("service", SERVICES)
def test_two_implementations_make_the_same_documents(both: tuple[dict[str, Any], dict[str, Any]], service: str) -> None:
    one, other = (sorted((bare(found) for found in said[service]), key=json.dumps) for said in both)
    assert one == other
