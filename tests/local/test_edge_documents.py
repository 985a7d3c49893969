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
import urllib.error
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
SERVICES = ["acm", "autoscaling", "cloudfront", "cloudwatch", "efs", "elbv2", "kinesis", "kms", "logs", "route53", "wafv2"]

# Which collector reads the types of a service.
COLLECTOR = {
    "AutoScaling": "autoscaling", "CertificateManager": "acm", "CloudFront": "cloudfront", "CloudWatch": "cloudwatch", "EFS": "efs",
    "ElasticLoadBalancingV2": "elbv2", "KMS": "kms", "Kinesis": "kinesis", "Logs": "logs", "Route53": "route53", "WAFv2": "wafv2",
}  # fmt: skip

# What moto does not make, and what it does not tell at all: it does not speak the protocol of CloudWatch's new clients.
NOT_IN_MOTO = {"AWS::CloudWatch::CompositeAlarm"}
NOT_TOLD_BY_MOTO = "cloudwatch"

# Operations that one of the two does not have.
GAPS = {"ministack": set(), "moto": {"wafv2:ListResourcesForWebACL"}}

# What one of the two leaves out, or gets wrong, by type; everything else must be the same.
DIFFERENCES: dict[str, set[str]] = {
    # MiniStack tells no default, and does not know who uses a certificate.
    "AWS::CertificateManager::Certificate": {
        "properties.CertificateExport", "properties.DomainValidationOptions.ValidationDomain", "properties.InUseBy",
        "properties.Issuer", "properties.RenewalEligibility", "properties.SignatureAlgorithm",
    },
    # MiniStack forgets the target groups, and puts all subnets into the first zone.
    "AWS::AutoScaling::AutoScalingGroup": {
        "dependencies", "properties.AvailabilityZones", "properties.CapacityRebalance", "properties.ServiceLinkedRoleARN",
        "properties.TargetGroupARNs",
    },
    # MiniStack forgets the user data and tells no default.
    "AWS::AutoScaling::LaunchConfiguration": {
        "properties.AssociatePublicIpAddress", "properties.EbsOptimized", "properties.HasUserData", "properties.InstanceMonitoring",
    },
    "AWS::AutoScaling::ScalingPolicy": {"properties.Enabled"},
    # Moto forgets the access control of an origin; MiniStack tells no default.
    "AWS::CloudFront::Distribution": {
        "dependencies",
        *(f"properties.DistributionConfig.{name}" for name in ("HttpVersion", "IPV6Enabled", "PriceClass", "Restrictions", "ViewerCertificate")),
        *(f"properties.DistributionConfig.DefaultCacheBehavior.{name}" for name in ("AllowedMethods", "Compress")),
        *(f"properties.DistributionConfig.Origins.{name}" for name in ("ConnectionAttempts", "ConnectionTimeout", "OriginAccessControlId", "OriginShield")),
    },
    # MiniStack ignores the wish for a backup, moto does not know protection.
    "AWS::EFS::FileSystem": {"properties.BackupPolicy", "properties.FileSystemProtection"},
    # MiniStack forgets the policy of an encrypted listener.
    "AWS::ElasticLoadBalancingV2::Listener": {"properties.SslPolicy"},
    # Both have defaults of their own; MiniStack puts all subnets into the first zone.
    "AWS::ElasticLoadBalancingV2::LoadBalancer": {"properties.LoadBalancerAttributes", "properties.SubnetMappings.AvailabilityZone"},
    "AWS::ElasticLoadBalancingV2::TargetGroup": {"properties.IpAddressType", "properties.ProtocolVersion", "properties.TargetGroupAttributes"},
    "AWS::KMS::Alias": {"created_at"},
    # Moto leaves out what is usual.
    "AWS::KMS::Key": {"properties.KeyUsage", "properties.MultiRegion", "properties.RotationPeriodInDays"},
    "AWS::Kinesis::Stream": {"properties.ConsumerCount"},
    # Moto does not count.
    "AWS::Logs::LogGroup": {"properties.LogGroupClass", "properties.MetricFilterCount"},
    "AWS::Logs::MetricFilter": {"created_at"},
    "AWS::WAFv2::WebACL": {"properties.LoadBalancerArns", "properties.Unread"},
}  # fmt: skip


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int, log: Path) -> Iterator[str]:
    """Runs an AWS on the loopback interface."""
    endpoint = f"http://127.0.0.1:{port}"
    with log.open("w") as output:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        process = subprocess.Popen(command, env={**clean, **environment}, stdout=output, stderr=subprocess.STDOUT)
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


Said = dict[str, dict[str, Any]]


def documents(endpoint: str) -> Said:
    """Runs the collectors and returns what each says; those that miss something fail, and say it before."""
    chosen = ["--workspace", "--lib", "--", "--ignored", "--nocapture", "--test-threads=2", "live::"]
    environment = {**cargo_environment(), "AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": ACCOUNT, "AWS_SECRET_ACCESS_KEY": "any"}
    done = subprocess.run(["cargo", "test", "--no-fail-fast", *chosen], cwd=ROOT, env=environment, capture_output=True, text=True)
    said = [json.loads(line.partition("DOCUMENTS ")[2]) for line in done.stdout.splitlines() if "DOCUMENTS " in line]
    assert set(SERVICES) <= {one["service"] for one in said}, done.stdout + done.stderr
    return {one["service"]: one for one in said}


IDENTIFIERS = [
    (r"(?<!\d)\d{12}(?!\d)", "ACCOUNT"),
    (r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "UUID"),
    (r"\b(vpc|subnet|sg|eni|fs|fsmt|fsap)-[0-9a-f]+\b", r"\1-ID"),
    (r"\b(loadbalancer|listener|listener-rule)/app/([a-z]+)(?:/[0-9a-z]+)+", r"\1/app/\2/ID"),
    (r"\btargetgroup/([a-z]+)/[0-9a-z]+", r"targetgroup/\1/ID"),
    (r"\b([a-z]+)-[0-9a-z]+\.us-east-1\.elb\b", r"\1-ID.us-east-1.elb"),
    (r"\b(?=[A-Z]*\d)[A-Z0-9]{12,21}\b", "ID"),
    (r"\b[a-z0-9]+\.cloudfront\.net\b", "ID.cloudfront.net"),
    (r"\b\d{4}-\d\d-\d\dT[0-9:.]+Z\b", "TIME"),
    (r"\b10\.20\.\d+\.\d+\b", "ADDRESS"),
]


def bare(found: dict[str, Any]) -> dict[str, Any]:
    """Returns a document without what names only this one copy of the resource."""
    text = re.sub(r"~([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), json.dumps(found, sort_keys=True))
    for pattern, name in IDENTIFIERS:
        text = re.sub(pattern, name, text)
    document = json.loads(text)
    for path in DIFFERENCES.get(found["resource_type"], ()):
        forget(document, path.split("."))
    return document


def forget(document: Any, path: list[str]) -> None:
    first, *rest = path
    if isinstance(document, list):
        for item in document:
            forget(item, path)
    elif isinstance(document, dict) and first in document:
        if rest:
            forget(document[first], rest)
        else:
            del document[first]


def ours(said: Said, service: str) -> list[dict[str, Any]]:
    """What a collector said of the resources that were made here; moto has aliases of AWS from the start."""
    found = [one for one in said[service]["found"] if not one["native_id"].startswith("alias/aws/")]
    return sorted((bare(one) for one in found), key=json.dumps)


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Said]:
    folder = tmp_path_factory.mktemp("edge")
    said = {}
    port = free_port()
    ministack = {"BIND_HOST": "127.0.0.1", "GATEWAY_PORT": str(port), "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "IOT_MTLS_ENABLED": "0"}
    with running([tool("ministack")], ministack, port, folder / "ministack.log") as endpoint:
        make(endpoint, set(edge.MAKERS))
        said["ministack"] = documents(endpoint)
    port = free_port()
    moto = [tool("moto_server"), "-H", "127.0.0.1", "-p", str(port)]
    with running(moto, {"MOTO_EC2_LOAD_DEFAULT_AMIS": "false"}, port, folder / "moto.log") as endpoint:
        make(endpoint, set(edge.MAKERS) - NOT_IN_MOTO)
        said["moto"] = documents(endpoint)
    return said


@pytest.mark.parametrize("service", sorted(set(SERVICES) - {NOT_TOLD_BY_MOTO}))
def test_two_implementations_make_the_same_documents(both: dict[str, Said], service: str) -> None:
    assert ours(both["ministack"], service) == ours(both["moto"], service)


@pytest.mark.parametrize("service", SERVICES)
def test_everything_that_was_made_is_found(both: dict[str, Said], service: str) -> None:
    made = {kind for kind in edge.MAKERS if COLLECTOR[kind.split("::")[1]] == service}
    found = {one["resource_type"] for one in both["ministack"][service]["found"]}
    assert made <= found


def test_misses_only_what_an_implementation_does_not_have(both: dict[str, Said]) -> None:
    for name, said in both.items():
        gaps = {gap["operation"] for service in SERVICES for gap in said[service]["gaps"] if (name, service) != ("moto", NOT_TOLD_BY_MOTO)}
        assert gaps == GAPS[name], name
